"""What stands in an article's place makes no item and touches none; and each article keeps an address of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from record.items import Items
from tests.conftest import Answer, Site, article
from tests.fetch.written import items

TITLES = {
    "/a": "Kota Bekasi Buka Taman di Jatiasih",
    "/b": "Kota Bekasi Lantik Dua Camat Baru",
    "/c": "Bus Listrik Diuji di Kota Bekasi",
}
TEXTS = {
    "/a": "Pemerintah Kota Bekasi membuka taman di Jatiasih dengan jalur lari, kolam ikan, dan panggung untuk warga. "
    * 2,
    "/b": "Wali Kota Bekasi melantik camat Rawalumbu dan camat Bantargebang di Plaza Pemkot lalu meninjau pasar. " * 2,
    "/c": "Dua bus listrik diuji di Kalimalang, Kota Bekasi, sampai akhir bulan tanpa karcis bagi semua penumpang. "
    * 2,
}
MENU = "".join(
    f'<li><a href="/{name}">{name}</a></li>' for name in ("beranda", "daerah", "ekonomi", "olahraga", "opini")
)


def page(title: str, text: str, head: str = "") -> Answer:
    """A page in the outlet's frame, without an article's metadata."""
    return Answer(
        f"<html><head><title>{title}</title>{head}</head><body><nav><ul>{MENU}</ul></nav><h1>{title}</h1>"
        f"<div class='entry-content'><p>{text}</p></div><footer>Kabar</footer></body></html>"
    )


SHELL = page(
    "Kabar", "Aktifkan JavaScript pada peramban Anda, lalu muat ulang halaman ini untuk membaca berita Kota Bekasi."
)
UNKNOWN = (
    "Kota Bekasi menanti: seluruh kanal warga berpindah ke kanal tunggal bernama Patriot Hub dengan rupa yang segar. "
    * 2
)


@pytest.fixture
def three(site: Site) -> Site:
    """An outlet with three articles."""
    site.answers = {"/feed/": site.feed(*TITLES)} | {path: article(TITLES[path], TEXTS[path]) for path in TITLES}
    return site


def renew(site: Site, number: int) -> None:
    """Let the feed say that all its entries have changed."""
    fresh = site.feed(*TITLES)
    site.answers["/feed/"] = Answer(str(fresh.body).replace("<title>/", f"<title>{number}/"), fresh.kind)


def files(content: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in content.glob("news/*/*/*.md")}


def reasons(run: Any, site: Site) -> dict[str, str]:
    return {row["url"].removeprefix(site.base): row.get("kind", row["reason"]) for row in run.outlet()["rejected"]}


def outages(content: Path) -> list[tuple[str, str]]:
    path = content / "outages.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [(row.get("state", "blind"), row["reason"]) for row in map(json.loads, lines) if row.get("until") is None]


def test_shells_touch_nothing_and_the_outlet_turns_amber_then_red(three: Site, collect: Any, content: Path) -> None:
    assert collect(three.sources()).outlet()["new"] == 3
    before = files(content)
    good = dict(three.answers)
    three.answers["/a"] = SHELL
    renew(three, 1)
    run = collect(three.sources())
    assert (run.outlet()["status"], run.outlet()["unchanged"], reasons(run, three)) == ("ok", 2, {"/a": "script-shell"})
    assert [(state, why.partition(":")[0]) for state, why in outages(content)] == [("amber", "not-an-article")]
    three.answers |= dict.fromkeys(TITLES, SHELL)
    renew(three, 2)
    run = collect(three.sources())
    assert (run.status, run.outlet()["status"]) == (3, "failed")
    assert outages(content) == [("blind", "not-an-article: 3 of 3 pages (script-shell 3); open one in a browser")]
    assert files(content) == before
    three.answers = good
    renew(three, 3)
    run = collect(three.sources())
    assert (run.outlet()["status"], run.outlet()["unchanged"], outages(content)) == ("ok", 3, [])


def test_what_is_not_known_for_what_it_is_waits_and_on_several_pages_is_furniture(
    three: Site, collect: Any, content: Path
) -> None:
    collect(three.sources())
    before = files(content)
    three.answers["/a"] = article("Patriot Hub Segera Menyapa", UNKNOWN)
    renew(three, 1)
    run = collect(three.sources())
    assert (run.outlet()["updated"], reasons(run, three)) == (0, {"/a": "another-article"})
    assert [newer.title for *_, newer in Items(content).waiting()] == ["Patriot Hub Segera Menyapa"]
    three.answers["/a"] = article(TITLES["/a"], TEXTS["/a"])
    renew(three, 4)
    collect(three.sources())
    assert list(Items(content).waiting()) == [], "the source shows again what it had"
    three.answers |= dict.fromkeys(TITLES, page("Patriot Hub", UNKNOWN.replace("warga", "Anda")))
    renew(three, 2)
    run = collect(three.sources())
    assert reasons(run, three) == dict.fromkeys(TITLES, "furniture")
    assert run.outlet()["status"] == "failed"
    assert (run.outlet()["unchanged"], run.report["held"]) == (0, {})
    three.answers |= {path: article(title, UNKNOWN.replace("warga", "kota")) for path, title in TITLES.items()}
    renew(three, 3)
    run = collect(three.sources())
    assert (run.outlet()["updated"], reasons(run, three)) == (0, dict.fromkeys(TITLES, "furniture"))
    assert files(content) == before


def test_new_pages_that_all_show_one_text_make_no_item(three: Site, collect: Any, content: Path) -> None:
    three.answers |= dict.fromkeys(("/a", "/b"), page("Patriot Hub Kota Bekasi", UNKNOWN))
    run = collect(three.sources())
    assert (run.outlet()["new"], reasons(run, three)) == (1, {"/a": "furniture", "/b": "furniture"})
    assert list(items(content)) == [TITLES["/c"]]
    # Each is asked for again, and is read once it shows an article.
    three.answers["/a"] = article(TITLES["/a"], TEXTS["/a"])
    assert collect(three.sources()).outlet()["new"] == 1


@pytest.mark.parametrize("canonical", ["/kanal-utama", "/b"])
def test_an_address_that_other_pages_state_too_is_none_of_theirs(
    three: Site, collect: Any, content: Path, canonical: str
) -> None:
    link = f'<head><link rel="canonical" href="{canonical}">'
    for path, title in TITLES.items():
        three.answers[path] = Answer(str(article(title, TEXTS[path]).body).replace("<head>", link))
    run = collect(three.sources())
    assert (run.outlet()["new"], run.outlet()["updated"]) == (3, 0)
    made = {item.title: item.source_url for item in items(content).values()}
    assert made == {title: three.base + path for path, title in TITLES.items()}
    renew(three, 1)
    assert collect(three.sources()).outlet()["unchanged"] == 3


def test_an_article_at_other_addresses_stays_one_item(site: Site, collect: Any, content: Path) -> None:
    one = article(TITLES["/a"], TEXTS["/a"])
    paths = ("/a?PHPSESSID=s1", "/a?tiket=q7", "/lama/a", "/a?replytocom=5")
    site.answers = {"/feed/": site.feed(*paths)} | dict.fromkeys(paths, one)
    run = collect(site.sources())
    assert (run.outlet()["new"], len(items(content))) == (1, 1)
    site.answers["/feed/"] = site.feed("/a?PHPSESSID=s2", "/a?tiket=r8")
    site.answers |= dict.fromkeys(("/a?PHPSESSID=s2", "/a?tiket=r8"), one)
    assert collect(site.sources()).outlet()["new"] == 0
    assert len(items(content)) == 1


def test_a_redirect_to_the_front_page_is_no_article(site: Site, collect: Any, content: Path) -> None:
    site.answers = {"/feed/": site.feed("/berita/a"), "/": article("Kabar Kota Bekasi")}
    site.answers["/berita/a"] = Answer("", status=302, headers={"Location": "/"})
    run = collect(site.sources())
    assert (reasons(run, site), items(content)) == ({"/berita/a": "front-page"}, {})
