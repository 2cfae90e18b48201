"""Builds that cost what the day brought: see `build.py`, the plugin, and `facts.py`, the idea."""
