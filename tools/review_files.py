"""`invoke review` without a terminal: decisions by file name, the tray as JSON, corrections as labelled cases."""

import json
from collections.abc import Sequence
from pathlib import Path

from invoke.exceptions import Exit

from plugins.model.news_cache import address_of
from record.place_cases import append_cases
from record.review import Review
from record.text import printable
from scrapers.store.story_index import StoryIndex

PUBLIC_SITES = (".site/public", "public")
"""Where `invoke publish` builds, whatever its target, and the folder that it publishes to unless told otherwise."""


def settle(review: Review, root: Path, accept: Sequence[str], reject: Sequence[str]) -> None:
    """Accept and reject what waits in these files, named below `root`. Raises `Exit` where nothing waits for one."""
    by_path = {entry.path: entry for entry in review.waiting() if entry.path}
    for names, decide, done in ((accept, review.accept, "accepted"), (reject, review.reject, "rejected")):
        for name in names:
            entry = by_path.get(root / name)
            if entry is None:
                raise Exit(f"{name}: nothing waits for this item; see invoke review", 1)
            decide(entry)
            print(f"{done}: {printable(entry.title)}")


def is_public(root: Path, path: Path) -> bool:
    """Whether the site last built for readers, or the one in `public/`, has a page of the item in a file."""
    address = address_of("/".join(path.parts[-3:])).strip("/")
    return any((root / site / address / "index.html").is_file() for site in PUBLIC_SITES)


def as_json(review: Review) -> str:
    """Every entry of the tray, for scripts."""
    return json.dumps([entry.as_json() for entry in review.waiting()], ensure_ascii=False, indent=2)


def write_cases(review: Review, state: Path, path: Path) -> None:
    """Add each corrected place that `path` does not have yet as a labelled case; texts come from the run's `state`."""
    known = path.read_text("utf-8").splitlines() if path.is_file() else []
    with StoryIndex(state) as book:
        cases = review.new_cases(book.text_of, (json.loads(line)["id"] for line in known))
    append_cases(path, cases)
    print(f"{len(cases)} new cases in {path.relative_to(Path(__file__).parents[1])}")
