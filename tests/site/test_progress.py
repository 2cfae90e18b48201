"""The steps of places on the built site: every page and data file says the same, and shows what it rests on."""

import csv
import datetime as dt
import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html as lxml_html

from plugins.model.keys import ALL_NEWS, DATED, INITIATIVES_OF, PLACE, PROGRAMME, UNDATED
from plugins.model.load import load_record
from plugins.model.narrowing import Narrowing
from plugins.model.news import keys_of
from plugins.model.record import Record
from plugins.pages.social_pictures import place_card
from plugins.queries import progress
from record.errors import ContentFaults
from record.progress import StepProgress
from tests.site.building import CONTENT, ROOT

NONE = "belum kami temukan buktinya"


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


@pytest.fixture(scope="module")
def living() -> Record:
    return load_record(ROOT / "content")


@pytest.fixture(scope="module")
def rows(record: Record) -> dict[str, progress.MatrixRow]:
    return {row.place.data.slug: row for row in progress.matrix(record)}


def page(built: Path, address: str) -> Any:
    return lxml_html.fromstring((built / address.strip("/") / "index.html").read_bytes())


def cells(table: Any) -> dict[str, list[Any]]:
    """The cells of a matrix by the place's name."""
    return {row.find("th").text_content(): row.findall("td") for row in table.iterfind(".//tbody/tr")}


def test_the_record_of_the_test_site_has_every_kind_of_cell(rows: dict[str, progress.MatrixRow]) -> None:
    bekasi, samarinda = rows["kota-bekasi"], rows["kota-samarinda"]
    assert [step.step.slug for step in bekasi.steps if step.first] == ["selected", "mou", "launch"]
    assert [step.step.slug for step in bekasi.steps if step.before] == ["masterplan"]
    assert [step.step.slug for step in samarinda.steps if step.is_disputed] == ["selected"]


@pytest.mark.parametrize("folder", ["program", "program/urut/launch", "en/programme", "en/programme/by/launch"])
def test_the_matrix_and_the_pages_of_places_agree(
    built: Path, rows: dict[str, progress.MatrixRow], folder: str
) -> None:
    table = cells(page(built, folder).find(".//table[@class='matrix']"))
    assert len(table) == len(rows)
    columns = progress.matrix_columns(list(rows.values()))
    for row in rows.values():
        count, *steps = table[row.place.data.name]
        assert count.text_content() == f"{row.reached}/{len(row.steps)}"
        for step, cell in zip([row.steps[at] for at in columns], steps, strict=True):
            address, _, anchor = cell.find("a").get("href").partition("#")
            assert (cell.get("class") == "has") == (step.first is not None)
            assert ("≠" in cell.text_content()) == step.is_disputed
            section = page(built, address).get_element_by_id(anchor)
            assert_shows(built, section, step)


def evidence(day: str, precision: Any = "day") -> Any:
    return SimpleNamespace(first=SimpleNamespace(day=dt.date.fromisoformat(day), precision=precision))


NOTHING = SimpleNamespace(first=None)


@pytest.mark.parametrize(
    ("steps", "columns"),
    [
        ([], []),
        ([[evidence("2017-05-22"), evidence("2018-01-02")], [evidence("2017-05-02"), evidence("2019-01-02")]], [1, 0]),
        (
            [[evidence("2017-05-22"), NOTHING, evidence("2018-01-01")], [NOTHING, NOTHING, evidence("2019-01-01")]],
            [2, 0, 1],
        ),
        ([[evidence("2017-05-22")], [evidence("2017-01-01", "year")]], [0]),
        ([[evidence("2017-01-01", "year"), NOTHING], [evidence("2017-06-01", "year"), NOTHING]], [0, 1]),
    ],
)
def test_the_matrix_begins_with_what_differs(steps: list[list[Any]], columns: list[int]) -> None:
    rows: list[Any] = [SimpleNamespace(steps=own) for own in steps]
    assert progress.matrix_columns(rows) == columns


def assert_shows(built: Path, section: Any, step: StepProgress) -> None:
    """A place's section of a step leads to every rule that admits evidence, and says so where there is none."""
    assert (section.get("class") == "missing") == (step.first is None)
    links = [link.get("href") for link in section.iterfind(".//a")]
    rules = [link for link in links if "#aturan-" in link]
    assert [link.partition("#aturan-")[2] for link in rules] == [piece.rule.id for piece in step.evidence]
    for link in rules:
        address, _, anchor = link.partition("#")
        assert page(built, address).get_element_by_id(anchor) is not None
    for piece in (*step.evidence, *step.before, *step.unfinished):
        assert set(piece.sources) <= set(links)


def test_no_evidence_never_reads_as_what_did_not_happen(built: Path, rows: dict[str, progress.MatrixRow]) -> None:
    for slug, row in rows.items():
        place = page(built, f"daerah/{slug}")
        assert place.find(".//dl[@class='progress']").text_content().count(NONE) == len(row.steps) - row.reached
        assert "tidak ada bukti" not in place.text_content()
    matrix = page(built, "program").find(".//table[@class='matrix']").text_content()
    assert matrix.count(NONE) == sum(len(row.steps) - row.reached for row in rows.values())


def test_what_came_before_the_programme_is_no_step_of_it_but_stands_there(built: Path) -> None:
    text = page(built, "daerah/kota-bekasi").get_element_by_id("langkah-masterplan").text_content()
    assert text.index(NONE) < text.index("Rencana induk disusun.") < text.index("sebelum program")


def test_a_place_that_some_rosters_lack_says_which(built: Path) -> None:
    text = page(built, "daerah/kota-samarinda").get_element_by_id("langkah-selected").text_content()
    assert "menurut Kabar Satu" in text
    assert "Tidak ada dalam daftar menurut Kabar Dua" in text


