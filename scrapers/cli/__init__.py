"""The commands of `python -m scrapers`, a module each: `add_parser` declares its arguments, `run` does the work.

Modules import what they run late: Scrapy alone takes a second, which only `collect` and `citations` should pay for.
"""
