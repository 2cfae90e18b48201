"""What stands side by side on `/banding/`, and which places are like one; the cases are in the two TOML files."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from plugins.queries.likeness import rank
from record.models import Place
from tests.site.visit import WIDE, Reader

HERE = Path(__file__).parent
SHOWN = tomllib.loads((HERE / "comparisons.toml").read_text("utf-8"))["case"]
ALIKE = tomllib.loads((HERE / "likeness.toml").read_text("utf-8"))["case"]


def place(kind: str, province: str, cohort: int, longitude: float) -> Place:
    values = {"kind": kind, "province": province, "cohort": cohort, "latitude": 0, "longitude": longitude}
    return Place.model_construct(**values)


@pytest.mark.parametrize("case", ALIKE, ids=lambda case: case["why"])
def test_places_that_share_most_come_first(case: dict[str, Any]) -> None:
    rows = rank({slug: place(*values) for slug, values in case["places"].items()}, "a")
    assert [slug for slug, _, _ in rows] == case["alike"]
    assert [list(traits) for _, traits, _ in rows] == case["traits"]


@pytest.mark.browser
@pytest.mark.parametrize("case", SHOWN, ids=lambda case: f"{case['address']} {case.get('tick', '')}")
def test_exactly_the_chosen_places_are_shown(case: dict[str, Any], address: str, reader: Reader) -> None:
    visit = reader.open("about:blank", script=case.get("script", True))
    visit = reader.open(address + case["address"], WIDE, script=case.get("script", True))
    for slug in case.get("tick", []):
        visit.page.check(f"[value={slug}]")
    columns = visit.page.locator(".column")
    shown = [column.get_attribute("id") for column in columns.all() if column.is_visible()]
    assert sorted(shown) == case["shown"]
    assert visit.said == []


@pytest.mark.browser
def test_lines_of_two_places_stand_beside_each_other(address: str, reader: Reader) -> None:
    page = reader.open(f"{address}/banding/kota-bekasi/").page
    tops = [
        [line.evaluate("element => element.getBoundingClientRect().top") for line in column.locator("h3").all()]
        for column in page.locator(".column").all()
    ]
    assert tops[0] == tops[1]
    assert len(set(tops[0])) == len(tops[0]) > 2


def test_the_form_leads_to_what_it_shows_and_a_page_s_own_place_goes_with_it(built: Path) -> None:
    tree = lxml_html.fromstring((built / "banding/kota-bekasi/index.html").read_bytes())
    (form,) = tree.xpath("//form")
    assert (form.action, form.method) == ("/banding/", "GET")
    assert [(name, value) for name, value in form.form_values()] == [("d", "kota-bekasi")]
    names = {box.get("name") for box in form.xpath(".//input")}
    assert names == {"d"}
