"""The work behind the tasks of `tasks.py`, and what a maintainer runs once by hand: a file for each.

The only room that may import all others; nothing imports it.
"""
