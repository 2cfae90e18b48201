"""How fast a crawl goes: what servers see of a run over several hosts, and the scheduler alone."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import Request
from scrapy.signalmanager import SignalManager

from benchmarks.web import serve
from scrapers.fetch import pace
from scrapers.fetch.pace import HostScheduler, places

PAGES = 2


@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_no_host_is_asked_twice_at_once_or_too_soon(collect, delay) -> None:
    with serve(PAGES, think=0.02) as web:
        run = collect(web.sources(3, delay))
        assert [row["new"] for row in run.report["outlets"]] == [PAGES] * 3
        assert web.impolite(delay) == []
        # robots.txt, the feed and the pages.
        assert [len(seen.paths) for seen in web.visits.values()] == [2 + PAGES] * 3


def crawler_with(active: set[Request]) -> SimpleNamespace:
    return SimpleNamespace(
        signals=SignalManager(), engine=SimpleNamespace(downloader=SimpleNamespace(active=active, slots={}))
    )


REQUESTS = st.builds(
    lambda host, priority: Request(
        f"http://{host}.example/", priority=priority, meta={"download_slot": "elsewhere.example"}, dont_filter=True
    ),
    st.sampled_from("abc"),
    st.sampled_from([0, 10]),
)


@given(st.lists(st.one_of(REQUESTS, st.just("next"), st.just("end"))))
def test_each_request_comes_once_and_a_host_has_one_under_way(steps) -> None:
    active: set[Request] = set()
    scheduler = HostScheduler(crawler_with(active))
    waiting: list[Request] = []

    def take() -> None:
        request = scheduler.next_request()
        asked = {one.url for one in active}
        if request is None:
            assert {one.url for one in waiting} <= asked, "a host that could be asked was not"
            return
        assert request.url not in asked
        assert "download_slot" not in request.meta, "a redirect would go at the pace of the host it leads from"
        assert request.priority == max(one.priority for one in waiting if one.url == request.url)
        waiting.remove(request)
        active.add(request)

    for step in steps:
        if step == "next":
            take()
        elif step == "end":
            active and active.pop()
        else:
            assert scheduler.enqueue_request(step)
            waiting.append(step)
    while waiting:
        active.clear()
        take()
    assert not scheduler.has_pending_requests()


@pytest.mark.parametrize(("files", "hosts"), [(256, 64), (1024, 256), (8192, pace.PLACES)])
def test_no_more_hosts_are_asked_than_files_may_be_open(monkeypatch, files, hosts) -> None:
    monkeypatch.setattr(pace, "_open_files", lambda: files)
    assert places() == hosts
