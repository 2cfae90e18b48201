"""Pelican plugins of the site, on shelves: each imports only those before it, and `record`.

`language` ▸ `incremental` ▸ `model` ▸ `queries` ▸ `pages` ▸ `exports` and `search`; `build` ties them together.
"""
