"""The record becomes content: all of it, twice the same, never against an editor."""

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from record.content_files import read_initiative, read_programme
from record.errors import FileProblem
from record.item import loads
from record.models import Initiative
from record.places import tracked_places
from record.toml_writer import to_fenced_toml
from tests.conftest import ROOT
from tools.import_record import import_record
from tools.importing.report import ImportReport
from tools.importing.rows import FIRST_IMPORT

RECORD = Path(__file__).parent / "record"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A copy of the tiny record that a test may change."""
    for path in RECORD.rglob("*.*"):
        copy = tmp_path / "record" / path.relative_to(RECORD)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    return tmp_path / "record"


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def news(folder: Path) -> dict[str, Path]:
    return {loads(path.read_text("utf-8"), path).source_url: path for path in folder.glob("news/*/*/*.md")}


def run(record: Path, target: Path) -> ImportReport:
    return import_record(record, target)


def rename(record: Path, was: str, now: str) -> None:
    """Change a word of the record's rows about Kota Bekasi."""
    for path in (record / "cities" / "kota-bekasi.toml", record / "items" / "kota-bekasi.jsonl"):
        path.write_text(path.read_text("utf-8").replace(was, now), "utf-8")


def test_every_fact_is_carried(record, target) -> None:
    report = run(record, target)
    assert report.not_carried == []
    for slug, place in tracked_places(target).items():
        given = tomllib.loads((record / "cities" / f"{slug}.toml").read_text("utf-8"))
        initiatives = given.pop("initiative", [])
        values = place.model_dump(exclude_none=True, exclude={"timezone"})
        for claim in given.get("claim", []):
            claim.setdefault("precision", "day")
            claim["sources"] = [claim.pop("source")]
        for row in (*values["milestone"], *values["claim"]):
            assert (row.pop("recorded"), len(row.pop("id"))) == (FIRST_IMPORT, 8)
        assert values == {"milestone": [], "claim": [], "outlet": []} | given
        files = [read_initiative(path)[0] for path in (target / "initiatives" / slug).glob("*.md")]
        assert sorted(
            (i.model_dump(exclude={"place", "id", "recorded"}, exclude_defaults=True) for i in files), key=str
        ) == sorted(initiatives, key=str)
    given = tomllib.loads((record / "programme.toml").read_text("utf-8"))
    tables: dict[str, object] = {}
    for path in (target / "programme").glob("*.md"):
        tables |= read_programme(path)[0].model_dump(exclude_defaults=True)
    assert tables.keys() == given.keys()
    assert tables["programme"] == given["programme"]


def test_items_keep_what_is_known_and_invent_nothing(record, target) -> None:
    run(record, target)
    paths = news(target)
    for path in (record / "items").glob("*.jsonl"):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            item = loads(paths[row["url"]].read_text("utf-8"), "")
            assert (item.title, item.source, item.summary) == (row["headline"], row["publisher"], row["summary"])
            assert (list(item.places), list(item.mentions)) == (row["about"], row["mentions"])
            assert (item.date.date().isoformat() if item.date else None) == row["published"]
            assert (item.collected, item.recorded) == (None, FIRST_IMPORT)
            assert item.date_basis == ("publisher" if item.date else "")
    undated = [path for path in paths.values() if path.parent.parent.name == "0000"]
    assert len(undated) == 1
    assert "Date:" not in undated[0].read_text("utf-8")


def test_times_stand_in_the_places_zone(record, target) -> None:
    run(record, target)
    text = news(target)["https://kaltim.example/2"].read_text("utf-8")
    assert "Date: 2018-02-05T00:00:00+08:00" in text


def test_one_title_twice_in_a_month_gets_two_addresses(record, target) -> None:
    run(record, target)
    names = sorted(path.name for path in (target / "news/2017/05").iterdir())
    assert names == ["2017-05-22-kota-bekasi-terpilih.md", "2017-05-23-kota-bekasi-terpilih-2.md"]


def test_twice_changes_nothing(record, target) -> None:
    run(record, target)
    before = state(target)
    assert run(record, target).written == []
    assert state(target) == before


def test_the_ledger_is_what_sha256sum_writes(record, target) -> None:
    run(record, target)
    for line in (target / "imported.sha256").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", ["cities/kota-bekasi.md", "initiatives/kota-bekasi/patriot-center.md"])
