"""Which places a text is about, with the words that decided it and the namesakes that were refused. Pure.

    title, text ─ text.prepare ─▶ the article's own words ─ mention_finder ─▶ mentions ─ roles.assign_roles ─▶ the part
    that each plays ─ namesakes.settle ─▶ one region a mention, or none ─ evidence.gather ─▶ features of each region
    ─ disambiguate (a linear model) ─▶ about, mentions, candidates, reasons

`cues.py`, `role_cues.py` and `scrapers/gazetteer/` hold what is known, `weights.tsv` what was fitted; the code holds
how it is used.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rapidfuzz.distance import Levenshtein

from record.text import fold
from scrapers.decide.places.cues import CUES
from scrapers.decide.places.disambiguate import Disambiguation, Disambiguator
from scrapers.decide.places.lexicon import Lexicon
from scrapers.decide.places.mention_finder import MISSPELT_AFTER, MentionFinder
from scrapers.decide.places.mentions import Mention, Refusal, TextMentions
from scrapers.decide.places.text import prepare
from scrapers.gazetteer import Gazetteer, Region, RegionKind, load

__all__ = ["Clues", "Placement", "Placer", "Reason", "RefusedName", "TrackedPlace"]
MOST_WORDS = 4
"""Of a reason: enough to argue with, short enough for a page."""


class TrackedPlace(Protocol):
    """The attributes of a tracked place that placing needs; `record.models.Place` has them."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def kemendagri_code(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a place was named: `words` as they stand in the text, `in_title` whether one of them is in the title."""

    slug: str
    words: tuple[str, ...]
    in_title: bool


