"""Whether the tools made the same site: the same addresses, and the same words and links on some pages."""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from itertools import zip_longest
from pathlib import Path

from lxml import etree, html

PageText = tuple[str, ...]
"""What a page says, in parts that can be compared."""


@dataclass(frozen=True)
class Site:
    """What was built: every file's path below the output folder, and what some of them say."""

    files: frozenset[str]
    pages: Mapping[str, PageText]


def read_site(output: Path, samples: Iterable[str]) -> Site:
    """Read a built site; `samples` are paths below it."""
    folders = os.walk(output)
    files = frozenset(
        (Path(folder) / name).relative_to(output).as_posix() for folder, _, names in folders for name in names
    )
    return Site(files, {path: read_page(output / path) for path in samples if path in files})


def differences(one: str, left: Site, other: str, right: Site) -> list[str]:
    """A line a difference between two tools' sites."""
    return [*_only(one, left, right), *_only(other, right, left), *_otherwise(one, left, other, right)]


def _only(name: str, site: Site, beside: Site) -> Iterator[str]:
    if extra := sorted(site.files - beside.files):
        yield f"only {name} made {len(extra)} files, such as {', '.join(extra[:3])}"


def _otherwise(one: str, left: Site, other: str, right: Site) -> Iterator[str]:
    for path in sorted(left.pages.keys() & right.pages.keys()):
        here, there = left.pages[path], right.pages[path]
        if here != there:
            mine, theirs = next(pair for pair in zip_longest(here, there, fillvalue="") if pair[0] != pair[1])
            yield f"{path} says {_about(mine, theirs)} with {one} and {_about(theirs, mine)} with {other}"


def _about(text: str, beside: str) -> str:
    """The text from shortly before where it differs."""
    pairs = enumerate(zip(text, beside, strict=False))
    at = next((at for at, (here, there) in pairs if here != there), min(len(text), len(beside)))
    return repr(text[max(at - 20, 0) : at + 40])


def read_page(path: Path) -> PageText:
    """What one file says: its words without any space, what its head tells, where its links go."""
    read = _HOW.get(path.suffix)
    return read(path.read_bytes()) if read else (str(path.stat().st_size),)


def _page(data: bytes) -> PageText:
    page = html.document_fromstring(data)
    words = "".join("".join(str(text) for text in page.itertext()).split())
    head = [f"{meta.get('name') or meta.get('property')}={meta.get('content')}" for meta in page.iter("meta")]
    return (words, *head, *(str(link) for link in page.xpath("//@href | //@cite | //@datetime")))


def _feed(data: bytes) -> PageText:
    return tuple(map(_entry, etree.fromstring(data).iter("item")))


def _entry(entry: etree._Element) -> str:
    moment = parsedate_to_datetime(entry.findtext("pubDate") or "").astimezone(dt.UTC)
    summary = html.fromstring(entry.findtext("description") or "–").text_content().strip()
    return f"{entry.findtext('link')} {entry.findtext('title')} {moment.isoformat()} {summary}"


def _sitemap(data: bytes) -> PageText:
    urls = etree.fromstring(data).iter("{*}url")
    return tuple(sorted(f"{url.findtext('{*}loc')} {url.findtext('{*}lastmod') or ''}" for url in urls))


_HOW = {".html": _page, ".rss": _feed, ".xml": _sitemap}
