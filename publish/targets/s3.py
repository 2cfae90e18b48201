"""A bucket that readers ask themselves: one object a file, changed in an order that leaves no link dead.

Everything travels to a folder of our own first, so that a lost connection leaves the old site as it was. Only then does
the store copy it into place, one object at a time: first what is new, to which nothing leads yet; then changed pages;
then what leads to pages (the home page, feeds, tables, the sitemap, the search index); then the manifest; and at the
end what is gone is removed. What this replaces or removes was copied aside before, by the store itself: for `rollback`,
and to be put back when the store refuses half-way or someone stops the run. A run killed in these seconds leaves every
file whole and every link alive, some pages old and some new, and the next run goes on: a file counts as published
only when the store's own mark for it is the one in the manifest.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from obstore.exceptions import BaseError

from publish.manifest import Manifest, Plan, compare, parse
from publish.targets.bucket import OWN, Bucket, as_it_is
from record.errors import PantauError

MANIFEST, BEFORE = f"{OWN}manifest.json.gz", f"{OWN}before.json.gz"
ASIDE, NEXT = f"{OWN}before/", f"{OWN}next/"
LEADING = (
    "index.html",
    "en/index.html",
    "*.atom",
    "*.rss",
    "*feed.json",
    "*.opml",
    "*.xml",
    "data/*",
    "pagefind/*.json",
)
"""What leads to pages, and so goes after them."""


class S3(Bucket):
    """The site as it stands, at the top of the bucket."""

    kind: Literal["s3"] = "s3"

    def public(self) -> Manifest | None:
        """What stands there, by the store's own marks; None for nothing yet. Raises `PantauError`."""
        with self._said():
            kept, marks = self._read(MANIFEST), self._marks()
        if kept is None:
            if marks:
                raise self._foreign()
            return None
        return as_it_is(parse(kept, f"{self}/{MANIFEST}"), marks)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make it hold `built`; how many files travelled. Raises `StoreFailed`: what was there still works."""
        with self._said():
            kept = self._read(MANIFEST)
            if kept is None:
                # Marks the bucket as ours, so that a first publish that was interrupted can go on.
                kept = Manifest({}).packed()
                self._put(MANIFEST, kept, MANIFEST)
            known = parse(kept, f"{self}/{MANIFEST}")
            self._clear(NEXT)
            self._each(lambda name: self._put(NEXT + name, (built / name).read_bytes(), name), plan.sent)
            self._set_aside(kept, known, (*plan.changed, *plan.removed))
            try:
                self._switch(NEXT, new, plan)
            except BaseException:
                # What cannot be put back is whole and leads nowhere dead all the same, and is settled by the next run.
                with suppress(BaseError, OSError, PantauError):
                    self._put_back(known)
                raise
            self._clear(NEXT)
        return len(plan.sent)

    def rollback(self) -> str:
        """Put back what the last publish replaced and removed. Raises `PantauError` when nothing was set aside."""
        with self._said():
            kept, before = self._read(MANIFEST), self._read(BEFORE)
            if kept is None or before is None or before == kept:
                raise PantauError(f"{self}: no earlier site is kept; build and publish the one you want instead")
            plan = self._put_back(parse(before, f"{self}/{BEFORE}"))
            self._forget_aside()
        return f"the site before ({plan})"

    def _marks(self) -> dict[str, str]:
        """The store's mark of every file of the site."""
        return {name: mark for name, mark in self._listed().items() if not name.startswith(OWN)}

    def _set_aside(self, kept: bytes, known: Manifest, names: Iterable[str]) -> None:
        """Copy what will be replaced or removed, as the last whole publish left it.

        After an interrupted run some of it is replaced already: that was set aside then, and stays.
        """
        if self._read(BEFORE) != kept:
            self._forget_aside()
        there, marks = self._listed(ASIDE), self._marks()
        whole = [name for name in names if name not in there and name in marks and marks[name] == known.etags.get(name)]
        self._each(lambda name: self._copy(name, ASIDE + name), whole)
        self._put(BEFORE, kept, BEFORE)

    def _forget_aside(self) -> None:
        self._delete([BEFORE] if self._read(BEFORE) is not None else [])
        self._clear(ASIDE)

    def _switch(self, source: str, new: Manifest, plan: Plan) -> None:
        """Copy what is in `source` into place and remove what is gone, so that every link is alive at every moment."""
        for names in _phases(plan):
            self._each(lambda name: self._copy(source + name, name), names)
        marks = self._marks()
        etags = {name: marks[name] for name in new.files if name in marks}
        self._put(MANIFEST, replace(new, etags=etags).packed(), MANIFEST)
        self._delete(plan.removed)

    def _put_back(self, old: Manifest) -> Plan:
        """Make it hold `old`, of which all that is not there was set aside; what that changed. Raises `PantauError`."""
        known = parse(self._read(MANIFEST) or b"", f"{self}/{MANIFEST}")
        plan = compare(as_it_is(known, self._marks()), old)
        missing = set(plan.sent) - self._listed(ASIDE).keys()
        if missing:
            raise PantauError(f"{self}: {sorted(missing)[0]} was not set aside; build and publish the site again")
        self._switch(ASIDE, old, plan)
        return plan


def _phases(plan: Plan) -> Iterator[tuple[str, ...]]:
    """What is copied together: each is there before the next begins."""
    yield plan.added
    leading = {name for name in plan.changed if any(fnmatchcase(name, pattern) for pattern in LEADING)}
    yield tuple(name for name in plan.changed if name not in leading)
    yield tuple(sorted(leading))
