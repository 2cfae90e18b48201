import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import lacking
from tests.site import many
from tests.site.building import CONTENT, build
from tests.site.serving import CHROMIUM, QUIET, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site.visit import Reader


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site, built once a session; tests that change it copy it first."""
    output = tmp_path_factory.mktemp("built") / "site"
    done = build(CONTENT, output)
    assert done.returncode == 0, done.stderr
    return output


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with so much news that lists are cut by year and month."""
    folder = tmp_path_factory.mktemp("grown")
    shutil.copytree(CONTENT, folder / "content")
    many.write(folder / "content", many.gone(many.items(many.SPREAD, many.UNDATED)))
    done = build(folder / "content", folder / "site")
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium a module: it costs two seconds, and other modules may want an event loop of their own."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed here only

    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="module")
def reader(browser: "Browser") -> "Reader":
    """Someone who opens pages in it."""
    from tests.site.visit import Reader  # noqa: PLC0415 - needed here only

    return Reader(browser)


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Where the tiny site is served."""
    with serving(built) as where:
        yield where
