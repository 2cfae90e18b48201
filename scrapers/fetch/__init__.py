"""Gets channels and pages over the network, with Scrapy: politely, and never from private addresses.

Gives `FetchedPage`, `OutletLog` and `Validators` (`page.py`) to a `CrawlHandler`; only this room uses the network, but
for `backfill/files.py`, which loads web archives.
"""
