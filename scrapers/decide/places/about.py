"""What a text is about, and what it only mentions. Pure; `scoring.py` says what the numbers were fitted on."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from scrapers.decide.places.cues import AT_WORDS, COORDINATORS, GUEST_WORDS, LEARNING
from scrapers.decide.places.mentions import TextMentions
from scrapers.decide.places.scoring import ScoredRegion
from scrapers.gazetteer import Region

ENOUGH, ENOUGH_ALONE = 2.4, 1.5
"""Points in the body that a place needs which the title does not name; less where it is the text's only one."""
SECOND_IN_TITLE = 0.5
"""Share of the main place's points that makes another one of the title a main place too."""
SECOND_AS_GUEST = 0.8
"""The same for one that the title names as the other party."""
SECOND_OUTSIDE = 0.8
"""The same, of the points in the body, for one that the title does not name."""
HOST_ENOUGH = 1.6
"""How many times the host's points in the body a guest needs for the news to be the guest's own."""
ENUMERATED = 4
"""Places in a row that make a text about all of them, where the title names none."""
_MOST_BETWEEN = 48
"""Characters between two places of one row."""
_PROVINCE = 2
"""The length of a provinsi's code."""


def split_roles(
    scored_by_code: dict[str, ScoredRegion],
    in_text: TextMentions,
    whole: str,
    *,
    regions: Mapping[str, Region],
    hints: frozenset[str],
) -> tuple[list[str], list[str]]:
    """The codes of the kota and kabupaten that the text is about, main one first, and of those it only mentions.

    `whole` is the text that the mentions' offsets count in, `regions` the gazetteer's, `hints` the codes that the
    outlet covers.
    """
    named: set[str] = {regions[code].kind for code, scored in scored_by_code.items() if scored.is_named}
    local = {
        code: scored
        for code, scored in scored_by_code.items()
        if len(code) > _PROVINCE and _counts(scored, regions[code].kind, named, in_text, hints)
    }
    titled = [code for code, scored in local.items() if scored.in_title and (scored.is_named or scored.body)]
    listed = [] if titled or _province_acts(scored_by_code) else _enumerated(local, whole)
    if titled:
        about = _with_peers(titled[0], titled, local, whole)
    elif listed:
        about = listed
    else:
        enough = ENOUGH if len(local) > 1 else ENOUGH_ALONE
        spoken_of = [code for code, scored in local.items() if scored.body >= enough and scored.is_spoken_of]
        led_by_province = spoken_of and _leads(scored_by_code, spoken_of[0])
        about = _with_peers(spoken_of[0], spoken_of, local, whole) if spoken_of and not led_by_province else []
    return about, [code for code in local if code not in about]


def _counts(scored: ScoredRegion, kind: str, named: set[str], in_text: TextMentions, hints: frozenset[str]) -> bool:
    """Districts alone stand for a place only where they are several, or an office or the outlet agrees.

    `named` are the kinds of the regions that the text names: "bupati" is then one of theirs.
    """
    if scored.is_named:
        return True
    several = len({mention.text for mention in scored.mentions}) > 1
    seat = any(mention.form in {"capital", "leader"} for mention in scored.mentions)
    office_agrees = in_text.offices[kind] > 0 and kind not in named
    return several or seat or (scored.in_title and (office_agrees or scored.code in hints))


def _with_peers(main: str, pool: list[str], local: dict[str, ScoredRegion], whole: str) -> list[str]:
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


def _visit(pool: list[str], local: dict[str, ScoredRegion], whole: str) -> tuple[str, str] | None:
    """Guest and host, where the title has two places and one learns from the other."""
    titled = [code for code in pool if local[code].in_title]
    if len(titled) != 2:
        return None
    guest, host = sorted(titled, key=lambda code: local[code].first)
    between = whole[local[guest].mentions[0].end : local[host].mentions[0].start].lower()
    return (guest, host) if any(f" {word} " in between for word in LEARNING) else None


def _leads(regions: dict[str, ScoredRegion], code: str) -> bool:
    """Whether the title names a provinsi that weighs more than `code`."""
    return any(
        len(other) == _PROVINCE and scored.in_title and scored.score > regions[code].score
        for other, scored in regions.items()
    )


def _province_acts(regions: dict[str, ScoredRegion]) -> bool:
    """Whether the title's provinsi is the actor, so that the places it lists are only mentioned."""
    return any(
        mention.zone == "title" and mention.before not in AT_WORDS
        for code, scored in regions.items()
        if len(code) == _PROVINCE
        for mention in scored.mentions
    )


def _enumerated(local: dict[str, ScoredRegion], whole: str) -> list[str]:
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


def _coordinated(local: dict[str, ScoredRegion], main: str, other: str, whole: str) -> bool:
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
