"""One run over real HTTP: what is fetched, written, reported."""

import gzip
import json
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

from record.errors import ContentProblem
from record.item import Item, is_edited, loads
from record.items import Items
from record.lock import only_run
from record.review import Review
from scrapers.fetch.crawl import settings
from scrapers.sources import Sources
from tests.conftest import Answer, article


def items(content: Path) -> dict[str, Item]:
    return {
        item.title: item for path in content.glob("news/*/*/*.md") for item in [loads(path.read_text("utf-8"), path)]
    }


def test_a_feed_becomes_items(site, collect, content) -> None:
    site.answers = {
        "/feed/": site.feed("/a?utm_source=rss"),
        "/a?utm_source=rss": article("Bekasi Punya Pusat Kendali"),
    }
    run = collect(site.sources())
    assert run.status == 0
    assert run.outlet() | {"rejected": []} == run.outlet()
    assert (run.outlet()["status"], run.outlet()["new"]) == ("ok", 1)
    item = items(content)["Bekasi Punya Pusat Kendali"]
    assert item.places == ("kota-bekasi",)
    assert item.date.isoformat() == "2017-05-22T14:40:00+07:00"
    assert item.source_url == f"{site.base}/a"
    assert item.status == "published"
    assert (content / "news/2017/05/2017-05-22-bekasi-punya-pusat-kendali.md").is_file()


