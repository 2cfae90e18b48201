"""One more place: the file that is written, the questions that are asked, and the site that follows from it."""

import json
import re
import shlex
import shutil
import textwrap
import tomllib
from pathlib import Path

import pytest
from invoke.collection import Collection
from invoke.exceptions import Exit
from invoke.parser import Parser

import tasks
from publish.checks.site import check
from record.content_files import read_place
from record.text import fold
from scrapers.gazetteer import load
from tests.conftest import ROOT
from tests.running import run_scrapers
from tests.site.building import CONTENT, build
from tools.follow import CannotFollow, FollowRequest, aliases_of, confusable_with, follow, make_place

CASES = tomllib.loads(Path(__file__).with_name("follow.toml").read_text("utf-8"))["case"]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The tiny record with one place and no items: whoever follows reads cities/ and programme/ alone."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT / "programme", folder / "programme")
    (folder / "cities").mkdir()
    shutil.copy(CONTENT / "cities/kota-bekasi.md", folder / "cities")
    return folder


def cities(content: Path) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in content.glob("cities/*")}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']!r} {' '.join(case['says'])[:40]}")
def test_it_writes_the_place_s_file_or_asks(content, case) -> None:
    before = cities(content)
    request = FollowRequest(**{key: value for key, value in case.items() if key in FollowRequest.__match_args__})
    slug = case.get("writes")
    if slug or case.get("followed"):
        answer = "\n".join(follow(content, request))
    else:
        with pytest.raises(CannotFollow) as question:
            list(follow(content, request))
        answer = str(question.value)
        assert answer.endswith("Nothing was written.")
    assert [words for words in case["says"] if words not in answer] == []
    assert cities(content).keys() - before.keys() == ({slug} if slug else set())
    assert before.items() <= cities(content).items()


def test_of_the_lists_that_name_it_the_earliest_says_when_it_joined(content) -> None:
    member = """[[member]]
        id = "anggota-{year}"
        recorded = 2026-11-24
        cohort = {year}
        place = "Kabupaten Ogan Ilir"
        said_by = "Kabar {year}"
        date = {year}-01-01
        precision = "year"
        sources = ["https://ogan.example/{year}"]
        """
    rows = "\n".join(textwrap.dedent(member.format(year=year)) for year in (2019, 2018))
    (content / "programme/anggota.md").write_text(f"+++\n{rows}+++\n", "utf-8")
    assert "cohort 2018, listed by Kabar 2018" in "\n".join(follow(content, FollowRequest("ogan ilir")))
    assert read_place(content / "cities/kabupaten-ogan-ilir.md")[0].cohort == 2018


def test_a_followed_place_is_never_written_over_under_whatever_name_its_file_is(content) -> None:
    old = content / "cities/kota-bekasi.md"
    text = old.read_text("utf-8").replace('"kota-bekasi"', '"kota-bekasi-lama"\nkemendagri_code = "32.75"')
    (content / "cities/kota-bekasi-lama.md").write_text(text, "utf-8")
    old.unlink()
    before = cities(content)
    assert "content/cities/kota-bekasi-lama.md" in "\n".join(follow(content, FollowRequest("kota-bekasi")))
    assert cities(content) == before


def test_the_file_takes_what_an_editor_adds(content) -> None:
    list(follow(content, FollowRequest("ogan ilir", 2017)))
    path = content / "cities/kabupaten-ogan-ilir.md"
    outlet = '\n[[outlet]]\nname = "Kabar Ogan"\nurl = "https://ogan.example/"\nkind = "local"\n+++\nKalimat kami.\n'
    path.write_text(path.read_text("utf-8").rstrip().removesuffix("+++") + outlet, "utf-8")
    place, prose = read_place(path)
    assert (place.outlet[0].name, place.timezone, prose.strip()) == ("Kabar Ogan", "Asia/Jakarta", "Kalimat kami.")


def test_every_region_can_be_followed_by_names_that_no_other_bears() -> None:
    owners: dict[str, str] = {}
    for region in load().regions.values():
        if region.kind != "provinsi":
            place = make_place(region, 2018, {"latitude": -2.5, "longitude": 118.0})
            assert place.districts
            assert not set(place.aliases) & set(place.confusable)
            for name in map(fold, place.aliases):
                assert owners.setdefault(name, place.slug) == place.slug


