"""What the gate lets pass and what not, on sites of a few files."""

import json
from pathlib import Path

import pytest

from publish.gate import Rules, refusals
from publish.manifest import Manifest, parse, read_site
from publish.publish import hidden_addresses
from record.errors import PantauError
from tests.publish.sites import items, site

RULES = Rules(0.05, ("/linimasa/?*",))
HIDDEN = '<meta name="robots" content="noindex">'
A, B = "/berita/a/", "/berita/b/"


def feed(*names: str) -> str:
    """A feed of entries whose day nobody knows."""
    return json.dumps({"items": [{"id": name, "url": f"https://x.example/koreksi/#{name}"} for name in names]})


BEFORE = {
    "index.html": "", "berita/a/index.html": "", "berita/b/index.html": "", "linimasa/2017/index.html": "",
    **dict.fromkeys(["fakta/k7m2/index.html", "fakta/k7m2/data.json", "fakta/k7m2/kutipan.bib"], ""),
    "theme/site.css": "", "data/items.json": items(id1=A, id2=B),
    "koreksi/feed.json": feed("k1", "k2"),
}  # fmt: skip
DROP = "2 items would become 1, a loss of more than 5%"
STUB = {"_moved.json": json.dumps([{"address": A, "ids": []}])}

CASES: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "nothing changed": ({}, []),
    "a style sheet and a narrower view go": ({"theme/site.css": None, "linimasa/2017/index.html": None}, []),
    "a page goes": ({"index.html": None}, ["1 public address would vanish: /;"]),
    "a fact goes, and what it is cited by": (
        {"fakta/k7m2/index.html": None, "fakta/k7m2/data.json": None, "fakta/k7m2/kutipan.bib": None},
        ["3 public addresses would vanish: /fakta/k7m2/, /fakta/k7m2/data.json, /fakta/k7m2/kutipan.bib;"],
    ),
    "a fact goes with a word, and its files with it": (
        {
            "fakta/k7m2/index.html": "moved", "fakta/k7m2/data.json": None, "fakta/k7m2/kutipan.bib": None,
            "_moved.json": json.dumps([{"address": "/fakta/k7m2/", "ids": []}]),
        },
        [],
    ),
    "a feed goes, and its entries": (
        {"koreksi/feed.json": None},
        ["1 public address would vanish: /koreksi/feed.json;", "2 feed entries would vanish: k1 (/koreksi/), k2"],
    ),
    "an item goes": (
        {"berita/a/index.html": None, "data/items.json": items(id2=B)},
        ["1 public address would vanish: /berita/a/;", "1 feed entry would vanish: id1 (/berita/a/);", DROP],
    ),
    "an item goes with a word": ({"data/items.json": items(id2=B), **STUB}, [DROP]),
    "a page goes with a word, and its feed with it": (
        {"koreksi/feed.json": None, "_moved.json": json.dumps([{"address": "/koreksi/", "ids": ["k1", "k2"]}])}, []
    ),
    "an item is hidden": ({"data/items.json": items(id2=B), "berita/a/index.html": HIDDEN}, [DROP]),
    "an item is on no list but shown": (
        {"data/items.json": items(id2=B)}, ["1 feed entry would vanish: id1", DROP]
    ),
    "an item has another id": ({"data/items.json": items(id3=A, id2=B)}, ["1 item has another id, so that readers"]),
    "an entry moves into an archive document": (
        {"koreksi/feed.json": feed("k2", "k3"), "koreksi/feed-1.json": feed("k1")}, []
    ),
    "an entry goes": ({"koreksi/feed.json": feed("k1", "k3")}, ["1 feed entry would vanish: k2"]),
    "an old entry goes": ({"koreksi/feed.json": feed("k2", "k3")}, ["1 feed entry would vanish: k1"]),
    "an entry goes with a word": (
        {
            "koreksi/feed.json": feed("k1"),
            "_moved.json": json.dumps([{"address": "/lain/", "ids": ["k2"]}]),
        },
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_gate(case: str, tmp_path: Path) -> None:
    change, expected = CASES[case]
    old = read_site(site(tmp_path, BEFORE))
    built = site(tmp_path, {name: text for name, text in (BEFORE | change).items() if text is not None})
    reasons = [str(reason) for reason in refusals(old, read_site(built), hidden_addresses(built), RULES)]
    assert [reason[: len(start)] for reason, start in zip(reasons, expected, strict=True)] == expected
    assert refusals(None, read_site(built), (), RULES) == [], "a first publish breaks no promise"


def test_a_manifest_comes_back_as_it_was(tmp_path: Path) -> None:
    known = read_site(site(tmp_path, BEFORE | STUB))
    assert parse(known.to_gzip(), "x") == parse(known.to_json().encode(), "x") == known


def test_a_manifest_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    known = read_site(site(tmp_path, BEFORE))
    stored = json.loads(known.to_json()) | {"oldest": {"koreksi/feed.json": "2020-01-01"}}
    stored["entries"]["k1"]["date"] = "2020-01-01"
    assert parse(json.dumps(stored).encode(), "x") == known


@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"{}", b"[]", b"\x1f\x8bx", b'{"form": 1, "other": 2}', b'{"form": 2}']
)
def test_what_is_no_manifest_is_said(data: bytes) -> None:
    with pytest.raises(PantauError, match="somewhere: "):
        parse(data, "somewhere")


def test_many_addresses_are_counted_rather_than_told(tmp_path: Path) -> None:
    old = Manifest({f"{number:02}/index.html": "" for number in range(30)})
    reason = str(refusals(old, Manifest({}), (), RULES)[0])
    assert reason.startswith("30 public addresses would vanish: /00/, /01/")
    assert "/09/ and 20 more;" in reason
