"""What pages cost on a slow line; `invoke audit` asks the same of the real record."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from publish.checks.page_kinds import KINDS, page_file, samples
from publish.checks.weight import (
    LIMITS,
    ONE_MORE,
    REQUESTS,
    SCRIPT,
    SEARCHING,
    PageWeight,
    compressed,
    faults,
    weigh,
    weigh_kind,
)
from tests.site.visit import Reader


@pytest.fixture(scope="module")
def built(grown: Path) -> Path:
    """The site whose lists are long: it has a page of every kind."""
    return grown


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_too_heavy(kind: str, built: Path) -> None:
    assert [fault for one in weigh_kind(built, kind) for fault in faults(kind, one)] == []


@pytest.mark.parametrize("kind", LIMITS)
def test_a_heavy_page_and_a_request_too_many_are_told(kind: str) -> None:
    most = REQUESTS + (kind in ONE_MORE)
    heavy = PageWeight("/a/", {"/a/": LIMITS[kind], **{f"/{number}.css": 1 for number in range(most)}})
    assert [fault.split("; ")[0] for fault in faults(kind, heavy)] == [
        f"/a/: {LIMITS[kind] + most} bytes, at most {LIMITS[kind]}",
        f"/a/: {most + 1} requests, at most {most}",
    ]


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_chromium_asks_for_no_more_than_was_weighed(kind: str, built: Path, address: str, reader: Reader) -> None:
    path = samples(built)[kind]
    visit = reader.open(address + path)
    visit.page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => 0)")
    # Also what the browser has from a page before is asked for: it is told of each, and answers some itself.
    asked = {urlsplit(url).path for url in visit.asked}
    if kind in SEARCHING:
        scripts = [compressed(page_file(built, file)) for file in asked if file.endswith(".js")]
        assert 0 < sum(scripts) <= SCRIPT
    else:
        # Browsers ask for the icon when they have nothing else to do, some only once a site.
        assert asked | {"/theme/icon.svg"} == set(weigh(built, path).files)
