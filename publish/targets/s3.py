"""A bucket that readers read directly: one object a file, changed in an order that leaves no link dead.

Everything is sent to a folder of our own first, so that a lost connection leaves the old site as it was. Only then does
the store copy it into place, one object at a time: first what is new, to which nothing leads yet; then changed pages;
then what leads to pages (the home page, feeds, tables, the sitemap, the search index); then the manifest; and at the
end what is gone is removed. What this replaces or removes was copied aside before, by the store itself: for `rollback`,
and to be put back when the store refuses half-way or someone stops the run. A run killed in these seconds leaves every
file whole and every link alive, some pages old and some new, and the next run goes on: a file counts as published
only when the store's ETag for it is the one in the manifest.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Literal

from obstore.exceptions import BaseError

from publish.manifest import Manifest, Plan, compare, parse
from publish.targets.bucket import OWN, Bucket, as_stored
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
    "cari/nama.json",
    "pagefind/*.js*",
)
"""Files that link to pages, and so are copied into place after them."""


class S3(Bucket):
    """`{"kind": "s3", "bucket": …, "endpoint": …}`: the site's files at the top of the bucket or of `prefix`."""

    kind: Literal["s3"] = "s3"

    def public(self) -> Manifest | None:
        """The manifest of the site there, corrected by the store's ETags; None for nothing yet.

        Raises `PantauError` for a bucket that is not ours.
        """
        with self._store_failures():
            stored, etags = self._read(MANIFEST), self._site_etags()
        if stored is None:
            if etags:
                raise self._foreign()
            return None
        return as_stored(parse(stored, f"{self}/{MANIFEST}"), etags)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make it hold `built`; give the number of files sent. Raises `StoreFailed`: what was there still works."""
        with self._store_failures():
            stored = self._read(MANIFEST)
            if stored is None:
                # Marks the bucket as ours, so that a first publish that was interrupted can go on.
                stored = Manifest({}).to_gzip()
                self._put(MANIFEST, stored, MANIFEST)
            known = parse(stored, f"{self}/{MANIFEST}")
            self._delete_folder(NEXT)
            self._in_parallel(lambda name: self._put(NEXT + name, (built / name).read_bytes(), name), plan.to_send)
            self._set_aside(stored, known, (*plan.changed, *plan.removed))
            try:
                self._switch(NEXT, new, plan)
            except BaseException:
                # If this fails too, every file is whole and no link is dead, and the next publish puts it right.
                with suppress(BaseError, OSError, PantauError):
                    self._put_back(known)
                raise
            self._delete_folder(NEXT)
        return len(plan.to_send)

    def rollback(self) -> str:
        """Put back what the last publish replaced and removed; say what. Raises `PantauError` if none is set aside."""
        with self._store_failures():
            stored, before = self._read(MANIFEST), self._read(BEFORE)
            if stored is None or before is None or before == stored:
                raise PantauError(f"{self}: no earlier site is kept; build and publish the one you want instead")
            plan = self._put_back(parse(before, f"{self}/{BEFORE}"))
            self._forget_aside()
        return f"the site before ({plan})"

    def _site_etags(self) -> dict[str, str]:
        """The ETag of every file of the site."""
        return {name: etag for name, etag in self._etags().items() if not name.startswith(OWN)}

    def _set_aside(self, manifest: bytes, known: Manifest, names: Iterable[str]) -> None:
        """Copy what will be replaced or removed, as the last finished publish left it.

        After an interrupted run some of it is replaced already: that was set aside then, and stays.
        """
        if self._read(BEFORE) != manifest:
            self._forget_aside()
        there, etags = self._etags(ASIDE), self._site_etags()
        whole = [name for name in names if name not in there and name in etags and etags[name] == known.etags.get(name)]
        self._in_parallel(lambda name: self._copy(name, ASIDE + name), whole)
        self._put(BEFORE, manifest, BEFORE)

    def _forget_aside(self) -> None:
        self._delete([BEFORE] if self._read(BEFORE) is not None else [])
        self._delete_folder(ASIDE)

    def _switch(self, source: str, new: Manifest, plan: Plan) -> None:
        """Copy what is in `source` into place and remove what is gone, so that every link is alive at every moment."""
        for names in _phases(plan):
            self._in_parallel(lambda name: self._copy(source + name, name), names)
        stored = self._site_etags()
        etags = {name: stored[name] for name in new.files if name in stored}
        self._put(MANIFEST, replace(new, etags=etags).to_gzip(), MANIFEST)
        self._delete(plan.removed)

    def _put_back(self, old: Manifest) -> Plan:
        """Make it hold `old` again from what was set aside; give what changed. Raises `PantauError`."""
        known = parse(self._read(MANIFEST) or b"", f"{self}/{MANIFEST}")
        plan = compare(as_stored(known, self._site_etags()), old)
        missing = set(plan.to_send) - self._etags(ASIDE).keys()
        if missing:
            raise PantauError(f"{self}: {sorted(missing)[0]} was not set aside; build and publish the site again")
        self._switch(ASIDE, old, plan)
        return plan


def _phases(plan: Plan) -> Iterator[tuple[str, ...]]:
    """Groups of files that are copied together; each group is finished before the next begins."""
    yield plan.added
    leading = {name for name in plan.changed if any(fnmatchcase(name, pattern) for pattern in LEADING)}
    yield tuple(name for name in plan.changed if name not in leading)
    yield tuple(sorted(leading))
