"""Reads the news below `content/news/`: each file once, and again only when it changed."""

import datetime as dt
import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from plugins.incremental.file_stats import StatSignature, scan
from plugins.incremental.parallel import parallel_map
from plugins.language.words import DIMENSIONS
from plugins.model.contradictions import rules
from plugins.model.contradictions.addresses import item_findings
from plugins.model.contradictions.exemptions import Exempted
from plugins.model.news import News, NewsRow, keys_of, make_row, summary_is_ours
from record.content_tree import is_passed_over
from record.errors import ContentProblem
from record.item import Item, loads
from record.text import forbidden_in
from record.text_files import read_text
from record.urls import is_web

_FILE = re.compile(r"^(\d{4})/(\d{2})/\d{4}-\d{2}-\d{2}-([a-z0-9][a-z0-9-]*)\.md$")
"""The letters of Unicode's category Cc."""

CachedRow = tuple[StatSignature, tuple[Any, ...]]
"""A news file's signature, and its `NewsRow` as the plain tuple that marshal writes."""


@dataclass(frozen=True)
class NewsContext:
    """What the reading of an item depends on besides its file.

    `zones`: time zones of the tracked places by slug; `known`: slugs that have a file, also a faulty one;
    `initiatives`: of each place, address and names of each; `exemptions`: what is exempted from which rule.
    """

    zones: Mapping[str, dt.tzinfo]
    known: frozenset[str]
    initiatives: Mapping[str, Sequence[tuple[str, Sequence[str]]]]
    exemptions: frozenset[Exempted] = frozenset()

    @property
    def fingerprint(self) -> str:
        """Hex digest: equal for equal contexts."""
        zones = sorted((slug, str(zone)) for slug, zone in self.zones.items())
        initiatives = sorted((slug, list(rows)) for slug, rows in self.initiatives.items())
        all_of_it = (zones, sorted(self.known), initiatives, sorted(self.exemptions))
        return hashlib.blake2b(repr(all_of_it).encode(), digest_size=16).hexdigest()

    @cached_property
    def patterns(self) -> dict[str, list[tuple[str, list[str], re.Pattern[str]]]]:
        """By place, its initiatives' addresses, case-folded names, and a pattern for one of these as whole words."""
        return {slug: [_pattern(*row) for row in rows] for slug, rows in self.initiatives.items()}


def _pattern(address: str, names: Sequence[str]) -> tuple[str, list[str], re.Pattern[str]]:
    folded = [name.casefold() for name in names]
    choices = "|".join(re.escape(name) for name in folded)
    return address, folded, re.compile(rf"(?<!\w)(?:{choices})(?!\w)")


@dataclass
class NewsCache:
    """What the last build read: its context's fingerprint, and a row a file by its path below `content/news/`."""

    context_fingerprint: str = ""
    rows: dict[str, CachedRow] = field(default_factory=dict)


@dataclass
class LoadedNews:
    """All news that is not a draft, in the order of its files; the cache for the next build; and the changed keys.

    Without a cache of the last build no key is reported: no file depends on one.
    """

    news: list[News]
    cache: NewsCache
    changed: set[str]


def read_news(
    folder: Path,
    context: NewsContext,
    cache: NewsCache,
    faults: list[ContentProblem],
    signatures: Mapping[str, StatSignature] | None = None,
) -> LoadedNews:
    """Read every file that changed since `cache`, and take the others from it; faults are appended to `faults`.

    `signatures` are those of the files in `folder` by relative path, where they were scanned already.
    """
    fingerprint = context.fingerprint
    known = cache.rows if cache.context_fingerprint == fingerprint else {}
    if signatures is None:
        signatures = scan(str(folder), time.time_ns())
    present = {name: signature for name, signature in signatures.items() if _is_news(name)}
    stale = [name for name, now in present.items() if not now or name not in known or known[name][0] != now]
    reader = _Reader(folder, context)
    fresh: dict[str, CachedRow] = {}
    for name, (row, problems) in zip(stale, parallel_map(reader.read, stale), strict=True):
        faults += problems
        if row is not None:
            fresh[name] = (present[name], row)
    rows = {name: fresh[name] if name in fresh else known[name] for name in present if name in fresh or name in known}
    news = {name: News(folder, name, NewsRow._make(row)) for name, (_, row) in rows.items()}
    faults += _collisions(folder, news)
    return LoadedNews(
        [entry for entry in news.values() if entry.row.status != "draft" and entry.row.address],
        NewsCache(fingerprint, rows),
        _changed_keys(cache.rows, rows, fresh) if cache.rows else set(),
    )


def _changed_keys(before: Mapping[str, CachedRow], rows: Mapping[str, CachedRow], fresh: Iterable[str]) -> set[str]:
    """The keys of items that came, went or changed, as they were and as they are."""
    changed = [name for name in fresh if name not in before or before[name][1] != rows[name][1]]
    gone = [name for name in before if name not in rows]
    old = [before[name][1] for name in (*changed, *gone) if name in before]
    return {key for row in (*(rows[name][1] for name in changed), *old) for key in keys_of(NewsRow._make(row))}


