"""Checks a built site: links, anchors, HTML, feeds, sitemap, tables, weight.

`python -m publish.checks.site output` prints every fault and ends with status 1 if there is one.
"""

import os
import posixpath
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from justhtml import JustHTML
from lxml import html as lxml_html

from publish.checks import weight
from publish.checks.feeds import TYPES, feed_faults, is_feed
from publish.checks.page_kinds import KINDS, page_file, sample
from publish.checks.search_index import SEARCHED, index_faults
from publish.checks.tables import table_faults

_LINKS = "//@href | //@src"
_PARALLEL_FROM = 40
"""Pages from which starting worker processes costs less than it saves."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend in a built site."""

    file: str
    """Its path in the site."""
    what: str
    advice: str
    """What to do about it."""

    def __str__(self) -> str:
        """`file: what; advice`."""
        return f"{self.file}: {self.what}; {self.advice}"


@dataclass(frozen=True, slots=True)
class _Page:
    """What checks across pages need of one."""

    file: str
    anchors: frozenset[str]
    links: tuple[str, ...]
    faults: tuple[Fault, ...]
    is_searched: bool = False


def check(output: Path) -> list[Fault]:
    """Every fault of the site in the folder `output`, sorted; but for accessibility, which needs a browser."""
    files = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    if "index.html" not in files:
        return [Fault(str(output), "there is no index.html", "build the site first")]
    pages = _read_pages(output, [file for file in files if file.endswith(".html")])
    faults = [fault for page in pages for fault in page.faults]
    faults += [Fault(file, "the file is empty", "build again") for file in files if not (output / file).stat().st_size]
    known = set(files)
    faults += _link_faults(pages, known)
    site = _site_address(output)
    if site is None:
        faults.append(Fault("robots.txt", "it names no sitemap, and so not the site's address", "build from scratch"))
    for file in files:
        if site and is_feed(file):
            faults += _feed_faults(output, file, site, known)
        elif file.startswith("sitemap"):
            faults += _sitemap_faults(output, file, known)
    tables = table_faults(output / "data") if "data/index.html" in files else ()
    faults += [Fault(f"data/{file}", what, "mend plugins/exports/open_data.py") for file, what in tables]
    if "cari/index.html" in files:
        wrong = index_faults(output, sum(page.is_searched for page in pages))
        faults += [Fault(file, what, "build again") for file, what in wrong]
    return sorted({*faults, *_weight_faults(output)})


def _weight_faults(output: Path) -> Iterator[Fault]:
    """Faults of the largest page of each kind, where it is too heavy for a slow line."""
    for kind in KINDS:
        address = sample(output, kind)
        for fault in weight.faults(kind, weight.weigh(output, address)) if address else ():
            what, _, advice = fault.partition("; ")
            yield Fault(page_file(output, address).relative_to(output).as_posix(), what, advice)


def _read_pages(output: Path, files: list[str]) -> list[_Page]:
    workers = os.cpu_count() or 1
    if len(files) < _PARALLEL_FROM or workers == 1:
        return [_read_page(output, file) for file in files]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(_read_page, [output] * len(files), files, chunksize=16))


def _read_page(output: Path, file: str) -> _Page:
    data = (output / file).read_bytes()
    if not data.strip():
        return _Page(file, frozenset(), (), ())
    tree = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8"))
    ids = [str(value) for value in tree.xpath("//@id")]
    links = tuple(dict.fromkeys(str(value) for value in tree.xpath(_LINKS)))
    twice = sorted({value for value in ids if ids.count(value) > 1})
    faults = [Fault(file, f"the id {value!r} stands twice", "rename one in the template") for value in twice]
    faults += [
        Fault(
            file,
            f"the feed {link.get('href')} is announced as {link.get('type')!r}",
            "see TYPES in publish/checks/feeds.py",
        )
        for link in tree.xpath("//link[@rel='alternate']")
        if is_feed(link.get("href", "")) and link.get("type") != TYPES[posixpath.splitext(link.get("href"))[1]]
    ]
    return _Page(file, frozenset(ids), links, (*_html_faults(file, data), *faults), SEARCHED in data)


def _html_faults(file: str, data: bytes) -> Iterator[Fault]:
    parsed = JustHTML(data.decode("utf-8", "replace"), collect_errors=True, sanitize=False)
    for error in parsed.errors:
        yield Fault(file, f"HTML error {error.code} at line {error.line}", "mend the template or the text it shows")


def _link_faults(pages: list[_Page], files: set[str]) -> Iterator[Fault]:
    anchors = {page.file: page.anchors for page in pages}
    for page in pages:
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = _linked_path(parts.path, page.file)
            if target not in files:
                yield Fault(page.file, f"the link {link} leads nowhere", f"there is no {target}; mend the link")
            elif parts.fragment and unquote(parts.fragment) not in anchors.get(target, frozenset()):
                yield Fault(page.file, f"the link {link} has no anchor", f"{target} has no id {parts.fragment!r}")


def _linked_path(path: str, page: str) -> str:
    if not path:
        return page
    joined = posixpath.normpath(posixpath.join("/", posixpath.dirname(page), unquote(path))).lstrip("/")
    return posixpath.join(joined, "index.html") if path.endswith("/") else joined


def _feed_faults(output: Path, file: str, site: str, files: set[str]) -> Iterator[Fault]:
    for what in feed_faults((output / file).read_bytes(), file, f"{site}/{file}", files):
        yield Fault(file, f"no valid feed: {what}", "mend plugins/exports/feeds.py, or the item it tells of")


def _site_address(output: Path) -> str | None:
    """The site's public address, by its own robots.txt; None if that names no sitemap."""
    robots = output / "robots.txt"
    lines = robots.read_text("utf-8").splitlines() if robots.is_file() else []
    sitemaps = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    return sitemaps[0].removesuffix("/sitemap.xml") if sitemaps else None


def _sitemap_faults(output: Path, file: str, files: set[str]) -> Iterator[Fault]:
    try:
        root = ElementTree.parse(output / file).getroot()  # noqa: S314 - we wrote it ourselves
    except ElementTree.ParseError as error:
        yield Fault(file, f"no valid XML: {error}", "build again")
        return
    for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        path = urlsplit(loc.text or "").path
        if _linked_path(path or "/", "index.html") not in files:
            yield Fault(file, f"{path} leads nowhere", "build from scratch")


def main() -> int:
    """Print the faults of the folder named on the command line (or `output`); give 1 if there is one, else 0."""
    faults = check(Path(sys.argv[1] if len(sys.argv) > 1 else "output"))
    print("\n".join(map(str, faults)) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
