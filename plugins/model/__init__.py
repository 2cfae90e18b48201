"""The record as the site shows it: `content/` read, checked and indexed; every reading of it is tracked."""
