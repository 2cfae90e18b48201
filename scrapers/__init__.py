"""Collects news about the places of the programme: fetch, extract, decide, store, in that order."""

__version__ = "0.1.0"
