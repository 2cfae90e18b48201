"""S3-compatible storage: one object a file, in an order that never lets a link lead to what is not there.

Object stores switch one object at a time. So first goes what is new, to which nothing leads yet; then changed pages;
then what leads to pages (the home page, feeds, tables, the sitemap, the search index); then the manifest; and last
what is gone is removed. A run that was interrupted leaves every file whole and every link alive, some pages old and
some new, and the next run goes on: a file counts as sent only when the store's own mark for it is the one it gave when
we sent it. What a publish replaces or removes is first copied aside, by the store itself, for `rollback`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from plugins.hosting import cache_control, content_type
from plugins.publish.manifest import STRAY, TOUCHED, Manifest, Plan, compare, parse
from scrapers.errors import PantauError, StoreFailed

OWN = ".pantau/"
MANIFEST, BEFORE, ASIDE = f"{OWN}manifest.json.gz", f"{OWN}before.json.gz", f"{OWN}before/"
_WHY = re.compile("<Message>([^<]{1,200})")
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


class S3(BaseModel):
    """A bucket, or a folder in one. Keys come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["s3"] = "s3"
    bucket: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]+$")]
    endpoint: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    region: str = "us-east-1"
    prefix: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$")] = ""
    at_once: Annotated[int, Field(ge=1, le=64)] = 16
    """How many files travel at the same time."""

    def __str__(self) -> str:
        """Where it is."""
        return f"{self.endpoint.rstrip('/')}/{self.bucket}/{self.prefix}"

    def public(self) -> Manifest | None:
        """What stands there, by the store's own marks; None for nothing yet. Raises `PantauError`."""
        with self._said():
            kept, marks = self._read(MANIFEST), self._marks()
        if kept is None:
            if marks:
                raise PantauError(f"{self} holds something that we did not make; choose another bucket or prefix")
            return None
        return _as_it_is(parse(kept, f"{self}/{MANIFEST}"), marks)

    def send(self, built: Path, new: Manifest, plan: Plan) -> int:
        """Make it hold `built`; how many files travelled. Raises `StoreFailed`: what was there still works."""
        with self._said():
            kept = self._read(MANIFEST)
            if kept is None:
                # Marks the bucket as ours, so that a first publish that was interrupted can go on.
                kept = Manifest({}).packed()
                self._put(MANIFEST, kept)
            known = parse(kept, f"{self}/{MANIFEST}")
            self._set_aside(kept, known, (*plan.changed, *plan.removed))
            marks = {name: known.etags[name] for name in new.files if name in known.etags}
            for names in _phases(plan):
                sent = self._each(lambda name: self._put(name, (built / name).read_bytes()), names)
                marks |= dict(zip(names, sent, strict=True))
            self._put(MANIFEST, replace(new, etags=marks).packed())
            self._delete(plan.removed)
        return len(plan.sent)

    def rollback(self) -> str:
        """Put back what the last publish replaced and removed. Raises `PantauError` when nothing was set aside."""
        with self._said():
            kept, before = self._read(MANIFEST), self._read(BEFORE)
            if kept is None or before is None or before == kept:
                raise PantauError(f"{self}: no earlier site is kept; build and publish the one you want instead")
            old = parse(before, f"{self}/{BEFORE}")
            plan = compare(_as_it_is(parse(kept, f"{self}/{MANIFEST}"), self._marks()), old)
            missing = set(plan.sent) - self._aside()
            if missing:
                raise PantauError(f"{self}: {sorted(missing)[0]} was not set aside; build and publish the site again")
            for names in _phases(plan):
                self._each(lambda name: obstore.copy(self._store, ASIDE + name, name), names)
            marks = self._marks()
            self._put(MANIFEST, replace(old, etags={name: marks[name] for name in old.files}).packed())
            self._delete(plan.removed)
            self._forget_aside()
        return f"the site before ({plan})"

    @property
    def _store(self) -> S3Store:
        return S3Store(
            self.bucket,
            prefix=self.prefix or None,
            endpoint=self.endpoint,
            region=self.region,
            virtual_hosted_style_request=False,
            client_options={"allow_http": self.endpoint.startswith("http:"), "timeout": "60s"},
            retry_config={"max_retries": 5, "retry_timeout": timedelta(seconds=90)},
        )

    @contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            # The library's account goes on for a page: its beginning says what failed, the store's own words why.
            why = _WHY.search(str(error))
            told = str(error).partition(": Error performing")[0] + (f" ({why[1]})" if why else "")
            raise StoreFailed(f"{self}: {told}; what was there still works, publish again to go on") from error

    def _read(self, key: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            return None

    def _put(self, key: str, data: bytes) -> str:
        """Send one object; the store's mark for it."""
        told = {"Content-Type": content_type(key), "Cache-Control": cache_control(key)}
        return str(obstore.put(self._store, key, data, attributes=told, use_multipart=False)["e_tag"])

    def _each(self, do: Callable[[str], object], names: Iterable[str]) -> list[str]:
        """Do it for every name, several at once, and stop at the first fault."""
        pool = ThreadPoolExecutor(self.at_once)
        try:
            return [str(answer) for answer in pool.map(do, names)]
        finally:
            pool.shutdown(cancel_futures=True)

    def _delete(self, names: Iterable[str]) -> None:
        if found := list(names):
            obstore.delete(self._store, found)

    def _listed(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        for rows in obstore.list(self._store, prefix or None):
            yield from ((row["path"], str(row["e_tag"])) for row in rows)

    def _marks(self) -> dict[str, str]:
        """The store's mark of every file of the site."""
        return {name: mark for name, mark in self._listed() if not name.startswith(OWN)}

    def _aside(self) -> set[str]:
        return {name.removeprefix(ASIDE) for name, _ in self._listed(ASIDE)}

    def _set_aside(self, kept: bytes, known: Manifest, names: Iterable[str]) -> None:
        """Copy what will be replaced or removed, as the last whole publish left it.

        After an interrupted run some of it is replaced already: that was set aside then, and stays.
        """
        if self._read(BEFORE) != kept:
            self._forget_aside()
        there, marks = self._aside(), self._marks()
        whole = [name for name in names if name not in there and name in marks and marks[name] == known.etags.get(name)]
        self._each(lambda name: obstore.copy(self._store, name, ASIDE + name), whole)
        self._put(BEFORE, kept)

    def _forget_aside(self) -> None:
        self._delete([BEFORE] if self._read(BEFORE) is not None else [])
        self._delete(ASIDE + name for name in sorted(self._aside()))


def _phases(plan: Plan) -> Iterator[tuple[str, ...]]:
    """What travels together: each is there before the next begins."""
    yield plan.added
    leading = {name for name in plan.changed if any(fnmatchcase(name, pattern) for pattern in LEADING)}
    yield tuple(name for name in plan.changed if name not in leading)
    yield tuple(sorted(leading))


def _as_it_is(known: Manifest, marks: Mapping[str, str]) -> Manifest:
    """The manifest corrected by what the store holds: what another hand or an interrupted run left counts as other."""
    files = {
        name: (known.files[name] if known.etags.get(name) == mark else TOUCHED) if name in known.files else STRAY
        for name, mark in marks.items()
    }
    return replace(known, files=files)
