"""Collects news about the places of the programme and writes it to `content/`.

`fetch/` gets pages, `extract/` makes articles of them, `decide/` finds their places and what to do with them, `store/`
writes; `pipeline.py` joins these steps, `runs/` and `backfill/` run them, `cli/` has the commands.
"""

__version__ = "0.1.0"
CRAWLER_NAME = "Pantau"
"""The product token by which robots.txt may speak of us: letters, `-` and `_` alone (RFC 9309, 2.2.1)."""
