"""Pelican as it comes, told to make the equal pages and no others: a tag a place."""

from pathlib import Path

HERE = Path(__file__).parent
SITENAME = "Pantau 100"
SITEURL = FEED_DOMAIN = "https://pantau.example"
THEME = str(HERE / "theme")
CACHE_PATH = str(HERE / "cache")
TIMEZONE = "Asia/Jakarta"
DEFAULT_LANG = "id"
ARTICLE_PATHS = ["news"]
FILENAME_METADATA = r"\d{4}-\d{2}-\d{2}-(?P<slug>.*)"
ARTICLE_URL = "berita/{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
TAG_URL = "daerah/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
TAG_FEED_RSS = TAG_URL + "feed.rss"
FEED_MAX_ITEMS = 50
DIRECT_TEMPLATES = ["sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
USE_FOLDER_AS_CATEGORY = False
DEFAULT_PAGINATION = False
STATIC_PATHS: list[str] = []
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
