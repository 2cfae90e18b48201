"""Looks up regions by what a person calls them: a slug, a full or bare name or a nickname, in any spelling. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from scrapers.gazetteer import Region

_SUPERFLUOUS = re.compile(r"\b(?:administrasi|kotamadya)\b")
_SHORT_KIND = re.compile(r"^\W*kab\b")
_NO_LETTERS = re.compile(r"[^a-z]+")


def letters(name: str) -> str:
    """The letters of a name alone, lower case: spellings differ in spaces, hyphens, accents and how the kind is put."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NO_LETTERS.sub("", _SUPERFLUOUS.sub("", _SHORT_KIND.sub("kabupaten", plain)))


def find_regions(name: str, regions: Iterable[Region]) -> list[Region]:
    """The regions that `name` means, in the order of `regions`.

    A slug or full name ("Kab. Ogan Ilir") means the one of that kind, a bare name or nickname every one that bears it.
    """
    wanted = letters(name)
    regions = list(regions)
    full = [region for region in regions if wanted in (letters(f"{region.kind} {each}") for each in _names(region))]
    return full or [region for region in regions if wanted in map(letters, _names(region))]


def similar_regions(name: str, regions: Iterable[Region], most: int = 4) -> list[Region]:
    """At most `most` regions whose full or bare name or nickname is nearest to `name` in letters, the nearest first.

    Distance is the optimal string alignment distance, normalised by length; none further than a half.
    """
    forms = [(letters(form), region) for region in regions for form in (region.full_name, *_names(region)) if form]
    close = extract(
        letters(name), [form for form, _ in forms], scorer=OSA.normalized_distance, score_cutoff=0.5, limit=4 * most
    )
    return list(dict.fromkeys(forms[at][1] for _, _, at in close))[:most]


def _names(region: Region) -> tuple[str, ...]:
    return (region.name, *region.names)
