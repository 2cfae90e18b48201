"""Which places a text is about: a first, honest placer. Pure; what it cannot tell it says so.

A place is named for certain by its kind and name ("Kota Bekasi", "Pemkab Bandung", "Wali Kota Bogor") or by an alias
from its file. A bare name counts only where no other region shares it, or where the rest of the text settles which one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

KIND_CUES = {
    "kota": (
        "kota", "pemkot", "pemerintah kota", "wali kota", "walikota", "wakil wali kota", "wawali", "wawalkot", "walkot",
        "dprd kota", "diskominfo kota", "kodya", "kotamadya",
    ),
    "kabupaten": (
        "kabupaten", "kab", "pemkab", "pemerintah kabupaten", "bupati", "wakil bupati", "wabup", "dprd kabupaten",
        "diskominfo kabupaten",
    ),
}  # fmt: skip
OFFICE_CUES = {
    "kota": re.compile(r"\b(?:pemkot|wali ?kota|walkot|wawali|pemerintah kota)\b", re.IGNORECASE),
    "kabupaten": re.compile(r"\b(?:pemkab|bupati|wabup|pemerintah kabupaten)\b", re.IGNORECASE),
}
LABELS = (
    "institut teknologi", "institut", "universitas", "politeknik", "universitas islam negeri", "uin", "stasiun",
    "bandara", "persib", "persija", "psm", "psis", "arema", "bank", "radar", "tribun", "kabar", "jalan", "jl", "selat",
    "teluk", "sungai", "tol", "rs", "polda", "kodam", "pt", "cv", "hotel", "bakpao", "soto", "tahu", "pasar", "tukad",
    "keuskupan", "stadion", "terminal", "pelabuhan", "kelurahan", "desa", "kecamatan", "kampung", "gang", "bandar",
    "muaro", "musi", "ogan", "lombok", "kepulauan", "gunung", "danau", "pulau", "pantai", "kerajaan", "kesultanan",
)  # fmt: skip
"""Words before a bare name that make it a label for something else."""
TAILS = ("barat", "timur", "utara", "tengah", "selatan", "raya", "hulu", "hilir", "baru", "besar")
"""Words after a name that make it another region's name."""
NOT_REGIONS = frozenset(
    {"cerdas", "pintar", "lama", "tua", "baru", "besar", "kecil", "kreatif", "layak", "hijau", "dunia"}
)
"""What follows "Kota" without naming one: Kota Cerdas, Kota Lama."""
_OTHER = re.compile(
    r"\b(?:Kabupaten|Kab\.|Kota|Pemkab|Pemkot|Bupati|Wali Kota|Walikota|Provinsi|Gubernur)\s+"
    r"((?:[A-Z][a-z'’]+)(?:\s(?:[A-Z][a-z'’]+)){0,2})"
)
TITLE_WEIGHT, LEAD_WEIGHT, LEAD_CHARACTERS = 4, 2, 320


class Known(Protocol):
    """What the placer needs to know of a place; `scrapers.store.record.Place` has it."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def aliases(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def confusable(self) -> Sequence[str]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Placement:
    """`about`, main place first; `mentions`; names of `others`; `candidates` that only a person can tell apart."""

    about: tuple[str, ...]
    mentions: tuple[str, ...]
    others: tuple[str, ...]
    candidates: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether what the text is about was decided."""
        return bool(self.about) and not self.candidates

    @property
    def is_named(self) -> bool:
        """Whether the text names, or may name, a tracked place at all."""
        return bool(self.about or self.mentions or self.candidates)


