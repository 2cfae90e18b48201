"""Sites that are built once for all workers of pytest-xdist, and Chromium, started once a worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tests.conftest import lacking
from tests.site import many
from tests.site.building import CONTENT, build
from tests.site.serving import CHROMIUM, QUIET, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.site.visit import Reader


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name` that `make` filled, by whichever worker comes first: the others wait, and share it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(folder.with_suffix(".lock")):
        done = folder.with_suffix(".done")
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


def build_tiny(folder: Path) -> None:
    """Build the tiny site in `folder`."""
    done = build(CONTENT, folder / "site")
    assert done.returncode == 0, done.stderr


def build_grown(folder: Path) -> None:
    """Build in `folder` the tiny site with so much news that lists are cut by year and month."""
    shutil.copytree(CONTENT, folder / "content")
    many.write(folder / "content", many.gone(many.items(many.SPREAD, many.UNDATED)))
    done = build(folder / "content", folder / "site")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site; tests that change it copy it first."""
    return made_once(tmp_path_factory, "tiny-site", build_tiny) / "site"


PUBLIC = "https://lain.example/pantau"
"""A public address below a path, such as GitHub's pages of a project have."""


def build_below(folder: Path) -> None:
    """Build the tiny site in `folder` for the public, at `PUBLIC`."""
    done = build(CONTENT, folder / "site", "publishconf.py", PANTAU_SITEURL=f"{PUBLIC}/")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny site as it is published at `PUBLIC`; tests that change it copy it first."""
    return made_once(tmp_path_factory, "site-below-a-path", build_below) / "site"


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of `build_grown`; tests that change it copy it first."""
    return made_once(tmp_path_factory, "grown-site", build_grown) / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for all tests of a worker.

    Playwright's event loop stays in this thread as long: what starts a Playwright of its own does so in another one,
    see `in_thread`.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - needed here only

    if not CHROMIUM.exists():
        lacking(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def reader(browser: "Browser") -> "Reader":
    """Someone who opens pages in it."""
    from tests.site.visit import Reader  # noqa: PLC0415 - needed here only

    return Reader(browser)


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Where the tiny site is served."""
    with serving(built) as where:
        yield where
