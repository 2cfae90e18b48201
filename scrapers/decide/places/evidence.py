"""What a text says for each region that it names, as features of a linear model. Pure.

`FEATURES` explains each; their weights are fitted (`weights.tsv`), so that no number here is a weight.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scrapers.decide.places.cues import AT_WORDS, BACK_FROM, GUEST_WORDS, LEARNING
from scrapers.decide.places.mentions import Mention, TextMentions
from scrapers.decide.places.roles import PASSING, SMALLEST_ROW
from scrapers.gazetteer import Region

FEATURES: dict[str, str] = {
    "bias": "always",
    "office": "its government or head is named, not in passing",
    "office-again": "at least twice",
    "office-title": "in the title",
    "governs": "an office without a name is its own ('wali kota mengatakan')",
    "governs-again": "at least two such offices",
    "acts": "a sentence or the title begins with it, and a verb follows",
    "agency": "one of its agencies is named ('dinas', 'DPRD', 'RSUD')",
    "police": "its police are named",
    "title": "the title names it, not in passing",
    "title-first": "the title begins with it",
    "title-weak": "the title names something inside it",
    "title-passing": "the title names it in passing",
    "title-guest": "the title names it as the other party of a visit or contest",
    "title-host": "the title names it as the place that others learn from",
    "visit-less": "in such a visit the news is mostly the other one's",
    "lead": "the first lines name it, not in passing",
    "dateline-only": "only the dateline names it",
    "full": "it is named with its kind, not in passing",
    "name": "its bare name stands in the body, not in passing",
    "name-again": "at least twice",
    "named-only": "outside the title it only ends names of other things",
    "detail": "a street, a village or an address stands right before its name",
    "district": "a district of it is named",
    "district-again": "at least two",
    "village": "a village of it is named",
    "landmark": "a landmark of it is named",
    "seat": "its seat or its leader is named",
    "kinds-2": "at least two kinds of evidence speak for it",
    "kinds-3": "at least three",
    "passing": "some of its mentions are passing ones",
    "passing-all": "all are",
    "row": "it stands in a row of at least three",
    "row-chosen": "such a row of places that were chosen, awarded or dealt with",
    "row-chosen-long": "such a row of at least four",
    "row-only": "it is named in rows alone",
    "pair": "it stands in a row of two",
    "national": "the title or first sentence speaks of the country or a provinsi",
    "national-bare": "so, and neither office nor agency of the place is named",
    "province-title": "the title names a provinsi that acts, and not this place",
    "other-title": "the title names another kota or kabupaten that acts or weighs more, and not this place",
    "rival": "a namesake of it has more mentions",
    "late": "neither the title nor the first lines nor a chosen row name it or something inside it",
    "once": "it is named once, and neither in the title nor in a chosen row",
    "once-late": "both",
    "alone": "no other kota or kabupaten is named",
    "first": "no other has more mentions",
    "share": "its share of all mentions",
    "weak-only": "only things inside it are named",
    "dense": "mentions for each hundred words, at most one",
}
ACTORS = frozenset({"office", "governs", "acts", "agency"})
"""A text is about a place whose government acts in it, or which acts itself,"""
INSIDE = frozenset({"district", "village", "landmark", "seat"})
SCENES = INSIDE | {"police", "detail"}
"""or that is named together with one of these."""
AGAIN = 2
GUEST_ALONE = 1.6
"""How many times the host's mentions in the body a guest needs for the news to be the guest's own."""
_FORM_WEIGHTS = {"office": 1.5, "full": 1.5, "nickname": 1.5, "name": 1.0, "spelling": 1.0}
_INSIDE_WEIGHT, _PASSING_WEIGHT, _TITLE_WEIGHT = 0.6, 0.3, 3.0
"""How mentions count where regions are compared ("first", "share") and ordered; not what they say about one."""


@dataclass(slots=True)
class RegionEvidence:
    """One region of the text: its mentions in order, the offices without a name that are its own, and its features."""

    code: str
    mentions: list[Mention] = field(default_factory=list)
    governs: int = 0
    governs_title: bool = False
    features: dict[str, float] = field(default_factory=dict)
    weight: float = 0.0
    is_about: bool = False

    @property
    def may_be_about(self) -> bool:
        """Whether an actor or a scene speaks for it; bare names, however many, and a title do not."""
        named = self.features.keys()
        if "visit-less" in named:
            return False
        if "once-late" in named and not named & {"governs-again", "row-chosen"}:
            # What a text is about stands in its first lines, or comes again.
            return False
        if {"national", "late"} <= named and not named & (ACTORS | INSIDE | {"police", "row-chosen"}):
            return False
        if "weak-only" in named:
            return "governs" in named or "kinds-3" in named or ("kinds-2" in named and "district-again" in named)
        return bool(named & ACTORS) or "row-chosen" in named or ("passing-all" not in named and bool(named & SCENES))

    @property
    def is_scene(self) -> bool:
        """Whether the title says that something happens there, though no more may be known of it."""
        return "title" in self.features

    @property
    def in_title(self) -> bool:
        """Whether the title names it."""
        return any(mention.zone == "title" for mention in self.mentions)

    @property
    def is_named(self) -> bool:
        """Whether the place itself is named, not only something in it."""
        return any(not mention.is_weak for mention in self.mentions)

    @property
    def is_part_of_names(self) -> bool:
        """Whether it only ends names of other things: a company's, a hospital's, a person's."""
        return all(mention.role == "named" for mention in self.mentions)

    @property
    def first(self) -> int:
        """Where it is named first."""
        return self.mentions[0].start


