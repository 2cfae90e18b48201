"""How many voices stand behind a story, and whose."""

import datetime as dt
from dataclasses import dataclass

from plugins.model.news import summary_is_ours
from plugins.model.stories import stories
from record.item import Item, dumps, loads

NOON = dt.datetime(2019, 5, 1, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Page:
    item: Item
    when: dt.datetime | None
    address: str


def page(name: str, host: str, *, hours: int = 0, **fields: str) -> Page:
    when = NOON + dt.timedelta(hours=hours)
    item = Item(title=name, id=name, date=when, source_url=f"https://{host}/{name}", story="s-1", **fields)
    return Page(item, when, f"/berita/{name}/")


def test_a_release_and_its_reprints_are_one_official_voice() -> None:
    items = [
        page("b", "kabar.example", hours=1, origin="a"),
        page("a", "kota.example", hours=2),
        page("c", "pos.example", hours=3, origin="b"),
    ]
    story = stories(items, frozenset({"kota.example"}))["s-1"]
    assert [len(voice) for voice in story.voices] == [3]
    assert story.origin.item.id == "a"
    assert not story.has_other_voices


def test_a_reporter_of_their_own_is_another_voice() -> None:
    items = [page("a", "humas.kota.go.id"), page("b", "kabar.example", hours=5)]
    story = stories(items, frozenset())["s-1"]
    assert len(story.voices) == 2
    assert story.has_other_voices


def test_a_text_that_credits_a_press_office_is_official_though_the_release_is_not_here() -> None:
    items = [page("a", "kabar.example", credit="humas"), page("b", "pos.example", hours=1, origin="a")]
    story = stories(items, frozenset())["s-1"]
    assert not story.has_other_voices
    assert story.origin_is_credited == "humas"


def test_without_a_release_the_earliest_is_the_origin_and_a_circle_ends() -> None:
    items = [page("b", "kabar.example", hours=1, origin="a"), page("a", "pos.example", origin="b")]
    story = stories(items, frozenset())["s-1"]
    assert story.origin.item.id == "a"
    assert len(story.voices) <= 2


def test_an_item_alone_is_no_story() -> None:
    assert stories([page("a", "kabar.example")], frozenset()) == {}


def test_a_summary_is_ours_only_where_a_person_wrote_it() -> None:
    words = "Pusat aduan dibuka."
    item = page("satu", "kabar.example", summary=words, body=f"{words} Warga datang.", digest="sha256:1").item
    text = dumps(item)
    for written, ours in (
        (text, False),
        (text.replace("Title: ", "Title: Baru "), False),
        (text.replace(f"Summary: {words}", "Summary: Kalimat redaksi."), True),
    ):
        assert summary_is_ours(loads(written, "satu.md")) == ours, written
