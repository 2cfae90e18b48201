"""The citation check over real HTTP: what is asked, how, and what is written of it."""

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from record.item import dumps, loads
from record.json_lines import read_lines
from record.models import Claim, Place, cited_in
from record.monitoring import ArchivedCopy, Citation
from record.toml_writer import to_fenced_toml
from scrapers.newsroom.server import serve
from tests.conftest import Answer, article, real_places, write_places
from tests.running import run_scrapers


@pytest.fixture
def check(tmp_path: Path, content: Path) -> Any:
    """Runs `python -m scrapers citations` on a sources text; its messages, and the lines it left by path."""

    def run(sources: str, *options: str, status: int = 0) -> tuple[str, dict[str, Citation]]:
        (tmp_path / "sources.toml").write_text(sources, "utf-8")
        words = ["citations", "--sources", str(tmp_path / "sources.toml"), "--content", str(content)]
        done = run_scrapers([*words, "--state", str(tmp_path / "state"), *options])
        assert done.returncode == status, done.stderr
        lines = read_lines(content / "citations.jsonl", Citation)
        assert [line.url for line in lines] == sorted(line.url for line in lines)
        return done.stderr, {re.sub(r"^http://[^/]+", "", line.url): line for line in lines}

    return run


@pytest.fixture
def cite(content: Path, places: dict[str, Place], site: Any) -> Any:
    """Lets Kota Bekasi cite paths of the site."""

    def add(*urls: str) -> None:
        addresses = [url if url.startswith("http") else site.base + url for url in urls]
        claims = [
            Claim(id=f"c{number}", recorded=dt.date(2026, 11, 24), subject=url, value="v", said_by="x", sources=[url])
            for number, url in enumerate(addresses)
        ]
        facts = places["kota-bekasi"].model_copy(update={"claim": claims})
        (content / "cities/kota-bekasi.md").write_text(to_fenced_toml(facts), "utf-8")

    return add


def test_a_living_page_costs_one_head(site, check, cite) -> None:
    site.answers = {"/a": article("Kabar")}
    cite("/a")
    said, lines = check(site.sources())
    assert (lines["/a"].state, lines["/a"].since, lines["/a"].failures) == ("live", None, 0)
    assert [path for path in site.paths() if path != "/robots.txt"] == []
    assert site.heads == ["/a"]
    assert "asked 1 of 1 cited addresses: 1 live" in said


def test_a_get_decides_where_a_head_does_not(site, check, cite) -> None:
    site.answers = {"/a": Answer("ada", head=405), "/b": Answer("ada", head=404), "/c": Answer("ada", head=503)}
    cite("/a", "/b", "/c", "/d")
    said, lines = check(site.sources())
    assert {path: line.state for path, line in lines.items()} == {
        "/a": "live", "/b": "live", "/c": "live", "/d": "unreached",
    }  # fmt: skip
    assert sorted(site.heads) == ["/a", "/b", "/c", "/d"]
    assert (lines["/d"].reason, lines["/d"].failures) == ("gone", 1)
    assert f"unreached  {site.base}/d (gone: it answered 404)" in said


def test_what_a_host_refuses_to_us_says_nothing_of_the_page(site, check, cite) -> None:
    site.answers = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /tutup", "text/plain"),
        "/tutup": article("Kabar"),
        "/pintu": Answer("", status=403),
        "/besar": Answer("x" * 400_000, head=405),
    }
    cite("/tutup", "/pintu", "/besar")
    _, lines = check(site.sources())
    states = {path: (line.state, line.reason, line.failures) for path, line in lines.items()}
    assert states == {
        "/besar": ("live", "", 0), "/pintu": ("unreached", "no-access", 0), "/tutup": ("unreached", "disallowed", 0),
    }  # fmt: skip
    assert "/tutup" not in [*site.heads, *site.paths()]


def test_a_redirect_to_the_front_page_is_no_page(site, check, cite) -> None:
    site.answers = {
        "/lama": Answer("", status=301, headers={"Location": "/"}),
        "/pindah": Answer("", status=301, headers={"Location": "/baru"}),
        "/baru": article("Kabar"),
        "/": Answer("Beranda"),
    }
    cite("/lama", "/pindah")
    _, lines = check(site.sources())
    assert (lines["/lama"].state, lines["/lama"].reason) == ("unreached", "front-page")
    assert lines["/pindah"].state == "live"