def test_the_data_files_are_the_matrix(built: Path, record: Record, rows: dict[str, progress.MatrixRow]) -> None:
    data = json.loads((built / "data/progress.json").read_text("utf-8"))
    with (built / "data/progress.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    steps = [(row.place.data.slug, step) for row in progress.matrix(record) for step in row.steps]
    for (slug, step), one, other in zip(steps, data, table, strict=True):
        first = step.first
        assert (one["place"], one["step"]) == (other["place"], other["step"]) == (slug, step.step.slug)
        assert one["reached"] == bool(first)
        assert one["date"] == other["date"] == (first.day.isoformat() if first else "")
        assert one["rule"] == other["rule"] == (first.rule.id if first else "")
        assert one["evidence"] == len(one["ids"]) == len(step.evidence) == int(other["evidence"])
        assert one["ids"] == [piece.id for piece in step.evidence]
    local = json.loads((built / "daerah/kota-bekasi/data.json").read_text("utf-8"))
    assert local["progress"] == [row for row in data if row["place"] == "kota-bekasi"]
    for slug, row in rows.items():
        assert place_card(record, slug).figures[-1][0] == f"{row.reached} dari {len(row.steps)}"
        assert progress.reached(record, slug) == row.reached


@pytest.mark.record
def test_every_cell_of_the_record_has_its_rule_and_sources(living: Record) -> None:
    steps = [step for row in progress.matrix(living) for step in row.steps]
    rules = {rule.id for rule in living.programme.step_rule}
    for step in steps:
        for piece in (*step.evidence, *step.before, *step.unfinished):
            assert piece.rule.id in rules
            assert piece.rule.step == step.step.slug
            assert piece.sources
            assert piece.text
    assert any(step.before for step in steps)
    assert any(step.unfinished for step in steps)
    assert min(step.first.day for step in steps if step.first) >= dt.date(2017, 1, 1)


@pytest.mark.record
def test_no_cell_contradicts_what_the_record_says_beside_it(living: Record) -> None:
    rosters = living.programme.roster
    for row in progress.matrix(living):
        steps = {step.step.slug: step for step in row.steps}
        if any(row.place.data.name in roster.places for roster in rosters):
            assert steps["selected"].first, row.place.data.name
        entries = living.initiatives_of(row.place.data.slug)
        launched = [step for entry in entries for step in entry.data.steps if step.status == "launched"]
        if any(step.date >= dt.date(2018, 1, 1) for step in launched if step.id not in _policies(living)):
            assert steps["launch"].first, row.place.data.name
        masterplans = [one for one in row.place.data.milestone if one.kind == "masterplan"]
        if any(one.stage in ("finished", "handed-over") for one in masterplans):
            assert steps["masterplan"].first, row.place.data.name
        assert len(steps["masterplan"].unfinished) == len([one for one in masterplans if one.stage in (None, "begun")])


def _policies(record: Record) -> set[str]:
    return {step.id for entry in record.initiatives if entry.data.kind == "policy" for step in entry.data.steps}


@pytest.mark.record
def test_each_order_of_the_matrix_has_every_place_once(living: Record) -> None:
    slugs = [step.slug for step in living.programme.programme_step]
    for order in progress.matrix_orders(living):
        rows = progress.matrix(living, order)
        assert sorted(row.place.data.slug for row in rows) == sorted(living.places)
        if order in slugs:
            reached = [row.steps[slugs.index(order)].first is not None for row in rows]
            assert reached == sorted(reached, reverse=True), "places without evidence come last"


@pytest.mark.record
def test_a_page_depends_on_whatever_may_become_evidence(living: Record) -> None:
    with living.dependencies.tracking() as keys:
        steps = progress.steps_of(living, living.places["kota-bogor"])
    award = next(piece for step in steps for piece in step.evidence if piece.rule.evidence == "ceremony")
    assert keys & set(keys_of(living.page(award.address).row)), "what only mentions the place"
    wanted = [PROGRAMME(), PLACE("kota-bogor"), INITIATIVES_OF("kota-bogor")]
    wanted += [key(*Narrowing("kota-bogor", "", "award")) for key in (DATED, UNDATED)]
    assert set(wanted) <= keys
    assert PLACE.every not in keys
    assert ALL_NEWS() not in keys


FAULTS = {
    "cities/kota-bekasi.md": ('kind = "mou"\n', 'kind = "mou"\nprogramme_steps = ["masterplann"]\n', "milestone.0"),
    "initiatives/kota-bekasi/aduan.md": ('kind = "app"\n', 'kind = "app"\nprogramme_steps = ["cepat"]\n', "programme"),
    "programme/langkah.md": ('step = "launch"\n', 'step = "luncur"\n', "step_rule.4.step"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_step_that_there_is_not_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    old, new, key = FAULTS[name]
    text = (content / name).read_text("utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentFaults) as caught:
        load_record(content)
    (fault,) = caught.value.faults
    changed = text[: text.index(old)].count("\n") + new.count("\n")
    assert (Path(fault.path).name, fault.line) == (Path(name).name, changed)
    assert key in str(fault)
    assert "is no step of the programme; known are award, launch, masterplan, mou, selected" in str(fault)


def test_a_rule_given_twice_is_named(tmp_path: Path) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    path = content / "programme/langkah.md"
    path.write_text(path.read_text("utf-8").replace('id = "berita"', 'id = "malam"'), "utf-8")
    with pytest.raises(ContentFaults, match="'malam' is given twice"):
        load_record(content)