class Placer:
    """Made once from the tracked places; `place` may be called from anywhere."""

    def __init__(self, places: Mapping[str, Known]) -> None:
        """`places` by slug."""
        self._bare: dict[str, list[str]] = {}
        names: dict[str, str] = {}
        self._shared: set[str] = set()
        for slug, place in sorted(places.items()):
            bare = bare_name(place.name)
            self._bare.setdefault(bare, []).append(slug)
            names |= {f"{cue} {bare}": slug for cue in KIND_CUES[place.kind]}
            names |= {alias.casefold(): slug for alias in place.aliases if alias.casefold() != bare}
            if any(bare_name(other) == bare and other != place.name for other in place.confusable):
                self._shared.add(bare)
        self._kinds = {slug: place.kind for slug, place in places.items()}
        self._names = {_fold(name): slug for name, slug in names.items()}
        blocked = {_fold(name) for place in places.values() for name in place.confusable}
        self._blocked = blocked - self._names.keys()
        self._pattern = _any_of([*self._names, *self._blocked, *self._bare])

    def place(self, title: str, text: str, outlet_places: Iterable[str] = ()) -> Placement:
        """What `title` and `text` are about; `outlet_places` may settle a bare name, never overrule the text."""
        scores: Counter[str] = Counter()
        bare_scores: Counter[str] = Counter()
        in_title: set[str] = set()
        whole = f"{title}\n{text}"
        if self._pattern:
            for found in self._pattern.finditer(_fold(whole)):
                weight = _weight(found.start(), len(title))
                slug, bare = self._read(found, whole)
                if slug:
                    scores[slug] += weight
                elif bare:
                    bare_scores[bare] += weight
                if slug and weight == TITLE_WEIGHT:
                    in_title.add(slug)
        candidates = self._settle(whole, scores, bare_scores, frozenset(outlet_places), in_title, title)
        others = _others(whole, self._names)
        return self._weigh(scores, in_title, candidates, others, title)

    def _read(self, found: re.Match[str], whole: str) -> tuple[str, str]:
        """The slug, or the shared bare name, that one match stands for; both empty where it is only a label."""
        name = found[0]
        after = whole[found.end() : found.end() + 12].strip().casefold()
        if any(after.startswith(tail) for tail in TAILS):
            return "", ""
        if name in self._names:
            return self._names[name], ""
        before = " " + " ".join(_fold(whole[max(0, found.start() - 28) : found.start()]).split())
        capital = whole[found.start()].isupper()
        if name in self._blocked or not capital or before.rstrip(" .").endswith(tuple(f" {label}" for label in LABELS)):
            return "", ""
        # "Kabupaten Bekasi", where only Kota Bekasi is tracked, is another place.
        if before.rstrip(" .").endswith(tuple(cue for cues in KIND_CUES.values() for cue in cues)):
            return "", ""
        slugs = self._bare[name]
        return (slugs[0], "") if len(slugs) == 1 and name not in self._shared else ("", name)

    def _settle(
        self,
        whole: str,
        scores: Counter[str],
        bare: Counter[str],
        hints: frozenset[str],
        in_title: set[str],
        title: str,
    ) -> list[str]:
        """Give each shared bare name to the one place that the text, or else the outlet, points to."""
        unsettled: list[str] = []
        for name, weight in sorted(bare.items()):
            slug = self._choose(name, whole, scores, hints)
            if slug in self._kinds:
                scores[slug] += weight
                if name in _fold(title):
                    in_title.add(slug)
            elif slug == "":
                unsettled += self._bare[name]
        return unsettled

    def _choose(self, name: str, whole: str, scores: Counter[str], hints: frozenset[str]) -> str:
        """A slug; "other" where it is a region that is not tracked; "" where nobody can tell."""
        named = [slug for slug in self._bare[name] if scores[slug]]
        untracked = self._names_untracked(name, whole)
        if named and not untracked:
            return named[0] if len(named) == 1 else ""
        if untracked:
            return "other" if not named else named[0]
        kinds = {kind for kind, cue in OFFICE_CUES.items() if cue.search(whole)}
        if len(kinds) == 1:
            fitting = [slug for slug in self._bare[name] if self._kinds[slug] in kinds]
            return fitting[0] if fitting else "other"
        hinted = [slug for slug in self._bare[name] if slug in hints]
        return hinted[0] if len(hinted) == 1 and not kinds else ""

    def _names_untracked(self, name: str, whole: str) -> bool:
        """Whether the text names this name's other kind, which is not tracked."""
        kinds = {kind for kind in KIND_CUES if kind not in {self._kinds[slug] for slug in self._bare[name]}}
        folded = _fold(whole)
        return any(f"{cue} {name}" in folded for kind in kinds for cue in KIND_CUES[kind])

    def _weigh(
        self, scores: Counter[str], in_title: set[str], candidates: list[str], others: Counter[str], title: str
    ) -> Placement:
        """About: what the title names, else what leads; the rest are mentions."""
        ranked = sorted((slug for slug in scores if scores[slug]), key=lambda slug: -scores[slug])
        other_in_title = any(name in title for name in others)
        about = [slug for slug in ranked if slug in in_title]
        if not about and not other_in_title and ranked:
            best = scores[ranked[0]]
            strongest_other = max(others.values(), default=0)
            about = [slug for slug in ranked if scores[slug] == best] if best > strongest_other else []
        mentions = [slug for slug in ranked if slug not in about]
        open_ones = [slug for slug in dict.fromkeys(candidates) if slug not in ranked]
        return Placement(tuple(about), tuple(mentions), tuple(others), () if about else tuple(open_ones))


def bare_name(name: str) -> str:
    """ "bekasi" of "Kota Bekasi"."""
    return re.sub(r"^(?:kota|kabupaten)\s+", "", name.casefold())


def _fold(text: str) -> str:
    """Lower case, one character for one character, so that positions agree with the text."""
    folded = text.lower()
    if len(folded) != len(text):
        # A few capitals, such as the Turkish dotted I, have two characters in lower case.
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return folded.replace("kab. ", "kab  ")


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(set(names), key=lambda name: (-len(name), name))
    spaced = (re.escape(name).replace(r"\ ", r"\s") for name in longest_first)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(spaced)})(?!\w)") if longest_first else None


def _weight(position: int, title_length: int) -> int:
    if position < title_length:
        return TITLE_WEIGHT
    return LEAD_WEIGHT if position < title_length + LEAD_CHARACTERS else 1


def _others(whole: str, names: Mapping[str, str]) -> Counter[str]:
    """Regions named with their kind that are not tracked, with how often; in order of first appearance."""
    found: Counter[str] = Counter()
    for match in _OTHER.finditer(whole):
        if match[1].split()[0].casefold() in NOT_REGIONS:
            continue
        whole_name, bare = _fold(match[0]), _fold(match[1])
        tracked = any(name.endswith(bare) or whole_name.startswith(name) for name in names)
        if not tracked or (whole_name.replace("  ", " ") not in names and match[0].startswith("Kab")):
            found[match[0]] += 1
    return Counter({name: count for name, count in found.items() if _fold(name) not in names})
