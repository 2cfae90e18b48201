"""What must be right of a built site before it is published: HTML, links, feeds, tables, weight, accessibility.

`publish.checks.site.check` and `publish.checks.accessibility.accessibility` give every fault with its file and advice.
"""
