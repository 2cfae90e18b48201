"""The newsroom is whole, and the collector gets out of it what is in it."""

import datetime as dt
import http.client
import shutil
from collections import defaultdict
from pathlib import Path

import feedparser
import pytest

from record.item import loads
from record.urls import url_key
from scrapers.newsroom import Newsroom, Press, presses, serve
from tests.conftest import real_places, write_places

UNREACHABLE = {"koran-padam", "tabloid-tertutup"}


def test_there_are_enough_pages_and_none_stands_twice() -> None:
    articles = [article for press in presses() for article in press.articles]
    assert len(articles) >= 120
    assert len({(article.outlet, article.path) for article in articles}) == len(articles)
    assert len({article.paragraphs for article in articles}) == len(articles)


def test_pages_hold_no_clock() -> None:
    newsroom = Newsroom(8100)
    for press in presses():
        for article in press.articles:
            assert newsroom.answer(press.id, article.path).body == newsroom.answer(press.id, article.path).body


@pytest.mark.parametrize(
    "press", [p for p in presses() if p.settings["channel"] in {"rss", "atom"}], ids=lambda p: p.id
)
def test_feeds_are_sound(press: Press) -> None:
    parsed = feedparser.parse(Newsroom(8100).answer(press.id, press.settings["feed"]).body)
    assert not parsed.bozo
    assert len(parsed.entries) == len(press.articles)


def test_the_broken_feed_is_broken_but_not_empty() -> None:
    press = next(press for press in presses() if press.settings["channel"] == "rss-cut")
    parsed = feedparser.parse(Newsroom(8100).answer(press.id, press.settings["feed"]).body)
    assert parsed.bozo
    assert 0 < len(parsed.entries) < len(press.articles)


def test_it_serves_hosts_by_name_and_knows_unchanged_pages() -> None:
    with serve() as newsroom:
        connection = http.client.HTTPConnection("127.0.0.1", newsroom.port, timeout=5)
        connection.request("GET", "/feed/", headers={"Host": "kabar-patriot.localhost"})
        first = connection.getresponse()
        first.read()
        again = {"Host": "kabar-patriot.localhost", "If-None-Match": first.headers["ETag"]}
        connection.request("GET", "/feed/", headers=again)
        second = connection.getresponse()
        second.read()
        connection.request("GET", "/", headers={"Host": "lain.localhost"})
        assert (first.status, second.status, connection.getresponse().status) == (200, 304, 404)
        assert [request.path for request in newsroom.requests] == ["/feed/", "/feed/", "/"]
        connection.close()


def test_the_collector_gets_out_what_is_in_it(content: Path, collect) -> None:
    shutil.rmtree(content / "cities")
    write_places(content, real_places())
    with serve() as newsroom:
        run = collect(newsroom.sources_toml())
        expected = newsroom.expected
    assert run.status == 3
    assert run.outlet("koran-padam")["status"] == "failed"
    assert run.outlet("tabloid-tertutup")["status"] == "disallowed"
    paths = content.glob("news/*/*/*.md")
    by_url = {url_key(item.source_url): item for path in paths for item in [loads(path.read_text("utf-8"), path)]}
    wrong = [
        url
        for url, article in expected.items()
        if (item := by_url.get(url_key(url)))
        and (item.title != article.title or (list(item.places) != article.about and item.status == "published"))
    ]
    assert wrong == []
    dated = {url: article.published for url, article in expected.items() if article.published}
    misdated = [
        url
        for url, published in dated.items()
        if (item := by_url.get(url_key(url))) and item.date != dt.datetime.fromisoformat(published)
    ]
    assert misdated == []
    missing = [
        url
        for url, article in expected.items()
        if article.about and article.outlet not in UNREACHABLE and url_key(url) not in by_url
    ]
    # What the broken feed no longer tells, its outlet's index does.
    assert missing == []
    stories = defaultdict(set)
    for item in by_url.values():
        if item.story:
            stories[item.story].add(item.outlet)
    assert sorted(map(len, stories.values())) == [2, 2, 2, 3], "each release and its reprints, and nothing else"
    assert sum(1 for item in by_url.values() if item.origin) == 5
    assert all(item.because for item in by_url.values() if item.places)
