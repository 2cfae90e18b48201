"""What the writers of feeds make of each value, and that no text from outside breaks a feed."""

import datetime as dt
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from plugins.exports.feed_formats import FORMS, Document, Entry, Tombstone, feed_texts
from plugins.incremental.characters import ForbiddenCharacter, encode, verify
from publish.checks.files import read_feed

CASES = tomllib.loads((Path(__file__).parent / "feed_formats.toml").read_text("utf-8"))["case"]
SITE = "https://pantau.example"
NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
}
NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ENTRY = Entry(
    id="urn:uuid:1",
    title="Kota Bekasi membuka pusat kendali",
    link=f"{SITE}/berita/1/",
    content="<p>Pusat kendali.</p>",
    updated=NOON,
    published=NOON,
    author="Kabar Kota",
    via=("https://kabar.example/1",),
)
DOCUMENT = Document("Pantau", "Jejak.", "id", f"{SITE}/", f"{SITE}/feed", "Pantau", NOON, ())


def entry_of(values: dict[str, Any]) -> Entry:
    """An entry with values of a table, where lists are tuples, and `undated` has no moment of publication."""
    undated = {"published": None} if values.get("undated") else {}
    given = {key: _frozen(value) for key, value in values.items() if key != "undated"}
    return replace(ENTRY, **given, **undated)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def document_of(case: dict[str, Any]) -> Document:
    made = replace(DOCUMENT, **case.get("document", {}))
    if "tombstone" in case:
        return replace(made, tombstones=(Tombstone(**case["tombstone"]),))
    return replace(made, entries=(entry_of(case.get("entry", {})),))


def texts_at(form: str, text: str, where: str) -> list[str]:
    """The texts at a place of one form, as the table names it."""
    if form == "json":
        return _at_keys(json.loads(text), where.split("."))
    # XPath knows no namespace without a prefix.
    root = etree.fromstring(text.replace(f' xmlns="{NAMES["atom"]}"', "", 1).encode())
    return [_text(part) for part in (root if form == "atom" else root[0]).xpath(where, namespaces=NAMES)]


def _text(part: Any) -> str:
    return part if isinstance(part, str) else "".join(part.itertext())


def _at_keys(value: Any, keys: list[str]) -> list[str]:
    if isinstance(value, list):
        return [text for each in value for text in _at_keys(each, keys)]
    if not keys:
        return [value]
    return _at_keys(value[keys[0]], keys[1:]) if keys[0] in value else []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_form_says_it_in_its_own_words(case: dict[str, Any], form: str) -> None:
    document = document_of(case)
    text = FORMS[form](document)
    assert {where: texts_at(form, text, where) for where in case[form]} == case[form]
    address = document.address(form)
    assert read_feed(text.encode(), address.removeprefix(f"{SITE}/"), SITE).faults == ()
    assert text == feed_texts(document)[form]


def test_a_tombstone_is_no_page_of_the_feed() -> None:
    """feedparser takes a link in a tombstone for one of the feed's."""
    gone = Tombstone("urn:uuid:9", NOON, "Ditarik.", f"{SITE}/perubahan/#9")
    read = feedparser.parse(FORMS["atom"](replace(DOCUMENT, tombstones=(gone,), entries=(ENTRY,))))
    assert read.feed.link == DOCUMENT.page
    assert [entry.link for entry in read.entries] == [ENTRY.link]


NAMES_OF_TEXTS = ("title", "content", "id", "author", "category", "address", "comment")
CLEAN = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")), max_size=20)
MARKUP = st.sampled_from(["]]>", "<!--", "&amp;", "<![CDATA[", "\r\n\t", "<?xml?>", "&#0;", "\\u0000"])
"""What means something to a parser, and must not here."""
FORBIDDEN = st.characters(categories=("Cs",)) | st.sampled_from("\x00\x0b\x1f\ufffe\uffff")
"""What XML cannot hold, lone surrogates among it."""
WHERE = {
    "rss": {
        "item/title": "title", "item/description": "content", "item/guid": "id", "item/dc:creator": "author",
        "item/category": "category", "item/source/@url": "address",
    },
    "atom": {
        "entry/title": "title", "entry/content": "content", "entry/id": "id", "entry/author/name": "author",
        "entry/category/@term": "category", "entry/link[@rel='via']/@href": "address",
        "at:deleted-entry/at:comment": "comment", "at:deleted-entry/@ref": "address",
    },
    "json": {
        "items.title": "title", "items.content_html": "content", "items.id": "id", "items.authors.name": "author",
        "items.tags": "category", "items.external_url": "address",
    },
}  # fmt: skip
"""In each form, where each text of the test below arrives."""


def with_texts(texts: dict[str, str]) -> Document:
    """A document that holds each of the texts somewhere."""
    address, category = texts["address"], (("place", texts["category"]),)
    own = {name: texts[name] for name in ("title", "content", "id", "author")}
    entry = replace(ENTRY, **own, link=address, via=(address,), categories=category)
    gone = Tombstone(address, NOON, texts["comment"], address)
    return replace(DOCUMENT, title=texts["title"], entries=(entry,), tombstones=(gone,), schemes={"place": address})


@given(st.fixed_dictionaries(dict.fromkeys(NAMES_OF_TEXTS, CLEAN | MARKUP)))
def test_any_text_arrives_as_it_was(texts: dict[str, str]) -> None:
    for form, text in feed_texts(with_texts(texts)).items():
        verify(f"feed.{form}", encode(f"feed.{form}", text))
        shown = {where: texts_at(form, text, where) for where in WHERE[form]}
        assert shown == {where: [texts[name]] for where, name in WHERE[form].items()}


@given(st.sampled_from(NAMES_OF_TEXTS), FORBIDDEN, CLEAN)
def test_no_text_with_a_forbidden_character_is_written(name: str, char: str, text: str) -> None:
    texts = dict.fromkeys(NAMES_OF_TEXTS, "x") | {name: f"{text}{char}{text}"}
    with pytest.raises(
        ForbiddenCharacter, match=r"^https://pantau\.example/feed\.(rss|atom): .* build again$"
    ) as caught:
        feed_texts(with_texts(texts))
    # It can be printed, whatever the character is.
    str(caught.value).encode()
