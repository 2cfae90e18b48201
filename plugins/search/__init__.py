"""The search index of the finished site, by Pagefind.

Pages are indexed in bundles, of which only those with changed pages are made again; `plugin` is the Pelican plugin, and
`python -m plugins.search.plugin OUTPUT` indexes a site that is built.
"""
