"""Every rule for feeds has a fault planted against it; what no rule forbids is let through."""

import tomllib
from pathlib import Path

import pytest
from feedparser import FeedParserDict

from publish.checks.feeds import feed_faults
from tests.site.building import files

SITE = "http://127.0.0.1:8000"
PLANTED = tomllib.loads((Path(__file__).parent / "planted_feed_faults.toml").read_text("utf-8"))
CASES = [(form, name) for form, cases in PLANTED.items() for name in cases]


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
    assert list(feed_faults(text.encode(), file, f"{SITE}/{file}", known)) == []
    faults = list(feed_faults(text.replace(old, new).encode(), file, f"{SITE}/{file}", known))
    assert [fault for fault in faults if what in fault], faults


def test_the_entry_that_the_schema_refuses_is_named(grown: Path) -> None:
    head, *entries = (grown / "feed.atom").read_text("utf-8").split("<entry>")
    entries[1] = "<ringkasan/>" + entries[1]
    text = "<entry>".join((head, *entries))
    (fault,) = feed_faults(text.encode(), "feed.atom", f"{SITE}/feed.atom")
    assert fault.startswith("entry 2: by RFC 4287's schema: ")


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_links_to_other_sites_in_the_content_are_let_through(form: str, built: Path) -> None:
    file, text = feed(built, form)
    link = "<a href='https://satu.example/'>x</a> "
    shown = link if form == "json" else link.replace("<", "&lt;").replace(">", "&gt;")
    assert list(feed_faults(text.replace("Semula", shown + "Semula").encode(), file, f"{SITE}/{file}")) == []


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feedparser_has_the_last_word(form: str, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = FeedParserDict(bozo=True, version="", bozo_exception=ValueError("odd"))
    monkeypatch.setattr("publish.checks.feeds.feedparser.parse", lambda _data: refused)
    file, text = feed(built, form)
    assert list(feed_faults(text.encode(), file, f"{SITE}/{file}")) == ["feedparser does not take it: odd"]
