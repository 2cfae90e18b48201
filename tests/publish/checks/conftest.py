"""A site that was checked once: tests that change a file of it have that file checked again, as `invoke check` does."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.checks.cache import CheckCache
from publish.checks.fault import Fault
from publish.checks.site import check
from publish.manifest import digest_files


@pytest.fixture(scope="session")
def known(built: Path) -> CheckCache:
    """What a check of the tiny site found out."""
    results = CheckCache(digest_files(built))
    check(built, results)
    return results


@pytest.fixture
def checked(built: Path, known: CheckCache, tmp_path: Path) -> Callable[[Callable[[Path], object]], list[Fault]]:
    """The faults of a copy of the tiny site that a function has changed."""

    def faults(change: Callable[[Path], object]) -> list[Fault]:
        site = shutil.copytree(built, tmp_path / "site")
        change(site)
        return check(site, CheckCache(digest_files(site), known.after))

    return faults
