"""The search index of the finished site, by Pagefind, in bundles of which only the changed ones are made again."""
