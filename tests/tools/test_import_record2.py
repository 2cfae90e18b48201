"""The second record comes on top of the first: all of it or said why not, twice the same, never against an editor."""

import shutil
import tomllib
from pathlib import Path

import pytest

from record.content_files import read_initiative, read_programme
from record.errors import ContentProblem
from record.item import Item, loads
from record.places import tracked_places
from tests.tools.test_import_record import RECORD, news, state
from tools.fact_bases import write_bases
from tools.import_record import import_record
from tools.importing.guidance import read_guidance
from tools.importing.report import ImportReport
from tools.importing.rows import SECOND_IMPORT

RECORD2 = RECORD.with_name("record2")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Content with the first record in it."""
    folder = tmp_path / "content"
    folder.mkdir()
    shutil.copy(RECORD2 / "import.toml", folder)
    import_record(RECORD, folder)
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the tiny record that a test may change."""
    return Path(shutil.copytree(RECORD2, tmp_path / "record2"))


def items(target: Path) -> dict[str, Item]:
    return {url: loads(path.read_text("utf-8"), path) for url, path in news(target).items()}


def everything(target: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in target.rglob("*.md"))


KNOWN_BY = {"item": "headline", "date": "evidence", "headline": "headline", "step": "words", "milestone": "summary"}
"""The key of each table whose words are to be read in `content/`; of the others it is `value`, else who says it."""


def rows(record: Path) -> dict[str, str]:
    """The words by which each row is known in `content/`, by file, table and number."""
    words: dict[str, str] = {}
    for path in (record / name for name in ("items2/kota-bekasi.toml", "dates.toml", "steps.toml", "programme2.toml")):
        tables = tomllib.loads(path.read_text("utf-8"))
        for table in tables.keys() - {"pattern", "cited", "rumor"}:
            for number, row in enumerate(tables[table], 1):
                known_by = KNOWN_BY.get(table, "value")
                word = row.get(known_by) or row.get("said_by") or row["note"]
                # Headlines of its own stand in brackets there, and without them here.
                words[f"{path.name}: [[{table}]] {number}"] = word.strip("[]")
    return words


def run(record: Path, target: Path) -> ImportReport:
    return import_record(record, target)


def test_every_row_is_carried_or_said_why_not(record, target) -> None:
    report = run(record, target)
    text, said = everything(target), "\n".join(report.not_carried)
    for name, words in rows(record).items():
        assert (f"{name}: " in said) != (words in text), name
    reasons = [line.partition("record2/")[2] for line in report.not_carried]
    assert sorted(reasons) == [
        "dates.toml: [[cited]] 2: the address does not state 2019-06-27 by record/address_dates.toml: "
        "https://kabar.example/tim-penilai",
        "dates.toml: [[date]] 2: no item has this address: https://bekasi.example/tak-ada",
        "dates.toml: [[date]] 3: 2018-07-19 is no Senin",
        "dates.toml: [[pattern]] 2: tak-dikenal: record/address_dates.toml has no such pattern",
        "items2/kota-bekasi.toml: [[item]] 5: an item has this address already: https://bekasi.example/1",
        "items2/kota-bekasi.toml: [[item]] 6: KeyError: 'ramalan'",
        "programme2.toml: [[conflict]] 2: kedua klaim sudah ada",
        "programme2.toml: [[evaluation]] 2: : judge: String should have at least 1 character",
        "programme2.toml: rumor: no file of content/programme/ takes this table",
        "steps.toml: [[step]] 3: kota-bekasi/patriot-center is launched on 2017-05-22 already",
        "steps.toml: [[step]] 5: no such initiative: kota-bekasi/tak-ada",
    ]


def test_twice_changes_nothing(record, target) -> None:
    run(record, target)
    before = state(target)
    assert (run(record, target).written, import_record(RECORD, target).written) == ([], [])
    assert state(target) == before


def test_a_day_says_what_it_is_the_day_of(record, target) -> None:
    paths = news(target)
    run(record, target)
    known = {
        url: (item.date.isoformat() if item.date else "", item.event_date, item.date_basis, item.headline_from)
        for url, item in items(target).items()
    }
    assert known["https://kabar.example/2019/05/16/aduan-bekasi"] == (
        "2019-05-16T00:00:00+07:00",
        "",
        "address",
        "address",
    )
    assert known["https://kabar.example/peresmian"] == ("", "2021-12-08", "text", "ours")
    assert known["https://kabar.example/bulanan"] == ("", "2020-02", "publisher", "page")
    assert known["https://kabar.example/tanpa-hari"] == ("", "2024-11", "text", "page")
    assert known["https://bekasi.example/3?a=1,2"] == ("", "2018-07-19", "text", "page")
    dated = items(target)["https://bekasi.example/3?a=1,2"]
    assert (dated.title, dated.source) == ("Judul di Halaman", "Kabar Kota Bekasi")
    assert dated.date_evidence == "Pernyataan diberi tanggal Kamis (19 Juli 2018)."
    assert news(target)[dated.source_url] == paths[dated.source_url], "an address once published never breaks"


