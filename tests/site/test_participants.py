"""Who took part and what evaluations gave: derived from lists, mentions and results, and shown on their pages."""

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from plugins.language.filters import decimal
from plugins.model.record import Record
from plugins.queries import evaluations
from plugins.queries.disputes import disputed_places
from plugins.queries.participants import cohorts, conflicts_on, memberships, names_in_lists, participants
from record.programme import Evaluation, Programme

HERE = Path(__file__).parent
MEMBERS = tomllib.loads((HERE / "participants.toml").read_text("utf-8"))["case"]
SCORES = tomllib.loads((HERE / "scores.toml").read_text("utf-8"))
DAY = dt.date(2018, 5, 8)


def fact(number: int, source: str = "https://satu.example/") -> dict[str, Any]:
    return {"id": f"f{number}", "recorded": DAY, "date": DAY, "said_by": f"Kabar {number}", "sources": [source]}


def lists_and_mentions(case: dict[str, Any]) -> Record:
    rosters = [
        fact(at) | {"cohort": year, "line": [{"id": f"l{at}-{n}", "place": name} for n, name in enumerate(names)]}
        for at, (year, names) in enumerate(case.get("lists", []))
    ]
    mentions = [
        fact(100 + at) | {"cohort": year, "place": name} for at, (year, name) in enumerate(case.get("mentions", []))
    ]
    sizes = [
        {"year": year, "size": size, "source": "https://satu.example/"} for year, size in case.get("sizes", {}).items()
    ]
    return Record(programme=Programme.model_validate({"roster": rosters, "member": mentions, "cohort": sizes}))


@pytest.mark.parametrize("case", MEMBERS, ids=lambda case: case["name"])
def test_who_is_in_a_cohort_follows_from_lists_and_mentions(case) -> None:
    record = lists_and_mentions(case)
    rows = cohorts(record)
    assert {str(row.cohort): [one.name for one, _ in row.listed] for row in rows} == case["listed"]
    unlisted = {str(row.cohort): [one.name for one, _ in row.unlisted] for row in rows if row.unlisted}
    assert unlisted == case.get("unlisted", {})
    assert {str(row.cohort): row.unknown for row in rows if row.unknown} == case.get("unknown", {})
    assert [one.name for one in names_in_lists(record).several] == case.get("several", [])
    disputed: dict[str, list[str]] = {}
    for row in disputed_places(record):
        disputed.setdefault(str(row.cohort), []).append(row.place)
    assert disputed == case.get("disputed", {})


NAMES = st.sampled_from([f"{kind} {name}" for kind in ("Kota", "Kabupaten") for name in ("Satu", "Dua", "Tiga")])
YEARS = st.sampled_from([2017, 2018, 2021])


@given(
    st.lists(st.tuples(YEARS, st.lists(NAMES, max_size=4, unique=True)), max_size=3),
    st.lists(st.tuples(YEARS, NAMES), max_size=4),
)
def test_nobody_who_is_named_is_lost_or_made_up(lists, mentions) -> None:
    record = lists_and_mentions({"lists": lists, "mentions": mentions})
    named = {(year, name) for year, names in lists for name in names} | set(mentions)
    rows = memberships(record)
    assert {(row.cohort, row.place) for row in rows} == named
    assert len(rows) == len(named)
    ids = [statement.id for row in rows for statement in row.said]
    assert len(ids) == len(set(ids)) == sum(len(names) for _, names in lists) + len(mentions)
    for row in rows:
        same_cohort = [names for year, names in lists if year == row.cohort]
        assert row.is_disputed == any(row.place not in names for names in same_cohort)
    assert [one.name for one in participants(record)] == sorted({name for _, name in named})


@pytest.mark.parametrize("case", SCORES["scale"], ids=lambda case: case["words"] or "none")
def test_a_scale_has_ends_where_its_words_say_so(case) -> None:
    scale = evaluations.parse_scale(case["words"])
    assert (scale.low, scale.high) == (case.get("low"), case.get("high"))
    for score, share in case.get("shares", {}).items():
        assert scale.share(float(score)) == (None if share == "none" else pytest.approx(share))


@pytest.mark.parametrize("case", SCORES["beyond"], ids=lambda case: case["value"])
def test_what_stands_beside_a_score_is_not_said_twice(case) -> None:
    row = {"year": 2021, "place": "Kota Satu", "judge": "Kementerian", "measure": "indeks"}
    values = row | {"id": "e1", "recorded": DAY, "value": case["value"], "score": case.get("score")}
    result = evaluations.Result(
        Evaluation.model_validate(values | {"sources": ["https://a.example/"]}),
        evaluations.parse_scale(case.get("scale", "")),
    )
    assert result.beyond_score(case["value"]) == case["says"]


def test_scores_of_a_table_are_of_one_length() -> None:
    record = scored([["Kota Satu", 2021, "indeks", "dari 4", 3.6], ["Kota Dua", 2021, "indeks", "dari 4", 3.93]])
    (table,) = evaluations.scored_tables(evaluations.results(record))
    assert [decimal(result.fact.score, table.digits) for result in table.results] == ["3,93", "3,60"]


