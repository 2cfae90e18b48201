"""One file behind one task of `tasks.py`: what a maintainer runs by hand or on a schedule.

The only room that may import all others; nothing imports it.
"""
