"""Settings of the public site: the same pages, with its absolute address."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

SITEURL = os.environ.get("PANTAU_SITEURL", "https://pantau100.example").rstrip("/")
CONTACT = os.environ.get("PANTAU_CONTACT") or CONTACT  # noqa: F405
# Why the site is published although readers have nowhere to report mistakes; without a contact or this it is not.
NO_CONTACT = os.environ.get("PANTAU_NO_CONTACT", "")
DESK = False

# Where `invoke publish --target NAME` hands the site over to; docs/publishing.md shows each kind.
PUBLISH_TARGETS = {
    "public": {"kind": "folder", "path": "public"},
}
# Publishing is refused when more than this share of the items would go at once.
PUBLISH_MOST_LOST = 0.05
# Narrower views of timelines come and go with the items in them; every other address is for life.
PUBLISH_MAY_VANISH = ("/linimasa/?*", "/daerah/*/linimasa/?*", "/inisiatif/*/linimasa/?*")
