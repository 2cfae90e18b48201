"""axe-core on each kind of page: no violation, narrow and wide, light and dark."""

import re
from pathlib import Path

import pytest

from publish.checks.accessibility import OPTIONS, violations
from publish.checks.page_kinds import KINDS, samples
from tests.conftest import ROOT
from tests.site.visit import HEIGHT, WIDE, Reader

pytestmark = pytest.mark.browser
COLOUR_RULES = ("color-contrast", "link-in-text-block")
COLOURS = {"resultTypes": ["violations"], "runOnly": list(COLOUR_RULES)}
"""axe's options for the rules that look at colours: those alone see another scheme."""
FORMS = {**OPTIONS, "rules": {**OPTIONS["rules"], **{rule: {"enabled": False} for rule in COLOUR_RULES}}}
"""axe's options for all other rules, for another width: `test_no_width_has_colours_or_contents_of_its_own`."""


@pytest.fixture(scope="module")
def built(grown: Path) -> Path:
    """The site whose lists are long: it has a page of every kind."""
    return grown


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, built: Path, address: str, reader: Reader) -> None:
    visit = reader.open(address + samples(built)[kind])
    visit.shorten()
    page = visit.page
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    assert violations(page, FORMS) == []


def test_no_width_has_colours_or_contents_of_its_own() -> None:
    css = (ROOT / "theme/static/site.css").read_text("utf-8")
    queries = re.findall(r"@media \((max|min)-width[^{]*\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", css)
    assert len(queries) == len(re.findall(r"@media[^{]*-width", css)) > 5
    # What is painted behind nothing is the page's own colour.
    painted = r"(?<!-)\b(?:color|background|fill|opacity)(?!: none)\b"
    assert [rules for _, rules in queries if re.search(painted, rules)] == []
    assert [rules for bound, rules in queries if bound == "max" and "display: none" in rules] == []


def test_axe_finds_what_is_wrong(address: str, reader: Reader) -> None:
    page = reader.open(address + "/").page
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: #ccc; background: #fff\">Pucat</p>')"
    )
    assert {line.split(":")[0] for line in violations(page)} == {"color-contrast", "region"}
    page.add_style_tag(content="@media (prefers-color-scheme: dark) { h1 { color: #444 !important } }")
    assert len(violations(page, COLOURS)) == 1
    page.emulate_media(color_scheme="dark")
    assert "h1" in "".join(violations(page, COLOURS))
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    assert {line.split(":")[0] for line in violations(page, FORMS)} == {"region"}
