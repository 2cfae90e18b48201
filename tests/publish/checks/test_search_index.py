"""A search index that is missing, damaged or short of pages is a fault of the site."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.checks.fault import Fault

HARM: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda site: shutil.rmtree(site / "pagefind"), "the search index cannot be read"),
    "damaged": (lambda site: (site / "pagefind/bundles.json").write_text("["), "the search index cannot be read"),
    "without its entry": (lambda site: (site / "pagefind/pagefind-entry.json").unlink(), "cannot be read"),
    "other pages": (
        lambda site: shutil.copy(site / "daerah/kota-bekasi/index.html", site / "daerah/lain.html"),
        "to be found",
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_an_index_that_does_not_fit_the_site_is_a_fault(checked: Callable[..., list[Fault]], harm: str) -> None:
    spoil, words = HARM[harm]
    faults = [fault for fault in checked(spoil) if fault.file.startswith("pagefind")]
    assert len(faults) == 1
    assert words in faults[0].what
    assert faults[0].advice == "build again"
