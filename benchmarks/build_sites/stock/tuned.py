"""The same with its cache and every setting that makes it faster."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from settings import *  # noqa: F403

CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CONTENT_CACHING_LAYER = "reader"
GZIP_CACHE = False
CHECK_MODIFIED_METHOD = "mtime"
FORMATTED_FIELDS: list[str] = []
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = None
