"""Settings of the site as it is built and served on one's own machine; publishconf.py adds the public address."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from record import content_tree  # noqa: E402 - found by the path above
from record.site_files import site_root  # noqa: E402

SITENAME = "Pantau 100"
SITESUBTITLE = "Jejak Gerakan Menuju 100 Smart City"
SITESUBTITLE_EN = "Following Indonesia’s 100 smart cities programme"
# A preview lies at the path of the public address, so that a link that leaves it out fails here already.
_ROOT = site_root(os.environ.get("PANTAU_SITEURL", ""))
SITEURL = f"http://127.0.0.1:8000{_ROOT}" if _ROOT else ""
# Where readers report mistakes: a mailto: or https: address, which /koreksi/ links.
CONTACT = ""
PATH = "content"
THEME = str(ROOT / "theme")
TIMEZONE = "Asia/Jakarta"
DEFAULT_LANG = "id"

# The order is that of writing: the sitemap lists what the others wrote. The first reads the record
# and builds only what changed.
PLUGINS = [
    "plugins.build",
    "plugins.language.english",
    "plugins.pages.record_pages",
    "plugins.pages.moved",
    "plugins.exports.feeds",
    "plugins.exports.letters",
    "plugins.exports.open_data",
    "plugins.exports.fact_files",
    "plugins.exports.ical",
    "plugins.pages.social_pictures",
    "plugins.exports.sitemap",
    "plugins.search.plugin",
    "plugins.exports.http_headers",
]

# News, places and initiatives are read by our plugins; of the stock generators only plain pages are used.
ARTICLE_PATHS: list[str] = []
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
PATH_METADATA = r"pages/(?:(?P<lang>en)/)?(?P<slug>[^/]+)\.md"
READERS = {"rst": None, "html": None}
STATIC_PATHS: list[str] = []
# Pelican reads editors' pages itself; what editors and systems leave beside them is passed over there too.
IGNORE_FILES = list(content_tree.PASSED_OVER)
STATIC_CHECK_IF_MODIFIED = True
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

MARKDOWN = {
    "output_format": "html",
    "extension_configs": {"markdown.extensions.tables": {}, "markdown.extensions.attr_list": {}},
}
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n"]}

# The review tray as a page, /meja/: on one's own machine only.
DESK = True
