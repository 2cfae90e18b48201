"""Pure: which places an article is about, and what to do with it."""
