"""Whether the search index of a built site is there and holds as many pages as are to be found."""

import json
from collections.abc import Iterator
from pathlib import Path

FOLDER = "pagefind"
SEARCHED = b"data-pagefind-body"
"""Marks what of a page is searched; Pagefind leaves out pages without it."""


def index_faults(output: Path, pages: int) -> Iterator[tuple[str, str]]:
    """File and fault where the index of the site in `output` is missing, damaged, or of other than `pages` pages."""
    try:
        bundles = json.loads((output / FOLDER / "bundles.json").read_bytes())
        indexed = sum(_count(output / FOLDER / bundle) for bundle in ("", *bundles))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{FOLDER}/bundles.json", f"the search index cannot be read ({error})"
        return
    if indexed != pages:
        yield f"{FOLDER}/pagefind-entry.json", f"the search index has {indexed} pages, the site {pages} to be found"


def _count(bundle: Path) -> int:
    entry = json.loads((bundle / "pagefind-entry.json").read_bytes())
    return sum(language["page_count"] for language in entry["languages"].values())
