"""Checks one file of a built site alone, and gathers what checks across files need of it."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from justhtml import JustHTML
from lxml import html as lxml_html
from lxml.etree import ParserError

from publish.checks.feed_archives import Document
from publish.checks.feeds import TYPES, feed_faults, is_feed
from publish.checks.search_index import SEARCHED
from record.site_files import site_root

Said = tuple[str, str]
"""What is wrong with a file, and what to do about it."""
Link = tuple[str, str, str]
"""The path that a link leads to, the anchor there or "", and what a fault calls the link."""
_LINKS = "//@href | //@src"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


class FileReport(NamedTuple):
    """What is to be known of one file; plain values, which survive pickling and `marshal`."""

    faults: tuple[Said, ...] = ()
    links: tuple[Link, ...] = ()
    """Those that lead into the site."""
    anchors: tuple[str, ...] = ()
    is_searched: bool = False
    """Whether the search index shall hold it."""


def is_checked(file: str) -> bool:
    """Whether a file, by its path, is one that `read_file` knows."""
    return file.endswith(".html") or is_feed(file) or file.startswith("sitemap")


def read_file(output: Path, file: str, site: str) -> FileReport:
    """Check a file of the site in the folder `output`; `site` is its public address, "" where that is not known."""
    data = (output / file).read_bytes()
    if not data.strip():
        return FileReport()
    if file.endswith(".html"):
        return _read_page(data, file, site_root(site))
    if is_feed(file):
        return read_feed(data, file, site) if site else FileReport()
    return _read_sitemap(data, site_root(site))


def _read_page(data: bytes, file: str, root: str) -> FileReport:
    try:
        tree = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True))
    except ParserError as error:
        return FileReport(((f"no HTML: {error}", "build again"),))
    ids = Counter(str(value) for value in tree.xpath("//@id"))
    folder, links, faults = posixpath.dirname(file), [], [*_html_faults(data)]
    for link in dict.fromkeys(str(value) for value in tree.xpath(_LINKS)):
        try:
            inside = _inside(link, "" if link.startswith("/") else folder, root)
        except ValueError as error:
            faults.append((f"the link {link} is no address ({error})", "mend the link"))
        else:
            links += [inside if inside[0] else (file, *inside[1:])] if inside else []
    twice = sorted(value for value, count in ids.items() if count > 1)
    faults += [(f"the id {value!r} stands twice", "rename one in the template") for value in twice]
    faults += [
        (f"the feed {link.get('href')} is announced as {link.get('type')!r}", "see TYPES in publish/checks/feeds.py")
        for link in tree.xpath("//link[@rel='alternate']")
        if is_feed(link.get("href", "")) and link.get("type") != TYPES[posixpath.splitext(link.get("href"))[1]]
    ]
    return FileReport(tuple(faults), tuple(links), tuple(ids), SEARCHED in data)


def _html_faults(data: bytes) -> Iterator[Said]:
    parsed = JustHTML(data.decode("utf-8", "replace"), collect_errors=True, sanitize=False)
    for error in parsed.errors:
        yield f"HTML error {error.code} at line {error.line}", "mend the template or the text it shows"


@lru_cache(maxsize=50_000)
def _inside(link: str, folder: str, root: str) -> Link | None:
    """A link on a page in `folder`; None if it leads to another site, with the path "" if it leads to its own page.

    `root` is the path at which the site lies on its host. Raises ValueError for a broken address.
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    return _path(parts.path, folder, root) if parts.path else "", unquote(parts.fragment), f"the link {link}"


def _path(path: str, folder: str, root: str) -> str:
    """The path in the site of the file at a link's path; one that begins with `..` where that is not of this site."""
    base = unquote(root)
    joined = posixpath.normpath(posixpath.join(f"{base}/", folder, unquote(path)))
    file = joined[len(base) :].lstrip("/") if f"{joined}/".startswith(f"{base}/") else f"..{joined}"
    return posixpath.join(file, "index.html") if path.endswith("/") else file


def read_feed(data: bytes, file: str, site: str) -> FileReport:
    """Check a feed or one of its archive documents; `file` is its path in the site, `site` the site's address."""
    document = Document(file, f"{site}/{file}")
    advice = "mend plugins/exports/feeds.py, or the item it tells of"
    faults = tuple((f"no valid feed: {what}", advice) for what in feed_faults(data, document))
    return FileReport(faults, tuple((path, "", f"no valid feed: {name}") for path, name in document.links))


def _read_sitemap(data: bytes, root: str) -> FileReport:
    try:
        tree = ElementTree.fromstring(data)  # noqa: S314 - we wrote it ourselves
    except ElementTree.ParseError as error:
        return FileReport(((f"no valid XML: {error}", "build again"),))
    paths = [urlsplit(loc.text or "").path or "/" for loc in tree.iter(_LOC)]
    return FileReport(links=tuple((_path(path, "", root), "", path) for path in paths))