@pytest.mark.parametrize(
    ("slug", "aliases", "confusable"),
    [
        (
            "kabupaten-bekasi",
            {"Pemkab Bekasi", "Bupati Bekasi", "Kab. Bekasi"},
            {"Kota Bekasi", "Pemkot Bekasi", "Bekasi"},
        ),
        ("kabupaten-ogan-ilir", {"Ogan Ilir", "Pemkab Ogan Ilir", "Diskominfo Kabupaten Ogan Ilir"}, set()),
        (
            "kota-yogyakarta",
            {"Pemkot Yogyakarta", "Wali Kota Yogyakarta"},
            {"Provinsi Daerah Istimewa Yogyakarta", "Yogyakarta"},
        ),
        ("kota-tangerang-selatan", {"Tangsel", "Tangerang Selatan"}, {"Kota Tangerang", "Kabupaten Tangerang"}),
        ("kabupaten-gresik", {"Gresik", "Pemkab Gresik"}, {"Kecamatan Gresik"}),
        ("kabupaten-sleman", {"Sleman"}, {"Kapanewon Sleman"}),
        ("kota-sorong", {"Pemkot Sorong"}, {"Kabupaten Sorong", "Distrik Sorong (Kabupaten Sorong)"}),
    ],
)
def test_names_are_its_own_and_namesakes_are_named(slug, aliases, confusable) -> None:
    region = next(region for region in load().regions.values() if region.slug == slug)
    assert aliases <= set(aliases_of(region))
    assert confusable <= set(confusable_with(region))
    assert not {"Bekasi", "Yogyakarta", "Cikarang", "Sorong"} & set(aliases_of(region))


def test_the_readme_s_example_follows_a_place(content, monkeypatch, capsys) -> None:
    section = README.partition("## Add a place")[2].partition("\n## ")[0]
    command = re.search(r"^invoke (follow .+)$", section, re.MULTILINE)
    assert command
    shutil.rmtree(content / "programme")
    monkeypatch.setattr(tasks, "CONTENT", content)
    asked = Parser(contexts=Collection.from_module(tasks).to_contexts()).parse_argv(
        shlex.split(command[1], comments=True)
    )[0]
    tasks.follow.body(None, **{argument.name: argument.value for argument in asked.args.values()})
    written = re.search(r"`content/cities/([a-z-]+)\.md`", section)
    assert written
    assert written[1] in cities(content)
    assert f"content/cities/{written[1]}.md is written." in capsys.readouterr().out
    with pytest.raises(Exit) as question:
        tasks.follow.body(None, "Bekasi")
    assert question.value.code == 2


def test_a_followed_place_without_news_has_its_pages_and_is_placed(tmp_path) -> None:
    content, site = shutil.copytree(CONTENT, tmp_path / "content"), tmp_path / "site"
    list(follow(content, FollowRequest("kabupaten-ogan-ilir", 2017)))
    text = tmp_path / "berita.txt"
    text.write_text("Pemkab Ogan Ilir Buka Layanan Aduan\n\nBupati Ogan Ilir membukanya di Indralaya.\n", "utf-8")
    for places, about in ((content, ["kabupaten-ogan-ilir"]), (CONTENT, [])):
        placed = run_scrapers(["place", str(text), "--content", str(places)])
        assert json.loads(placed.stdout)["about"] == about, placed.stderr
    done = build(content, site)
    assert done.returncode == 0, done.stderr
    place = site / "daerah/kabupaten-ogan-ilir"
    assert {"index.html", "feed.rss", "feed.atom", "feed.json", "data.json"} <= {path.name for path in place.iterdir()}
    assert "Belum ada kabar bertanggal" in (place / "index.html").read_text("utf-8")
    for page in ("peta", "daerah", "program", "feeds", "cari", "daerah/kabupaten-ogan-ilir/linimasa"):
        assert "Ogan Ilir" in (site / page / "index.html").read_text("utf-8"), page
    assert [str(fault) for fault in check(site)] == []
