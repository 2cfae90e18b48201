"""What pages and exports ask of the record: progress, silence, coverage, disputes, changes, likeness, timelines.

Pure functions of the record, without HTML or files. Each import names what it computes; those under `query` are
memoised, and their readers depend on the result alone.
"""
