"""The project's own site, whole."""

from pathlib import Path

from pelicanconf import *  # noqa: F403

SITEURL = "https://pantau.example"
CACHE_PATH = str(Path(__file__).parent / "cache")
