"""Every article is offered by a channel, and its page holds what is expected of it."""

import html
import re
import tomllib
from collections import Counter
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from scrapers.newsroom import Newsroom, Press, presses
from scrapers.sources import Sources

ROOM = Newsroom(8100)
PRESSES = [press for press in presses() if press.articles]
REAL = re.compile(
    r"antaranews|\bkompas\b|detikcom|detik\.com|tribunnews|liputan6|okezone|sindonews|republika|merdeka\.com|tempo\.co",
    re.I,
)


def by_id(press: Press) -> str:
    return press.id


def text_of(press: Press, target: str) -> str:
    soup = BeautifulSoup(ROOM.answer(press.id, target).body, "lxml")
    return " ".join(soup.get_text(" ").split())


def offered(press: Press) -> set[str]:
    """The paths that the outlet's channels lead to, as a crawler would follow them."""
    outlet = next(row for row in tomllib.loads(ROOM.sources_toml())["outlet"] if row["id"] == press.id)
    return {urlsplit(url).path for channel in outlet["channel"] for url in links(press, channel)}


def links(press: Press, channel: dict[str, str]) -> list[str]:
    parts = urlsplit(channel["url"])
    if channel["kind"] == "feed":
        return [
            entry.link for entry in feedparser.parse(ROOM.answer(press.id, parts.path).body).entries if "link" in entry
        ]
    addresses, address = [], channel["url"]
    for _ in range(int(channel["pages"])):
        parts = urlsplit(address)
        soup = BeautifulSoup(ROOM.answer(press.id, f"{parts.path}?{parts.query}").body, "lxml")
        addresses += [urljoin(address, str(link["href"])) for link in soup.select(channel["links"])]
        following = soup.select_one(channel["next"])
        address = urljoin(address, str(following["href"])) if following else address
    return addresses


@pytest.mark.parametrize("press", PRESSES, ids=by_id)
def test_every_article_is_offered_by_a_channel(press: Press) -> None:
    assert {article.path for article in press.articles} - offered(press) == set()


@pytest.mark.parametrize("press", PRESSES, ids=by_id)
def test_pages_hold_what_is_expected(press: Press) -> None:
    for article in press.articles:
        truth = ROOM.expected[ROOM.base(press.id) + article.path]
        first, whole = text_of(press, article.path), text_of(press, f"{article.path}?page=all")
        assert truth.title in first
        assert truth.author in first
        assert truth.first in first
        assert truth.last_here in first
        assert truth.last in whole


@pytest.mark.parametrize("press", PRESSES, ids=by_id)
def test_long_articles_go_on_where_the_page_says(press: Press) -> None:
    for article in press.articles:
        truth = ROOM.expected[ROOM.base(press.id) + article.path]
        assert truth.last in text_of(press, f"{article.path}?page={truth.pages}")


@pytest.mark.parametrize("press", PRESSES, ids=by_id)
def test_no_real_publisher_is_named(press: Press) -> None:
    pages = [ROOM.answer(press.id, path).body.decode() for path in ("/", *(a.path for a in press.articles))]
    assert [match[0] for page in pages if (match := REAL.search(html.unescape(page)))] == []


@pytest.mark.parametrize("press", [p for p in PRESSES if "feed" in p.settings], ids=by_id)
def test_home_pages_name_their_feed(press: Press) -> None:
    soup = BeautifulSoup(ROOM.answer(press.id, "/").body, "lxml")
    link = soup.select_one("link[rel=alternate]")
    assert link is not None
    assert link["href"] == ROOM.base(press.id) + press.settings["feed"]


def test_texts_differ_but_for_reprints() -> None:
    counts = Counter(text for press in PRESSES for article in press.articles for text in article.paragraphs)
    shared = [text for text, count in counts.items() if count > 1]
    assert len(shared) < 20
    assert max(counts.values()) <= 3


def test_articles_are_as_long_as_news() -> None:
    lengths = [sum(len(text.split()) for text in a.paragraphs) for press in PRESSES for a in press.articles]
    assert min(lengths) >= 75
    assert max(lengths) <= 250


def test_every_tracked_place_has_news() -> None:
    assert len({slug for truth in ROOM.expected.values() for slug in truth.about}) == 26


def test_the_difficult_ones_are_there() -> None:
    truths = list(ROOM.expected.values())
    assert sum(truth.published is None for truth in truths) >= 4
    assert any(truth.published and truth.published > "2090" for truth in truths)
    assert sum(not truth.about for truth in truths) >= 8
    assert sum(bool(truth.mentions) for truth in truths) >= 8


def test_the_sources_are_as_the_collector_reads_them() -> None:
    sources = Sources.model_validate(tomllib.loads(ROOM.sources_toml()))
    assert sources.defaults.delay == 0
    assert {outlet.rights for outlet in sources.outlet} == {"link", "excerpt", "full"}
