"""Every rule for feeds has a fault planted against it; what no rule forbids is let through."""

import tomllib
from collections.abc import Collection
from pathlib import Path

import pytest
from feedparser import FeedParserDict

from publish.checks.files import read_feed
from publish.checks.site import link_faults
from tests.site.building import files

SITE = "http://127.0.0.1:8000"
PLANTED = tomllib.loads((Path(__file__).parent / "planted_feed_faults.toml").read_text("utf-8"))
CASES = [(form, name) for form, cases in PLANTED.items() for name in cases]


def faults_of(text: str, file: str, known: Collection[str] | None = None) -> list[str]:
    """The faults of a feed; with `known`, the site's files, its dead links among them."""
    report = read_feed(text.encode(), file, SITE)
    dead = link_faults({file: report}, known) if known is not None else ()
    said = [*(what for what, _ in report.faults), *(fault.what for fault in dead)]
    return [what.removeprefix("no valid feed: ") for what in said]


def feed(built: Path, form: str) -> tuple[str, str]:
    """The feed of corrections in one form: its file and its text."""
    file = f"koreksi/feed.{form}"
    return file, (built / file).read_text("utf-8")


def document(name: str, built: Path, grown: Path) -> tuple[str, str, set[str]]:
    """The feed of corrections in one form, or a document by its name: file, text, and the site's files."""
    site, file = (grown, name) if "." in name else (built, f"koreksi/feed.{name}")
    return file, (site / file).read_text("utf-8"), set(files(site))


@pytest.mark.parametrize(("form", "name"), CASES)
def test_a_planted_fault_is_found(form: str, name: str, built: Path, grown: Path) -> None:
    file, text, known = document(form, built, grown)
    old, new, what = (part.replace("SITE", SITE) for part in PLANTED[form][name])
    assert old in text
    assert faults_of(text, file, known) == []
    faults = faults_of(text.replace(old, new), file, known)
    assert [fault for fault in faults if what in fault], faults


def test_the_entry_that_the_schema_refuses_is_named(grown: Path) -> None:
    head, *entries = (grown / "feed.atom").read_text("utf-8").split("<entry>")
    entries[1] = "<ringkasan/>" + entries[1]
    text = "<entry>".join((head, *entries))
    (fault,) = faults_of(text, "feed.atom")
    assert fault.startswith("entry 2: by RFC 4287's schema: ")


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_links_to_other_sites_in_the_content_are_let_through(form: str, built: Path) -> None:
    file, text = feed(built, form)
    link = "<a href='https://satu.example/'>x</a> "
    shown = link if form == "json" else link.replace("<", "&lt;").replace(">", "&gt;")
    assert faults_of(text.replace("Semula", shown + "Semula"), file) == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_has_the_last_word(form: str, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = FeedParserDict(bozo=True, version="", bozo_exception=ValueError("odd"))
    monkeypatch.setattr("publish.checks.feeds.feedparser.parse", lambda _data: refused)
    file, text = feed(built, form)
    assert faults_of(text, file) == ["feedparser does not take it: odd"]
