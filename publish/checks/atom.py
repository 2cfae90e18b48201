"""Checks an Atom feed by RFC 4287, with tombstones by RFC 6721.

Its grammar is checked by the RFC's own schema, what no grammar can say by rules.
"""

import re
from collections.abc import Iterator, Set
from copy import deepcopy
from functools import cache
from pathlib import Path

from lxml import etree

from publish.checks import feed_rules
from publish.checks.feed_rules import ATOM

_DELETED = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"
_SCHEMA = Path(__file__).parent / "atom.rng"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_REQUIRED = ("id", "title", "updated")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")
_RANKS = {
    "INTEREXTRA": 1,
    "EXTRACONTENT": 1,
    "ATTRVALID": 1,
    "DATATYPE": 2,
    "INTERSEQ": 2,
    "NOELEM": 2,
    "CONTENTVALID": 2,
}
"""Of the errors that libxml2 gives for one fault, which says least: 2 may name an element that need not be there."""


def atom_faults(root: etree._Element, address: str) -> Iterator[str]:
    """What is wrong with an Atom feed, given its root element and the address where it will be read.

    The rules assume the grammar: they are applied only where it holds.
    """
    if root.tag != f"{ATOM}feed":
        yield "the root is no Atom <feed>"
        return
    entries = root.findall(f"{ATOM}entry")
    faults = list(_grammar_faults(root, entries))
    yield from faults or _rule_faults(root, entries, address)


def _grammar_faults(root: etree._Element, entries: list[etree._Element]) -> Iterator[str]:
    """What is missing (in our words: libxml2 then names the wrong element); if nothing is, what the schema says."""
    parts = [("", "the feed", root), *((f"entry {number}: ", "it", entry) for number, entry in enumerate(entries, 1))]
    missing = [
        where + fault
        for where, whose, part in parts
        for name in _REQUIRED
        for fault in feed_rules.exactly_one(part, ATOM + name, whose)
    ]
    yield from missing or _schema_faults(root, entries)


def _schema_faults(root: etree._Element, entries: list[etree._Element]) -> Iterator[str]:
    """Why the schema refuses the feed: its head, else each entry alone (few errors of libxml2 name the element)."""
    error = _schema_error(root)
    if not error:
        return
    head = deepcopy(root)
    for entry in head.findall(f"{ATOM}entry"):
        head.remove(entry)
    faults = []
    for number, entry in enumerate(() if _schema_error(head) else entries, 1):
        alone = deepcopy(head)
        alone.append(deepcopy(entry))
        faults += [f"entry {number}: {fault}" for fault in _schema_error(alone)]
    yield from faults or error


def _schema_error(feed: etree._Element) -> list[str]:
    """The clearest error of the schema for a feed; empty where it has none."""
    schema = _schema()
    if schema.validate(feed):
        return []
    errors = list(schema.error_log)
    clearest = min(errors, key=lambda error: _RANKS.get(error.type_name.removeprefix("RELAXNG_ERR_"), 0))
    return [f"by RFC 4287's schema: {clearest.message}"]


@cache
def _schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(_SCHEMA))


def _rule_faults(root: etree._Element, entries: list[etree._Element], address: str) -> Iterator[str]:
    yield from feed_rules.language(root.get(_LANGUAGE, ""))
    yield from _head_faults(root, "the feed")
    yield from feed_rules.self_link(root, address)
    yield from feed_rules.unique((part.findtext(f"{ATOM}id") for part in (root, *entries)), "id")
    signed = _signed(root)
    for number, entry in enumerate(entries, 1):
        yield from (f"entry {number}: {fault}" for fault in _entry_faults(entry, signed=signed))
    yield from _tombstone_faults(root.findall(_DELETED), {entry.findtext(f"{ATOM}id") for entry in entries})
    if not signed and not entries:
        yield "the feed has no author with a name"


def _entry_faults(entry: etree._Element, *, signed: bool) -> Iterator[str]:
    yield from _head_faults(entry, "it")
    if not signed and not _signed(entry):
        yield "neither it nor the feed has an author with a name"
    if entry.find(f"{ATOM}link[@rel='alternate']") is None and entry.find(f"{ATOM}content") is None:
        yield "it has neither a link rel=alternate nor content"
    yield from feed_rules.rfc3339_date(entry.findtext(f"{ATOM}published"), "its published")
    for part in (*entry.iterfind(f"{ATOM}summary"), *entry.iterfind(f"{ATOM}content")):
        if part.get("type") == "html":
            yield from feed_rules.html_content(part.text)
    yield from ("a category without a term" for part in entry.findall(f"{ATOM}category") if not part.get("term"))


def _tombstone_faults(tombstones: list[etree._Element], ids: Set[str | None]) -> Iterator[str]:
    yield from feed_rules.unique((tombstone.get("ref") for tombstone in tombstones), "ref of a tombstone")
    for tombstone in tombstones:
        ref = tombstone.get("ref", "")
        if not _URI.fullmatch(ref):
            yield f"the ref {ref!r} of a tombstone is no URI"
        if ref in ids:
            yield f"the entry {ref} has a tombstone and is there"
        yield from feed_rules.rfc3339_date(tombstone.get("when"), f"the when of the tombstone of {ref}")
        for link in tombstone.findall(f"{ATOM}link"):
            yield from feed_rules.web_address(link.get("href", ""), f"a link of the tombstone of {ref}")


def _head_faults(part: etree._Element, whose: str) -> Iterator[str]:
    """The rules that hold for a feed and for an entry."""
    if not _URI.fullmatch(part.findtext(f"{ATOM}id", "")):
        yield f"the id {part.findtext(f'{ATOM}id')!r} of {whose} is no URI"
    yield from feed_rules.rfc3339_date(part.findtext(f"{ATOM}updated"), f"the updated of {whose}")
    for link in part.findall(f"{ATOM}link"):
        yield from feed_rules.web_address(link.get("href", ""), f"a link of {whose}")


def _signed(part: etree._Element) -> bool:
    """Whether a feed or an entry has an author with a name."""
    return bool(part.findtext(f"{ATOM}author/{ATOM}name", "").strip())
