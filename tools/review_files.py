"""`invoke review` without a terminal: decisions by file name, the tray as JSON, corrections as labelled cases."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from invoke.exceptions import Exit

from plugins.model.news_cache import address_of
from record.item import Item
from record.place_cases import append_cases
from record.review import Review
from record.text import printable
from record.undo import UndoLog
from scrapers.store.story_index import StoryIndex
from tools.postponed import Postponed
from tools.review_entry import plain_text
from tools.state_index import BriefIndex

PUBLIC_SITES = (".site/public", "public")
"""Where `invoke publish` builds, whatever its target, and the folder that it publishes to unless told otherwise."""


@dataclass(frozen=True)
class Desk:
    """What a review works with: the tray, how much is known of each text, and where the review was left."""

    review: Review
    postponed: Postponed
    stories: StoryIndex

    def text_of(self, item: Item) -> str:
        """An item's text as it was collected, or as much of it as its file has."""
        return self.stories.text_of(item.id) or plain_text(item)


@contextmanager
def desk(root: Path, content: Path, state: Path) -> Iterator[Desk]:
    """The desk of a checkout, its files open while the block runs. Raises `ContentProblem` and `StoreFailed`."""
    with StoryIndex(state) as stories:
        review = Review(
            content, BriefIndex(state), is_public=partial(is_public, root), undo=UndoLog(state / "undo", content)
        )
        yield Desk(review, Postponed(state / "postponed.json"), stories)


def take_back(review: Review) -> None:
    """Take back the last decision and say which. Raises `Exit` where there is none."""
    taken = review.take_back()
    if taken is None:
        raise Exit("Nothing was decided that can be undone; what is older, git has.", 1)
    print(f"undone: {taken.decision} {printable(taken.title)}")


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


def write_cases(desk: Desk, path: Path) -> None:
    """Add each corrected place that `path` does not have yet as a labelled case."""
    known = path.read_text("utf-8").splitlines() if path.is_file() else []
    cases = desk.review.new_cases(desk.stories.text_of, (json.loads(line)["id"] for line in known))
    append_cases(path, cases)
    print(f"{len(cases)} new cases in {path.relative_to(Path(__file__).parents[1])}")
