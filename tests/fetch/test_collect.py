"""One run over real HTTP: what is fetched, written, reported."""

import gzip
import json

import pytest

from record.lock import only_run
from tests.conftest import Answer, article
from tests.fetch.written import items


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
    assert item.date_basis == "publisher"
    assert item.recorded == item.collected.date(), "the day of the run"
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


def test_a_dead_outlet_leaves_the_others(site, collect) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    dead = '\n[[outlet]]\nid = "mati"\nname = "Mati"\nhome = "http://127.0.0.1:9/"\nallow_private = ["127.0.0.1:9"]\n'
    dead += '[[outlet.channel]]\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n'
    run = collect(site.sources() + dead)
    assert run.status == 3
    assert (run.outlet()["status"], run.outlet("mati")["status"]) == ("ok", "failed")
    assert "refused" in run.outlet("mati")["error"]


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


def test_a_second_run_on_one_content_folder_stops(site, collect, content) -> None:
    with only_run(content):
        run = collect(site.sources(), "--state", str(content.parent / "other"))
    assert run.status == 1
    assert "another run is writing here" in run.errors


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


def test_a_text_about_elsewhere_that_names_a_tracked_place_waits(site, collect, content) -> None:
    text = "Pemerintah Kabupaten Bekasi membuka taman di Cikarang. Warga Kota Bekasi boleh datang juga. " * 3
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabupaten Bekasi Buka Taman", text)}
    collect(site.sources())
    (item,) = items(content).values()
    assert (item.status, item.review) == ("draft", "only-mentioned")
    assert (item.places, item.mentions) == ((), ("kota-bekasi",))
    assert "Kabupaten Bekasi (other-kind)" in item.refused
