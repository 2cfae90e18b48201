"""Checks the archive documents of a feed by RFC 5005, and `next_url` of JSON Feed, which does the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from publish.checks.feed_rules import ATOM

FILE_NAME = re.compile(r"(?:^|.*/)feed(?:-(?P<number>[1-9]\d*))?\.(?:rss|atom|json)")
"""The path of a feed (`koreksi/feed.atom`) or of one of its archive documents (`koreksi/feed-2.atom`)."""

_HISTORY = "{http://purl.org/syndication/history/1.0}"
_REQUIRED = ((), ("current",), ("current", "prev-archive"))
"""The relations that a feed, its oldest archive document and the later ones must have."""


@dataclass(frozen=True)
class Document:
    """A feed or one of its archive documents."""

    file: str
    """Its path in the site, with slashes."""
    address: str
    """Where it will be read: the site's address and `file`."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Path of each document that it links, and what a fault calls the link: filled by `link_faults`."""

    @property
    def number(self) -> int:
        """The number of an archive document, counted from the oldest; 0 for the feed itself."""
        return _number(self.file)

    def link_faults(self, relation: str, link: str) -> Iterator[str]:
        """What is wrong with a link to another document; `relation` is one of RFC 5005, or `next_url` of JSON Feed.

        A link that is right is added to `links`: whether there is such a file only the whole site says.
        """
        target = link.removeprefix(self.address.removesuffix(self.file))
        if relation == "current":
            right = target == self._sibling(0)
        elif self.number:
            right = target == self._sibling(self.number + (1 if relation == "next-archive" else -1))
        else:
            right = target == self._sibling(_number(target))
        if not right or (relation != "current" and not _number(target)):
            yield f"its {relation} is {link}, not the document there"
        else:
            self.links.append((target, f"its {relation} {link}"))

    def _sibling(self, number: int) -> str:
        folder, slash, name = self.file.rpartition("/")
        suffix = name.rpartition(".")[2]
        return folder + slash + (f"feed-{number}.{suffix}" if number else f"feed.{suffix}")


def _number(file: str) -> int:
    match = FILE_NAME.fullmatch(file)
    return int(match["number"] or 0) if match else 0


def archive_faults(root: etree._Element, document: Document) -> Iterator[str]:
    """What RFC 5005 forbids in an RSS or Atom feed; `root` is its root element."""
    head = root if root.tag == f"{ATOM}feed" else root.find("channel")
    if head is None:
        return
    marked = head.find(f"{_HISTORY}archive") is not None
    if marked != bool(document.number):
        yield "it is <fh:archive>, but no archive document" if marked else "an archive document without <fh:archive>"
    links = {link.get("rel"): link.get("href", "") for link in head.findall(f"{ATOM}link")}
    for relation in ("current", "prev-archive", "next-archive"):
        if relation in links:
            yield from document.link_faults(relation, links[relation])
        elif relation in _REQUIRED[min(document.number, 2)]:
            yield f"an archive document without a link rel={relation}"
