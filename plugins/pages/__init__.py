"""The pages of the site: of the record, of addresses that moved, and the pictures and structured data of pages.

Each Pelican plugin here adds its own files; `base` has the generator that these and the exports share.
"""