def test_an_editors_change_stays_and_a_clash_is_named_once(record, target, name) -> None:
    run(record, target)
    edited = (target / name).read_text("utf-8") + "Kata editor.\n"
    (target / name).write_text(edited, "utf-8")
    assert run(record, target).skipped == [], "only a changed row is worth a line"
    rename(record, "Rahmat", "R.")
    rename(record, "Pusat kendali", "Ruang kendali")
    report = run(record, target)
    assert (target / name).read_text("utf-8") == edited
    assert [line for line in report.skipped if name in line and "compare them by hand" in line]
    assert run(record, target).skipped == []


def test_what_an_editor_removed_stays_away(record, target) -> None:
    run(record, target)
    gone = [target / "initiatives/kota-bekasi/patriot-center.md", news(target)["https://bekasi.example/1"]]
    for path in gone:
        path.unlink()
    assert run(record, target).skipped == []
    rename(record, "Pusat kendali", "Ruang kendali")
    rename(record, "Bekasi ikut serta.", "Bekasi ikut.")
    report = run(record, target)
    assert [path.exists() for path in gone] == [False, False]
    assert len([line for line in report.skipped if "removed or moved" in line]) == 2


def test_a_file_that_somebody_else_wrote_is_left(record, target) -> None:
    name = "programme/dimensi.md"
    (target / "programme").mkdir()
    (target / name).write_text("milik orang lain\n", "utf-8")
    assert [line for line in run(record, target).skipped if name in line]
    assert (target / name).read_text("utf-8") == "milik orang lain\n"


def test_one_address_twice_is_one_item(record, target) -> None:
    items = record / "items" / "kota-bekasi.jsonl"
    first = items.read_text("utf-8").splitlines()[0]
    with items.open("a", encoding="utf-8") as lines:
        lines.write(first.replace("Bekasi ikut serta.", "Sekali lagi.") + "\n")
    assert [
        line
        for line in run(record, target).not_carried
        if "kota-bekasi.jsonl:4" in line and "this address already" in line
    ]
    before = state(target)
    run(record, target)
    assert state(target) == before


def test_a_better_record_reaches_untouched_files(record, target) -> None:
    run(record, target)
    rename(record, "Bekasi ikut serta.", "Bekasi ikut.")
    report = run(record, target)
    assert report.written == [news(target)["https://bekasi.example/1"].relative_to(target).as_posix()]


def test_what_cannot_be_carried_is_named(record, target) -> None:
    toml = record / "cities" / "kota-bekasi.toml"
    toml.write_text(toml.read_text("utf-8").replace("[leader_2017]", 'motto = "x"\n[leader_2017]'), "utf-8")
    with (record / "items" / "kota-bekasi.jsonl").open("a", encoding="utf-8") as lines:
        lines.write('{"url": "https://bekasi.example/9"}\n')
    report = run(record, target)
    assert [line for line in report.not_carried if "motto" in line]
    assert [line for line in report.not_carried if "kota-bekasi.jsonl:4" in line]
    assert "kota-bekasi" in tracked_places(target)


def test_a_folder_without_a_record_is_refused(tmp_path) -> None:
    with pytest.raises(FileProblem, match=r"no programme\.toml and no programme2\.toml here"):
        import_record(tmp_path, tmp_path)


@pytest.mark.record
def test_the_content_of_this_repository_is_whole() -> None:
    content = ROOT / "content"
    places = tracked_places(content)
    initiatives = [read_initiative(path) for path in content.glob("initiatives/*/*.md")]
    programme = [read_programme(path) for path in content.glob("programme/*.md")]
    assert (len(places) >= 26, len(initiatives) >= 217, len(programme) >= 6) == (True, True, True)
    assert sum(len(place.milestone) for place in places.values()) >= 275
    assert sum(len(place.claim) for place in places.values()) >= 187
    assert len(list(content.glob("news/*/*/*.md"))) >= 436


def test_what_a_file_need_not_tell_is_not_written(tmp_path: Path) -> None:
    facts = {
        "id": "aduan", "recorded": "2026-11-24", "name": "Aduan", "place": "kota-bekasi", "kind": "app",
        "dimension": "governance", "status": "running",
        "as_of": "2019-03-01", "summary": "Aplikasi aduan.", "sources": ["https://satu.example/"],
    }  # fmt: skip
    plain = to_fenced_toml(Initiative.model_validate(facts))
    assert not [key for key in ("step", "party", "aliases", "as_of_precision") if key in plain], (
        "or each import rewrites it"
    )
    exact = to_fenced_toml(Initiative.model_validate(facts | {"as_of_precision": "year", "aliases": ["Lapor"]}))
    assert 'as_of_precision = "year"' in exact
    assert 'aliases = ["Lapor"]' in exact
