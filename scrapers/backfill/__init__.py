"""Reading whole web archives: WARC bytes in, the collector's items out; on one machine's cores or on a cluster.

files: open ─▶ WARC files ─ warc_records: cut ─▶ batches ─ batch: prefilter, extract, place ─▶ matched captures
                                                          └───── in engine's Dask processes ─────┘
matched captures ─ run: in the order of the archive ─▶ the collector's own pipeline ─▶ content
"""
