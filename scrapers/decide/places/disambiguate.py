"""From mentions to a decision: which namesake is meant, what the text is about, what it only mentions."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from scrapers.decide.places.cues import AT_WORDS, COORDINATORS, GUEST_WORDS, LEARNING
from scrapers.decide.places.mentions import How, Mention, Reading
from scrapers.gazetteer import Region

WEIGHTS: dict[How, float] = {
    "office": 1.5, "full": 1.5, "nickname": 1.5, "name": 1.0, "spelling": 1.0, "capital": 1.0, "leader": 1.0,
    "landmark": 0.6, "district": 0.6,
}  # fmt: skip
TITLE, TITLE_GUEST, TITLE_WEAK = 3.0, 1.5, 1.5
LEAD = 0.5
DATELINE = 0.4
OFFICE, _MOST_OFFICES = 1.0, 3
"""For each office that the text names without its place."""
ENOUGH, ENOUGH_ALONE = 2.4, 1.5
"""What a place that the title does not name needs for a text to be about it; less where it is the only one."""
SECOND_IN_TITLE, SECOND_OUTSIDE = 0.5, 0.8
ENUMERATED = 4
SECOND_AS_GUEST = 0.8
HOST_ENOUGH = 1.6
"""How much more a guest must weigh than its host for the news to be the guest's own."""
FIRST_WORD = frozenset({"\n", "–", "—", "-"})
"""What stands before a name that begins the text, or follows the dateline."""
_MOST_BETWEEN = 48
_PROVINCE = 2
"""The length of a provinsi's code."""
VILLAGE_KINDS = {
    "kelurahan": "kota",
    "lurah": "kota",
    "desa": "kabupaten",
    "kades": "kabupaten",
    "kepala desa": "kabupaten",
}


@dataclass(slots=True)
class Scored:
    """One region of the text with all that speaks for it."""

    code: str
    mentions: list[Mention] = field(default_factory=list)
    score: float = 0.0
    body: float = 0.0
    governs: bool = False

    @property
    def in_title(self) -> bool:
        """Whether the title names it."""
        return any(mention.zone == "title" for mention in self.mentions)

    @property
    def is_guest(self) -> bool:
        """Whether the title names it only as the other party: "dari Bogor"."""
        titled = [mention for mention in self.mentions if mention.zone == "title"]
        return bool(titled) and all(mention.before in GUEST_WORDS for mention in titled)

    @property
    def is_named(self) -> bool:
        """Whether the place itself is named, not only something in it."""
        return any(not mention.is_weak for mention in self.mentions)

    @property
    def is_spoken_of(self) -> bool:
        """Whether the body names its government, begins with it or names it again.

        "di Sidoarjo" alone tells where, not what.
        """
        strong = [
            mention for mention in self.mentions if mention.zone in {"lead", "body"} and mention.how != "landmark"
        ]
        acts = any(m.how in {"office", "full", "leader"} or m.before in FIRST_WORD for m in strong)
        return self.governs or len(strong) > 1 or acts

    @property
    def first(self) -> int:
        """Where it is named first."""
        return self.mentions[0].start


@dataclass(slots=True)
class Weighed:
    """Codes: `about`, main one first, also of regions nobody tracks; `mentions`; `unsure` namesakes by chosen code."""

    about: list[str]
    mentions: list[str]
    regions: dict[str, Scored]
    unsure: dict[str, tuple[str, ...]]


