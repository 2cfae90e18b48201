"""The words and dates of pages, in Indonesian and English.

Hands on tables of words, date forms, the filters of templates, and the English twin of an address; imports nothing of
the other plugins.
"""
