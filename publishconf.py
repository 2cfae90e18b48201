"""Settings of the public site: the same pages, with its absolute address."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("PANTAU_SITEURL", "https://pantau100.example").rstrip("/")
CONTACT = os.environ.get("PANTAU_CONTACT", CONTACT)  # noqa: F405
DESK = False