def test_steps_come_behind_the_status_so_far(record, target) -> None:
    path = target / "initiatives/kota-bekasi/patriot-center.md"
    path.write_text(path.read_text("utf-8") + "\nCatatan *editor*.\n", "utf-8")
    before = read_initiative(path)[0]
    run(record, target)
    initiative, prose = read_initiative(path)
    assert initiative.step == initiative.steps, "they stand in the order of their days"
    steps = [(step.date.isoformat(), step.precision, step.status, step.basis) for step in initiative.steps]
    assert steps == [
        ("2016-08-01", "month", "announced", "text"),
        ("2017-05-22", "day", "launched", None),
        ("2025-11-01", "day", "stopped", "text"),
    ]
    assert (initiative.id, initiative.status, prose) == (before.id, "stopped", "Catatan *editor*.")
    first = initiative.steps[1]
    assert (first.feed_id, first.recorded, first.summary) == ("kini", before.recorded, before.summary)
    assert {step.recorded for step in initiative.step if step != first} == {SECOND_IMPORT}
    yearly = read_initiative(path.with_name("patriot-center-2.md"))[0]
    assert (yearly.status, yearly.as_of.isoformat(), yearly.as_of_precision) == ("running", "2025-12-31", "year")


def test_results_have_what_can_be_compared(record, target) -> None:
    run(record, target)
    (result,) = read_programme(target / "programme/evaluasi.md")[0].evaluation
    assert (result.judge, result.score, result.rank, result.rank_of) == ("Kementerian", 3.48, 13, 191)
    listed = read_programme(target / "programme/peserta.md")[0]
    assert [(roster.cohort, roster.places, roster.basis) for roster in listed.roster] == [
        (2018, ["Kota Bekasi", "Kabupaten Sukoharjo"], "address")
    ]


def test_what_editors_did_since_stays(record, target) -> None:
    run(record, target)
    step = target / "initiatives/kota-bekasi/patriot-center.md"
    edited = step.read_text("utf-8").replace("Dihentikan dengan surat edaran.", "Dihentikan.")
    item = news(target)["https://bekasi.example/3?a=1,2"]
    changed = item.read_text("utf-8").replace("Judul di Halaman", "Judul editor")
    step.write_text(edited, "utf-8")
    item.write_text(changed, "utf-8")
    dates = record / "dates.toml"
    dates.write_text(dates.read_text("utf-8").replace("Judul di Halaman", "Judul lain di Halaman"), "utf-8")
    report = run(record, target)
    assert (step.read_text("utf-8"), item.read_text("utf-8")) == (edited, changed)
    assert [line for line in report.skipped if "dates.toml#headline-1" in line]
    assert run(record, target).skipped == []


def test_an_editors_own_day_is_not_overwritten(record, target) -> None:
    item = news(target)["https://bekasi.example/3?a=1,2"]
    ours = item.read_text("utf-8").replace("Places:", "Event_date: 2018\nDate_basis: editor\nPlaces:", 1)
    item.write_text(ours, "utf-8")
    report = run(record, target)
    assert "Event_date: 2018\n" in item.read_text("utf-8")
    assert [line for line in report.not_carried if "[[date]] 1: an editor changed the item" in line]


def test_bases_are_added_and_nothing_else(record, target) -> None:
    run(record, target)
    before = {path: path.read_text("utf-8").splitlines() for path in target.rglob("*.md")}
    assert {basis for file in write_bases(target) for basis in file.bases} == {"publisher", "editor"}
    for path, lines in before.items():
        after = path.read_text("utf-8").splitlines()
        assert [line for line in after if line in lines or "basis = " not in line] == lines
    facts = [
        fact for place in tracked_places(target).values() for fact in (*place.milestone, *place.claim) if fact.date
    ]
    assert all(fact.basis for fact in facts)
    assert list(write_bases(target)) == []


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ('[[judge]]\nmeasure = "("\njudge = "x"', "measure"),
        ('[[summary]]\nurl = "https://a.example/"\nevent_date = "2024-13"\nreason = "x"', "event_date"),
        ('[[skip]]\nrow = "x#1"', "reason"),
    ],
)
def test_faulty_guidance_is_named(tmp_path: Path, row: str, key: str) -> None:
    (tmp_path / "import.toml").write_text(row, "utf-8")
    with pytest.raises(ContentProblem, match=key):
        read_guidance(tmp_path)


def test_addresses_are_the_pages_own(tmp_path: Path) -> None:
    mended = '[[address]]\nwas = "https://kabar.example/"\nnow = "https://kabar.example/a"\nreason = "Halaman depan."\n'
    (tmp_path / "import.toml").write_text(mended, "utf-8")
    guidance = read_guidance(tmp_path)
    amp = "https://bali.antaranews.com/amp/berita/7/satu"
    rows = {"sources": ["https://kabar.example/", "https://kabar.example/a", amp], "url": "https://kabar.example/"}
    assert guidance.with_addresses({"claim": [rows | {"source": "Daftar cetak"}]}) == {
        "claim": [
            {
                "sources": ["https://kabar.example/a", "https://bali.antaranews.com/berita/7/satu"],
                "url": "https://kabar.example/",
                "source": "Daftar cetak",
            }
        ]
    }