def gather(
    settled: Iterable[tuple[Mention, str]], in_text: TextMentions, regions: Mapping[str, Region], whole: str
) -> dict[str, RegionEvidence]:
    """The regions that the text names, by code, with their features; those with most mentions first.

    `settled` are the mentions with the code that each was settled on; `regions` the gazetteer's, by code.
    """
    by_code: dict[str, RegionEvidence] = {}
    for mention, code in settled:
        region = by_code.setdefault(code, RegionEvidence(code))
        if not (region.mentions and whole[region.mentions[-1].end : mention.start] == " ("):
            # "Ogan Komering Ulu (OKU)" is named once.
            region.mentions.append(mention)
    for evidence in by_code.values():
        evidence.weight = sum(map(_weight, evidence.mentions))
    _credit_offices(by_code, in_text, regions)
    words = whole.count(" ") + 1
    local = [e for e in by_code.values() if regions[e.code].kind != "provinsi"]
    total = sum(evidence.weight for evidence in local) or 1.0
    most = max((evidence.weight for evidence in local), default=0.0)
    titled = {e.code for e in local if any(m.zone == "title" and _is_own(m) for m in e.mentions)}
    acting = _province_acts(by_code, regions)
    host, guest = _visit(local, whole)
    less = _less_in_visit(host, guest, by_code)
    for evidence in local:
        others = {code for code in titled - {evidence.code} if _rivals(by_code[code], evidence)}
        evidence.features = {
            name: float(value)
            for name, value in {
                **_of_mentions(evidence, words),
                "national": in_text.is_national,
                "province-title": acting and not evidence.in_title,
                "other-title": bool(others) and not evidence.in_title,
                "title-host": evidence.code == host,
                "visit-less": evidence.code == less,
                "title-guest": evidence.code == guest or (not host and _is_guest(evidence)),
                "rival": any(
                    regions[other.code].name == regions[evidence.code].name and other.weight > evidence.weight
                    for other in by_code.values()
                ),
                "alone": len(local) == 1,
                "first": evidence.weight >= most,
                "share": evidence.weight / total,
            }.items()
            if value
        }
        if in_text.is_national and not evidence.features.keys() & {"office", "agency", "governs"}:
            evidence.features["national-bare"] = 1.0
    return dict(sorted(by_code.items(), key=lambda row: (-row[1].weight, row[1].first)))


def _is_own(mention: Mention) -> bool:
    """Whether it names the place itself, and not in passing."""
    return not mention.is_weak and mention.role not in PASSING


def _rivals(other: RegionEvidence, evidence: RegionEvidence) -> bool:
    """Whether a region of the title has a government in the text, or as many mentions as `evidence`."""
    return other.weight >= evidence.weight or other.governs > 0 or any(m.role == "actor" for m in other.mentions)


def _weight(mention: Mention) -> float:
    weight = _FORM_WEIGHTS.get(mention.form, _INSIDE_WEIGHT)
    if mention.role in PASSING:
        return weight * _PASSING_WEIGHT
    return max(weight, _TITLE_WEIGHT) if mention.zone == "title" and not mention.is_weak else weight