def _is_news(name: str) -> bool:
    return name.endswith(".md") and not is_passed_over(name)


@dataclass(frozen=True)
class _Reader:
    folder: Path
    context: NewsContext

    def read(self, name: str) -> tuple[tuple[Any, ...] | None, list[ContentProblem]]:
        """The row of one file as a plain tuple (None where it cannot be read), and what is wrong with it."""
        path = f"{self.folder}/{name}"
        try:
            text = read_text(path)
            item = loads(text, path)
        except ContentProblem as fault:
            return None, [fault]
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        ours, initiatives = summary_is_ours(item), self._initiatives_in(item)
        row = make_row(item, digest, address_of(name), self._local(item), ours=ours, initiatives=initiatives)
        return tuple(row), list(_item_faults(Path(path), text, item, self.context))

    def _local(self, item: Item) -> dt.datetime | None:
        zone = next((self.context.zones[slug] for slug in item.places if slug in self.context.zones), None)
        return item.date.astimezone(zone) if item.date and zone else item.date

    def _initiatives_in(self, item: Item) -> tuple[str, ...]:
        """Addresses of the initiatives of its places that its title, summary or body names."""
        text = f"{item.title}\n{item.summary}\n{item.body}".casefold()
        return tuple(
            address
            for slug in item.places
            for address, names, pattern in self.context.patterns.get(slug, ())
            # A plain search first: some ten times as fast as the pattern, and nearly always in vain.
            if any(name in text for name in names) and pattern.search(text)
        )


def address_of(name: str) -> str:
    """The address on the site of the item in a file (`2019/05/2019-05-16-taman.md`); "" for one that has none."""
    match = _FILE.match(name)
    return f"/berita/{match[1]}/{match[2]}/{match[3]}/" if match else ""


def _item_faults(path: Path, text: str, item: Item, context: NewsContext) -> Iterator[ContentProblem]:
    for key, slugs in (("Places", item.places), ("Mentions", item.mentions)):
        for slug in slugs:
            if slug not in context.known:
                advice = f"no such place: {slug}; mend it, or add content/cities/{slug}.md"
                yield ContentProblem(path, advice, line=_line_of(text, key), key=key)
    for dimension in item.dimensions:
        if dimension not in DIMENSIONS:
            advice = f"{dimension!r} is not one of {', '.join(DIMENSIONS)}"
            yield ContentProblem(path, advice, line=_line_of(text, "Dimensions"), key="Dimensions")
    if odd := forbidden_in(text):
        number, advice = odd
        # A body's lines have no key, but may have a colon.
        key, colon, _ = text.split("\n")[number - 1].partition(":")
        in_head = number <= text.partition("\n\n")[0].count("\n") + 1
        yield ContentProblem(path, advice, line=number, key=key if colon and in_head else "")
    if not is_web(item.source_url):
        advice = f"{item.source_url!r} is no http(s) address; give the original's"
        yield ContentProblem(path, advice, line=_line_of(text, "Source_url"), key="Source_url")
        return
    for found in item_findings(item):
        if found.rule in rules.ACTIVE and Exempted(found.rule, found.about) not in context.exemptions:
            yield ContentProblem(path, found.problem, line=_line_of(text, found.key), key=found.key)


def _collisions(folder: Path, news: Mapping[str, News]) -> Iterator[ContentProblem]:
    """Addresses and ids that more than one file has, and names that give no address."""
    rows = [entry.row for entry in news.values()]
    addresses_in_use = {row.address for row in rows}
    if len(addresses_in_use) == len({row.id for row in rows}) == len(rows) and "" not in addresses_in_use:
        # Nearly always so, and found much faster than file by file.
        return
    ids: dict[str, str] = {}
    addresses: dict[str, str] = {}
    for name, entry in news.items():
        address, identity = entry.row.address, entry.row.id
        if not address:
            advice = "must be called news/YYYY/MM/YYYY-MM-DD-slug.md (a-z, 0-9 and - in slug)"
            yield ContentProblem(folder / name, advice, line=1)
        elif (other := addresses.setdefault(address, name)) != name:
            advice = f"gives the address {address} like {folder / other}; rename one"
            yield ContentProblem(folder / name, advice, line=1)
        if (other := ids.setdefault(identity, name)) != name:
            advice = f"the same Id as {folder / other}; each item has its own"
            yield ContentProblem(folder / name, advice, line=_line_of(read_text(f"{folder}/{name}"), "Id"), key="Id")


def _line_of(text: str, key: str) -> int:
    """The line (from 1) on which a front-matter key stands."""
    lines = enumerate(text.splitlines(), 1)
    return next((number for number, line in lines if line.lower().startswith(key.lower() + ":")), 1)