class Weigher:
    """Weighs readings; made once, with no state of its own."""

    def __init__(self, regions: Mapping[str, Region], near: Mapping[str, str]) -> None:
        """`near`: regions of one kind whose names differ by a letter, both ways."""
        self._regions = regions
        self._near = near

    def weigh(self, reading: Reading, whole: str, hints: frozenset[str]) -> Weighed:
        """`hints` are the codes an outlet covers."""
        settled, unsure = self._settle(reading, hints)
        named = {code for mention, code in settled if not mention.is_weak}
        settled = [self._unswapped(mention, code, named, reading) for mention, code in settled]
        regions = self._score(settled, reading)
        about, mentions = self._roles(regions, reading, whole, hints)
        return Weighed(about, mentions, regions, {code: others for code, others in unsure.items() if code in regions})

    # Which namesake

    def _settle(
        self, reading: Reading, hints: frozenset[str]
    ) -> tuple[list[tuple[Mention, str]], dict[str, tuple[str, ...]]]:
        certain: Counter[str] = Counter()
        for mention in reading.mentions:
            if len(mention.codes) == 1 and not mention.is_weak:
                certain[mention.codes[0]] += 2 if mention.zone == "title" else 1
        support = self._support(reading, certain)
        chosen: dict[tuple[str, ...], tuple[str, bool]] = {}
        settled: list[tuple[Mention, str]] = []
        unsure: dict[str, tuple[str, ...]] = {}
        for mention in reading.mentions:
            if mention.is_weak:
                continue
            if len(mention.codes) == 1:
                settled.append((mention, mention.codes[0]))
                continue
            if mention.codes not in chosen:
                chosen[mention.codes] = self._choose(mention, support, certain, reading, hints)
            code, sure = chosen[mention.codes]
            settled.append((mention, code))
            if not sure:
                unsure[code] = mention.codes
        named = {code for _, code in settled}
        settled += self._inside(reading, named, hints)
        settled.sort(key=lambda pair: pair[0].start)
        return settled, unsure

    def _support(self, reading: Reading, certain: Counter[str]) -> Counter[str]:
        support: Counter[str] = Counter()
        for code, times in certain.items():
            support[code] += 3 * times
        for mention in reading.mentions:
            if mention.is_weak:
                for code in mention.codes:
                    support[code] += 2 if mention.how != "leader" else 1
        return support

    def _choose(
        self, mention: Mention, support: Counter[str], certain: Counter[str], reading: Reading, hints: frozenset[str]
    ) -> tuple[str, bool]:
        """The namesake meant, and whether anything but usage says so."""
        kinds = {code: self._regions[code].kind for code in mention.codes}
        points: dict[str, float] = {}
        for code, kind in kinds.items():
            spent = any(self._regions[other].kind == kind for other in certain if other not in kinds)
            points[code] = support[code]
            if not spent:
                points[code] += 3 * min(reading.offices[kind], 2)
                points[code] += sum(0.7 for word, of in VILLAGE_KINDS.items() if of == kind and reading.offices[word])
        ranked = sorted(mention.codes, key=lambda code: -points[code])
        if points[ranked[0]] > points[ranked[1]]:
            return ranked[0], True
        tied = [code for code in ranked if points[code] == points[ranked[0]]]
        hinted = [code for code in tied if code in hints]
        if len(hinted) == 1:
            return hinted[0], True
        # Usage: a bare "Bandung" is the city; so is a dateline.
        kota = next((code for code in tied if kinds[code] == "kota"), tied[0])
        return kota, mention.zone == "dateline"

    def _inside(self, reading: Reading, named: set[str], hints: frozenset[str]) -> list[tuple[Mention, str]]:
        """Districts, landmarks, seats and leaders of the one region they belong to, or of the one that is named."""
        offices = {kind for kind in ("kota", "kabupaten") if reading.offices[kind]}
        offices |= {self._regions[code].kind for code in named}
        inside: list[tuple[Mention, str]] = []
        alone = Counter(m.codes[0] for m in reading.mentions if m.is_weak and len(m.codes) == 1)
        for mention in reading.mentions:
            if not mention.is_weak:
                continue
            fitting = [code for code in mention.codes if code in named] or (
                list(mention.codes) if len(mention.codes) == 1 else [c for c in mention.codes if alone[c] or c in hints]
            )
            if len(fitting) != 1:
                continue
            if mention.how == "leader" and self._regions[fitting[0]].kind not in offices:
                continue
            inside.append((mention, fitting[0]))
        return inside

    def _unswapped(self, mention: Mention, code: str, named: set[str], reading: Reading) -> tuple[Mention, str]:
        """Kabupaten Badung in Jawa Barat is a slip for Bandung: what stands right behind the name tells.

        A text that names both means both.
        """
        other = self._near.get(code)
        if other is None or other in named or mention.how not in {"office", "full"}:
            return mention, code
        here, there = (self._nearby(mention, c, reading) for c in (code, other))
        if there > here:
            reading.refused.append((mention.text, "misnamed", (code,)))
            return mention, other
        return mention, code

    def _nearby(self, mention: Mention, code: str, reading: Reading) -> int:
        points = 0
        for near in reading.mentions:
            if near is mention:
                continue
            if near.is_weak and code in near.codes and 0 <= near.start - mention.end < 60:
                points += 2
            if self._regions[code].province in near.codes:
                points += 2 if 0 <= near.start - mention.end < 60 else int(near.start <= mention.start)
        return points

    # How much of the text is whose

    def _score(self, settled: list[tuple[Mention, str]], reading: Reading) -> dict[str, Scored]:
        regions: dict[str, Scored] = {}
        for mention, code in settled:
            scored = regions.setdefault(code, Scored(code))
            scored.mentions.append(mention)
            weight = WEIGHTS[mention.how]
            if mention.zone == "title":
                if mention.is_weak:
                    scored.score += TITLE_WEAK
                else:
                    scored.score += TITLE_GUEST if mention.before in GUEST_WORDS else TITLE
                continue
            if mention.zone == "dateline":
                weight = DATELINE
            elif mention.zone == "lead":
                weight += LEAD
            scored.score += weight
            scored.body += weight
        self._credit_offices(regions, reading)
        return {
            code: regions[code]
            for code in sorted(regions, key=lambda code: (-regions[code].score, regions[code].first))
        }

    def _credit_offices(self, regions: dict[str, Scored], reading: Reading) -> None:
        """ "Wali kota" without a name speaks for the one kota of the text."""
        for kind in ("kota", "kabupaten", "provinsi"):
            fitting = [code for code in regions if self._regions[code].kind == kind]
            if len(fitting) == 1 and reading.offices[kind]:
                credit = min(reading.offices[kind], _MOST_OFFICES) * OFFICE
                regions[fitting[0]].score += credit
                regions[fitting[0]].body += credit
                regions[fitting[0]].governs = reading.offices[kind] > 1 or kind in reading.title_offices

    # What it is about

    def _roles(
        self, regions: dict[str, Scored], reading: Reading, whole: str, hints: frozenset[str]
    ) -> tuple[list[str], list[str]]:
        named: set[str] = {self._regions[code].kind for code, scored in regions.items() if scored.is_named}
        local = {
            code: scored
            for code, scored in regions.items()
            if len(code) > _PROVINCE and self._counts(scored, named, reading, hints)
        }
        titled = [code for code, scored in local.items() if scored.in_title and (scored.is_named or scored.body)]
        listed = [] if titled or _province_acts(regions) else _enumerated(local, whole)
        if titled:
            about = _with_peers(titled[0], titled, local, whole)
        elif listed:
            about = listed
        else:
            enough = ENOUGH if len(local) > 1 else ENOUGH_ALONE
            spoken_of = [code for code, scored in local.items() if scored.body >= enough and scored.is_spoken_of]
            led_by_province = spoken_of and _leads(regions, spoken_of[0])
            about = _with_peers(spoken_of[0], spoken_of, local, whole) if spoken_of and not led_by_province else []
        return about, [code for code in local if code not in about]

    def _counts(self, scored: Scored, named: set[str], reading: Reading, hints: frozenset[str]) -> bool:
        """Districts alone stand for a place only where they are several, or an office or the outlet agrees.

        `named` are the kinds of the regions that the text names: "bupati" is then one of theirs.
        """
        if scored.is_named:
            return True
        kind = self._regions[scored.code].kind
        several = len({mention.text for mention in scored.mentions}) > 1
        seat = any(mention.how in {"capital", "leader"} for mention in scored.mentions)
        office_agrees = reading.offices[kind] > 0 and kind not in named
        return several or seat or (scored.in_title and (office_agrees or scored.code in hints))


