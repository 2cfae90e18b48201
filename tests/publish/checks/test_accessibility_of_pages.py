"""axe-core on each kind of page: no violation, light and dark, narrow and wide."""

from pathlib import Path
from typing import Literal

import pytest

from publish.checks.accessibility import violations
from publish.checks.page_kinds import KINDS, samples
from tests.site.visit import NARROW, WIDE, Reader

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(grown: Path) -> Path:
    """The site whose lists are long: it has a page of every kind."""
    return grown


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(
    kind: str, width: int, scheme: Literal["light", "dark"], built: Path, address: str, reader: Reader
) -> None:
    visit = reader.open(address + samples(built)[kind], width, scheme=scheme)
    assert violations(visit.page) == []


def test_axe_finds_what_is_wrong(address: str, reader: Reader) -> None:
    page = reader.open(address + "/").page
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: #ccc; background: #fff\">Pucat</p>')"
    )
    assert {line.split(":")[0] for line in violations(page)} == {"color-contrast", "region"}
