"""axe-core on each kind of page: no violation, light and dark, narrow and wide."""

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.kinds import KINDS, samples
from tests.site.visit import NARROW, WIDE, Reader

pytestmark = pytest.mark.browser
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""Every rule that is on by itself, best practices among them, and the size of what one taps."""


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
    assert {found.split(":")[0] for found in violations(page)} == {"color-contrast", "region"}


def violations(page) -> list[str]:
    """Rule and element of each violation, also in what is folded at first."""
    page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['target'][0]} {node['html'][:120]}" for rule in found for node in rule["nodes"]]