def _of_mentions(evidence: RegionEvidence, words: int) -> dict[str, float]:
    """The features that the region's own mentions give."""
    strong = [m for m in evidence.mentions if not m.is_weak]
    passing = [m for m in strong if m.role in PASSING]
    own = [m for m in strong if m.role not in PASSING]
    title = [m for m in own if m.zone == "title"]
    body = [m for m in own if m.zone in {"lead", "body"}]
    weak = [m for m in evidence.mentions if m.is_weak and m.role not in PASSING]
    inside = {form: len({m.text for m in weak if m.form == form}) for form in ("district", "village", "landmark")}
    offices = sum(m.role == "actor" for m in own)
    names = sum(m.form in {"name", "nickname", "spelling"} and m.role != "named" for m in body)
    details = sum(m.detail for m in body)
    rows = [m for m in strong if m.row_size >= SMALLEST_ROW]
    chosen = [m for m in rows if m.row_chosen]
    seats = [m for m in weak if m.form in {"capital", "leader"}]
    if offices and all(m.form == "leader" for m in seats):
        # "Wali Kota Solo Gibran Rakabuming" is one thing, not two.
        seats = []
    agency, police = any(m.role == "agency" for m in own), any(m.role == "police" for m in own)
    early = any(m.zone in {"title", "lead"} for m in (*own, *weak))
    # A member of a roster is named once, wherever its turn comes.
    once = len(strong) == 1 and not title and not chosen
    late = not early and not chosen
    kinds = sum(
        map(
            bool,
            (own, offices or evidence.governs or agency, police, details, *inside.values(), seats),
        )
    )
    return {
        "bias": 1,
        "office": offices > 0,
        "office-again": offices >= AGAIN,
        "office-title": any(m.role == "actor" for m in title) or evidence.governs_title,
        "governs": evidence.governs > 0,
        "governs-again": evidence.governs >= AGAIN,
        "acts": any(m.acts for m in own),
        "agency": agency,
        "police": police,
        "title": bool(title),
        "title-first": any(m.start == 0 for m in title),
        "title-weak": any(m.zone == "title" for m in weak),
        "title-passing": any(m.zone == "title" for m in passing),
        "lead": any(m.zone == "lead" for m in own),
        "late": late,
        "once": once,
        "once-late": once and late,
        "dateline-only": bool(strong) and all(m.zone == "dateline" for m in strong),
        "full": any(m.form in {"full", "office"} for m in body),
        "name": names > 0,
        "name-again": names >= AGAIN,
        "named-only": bool(body) and all(m.role == "named" for m in body),
        "detail": details > 0,
        "district": inside["district"] > 0,
        "district-again": inside["district"] >= AGAIN,
        "village": inside["village"] > 0,
        "landmark": inside["landmark"] > 0,
        "seat": bool(seats),
        "kinds-2": kinds >= AGAIN,
        "kinds-3": kinds > AGAIN,
        "passing": bool(passing),
        "passing-all": bool(strong) and len(passing) == len(strong),
        "row": bool(rows),
        "row-chosen": bool(chosen),
        "row-chosen-long": any(m.row_size > SMALLEST_ROW for m in chosen),
        "row-only": bool(rows) and len(rows) == len(strong),
        "pair": any(m.row_size == AGAIN for m in strong),
        "weak-only": not strong,
        "dense": min(1.0, len(own) * 100 / words),
    }


def _credit_offices(by_code: dict[str, RegionEvidence], in_text: TextMentions, regions: Mapping[str, Region]) -> None:
    """ "Wali kota" without a name speaks for the one kota of the text that is not named in passing."""
    for kind in ("kota", "kabupaten", "provinsi"):
        of_kind = [evidence for code, evidence in by_code.items() if regions[code].kind == kind]
        fitting = [e for e in of_kind if any(map(_is_own, e.mentions))] or of_kind
        titled = [e for e in fitting if e.in_title] or [e for e in of_kind if e.in_title]
        fitting = titled if len(titled) == 1 else fitting
        if len(fitting) == 1 and in_text.offices[kind]:
            fitting[0].governs = in_text.offices[kind]
            fitting[0].governs_title = kind in in_text.title_offices
            fitting[0].weight += min(in_text.offices[kind], SMALLEST_ROW)


def _province_acts(by_code: dict[str, RegionEvidence], regions: Mapping[str, Region]) -> bool:
    """Whether the title names a provinsi as the actor."""
    return any(
        mention.zone == "title" and mention.before not in AT_WORDS
        for code, evidence in by_code.items()
        if regions[code].kind == "provinsi"
        for mention in evidence.mentions
    )


def _is_guest(evidence: RegionEvidence) -> bool:
    titled = [mention for mention in evidence.mentions if mention.zone == "title"]
    return bool(titled) and all(mention.before in GUEST_WORDS for mention in titled)


def _less_in_visit(host: str, guest: str, by_code: Mapping[str, RegionEvidence]) -> str:
    """Which of the two the news is not about: mostly the guest, unless nearly all is said of it."""
    if not host:
        return ""
    return host if _in_body(by_code[guest]) > GUEST_ALONE * _in_body(by_code[host]) else guest


def _in_body(evidence: RegionEvidence) -> float:
    named = sum(_weight(mention) for mention in evidence.mentions if mention.zone != "title")
    return named + min(evidence.governs, SMALLEST_ROW)


def _visit(local: list[RegionEvidence], whole: str) -> tuple[str, str]:
    """Host and guest, where the title has two places and one learns from the other; else "" and ""."""
    titled = sorted((evidence for evidence in local if evidence.in_title), key=lambda evidence: evidence.first)
    if len(titled) != AGAIN:
        return "", ""
    first, second = titled
    before = f" {whole[: first.mentions[0].start].lower()}"
    between = whole[first.mentions[0].end : second.mentions[0].start].lower()
    if any(f" {word} " in between for word in LEARNING):
        return second.code, first.code
    # "Kunjungi Siak, Tim Sukabumi Tertarik", "Usai ke Sidoarjo, Purwakarta Ubah": the host comes first.
    is_turned = any(f" {word} " in before for word in (*LEARNING, *BACK_FROM))
    return (first.code, second.code) if is_turned else ("", "")
