"""The model of `content/`: places, news items, initiatives, the programme, corrections, the tray and citations.

Reads and writes their files, and holds what every other room shares: errors, addresses, dates, atomic writes.
Imports nothing of ours; `scrapers`, `plugins`, `publish` and `tools` stand on it.
"""
