"""Reading whole web archives: WARC bytes in, the collector's items out; on one machine's cores or on a cluster.

WARC files ─ archive: cut ─▶ batches ─ work: read, look, extract, place ─▶ sightings ─ run: in order ─▶ desk ─▶ content
                              └──────────── engine: Dask's processes ────────────┘
"""
