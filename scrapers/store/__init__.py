"""Writes what runs leave: evidence as WARC, the state between runs, the index of stories, outlets' health and outages.

Items themselves are written by `record.items`.
"""
