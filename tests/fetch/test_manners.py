"""What a run may not do: robots.txt, private addresses, waits, sizes and redirects, over real HTTP."""

import gzip
import zlib

import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

from scrapers.fetch.crawl import settings
from scrapers.sources import Sources
from tests.conftest import Answer, article
from tests.fetch.written import items


def test_robots_hold_when_many_requests_wait(site, collect) -> None:
    site.answers = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /no/", "text/plain"),
        "/feed/": site.feed(*(f"/no/{n}" for n in range(6)), "/yes"),
        "/yes": article("Kabar Kota Bekasi"),
    }
    run = collect(site.sources())
    assert not [path for path in site.paths() if path.startswith("/no/")]
    assert [row["reason"] for row in run.outlet()["rejected"]] == ["disallowed"] * 6
    assert site.paths().count("/robots.txt") == 1


def test_robots_may_shut_the_whole_outlet(site, collect) -> None:
    site.answers = {"/robots.txt": Answer("User-agent: *\nDisallow: /", "text/plain"), "/feed/": site.feed("/a")}
    run = collect(site.sources())
    assert (run.status, run.outlet()["status"]) == (0, "disallowed")


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/feed/", "http://localhost:{port}/feed/"])
def test_private_addresses_need_leave(site, collect, url) -> None:
    site.answers = {"/feed/": site.feed("/a")}
    url = url.format(port=site.port)
    run = collect(site.sources(allow_private=[], home=url, channel={"kind": "feed", "url": url}))
    assert run.outlet()["status"] == "failed"
    assert "private address" in run.outlet()["error"]
    assert site.asked == []


def test_a_redirect_does_not_lead_inside(site, collect) -> None:
    inside = Answer("", status=302, headers={"Location": f"http://localhost:{site.port}/secret"})
    site.answers = {"/feed/": site.feed("/a"), "/a": inside, "/secret": article("Rahasia Kota Bekasi")}
    run = collect(site.sources())
    assert "/secret" not in site.paths()
    assert [row["reason"] for row in run.outlet()["rejected"]] == ["blocked"]


def test_six_pages_wait_for_one_robots_txt(site, collect) -> None:
    site.answers = {"/robots.txt": Answer("User-agent: Pantau100\nDisallow: /no/", "text/plain")}
    links = "".join(f'<a href="/no/{n}">x</a>' for n in range(6))
    site.answers["/berita"] = Answer(f"<p>{links}</p>")
    collect(site.sources(channel={"kind": "listing", "url": f"{site.base}/berita", "links": "a"}))
    assert sorted(site.paths()) == ["/berita", "/robots.txt"]


def test_a_robots_txt_that_fails_closes_the_host(site, collect) -> None:
    site.answers = {"/robots.txt": Answer("", status=500), "/feed/": site.feed("/a")}
    run = collect(site.sources())
    assert (run.status, run.outlet()["status"]) == (3, "failed")
    assert run.outlet()["error"].startswith("robots-unreachable: ")
    assert "/feed/" not in site.paths()


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_to_wait_long_is_left_alone_also_next_time(site, collect, status) -> None:
    wait = Answer("", status=status, headers={"Retry-After": "3600"})
    site.answers = {"/feed/": site.feed("/a", "/b"), "/a": wait, "/b": article("Kabar Kota Bekasi")}
    run = collect(site.sources())
    assert {row["reason"] for row in run.outlet()["rejected"]} == {"asked-to-wait"}
    site.asked.clear()
    run = collect(site.sources())
    assert run.outlet()["error"].startswith("asked-to-wait: ")
    assert site.asked == []


def test_a_short_wait_is_waited_for(site, collect) -> None:
    waits = [Answer("", status=429, headers={"Retry-After": "1"}), article("Kabar Kota Bekasi")]
    site.answers = {"/feed/": site.feed("/a"), "/a": waits}
    assert collect(site.sources()).outlet()["new"] == 1


def test_a_slow_drip_is_cut_at_the_time_limit(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": Answer(b"x" * 40, "text/html", pause=0.2)}
    run = collect(site.sources().replace("timeout = 3.0", "timeout = 1.0"))
    assert [row["reason"] for row in run.outlet()["rejected"]] == ["timeout"]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_too_large(site, collect, coding) -> None:
    pack = gzip.compress if coding == "gzip" else zlib.compress
    bomb = Answer(pack(b"<p>" * 10_000_000), "text/html", headers={"Content-Encoding": coding})
    site.answers = {"/feed/": site.feed("/a"), "/a": bomb}
    assert [row["reason"] for row in collect(site.sources()).outlet()["rejected"]] == ["too-large"]


def test_a_redirect_is_followed(site, collect, content) -> None:
    moved = Answer("", status=301, headers={"Location": "/b"})
    site.answers = {"/feed/": site.feed("/a"), "/a": moved, "/b": article("Kabar Kota Bekasi")}
    assert collect(site.sources()).outlet()["new"] == 1
    assert items(content)["Kabar Kota Bekasi"].source_url == f"{site.base}/b"


def test_a_long_address_is_asked_for_as_any_other(site, collect) -> None:
    path = f"/{'a' * 2500}"
    site.answers = {"/feed/": site.feed(path), path: article("Kabar Kota Bekasi")}
    run = collect(site.sources())
    assert (run.outlet()["status"], run.outlet()["new"]) == ("ok", 1)


def test_redirects_end(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": Answer("", status=302, headers={"Location": "/a"})}
    assert [row["reason"] for row in collect(site.sources()).outlet()["rejected"]] == ["too-many-redirects"]


def test_leave_for_one_outlet_is_not_leave_for_another(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    other = site.sources(id="lain", allow_private=[]).split("[[outlet]]")[1]
    run = collect(f"{site.sources()}[[outlet]]{other}")
    assert run.outlet()["new"] == 1
    assert run.outlet("lain")["error"].startswith("blocked: ")


@pytest.mark.parametrize(
    "host",
    ["[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.1", "0.0.0.0", "localhost.",  # noqa: S104 - an address to refuse

     "10.0.0.1", "100.64.0.1", "169.254.169.254", "kabar.example@127.0.0.1", "a.localhost", "[fe80::1]", "[fd00::1]"],
)  # fmt: skip
def test_no_dress_of_a_private_address_is_reached(site, collect, host) -> None:
    url = f"http://{host}:{site.port}/feed/"
    site.answers = {"/feed/": site.feed("/a")}
    run = collect(site.sources(allow_private=[], channel={"kind": "feed", "url": url}))
    assert run.outlet()["status"] == "failed"
    assert run.outlet()["error"].startswith(("blocked: ", "unknown-host: "))
    assert site.asked == []


def test_scrapy_opens_no_port_into_a_run() -> None:
    channel = {"kind": "feed", "url": "https://a.example/feed/"}
    outlet = {"id": "a", "name": "A", "home": "https://a.example/", "channel": [channel]}
    sources = Sources.model_validate({"outlet": [outlet]})
    made = Settings(settings(sources, sources.outlet))
    # Its console and its remote control are extensions, each of which may listen.
    assert build_component_list(made.getwithbase("EXTENSIONS")) == []
