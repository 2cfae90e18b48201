"""This project's own reading and writing with the equal pages alone."""

from pathlib import Path

from pelicanconf import *  # noqa: F403

HERE = Path(__file__).parent
SITEURL = FEED_DOMAIN = "https://pantau.example"
THEME = str(HERE / "theme")
CACHE_PATH = str(HERE / "cache")
PLUGINS = ["plugins.build", "benchmarks.build_sites.ours.plugin"]
PAGE_PATHS = []
DESK = False
