"""Decides what becomes of an article: its places, topics and story, and whether it is new, changed or unplaced. Pure.

Gives a `Verdict` (`verdict.py`) with the reasons; also judges outlets (`health.py`) and cited addresses.
"""