def test_a_second_run_asks_for_the_feed_alone(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a", etag='"v1"'), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    site.asked.clear()
    run = collect(site.sources())
    assert (run.status, run.outlet()["status"]) == (0, "unchanged")
    assert [path for path in site.paths() if path != "/robots.txt"] == ["/feed/"]


def test_a_run_keeps_how_its_outlets_fare_and_one_without_news_changes_nothing(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a", etag='"v1"'), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    (line,) = map(json.loads, (content / "health.jsonl").read_text("utf-8").splitlines())
    assert (line["outlet"], line["days"]) == ("kabar", ["2017-05-22"])
    assert line["success"] >= "2026"
    before = {path: path.stat().st_mtime_ns for path in content.rglob("*")}
    collect(site.sources())
    assert {path: path.stat().st_mtime_ns for path in content.rglob("*")} == before
    site.answers["/feed/"] = site.feed()
    collect(site.sources())
    (outage,) = map(json.loads, (content / "outages.jsonl").read_text("utf-8").splitlines())
    assert (outage["state"], outage["reason"].partition(":")[0]) == ("amber", "empty")


def test_a_deleted_item_is_fetched_again(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    next(content.glob("news/*/*/*.md")).unlink()
    assert collect(site.sources()).outlet()["new"] == 1


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


def test_a_dead_outlet_leaves_the_others(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    dead = '\n[[outlet]]\nid = "mati"\nname = "Mati"\nhome = "http://127.0.0.1:9/"\nallow_private = ["127.0.0.1:9"]\n'
    dead += '[[outlet.channel]]\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n'
    run = collect(site.sources() + dead)
    assert run.status == 3
    assert (run.outlet()["status"], run.outlet("mati")["status"]) == ("ok", "failed")
    assert "refused" in run.outlet("mati")["error"]


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


def test_a_web_page_is_no_feed(site, collect) -> None:
    site.answers = {"/feed/": Answer("<!doctype html><html><body>Selamat datang</body></html>")}
    run = collect(site.sources())
    assert (run.status, run.outlet()["status"]) == (3, "failed")
    assert "a web page came back" in run.outlet()["error"]


def test_an_empty_feed_is_an_answer(site, collect) -> None:
    site.answers = {"/feed/": site.feed()}
    assert collect(site.sources()).outlet()["status"] == "ok"


def test_a_cut_feed_gives_what_it_holds(site, collect) -> None:
    whole = site.feed("/a", "/b")
    site.answers = {"/feed/": Answer(whole.body[:-40], whole.kind), "/a": article("Kabar Kota Bekasi")}
    assert collect(site.sources()).outlet()["new"] == 1


def test_a_sitemap_index_leads_to_the_newest_articles(site, collect) -> None:
    ns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    child = f"<urlset {ns}><url><loc>{site.base}/a</loc><lastmod>2021-03-04</lastmod></url></urlset>"
    index = f"<sitemapindex {ns}><sitemap><loc>{site.base}/post.xml.gz</loc></sitemap></sitemapindex>"
    site.answers = {
        "/sitemap.xml": Answer(index, "application/xml", headers={"ETag": '"i1"'}),
        "/post.xml.gz": Answer(gzip.compress(child.encode()), "application/gzip"),
        "/a": article("Kabar Kota Bekasi"),
    }
    sources = site.sources(channel={"kind": "sitemap", "url": f"{site.base}/sitemap.xml"})
    assert collect(sources).outlet()["new"] == 1
    assert collect(sources).outlet()["status"] == "unchanged"


def test_wordpress_posts_are_paged_until_they_are_known(site, collect) -> None:
    def posts(*paths: str) -> Answer:
        rows = [
            {"link": site.base + path, "title": {"rendered": path}, "date_gmt": "2020-01-02T03:04:05"} for path in paths
        ]
        return Answer(json.dumps(rows), "application/json", headers={"X-WP-TotalPages": "3"})

    address = "/wp-json/wp/v2/posts?per_page=50&page={}&_fields=link,title,date_gmt,modified_gmt"
    site.answers = {address.format(n): posts(f"/{n}") for n in (1, 2, 3)}
    site.answers |= {f"/{n}": article(f"Kabar {n} Kota Bekasi") for n in (1, 2, 3)}
    sources = site.sources(channel={"kind": "wordpress", "url": f"{site.base}/"})
    assert collect(sources).outlet()["new"] == 3
    site.asked.clear()
    assert collect(sources).outlet()["status"] == "unchanged"
    assert site.paths() == ["/robots.txt", address.format(1)]


@pytest.mark.parametrize("shut", [Answer("", status=401), Answer("<html>masuk</html>")])
def test_wordpress_falls_back_to_its_feed(site, collect, shut) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    site.answers["/wp-json/wp/v2/posts?per_page=50&page=1&_fields=link,title,date_gmt,modified_gmt"] = shut
    run = collect(site.sources(channel={"kind": "wordpress", "url": f"{site.base}/"}))
    assert (run.outlet()["status"], run.outlet()["new"]) == ("ok", 1)


def test_a_home_page_leads_to_its_feed(site, collect) -> None:
    site.answers = {
        "/": Answer('<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed/"><p>Hai'),
        "/feed/": site.feed("/a"),
        "/a": article("Kabar Kota Bekasi"),
    }
    assert collect(site.sources(channel={"kind": "feed", "url": f"{site.base}/"})).outlet()["new"] == 1


def test_two_channels_of_one_outlet_do_not_ask_twice(site, collect) -> None:
    child = f"<urlset><url><loc>{site.base}/a</loc><lastmod>2021-03-04</lastmod></url></urlset>"
    site.answers = {
        "/feed/": site.feed("/a"),
        "/map.xml": Answer(child, "text/xml"),
        "/a": article("Kabar Kota Bekasi"),
    }
    second = f'[[outlet.channel]]\nkind = "sitemap"\nurl = "{site.base}/map.xml"\n'
    collect(site.sources() + second)
    site.asked.clear()
    assert collect(site.sources() + second).outlet()["status"] == "unchanged"
    assert "/a" not in site.paths()


def test_an_article_on_several_pages_becomes_one_item(site, collect, content) -> None:
    more = "Tahap kedua dimulai pada bulan Agustus dan melibatkan semua kelurahan di tepi Kali Bekasi. " * 2
    first = article("Kabar Kota Bekasi")
    first.body = first.body.replace("</article>", '</article><a href="/a?page=2">2</a>')
    site.answers = {"/feed/": site.feed("/a"), "/a": first, "/a?page=2": article("Kabar Kota Bekasi", more)}
    run = collect(site.sources())
    assert (run.outlet()["pages"], run.outlet()["new"]) == (1, 1)
    body = items(content)["Kabar Kota Bekasi"].body
    assert "pusat kendali" in body
    assert "Tahap kedua" in body
    assert body.count("Anggaran berasal") == 1


def test_a_later_page_that_is_gone_leaves_the_first(site, collect) -> None:
    first = article("Kabar Kota Bekasi")
    first.body = first.body.replace("</article>", '</article><a href="/a?page=2">2</a>')
    site.answers = {"/feed/": site.feed("/a"), "/a": first}
    assert collect(site.sources()).outlet()["new"] == 1


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
    extensions = build_component_list(made.getwithbase("EXTENSIONS"))
    assert [name for name in extensions if "remote" in str(name)] == []
    assert not made.getbool("TELNETCONSOLE_ENABLED")


def test_what_is_no_article_is_rejected_with_a_reason(site, collect) -> None:
    site.answers = {
        "/feed/": site.feed("/pdf", "/gone", "/thin", "/big", "/ok"),
        "/pdf": Answer(b"%PDF-1.4", "application/pdf"),
        "/thin": Answer("<html><head><title>Foto</title></head><body><h1>Foto</h1><p>Foto.</p></body></html>"),
        "/big": Answer(b"x" * 300_000, "text/html"),
        "/ok": article("Kabar Kota Bekasi"),
    }
    run = collect(site.sources())
    reasons = {row["url"].removeprefix(site.base): row["reason"] for row in run.outlet()["rejected"]}
    assert reasons == {"/pdf": "not-html", "/gone": "gone", "/thin": "no-text", "/big": "too-large"}
    assert run.outlet()["new"] == 1


def test_pages_that_lose_their_text_are_a_failure(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    site.answers = {"/feed/": site.feed("/b"), "/b": Answer("<html><head><title>B</title></head><body></body></html>")}
    run = collect(site.sources())
    assert (run.status, run.outlet()["status"]) == (3, "failed")
    assert "redesigned" in run.outlet()["error"]


def test_a_listing_is_followed_page_by_page(site, collect) -> None:
    site.answers = {
        "/berita": Answer('<div class="x"><a href="/a">A</a></div><a class="next" href="/berita?p=2">lagi</a>'),
        "/berita?p=2": Answer('<div class="x"><a href="/b">B</a></div><a class="next" href="/berita?p=3">lagi</a>'),
        "/a": article("Kabar A Kota Bekasi"),
        "/b": article("Kabar B Kota Bekasi"),
    }
    channel = {"kind": "listing", "url": f"{site.base}/berita", "links": ".x a", "next": "a.next", "pages": 2}
    run = collect(site.sources(channel=channel))
    assert run.outlet()["new"] == 2
    assert "/berita?p=3" not in site.paths()


def test_limit_is_pages_an_outlet_and_the_rest_comes_next_time(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a", "/b", etag='"v1"')}
    site.answers |= {path: article(f"Kabar {path[1]} Kota Bekasi") for path in ("/a", "/b")}
    assert collect(site.sources(), "--limit", "1").outlet()["new"] == 1
    assert collect(site.sources(), "--limit", "1").outlet()["new"] == 1


def test_unsure_undated_and_future_wait_as_drafts(site, collect, content) -> None:
    bare = "Warga Bandung menyambut layanan baru yang diumumkan kemarin. " * 5
    site.answers = {
        "/feed/": site.feed("/bare", "/undated", "/future"),
        "/bare": article("Layanan Baru di Bandung", bare),
        "/undated": article("Kota Bekasi Tanpa Tanggal", published=""),
        "/future": article("Kota Bekasi Esok Hari", published="2099-01-01T00:00:00+07:00"),
    }
    collect(site.sources())
    reasons = {title: (item.status, item.review) for title, item in items(content).items()}
    assert reasons == {
        "Layanan Baru di Bandung": ("draft", "place-unsure"),
        "Kota Bekasi Tanpa Tanggal": ("draft", "no-date"),
        "Kota Bekasi Esok Hari": ("draft", "future-date"),
    }
    assert (content / "news/0000/00/0000-00-00-kota-bekasi-tanpa-tanggal.md").is_file()


def test_pages_on_no_tracked_place_are_not_kept_nor_asked_again(site, collect, content) -> None:
    elsewhere = "Pemerintah Kota Medan membuka taman baru di tepi sungai untuk warga yang ingin berolahraga pagi. " * 3
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Taman Baru di Medan", elsewhere)}
    assert collect(site.sources()).outlet()["unplaced"] == 1
    site.asked.clear()
    collect(site.sources())
    assert "/a" not in site.paths()
    assert items(content) == {}


@pytest.mark.parametrize("edited", [False, True])
def test_a_change_at_the_source_never_undoes_an_edit(site, collect, content, edited) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    if edited:
        path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    before = path.read_text("utf-8")
    changed = site.feed("/a")
    site.answers = {
        "/feed/": Answer(changed.body.replace("<title>/a", "<title>Ralat"), changed.kind),
        "/a": article("Ralat: Kabar Kota Bekasi"),
    }
    run = collect(site.sources())
    if edited:
        assert path.read_text("utf-8") == before
        assert run.outlet()["rejected"] == [{"url": f"{site.base}/a", "reason": "edited-by-hand"}]
    else:
        after = loads(path.read_text("utf-8"), path)
        assert (after.title, after.id) == ("Ralat: Kabar Kota Bekasi", loads(before, path).id)
        assert run.outlet()["updated"] == 1


def changed_site(site) -> None:
    """A page that was collected, then changed at its source."""
    changed = site.feed("/a")
    site.answers["/feed/"] = Answer(changed.body.replace("<title>/a", "<title>Ralat"), changed.kind)


def test_a_newer_version_of_an_edited_item_waits_and_can_be_settled(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    changed_site(site)
    site.answers["/a"] = article("Ralat: Kabar Kota Bekasi")
    collect(site.sources())
    tray = Items(content)
    [(waits_for, known, newer)] = tray.waiting()
    assert (waits_for, known.title, newer.title) == (path, "Kabar Kota Bekasi", "Ralat: Kabar Kota Bekasi")
    settled = tray.settle(path, accept=True)
    assert (settled.title, settled.kind, settled.id) == ("Ralat: Kabar Kota Bekasi", "release", known.id)
    assert settled.changed is not None
    assert is_edited(settled)
    assert list(tray.waiting()) == []
    with pytest.raises(ContentProblem, match="nothing waits"):
        tray.settle(path, accept=True)


def test_a_rejected_version_is_not_offered_again_until_the_source_changes(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    for number in (1, 2, 3):
        fresh = site.feed("/a")
        site.answers["/feed/"] = Answer(fresh.body.replace("<title>/a", f"<title>{number}"), fresh.kind)
        site.answers["/a"] = article(f"Ralat {number // 3}: Kabar Kota Bekasi")
        collect(site.sources())
        waits = list(Items(content).waiting())
        assert len(waits) == (number != 2)
        if waits:
            Items(content).settle(path, accept=False)
    assert loads(path.read_text("utf-8"), path).title == "Kabar Kota Bekasi"


@pytest.mark.parametrize("edited", [False, True])
def test_an_item_that_is_gone_at_its_source_stays_and_is_marked(site, collect, content, edited) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    if edited:
        path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    before = loads(path.read_text("utf-8"), path)
    changed_site(site)
    del site.answers["/a"]
    collect(site.sources())
    after = loads(path.read_text("utf-8"), path)
    assert after.gone is not None
    assert replace(after, gone=None, seal="") == replace(before, seal="")
    assert is_edited(after) == edited


def test_each_item_knows_its_evidence_and_reads_the_same_from_it(site, collect, content, tmp_path) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    before = path.read_bytes()
    assert loads(before.decode(), path).evidence[0].startswith("urn:uuid:")
    assert [file.name[-8:] for file in (tmp_path / "evidence").glob("*.gz")] == [".warc.gz"]
    site.asked.clear()
    again = collect(site.sources(), command="reprocess")
    assert (again.status, again.outlet()["unchanged"]) == (0, 1)
    assert path.read_bytes() == before
    assert site.asked == []


def test_new_rights_are_applied_to_old_items_but_not_to_edited_ones(site, collect, content) -> None:
    site.answers = {
        "/feed/": site.feed("/a", "/b"),
        "/a": article("Kabar A Kota Bekasi"),
        "/b": article("Kabar B Kota Bekasi"),
    }
    collect(site.sources(rights="full"))
    edited = next(path for path in content.glob("news/*/*/*.md") if "kabar-b" in path.name)
    edited.write_text(edited.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    run = collect(site.sources(rights="link"), command="reprocess")
    assert run.outlet()["updated"] == 1
    by_title = items(content)
    assert (by_title["Kabar A Kota Bekasi"].body, by_title["Kabar A Kota Bekasi"].rights) == ("", "link")
    assert by_title["Kabar B Kota Bekasi"].body


def test_reprocessing_brings_no_deleted_item_back(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    next(content.glob("news/*/*/*.md")).unlink()
    collect(site.sources(), command="reprocess")
    assert items(content) == {}


def test_reprocessing_finds_what_an_earlier_reading_missed(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    wrong = site.sources() + '[outlet.article]\nbody = "h1"\n'
    assert collect(wrong).outlet()["rejected"] == [{"url": f"{site.base}/a", "reason": "no-text"}]
    assert collect(site.sources(), command="reprocess").outlet()["new"] == 1


def test_a_second_run_on_one_content_folder_stops(site, collect, content) -> None:
    with only_run(content):
        run = collect(site.sources(), "--state", str(content.parent / "other"))
    assert run.status == 1
    assert "another run is writing here" in run.errors


@pytest.mark.parametrize(
    ("rights", "words"), [("link", range(1)), ("excerpt", range(10, 61)), ("full", range(35, 200))]
)
def test_rights_decide_how_much_is_kept(site, collect, content, rights, words) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources(rights=rights))
    assert len(next(iter(items(content).values())).body.split()) in words


def test_hostile_text_stays_text(site, collect, content) -> None:
    text = "Pemkot Bekasi &lt;script&gt;alert(1)&lt;/script&gt; {filename}/etc/passwd |static|x {{ SITEURL }} " * 4
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kota Bekasi &lt;b&gt;\u202e tebal", text)}
    collect(site.sources())
    item = next(iter(items(content).values()))
    assert "<" not in item.title
    assert "\u202e" not in item.title
    assert "<script" not in item.body
    assert "{filename}" not in item.body
    assert "|static|" not in item.body


def test_two_articles_of_one_title_and_day_stay_two(site, collect, content) -> None:
    other = (
        "Dinas Perhubungan Kota Bekasi mengatur ulang rute angkutan kota yang melewati stasiun setiap pagi dan sore."
    )
    site.answers = {
        "/feed/": site.feed("/a", "/b"),
        "/a": article("Kabar Kota Bekasi"),
        "/b": article("Kabar Kota Bekasi", other),
    }
    assert collect(site.sources()).outlet()["new"] == 2
    assert len(list(content.glob("news/2017/05/*.md"))) == 2


def test_a_read_only_content_folder_is_said_and_nothing_is_half_written(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    (content / "news").rmdir()
    (content / "news").write_text("in the way", "utf-8")
    run = collect(site.sources())
    assert run.status == 1
    assert "cannot be written" in run.errors
    (content / "news").unlink()
    assert collect(site.sources()).outlet()["new"] == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ('kind = "feed"', "sources.toml:13: outlet.0.channel.0.kind"),
        ('id = "kabar"', "sources.toml:6: outlet.0.id"),
        ("delay = 0.0", "sources.toml:2: defaults.delay"),
        ('rights = "full"', "sources.toml:9: outlet.0.rights"),
    ],
)
def test_a_wrong_sources_file_names_file_line_and_key(site, collect, wrong, says) -> None:
    key = wrong.split(" = ")[0]
    run = collect(site.sources().replace(wrong, f'{key} = "???"'))
    assert run.status == 2
    assert says in run.errors
    assert site.asked == []


def test_unknown_keys_twice_used_ids_and_unknown_places_are_named(site, collect) -> None:
    text = site.sources()
    assert ":2: defaults.delai: unknown key" in collect(text.replace("delay", "delai")).errors
    assert "used twice" in collect(text + text.split("[[outlet]]")[1].join(["[[outlet]]", ""])).errors
    assert "kota-mars" in collect(site.sources(places=["kota-mars"])).errors
    assert "not valid TOML" in collect(text + "\n[[").errors
    assert collect(text, "--outlet", "lain").status == 2


def test_what_an_editor_refused_is_not_asked_for_again(site, collect, content) -> None:
    bare = "Warga Bandung menyambut layanan baru yang diumumkan kemarin. " * 5
    site.answers = {"/feed/": site.feed("/bare"), "/bare": article("Layanan Baru di Bandung", bare)}
    collect(site.sources())
    review = Review(content)
    review.reject(review.waiting()[0])
    site.answers["/feed/"] = site.feed("/bare", "/again", etag='"v2"')
    # The same page under another address, which names the refused one as its own.
    page = article("Layanan Baru di Bandung", bare)
    page.body = str(page.body).replace("<head>", f'<head><link rel="canonical" href="{site.base}/bare">')
    site.answers["/again"] = page
    run = collect(site.sources())
    assert items(content) == {}
    assert site.paths().count("/bare") == 1
    assert run.outlet()["rejected"] == [{"url": f"{site.base}/again", "reason": "refused-by-editor"}]


def test_a_text_about_elsewhere_that_names_a_tracked_place_waits(site, collect, content) -> None:
    text = "Pemerintah Kabupaten Bekasi membuka taman di Cikarang. Warga Kota Bekasi boleh datang juga. " * 3
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabupaten Bekasi Buka Taman", text)}
    collect(site.sources())
    (item,) = items(content).values()
    assert (item.status, item.review) == ("draft", "only-mentioned")
    assert (item.places, item.mentions) == ((), ("kota-bekasi",))
    assert "Kabupaten Bekasi (other-kind)" in item.refused


def test_a_later_reprint_joins_the_story_of_an_item_that_a_person_edited(site, collect, content) -> None:
    text = (
        "Pemerintah Kota Bekasi membuka 12 taman di Jatiasih dan Pondok Gede, kata Ratna Widuri dari dinas taman. " * 2
    )
    text += "Sebanyak 340 pohon trembesi ditanam di tepi Kali Cikeas oleh pelajar SMP pada Selasa pagi yang cerah."
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kota Bekasi Buka Taman", text)}
    collect(site.sources())
    (path,) = content.glob("news/*/*/*.md")
    path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    site.answers["/feed/"] = site.feed("/a", "/b", etag='"v2"')
    site.answers["/b"] = article("Taman Dibuka di Kota Bekasi", text)
    collect(site.sources())
    first, second = items(content)["Kota Bekasi Buka Taman"], items(content)["Taman Dibuka di Kota Bekasi"]
    assert first.story == second.story != ""
    assert second.origin == first.id
    assert first.kind == "release", "what a person wrote stays"