def scored(results: list[list[Any]]) -> Record:
    rows = [
        {
            "id": f"e{at}",
            "recorded": DAY,
            "judge": "Kementerian",
            "value": str(score),
            "sources": ["https://a.example/"],
        }
        | {"place": place, "year": year, "measure": measure, "scale": scale, "score": score}
        for at, (place, year, measure, scale, score) in enumerate(results)
    ]
    return Record(programme=Programme.model_validate({"evaluation": rows}))


@pytest.mark.parametrize("case", SCORES["case"], ids=lambda case: case["name"])
def test_scores_stand_beside_each_other_only_on_one_scale(case) -> None:
    record = scored(case["results"])
    tables = evaluations.scored_tables(evaluations.results(record))
    shown = [[table.scale.words, [result.fact.score for result in table.results]] for table in tables]
    assert shown == case["tables"]
    assert [group[0].place for group in evaluations.disputed_results(record)] == case.get("disputed", [])
    assert sum(row.size for row in evaluations.by_measure(record)) == len(case["results"])


def test_a_conflict_concerns_what_cites_a_source_of_it_however_written() -> None:
    conflict = {"id": "c1", "recorded": DAY, "subject": "hari", "values": ["a", "b"]}
    values = {
        "member": [fact(1, "https://satu.example/a") | {"cohort": 2018, "place": "Kota Satu"}],
        "conflict": [conflict | {"sources": ["https://lain.example/", "http://www.satu.example/a?utm_source=x"]}],
    }
    record = Record(programme=Programme.model_validate(values))
    assert [one.id for one in conflicts_on(record, record.programme.member)] == ["c1"]
    assert conflicts_on(record, []) == []


def page(built: Path, address: str) -> Any:
    return lxml_html.document_fromstring((built / address.strip("/") / "index.html").read_text("utf-8"))


def words_of(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split()).replace(" ,", ",")


@pytest.mark.parametrize("address", ["/program/peserta/", "/en/programme/participants/"])
def test_every_line_and_mention_has_its_anchor(built: Path, address) -> None:
    rows = json.loads((built / "data/statements.json").read_text("utf-8"))
    ids = page(built, address).xpath("//@id")
    assert {row["id"] for row in rows} <= set(ids)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ["/program/hasil/", "/en/programme/results/"])
def test_every_result_has_its_anchor(built: Path, address) -> None:
    rows = json.loads((built / "data/evaluations.json").read_text("utf-8"))
    ids = page(built, address).xpath("//@id")
    assert {row["id"] for row in rows} <= set(ids)
    assert len(ids) == len(set(ids))


def test_the_page_says_who_is_followed_who_differs_and_how_many_are_not_known(built: Path) -> None:
    root = page(built, "/program/peserta/")
    blora, other = (words_of(root.get_element_by_id(name)) for name in ("fakta-61", "fakta-60"))
    assert "belum diikuti" in blora
    assert "tidak ada dalam daftar Kabar Satu, Kabar Dua" in blora
    assert "menurut Kabar Empat, 2 Februari 2018" in blora
    assert "sumber berbeda" not in other
    assert "juga 2017" in other
    assert "belum diikuti" not in words_of(root.get_element_by_id("fakta-12"))
    section = words_of(root.get_element_by_id("angkatan-2018").getparent())
    assert "3 kursi · 1 nama diketahui · 2 belum diketahui" in section
    assert "Jawa Tengah" in section
    assert "Hari penandatanganan Blora" in section, "the conflict cites a source of this mention"
    assert "Provinsi belum dicatat" in words_of(root), "of Kota Lain no table says where it is"


def test_a_place_shows_its_results_with_their_scale_for_eyes_and_ears(built: Path) -> None:
    root = page(built, "/daerah/kota-bekasi/")
    (table,) = root.xpath("//table[@class='results times']")
    assert words_of(table.find("caption")) == "Indeks contoh, skala: 0-4"
    rows = [words_of(row) for row in table.xpath(".//tr[@id]")]
    assert [row[:8] for row in rows] == ["2017 sum", "2017 sum"]
    assert all("Kementerian Contoh" in row for row in rows)
    widths = [svg.xpath("*[last()]/@width")[0] for svg in table.xpath(".//*[local-name()='svg']")]
    assert widths == ["80.0", "77.5"], "3,2 and 3,1 of 4"
    assert table.xpath(".//*[local-name()='svg']/@aria-hidden") == ["true"] * 2, "the number beside it says the same"
    assert not page(built, "/daerah/kota-samarinda/").xpath("//table//*[local-name()='svg']")


def test_the_programme_s_page_counts_the_cohorts_and_totals(built: Path) -> None:
    root = page(built, "/program/")
    assert "sampai 2018 5 menurut Kementerian Contoh, 4 Februari 2018" in words_of(root.get_element_by_id("fakta-69"))
    row = root.xpath("//a[@href='/program/peserta/#angkatan-2018']/ancestor::tr")[0]
    assert [words_of(cell) for cell in row] == ["2018", "3", "1", "2", ""]


def test_what_differs_stands_on_the_page_of_differences(built: Path) -> None:
    root = page(built, "/perbedaan/")
    assert "1 Februari" in words_of(root.get_element_by_id("fakta-70"))
    results = words_of(root.get_element_by_id("hasil").getparent())
    assert "Kota Bekasi, indeks contoh 2017" in results
    assert "Kabupaten Blora, angkatan 2017" in words_of(root)
