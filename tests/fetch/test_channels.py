"""Answers in, entries out: a case is an answer's body in channels/ with what it must give beside it."""

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.fetch.channels import KINDS
from scrapers.fetch.entry import ChannelKind, ChannelResponse
from scrapers.sources import MOST_PAGES, Channel, OutletChannelKind

CASES = sorted((Path(__file__).parent / "channels").glob("*.json"))
MAX_BYTES = 1_000_000


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_answer_gives_its_entries(path) -> None:
    case = json.loads(path.read_text("utf-8"))
    selectors = {name: case[name] for name in ("links", "next") if name in case}
    channel = Channel(kind=case["kind"].partition("-")[0], url=case.get("channel_url", case["url"]), **selectors)
    answer = ChannelResponse(case["url"], path.with_suffix(".bin").read_bytes(), case["status"], case["headers"])
    listing = KINDS[case["kind"]].read(answer, channel, MAX_BYTES)
    entries = [{"url": e.url, "title": e.title, "published": e.published} for e in listing.entries]
    if case.get("at_least"):
        entries = entries[: len(case["entries"])]
    if case.get("loose_title"):
        entries = [row | {"title": case["entries"][0]["title"]} for row in entries]
    assert entries == case["entries"]
    assert listing.next_url == case.get("next_url", "")
    assert [[step.kind, step.url] for step in listing.further] == case.get("further", [])
    assert case.get("fault", "") in listing.fault
    assert bool(listing.fault) == bool(case.get("fault"))
    assert listing.unlinked == case.get("unlinked", 0)


def test_each_kind_that_an_outlet_may_have_is_read_and_has_its_number_of_pages() -> None:
    kinds = get_args(OutletChannelKind)
    assert set(kinds) == set(MOST_PAGES) <= set(KINDS)
    assert set(KINDS) == {name for part in get_args(ChannelKind) for name in get_args(part)}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(body=st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_break_a_channel(kind: ChannelKind, body: bytes) -> None:
    links = {"links": "a"} if kind == "listing" else {}
    channel = Channel(kind=kind.partition("-")[0], url="https://kabar.example/", **links)
    listing = KINDS[kind].read(ChannelResponse("https://kabar.example/", body), channel, MAX_BYTES)
    assert all(entry.url.startswith(("http://", "https://")) for entry in listing.entries)


def test_the_signature_follows_what_the_channel_tells() -> None:
    def signature(title: str) -> str:
        body = f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"url": "/a", "title": "{title}"}}]}}'
        channel = Channel(kind="feed", url="https://kabar.example/")
        return KINDS["feed"].read(ChannelResponse(channel.url, body.encode()), channel, MAX_BYTES).entries[0].signature

    assert signature("Kabar") == signature("Kabar") != signature("Ralat")