@dataclass(frozen=True, slots=True)
class RefusedName:
    """Words that look like a tracked place and are not, and why: a label, a village, a namesake's name."""

    words: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class Placement:
    """The places of a text, by slug.

    `about`, main place first; `mentions`, the other tracked places it names; `others`, full names of regions that are
    not tracked, those that the text is about first; `candidates`, the namesakes that only a person can tell apart, the
    likeliest first: none of them is in `about`, and the item waits for a person. `reasons` are for all three; `refused`
    looks like a tracked place.
    """

    about: tuple[str, ...]
    mentions: tuple[str, ...]
    others: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    refused: tuple[RefusedName, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether the places that the text is about need no person to decide."""
        return bool(self.about) and not self.candidates

    @property
    def is_named(self) -> bool:
        """Whether the text names, or may name, a tracked place at all."""
        return bool(self.about or self.mentions or self.candidates)


@dataclass(frozen=True, slots=True)
class Clues:
    """Words that a text about a tracked place must have one of, folded: `names`, and `cues` before a misspelt name."""

    names: frozenset[str]
    cues: frozenset[str]


class Placer:
    """Places texts; stateless, and made once, for it takes a fifth of a second."""

    def __init__(self, places: Mapping[str, TrackedPlace], gazetteer: Gazetteer | None = None) -> None:
        """`places` by slug; one that `gazetteer` (default: the committed tables) does not have is added to it."""
        gazetteer = gazetteer or load()
        regions = dict(gazetteer.regions)
        by_slug = {region.slug: code for code, region in regions.items()}
        self._codes: dict[str, str] = {}
        for slug, place in places.items():
            code = place.kemendagri_code if place.kemendagri_code in regions else by_slug.get(slug, slug)
            if code not in regions:
                kind: RegionKind = "kota" if place.kind == "kota" else "kabupaten"
                regions[code] = Region(code, kind, bare_name(place.name), "", "", ())
            self._codes[slug] = code
        self._slugs = {code: slug for slug, code in self._codes.items()}
        gazetteer = replace(gazetteer, regions=regions)
        names = {fold(name) for region in regions.values() for name in (region.name, *region.names)}
        aliases = {
            self._codes[slug]: [a for a in place.aliases if not _is_read_anyway(a, names)]
            for slug, place in places.items()
        }
        self._lexicon = lexicon = Lexicon(gazetteer, aliases)
        tracked_names = {regions[code].name for code in self._slugs}
        self._namesakes = frozenset(code for code, region in regions.items() if region.name in tracked_names)
        self._regions = regions
        self._finder = MentionFinder(lexicon)
        near = _near(regions, self._slugs)
        self._named_codes = self._slugs.keys() | near.keys()
        self._disambiguator = Disambiguator(regions, near)

    def place(self, title: str, text: str, outlet_places: Iterable[str] = ()) -> Placement:
        """The places of a text; `outlet_places` are slugs that the outlet covers.

        These may settle a bare name, but never overrule the text. Any text is answered; nothing is raised.
        """
        in_text, result = self.disambiguate(title, text, outlet_places)
        return self._placement(result, in_text)

    def disambiguate(
        self, title: str, text: str, outlet_places: Iterable[str] = ()
    ) -> tuple[TextMentions, Disambiguation]:
        """What the text names, and what is made of it, by code: for those who fit the model or look into it."""
        prepared = prepare(title, text)
        in_text = self._finder.find(prepared)
        hints = frozenset(self._codes[slug] for slug in outlet_places if slug in self._codes)
        return in_text, self._disambiguator.disambiguate(in_text, prepared.whole, hints)

    def slug_of(self, code: str) -> str:
        """The slug of a tracked region; "" for another."""
        return self._slugs.get(code, "")

    def clues(self) -> Clues:
        """The forms and cues without any of which no text can name a tracked place."""
        return Clues(
            self._lexicon.forms_of(self._named_codes), frozenset(w for w, c in CUES.items() if c.kind in MISSPELT_AFTER)
        )

    def _placement(self, result: Disambiguation, in_text: TextMentions) -> Placement:
        about = tuple(self._slugs[code] for code in result.about if code in self._slugs)
        mentions = tuple(self._slugs[code] for code in result.mentions if code in self._slugs)
        others = tuple(self._regions[code].full_name for code in result.regions if code not in self._slugs)
        candidates = tuple(
            dict.fromkeys(self._slugs[code] for codes in result.undecided for code in codes if code in self._slugs)
        )
        reasons = tuple(_reason(slug, result.regions[self._codes[slug]].mentions) for slug in (*about, *mentions))
        reasons += tuple(self._candidate_reasons(result))
        return Placement(about, mentions, others, candidates, reasons, self._refused(result, in_text))

    def _candidate_reasons(self, result: Disambiguation) -> Iterator[Reason]:
        """What speaks for each candidate: the name that they share, and what is named inside one of them."""
        for codes in result.undecided:
            shared = [mention for mention in result.regions[codes[0]].mentions if not mention.is_weak]
            for code in codes:
                if code in self._slugs:
                    named = result.regions[code].mentions if code in result.regions else []
                    yield _reason(self._slugs[code], [*shared, *(mention for mention in named if mention.is_weak)])

    def _refused(self, result: Disambiguation, in_text: TextMentions) -> tuple[RefusedName, ...]:
        """What looks like a tracked place: labels with its name, and the namesakes that were meant instead."""
        labels = [
            RefusedName(words, why)
            for words, why, codes in in_text.refused
            if any(code in self._namesakes for code in codes)
        ]
        namesakes = [
            RefusedName(self._regions[code].full_name, "other-kind")
            for code in result.regions
            if code not in self._slugs and code in self._namesakes
        ]
        return tuple(dict.fromkeys(namesakes + labels))


def _reason(slug: str, mentions: Sequence[Mention]) -> Reason:
    strongest = sorted(mentions, key=lambda m: (m.zone != "title", m.is_weak, m.start))
    texts = list(dict.fromkeys(mention.text for mention in strongest))[:MOST_WORDS]
    return Reason(slug, tuple(map(_clean, texts)), any(mention.zone == "title" for mention in mentions))


def _clean(text: str) -> str:
    return " ".join("".join(char for char in text if char.isalnum() or char in " .'’&-").split())


def _is_read_anyway(alias: str, names: set[str]) -> bool:
    """ "Pemkot Bekasi" is a cue and a name: the rules read it."""
    folded = fold(alias)
    is_cued = any(folded.startswith((f"{cue} ", f"{cue}. ")) for cue in CUES)
    return folded in names or (is_cued and any(folded.endswith(f" {name}") for name in names))


def _near(regions: Mapping[str, Region], tracked: Mapping[str, str]) -> dict[str, str]:
    """Pairs of one kind whose names differ by one letter, where one of them is tracked: Badung and Bandung."""
    near: dict[str, str] = {}
    for code in tracked:
        for other, region in regions.items():
            mine = regions[code]
            if (
                other != code
                and region.kind == mine.kind
                and Levenshtein.distance(fold(mine.name), fold(region.name)) == 1
            ):
                near[code], near[other] = other, code
    return near


def bare_name(name: str) -> str:
    """ "Bekasi" of "Kota Bekasi"."""
    for kind in ("Kota ", "Kabupaten "):
        name = name.removeprefix(kind)
    return name