def _with_peers(main: str, pool: list[str], local: dict[str, Scored], whole: str) -> list[str]:
    """The main place and those that share the news with it, in the title's order where the title names them."""
    visit = _visit(pool, local, whole)
    if visit:
        guest, host = visit
        own = local[guest].body > HOST_ENOUGH * local[host].body
        return [guest] if own else [host]
    most = local[main]
    about = [main]
    for code in pool[1:]:
        scored = local[code]
        share = SECOND_AS_GUEST if scored.is_guest else SECOND_IN_TITLE
        is_close = scored.score >= share * most.score and scored.body >= share * most.body
        if is_close or _coordinated(local, main, code, whole):
            about.append(code)
    if most.in_title:
        outside = (code for code, scored in local.items() if not scored.in_title and scored.body > ENOUGH)
        about += [code for code in outside if local[code].body >= SECOND_OUTSIDE * most.body]
        about.sort(key=lambda code: local[code].first if local[code].in_title else len(whole))
    return about


def _visit(pool: list[str], local: dict[str, Scored], whole: str) -> tuple[str, str] | None:
    """Guest and host, where the title has two places and one learns from the other."""
    titled = [code for code in pool if local[code].in_title]
    if len(titled) != 2:
        return None
    guest, host = sorted(titled, key=lambda code: local[code].first)
    between = whole[local[guest].mentions[0].end : local[host].mentions[0].start].lower()
    return (guest, host) if any(f" {word} " in between for word in LEARNING) else None


