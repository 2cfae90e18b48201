"""What must be right of a built site before it is published: HTML, links, feeds, tables, weight, accessibility.

`publish.checks.site.check` gives every fault with its file and advice.
"""