def test_a_failure_is_asked_again_only_after_days_and_is_gone_after_three(site, check, cite, content) -> None:
    site.answers = {"/b": article("Kabar")}
    cite("/a", "/b")
    check(site.sources())
    site.heads.clear()
    check(site.sources())
    assert site.heads == [], "the same day asks nothing again"
    path = content / "citations.jsonl"
    aged = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    aged[0] |= {"checked": "2026-01-08", "since": "2026-01-01", "failures": 2}
    path.write_text("".join(f"{json.dumps(line)}\n" for line in aged), "utf-8")
    said, lines = check(site.sources())
    assert (lines["/a"].state, lines["/a"].since.isoformat()) == ("gone", "2026-01-01")
    assert f"gone       {site.base}/a" in said
    assert "/b" not in site.heads


def test_nobody_answering_is_our_own_line(site, check, cite, content) -> None:
    cite("http://127.0.0.1:9/a", "http://127.0.0.1:9/b")
    said, lines = check(site.sources(allow_private=["127.0.0.1:9"]), status=3)
    assert lines == {}
    assert "our own network" in said


def test_a_dead_host_among_living_ones_is_told(site, check, cite) -> None:
    site.answers = {"/a": article("Kabar")}
    cite("/a", "http://127.0.0.1:9/mati")
    _, lines = check(site.sources(allow_private=[f"127.0.0.1:{site.port}", "127.0.0.1:9"]))
    assert (lines["/a"].state, lines["/mati"].state, lines["/mati"].reason) == ("live", "unreached", "refused")


def test_private_addresses_need_leave(site, check, cite) -> None:
    site.answers = {"/a": article("Kabar")}
    cite("/a")
    _, lines = check(site.sources(allow_private=[]))
    assert lines["/a"].reason == "blocked"
    assert site.heads == []


def test_other_words_at_the_source_are_noticed(site, collect, check) -> None:
    site.answers = {"/feed/": site.feed("/a", "/b", "/c"), "/a": article("Kota Bekasi Satu", published="2017-05-22")}
    site.answers["/b"] = article("Kota Bekasi Dua", "Pemkot Bekasi merapikan tiga taman kota tahun ini juga.")
    site.answers["/c"] = article("Kota Bekasi Tiga", "Pemkot Bekasi menambah dua puluh bus sekolah gratis.")
    collect(site.sources())
    site.answers["/b"] = article("Kota Bekasi Dua", "Pemkot Bekasi membatalkan rencana taman kota tahun ini.")
    site.answers["/c"] = Answer("<html><head><title>x</title></head><body></body></html>")
    site.asked.clear()
    _, lines = check(site.sources())
    assert {path: line.state for path, line in lines.items()} == {"/a": "live", "/b": "changed", "/c": "changed"}
    assert site.heads == [], "a page whose words are wanted is asked once"


def test_the_newsroom_is_as_it_was_collected(collect, check, content) -> None:
    write_places(content, real_places())
    with serve() as press:
        sources = press.sources_toml()
        assert collect(sources).status == 3
        for path in content.glob("news/*/*/*.md"):
            item = loads(path.read_text("utf-8"), path)
            path.write_text(dumps(replace(item, status="published", review="")), "utf-8")
        press.requests.clear()
        said, lines = check(sources, "--limit", "500")
    assert len(lines) > 20
    assert {line.state for line in lines.values()} == {"live"}, said


@pytest.fixture
def web_archive(site: Any) -> Any:
    """Lets the site answer as a web archive: its availability API names `closest`, its CDX server has `captures`."""

    def answers(path: str, closest: object, captures: object) -> str:
        page = quote_plus(site.base + path)
        for address, answer in (
            (f"/arsip?url={page}", {"archived_snapshots": {"closest": closest} if closest else {}}),
            (f"/cdx?url={page}&output=json&filter=statuscode%3A200&limit=20", captures),
        ):
            if answer is not None:
                site.answers[address] = Answer(json.dumps(answer), "application/json")
        defaults = {"archive": "arsip", "archive_index": "cdx", "archive_view": "lihat/"}
        lines = "".join(f'{key} = "{site.base}/{path}"\n' for key, path in defaults.items())
        return site.sources().replace("[defaults]\n", f"[defaults]\n{lines}")

    return answers