def _leads(regions: dict[str, Scored], code: str) -> bool:
    """Whether the title names a provinsi that weighs more than `code`."""
    return any(
        len(other) == _PROVINCE and scored.in_title and scored.score > regions[code].score
        for other, scored in regions.items()
    )


def _province_acts(regions: dict[str, Scored]) -> bool:
    """Whether the title's provinsi is the one who acts, so that what it lists is only mentioned."""
    return any(
        mention.zone == "title" and mention.before not in AT_WORDS
        for code, scored in regions.items()
        if len(code) == _PROVINCE
        for mention in scored.mentions
    )


def _enumerated(local: dict[str, Scored], whole: str) -> list[str]:
    """The regions of the longest enumeration in the body, in order, if it is long enough."""
    steps = sorted(
        (mention.start, mention.end, code)
        for code, scored in local.items()
        for mention in scored.mentions
        if mention.zone in {"lead", "body"} and not mention.is_weak
    )
    best: list[str] = []
    chain: list[str] = []
    end = 0
    for start, stop, code in steps:
        chain = [*chain, code] if chain and _goes_on(whole[end:start]) else [code]
        end = stop
        best = max(best, chain, key=len)
    unique = list(dict.fromkeys(best))
    return unique if len(unique) >= ENUMERATED else []


def _goes_on(between: str) -> bool:
    """Whether what stands between two names may stand inside an enumeration."""
    short = len(between) <= _MOST_BETWEEN and ". " not in between
    return short and any(mark in between for mark in (",", ";", " dan ", ")"))


def _coordinated(local: dict[str, Scored], main: str, other: str, whole: str) -> bool:
    """Whether the title joins the two by "dan" and the like."""
    spans = sorted(
        (mention.start, mention.end, code)
        for code in local
        for mention in local[code].mentions
        if mention.zone == "title" and mention.before not in GUEST_WORDS
    )
    joined: dict[str, set[str]] = defaultdict(set)
    for (_, end, left), (start, _, right) in pairwise(spans):
        if whole[end:start].strip().lower() in COORDINATORS:
            group = joined[left] | joined[right] | {left, right}
            for code in group:
                joined[code] = group
    return other in joined[main]
