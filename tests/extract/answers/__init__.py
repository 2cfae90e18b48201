"""Answers that are no article, and articles that resemble them: cases as words to put into a few pages."""
