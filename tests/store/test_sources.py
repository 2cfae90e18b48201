"""The real sources file."""

import pytest

from scrapers.sources import read_sources
from tests.conftest import ROOT


@pytest.mark.record
def test_the_real_outlets_cover_every_place() -> None:
    places = frozenset(path.stem for path in (ROOT / "content" / "cities").glob("*.md"))
    sources = read_sources(ROOT / "scrapers" / "sources.toml", places=places)
    assert {slug for outlet in sources.outlet for slug in outlet.places} == places
    assert not [outlet.id for outlet in sources.outlet if outlet.allow_private]
