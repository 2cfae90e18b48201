"""Makes articles of web pages: `article.extract` takes bytes and an address, gives an `Article`. Pure.

What is known of Indonesian outlets stands in `tables.py`; `python -m tests.extract.score` measures a change.
"""
