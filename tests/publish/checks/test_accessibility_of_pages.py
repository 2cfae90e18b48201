"""axe-core on each kind of page: no violation, narrow and wide, light and dark."""

from pathlib import Path

import pytest

from publish.checks.accessibility import violations
from publish.checks.page_kinds import KINDS, samples
from tests.site.visit import NARROW, WIDE, Reader

pytestmark = pytest.mark.browser
COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""axe's options for the rules that look at colours: those alone see another scheme."""


@pytest.fixture(scope="module")
def built(grown: Path) -> Path:
    """The site whose lists are long: it has a page of every kind."""
    return grown


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, width: int, built: Path, address: str, reader: Reader) -> None:
    visit = reader.open(address + samples(built)[kind], width)
    assert violations(visit.page) == []
    visit.page.emulate_media(color_scheme="dark")
    assert violations(visit.page, COLOURS) == []


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
