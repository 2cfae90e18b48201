"""Contradictions in the record: what cannot all be true, found in the loaded files and named with both places.

`rules.contradictions` runs the rules, a table there; each module beside it holds the rules on one subject. Pure but for
the lines, which are looked up in the files of what is at fault.
"""
