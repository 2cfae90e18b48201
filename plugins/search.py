"""Pelican plugin: the search index of the finished site, by Pagefind, which stems Indonesian."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from pagefind.index import IndexConfig, PagefindIndex
from pelican import signals

from scrapers.errors import PantauError

FOLDER = "pagefind"
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Pagefind's own pages and what they need; ours uses its index and its reader alone."""


class SearchFailed(PantauError):
    """Pagefind could not index the site; `str()` has its own words."""


def index(pelican: Any) -> None:
    """Write `/pagefind/` anew from the pages that were written, in their order. Raises `SearchFailed`."""
    output = Path(pelican.output_path)
    shutil.rmtree(output / FOLDER, ignore_errors=True)
    try:
        asyncio.run(_index(output))
    except (OSError, RuntimeError, AssertionError) as error:
        raise SearchFailed(f"search index of {output}: {error}; install the requirements anew") from error
    for pattern in UNUSED:
        for path in (output / FOLDER).glob(pattern):
            path.unlink()


async def _index(output: Path) -> None:
    # One by one: Pagefind numbers pages as they come, and by folder it takes them as its threads do.
    async with PagefindIndex(config=IndexConfig(output_path=str(output / FOLDER))) as made:
        for path in sorted(output.rglob("*.html")):
            page = path.read_text("utf-8")
            if "data-pagefind-body" in page:
                await made.add_html_file(content=page, source_path=path.relative_to(output).as_posix())


def register() -> None:
    """Connect the signal."""
    signals.finalized.connect(index)