def copies(content: Path) -> list[str]:
    return [line.archive for line in read_lines(content / "archived.jsonl", ArchivedCopy)]


def age(content: Path) -> None:
    """Let the addresses be due again."""
    path = content / "citations.jsonl"
    aged = [json.loads(line) | {"checked": "2026-01-01"} for line in path.read_text("utf-8").splitlines()]
    path.write_text("".join(f"{json.dumps(line)}\n" for line in aged), "utf-8")


HEADER = ["timestamp", "original", "mimetype", "statuscode"]


@pytest.mark.parametrize(
    "archive",
    [
        ({"available": True, "url": "http://web.archive.example/web/2017/x", "status": "200"}, None,
         "http://web.archive.example/web/2017/x"),
        (None, [HEADER, ["20180603101112", "BASE/a", "text/html", "200"]], "BASE/lihat/20180603101112/BASE/a"),
        (None, [HEADER, ["20180603101112", "BASE/lain", "text/html", "200"]], ""),
        (None, [], ""),
    ],
)  # fmt: skip
def test_an_archive_is_asked_only_when_told(site, check, cite, content, web_archive, archive) -> None:
    closest, captures, copy = archive
    of_site = json.loads(json.dumps(captures).replace("BASE", site.base))
    site.answers = {"/a": article("Kabar")}
    sources = web_archive("/a", closest, of_site)
    cite("/a")
    check(sources)
    assert not [path for path in site.paths() if path.startswith(("/arsip", "/cdx"))]
    age(content)
    said, _ = check(sources, "--archive")
    assert copies(content) == ([copy.replace("BASE", site.base)] if copy else [])
    assert f"archived copies are known of {int(bool(copy))} cited addresses, of {int(not copy)} none" in said
    age(content)
    site.asked.clear()
    check(sources, "--archive")
    assert bool(copy) != any(path.startswith("/arsip") for path in site.paths()), "what is known is not asked again"


def test_an_archive_that_fails_is_said_and_stops_nothing(site, check, cite, web_archive, content) -> None:
    site.answers = {"/a": article("Kabar")}
    cite("/a")
    said, lines = check(web_archive("/x", None, None), "--archive")
    assert lines["/a"].state == "live"
    assert "the web archive could not be asked: it answered 404" in said
    assert copies(content) == []


def test_a_list_of_known_copies_is_taken_without_asking_anybody(site, check, cite, content, tmp_path) -> None:
    cite("/a", "/b", "/c")
    index = tmp_path / "daftar.cdx"
    index.write_text(
        f" CDX N b a m s\nx 20180603101112 {site.base}/a text/html 200\nx 2018 {site.base}/b - -\n", "utf-8"
    )
    said, states = check(site.sources(), "--copies", str(index))
    assert (states, site.asked) == ({}, [])
    assert copies(content) == [f"https://web.archive.org/web/20180603101112/{site.base}/a"]
    assert "1 new: archived copies are known of 1 cited addresses, of 2 none" in said
    assert "0 new" in check(site.sources(), "--copies", str(index))[0]
    said, _ = check(site.sources(), "--copies", str(tmp_path / "tiada.cdx"), status=2)
    assert "tiada.cdx" in said


def test_every_source_of_a_record_is_found(places) -> None:
    fields = {
        "leader_2017": {"office": "Wali Kota", "name": "X", "source": "https://a.example/1"},
        "districts": {"value": 12, "source": "Kepmendagri"},
        "milestone": [
            {
                "id": "m",
                "recorded": "2026-11-24",
                "date": "2017-05-22",
                "kind": "mou",
                "summary": "s",
                "sources": ["https://a.example/2"],
            }
        ],
        "outlet": [{"name": "o", "url": "https://a.example/kanal", "kind": "local"}],
    }
    place = Place.model_validate(places["kota-bekasi"].model_dump() | fields)
    assert sorted(cited_in(place)) == ["https://a.example/1", "https://a.example/2"]
