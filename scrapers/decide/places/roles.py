"""The role of each mention, from the words around it in its sentence: `role_cues.py` has the tables. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from scrapers.decide.places.mentions import Mention, TextMentions
from scrapers.decide.places.role_cues import (
    ACTING,
    BENEFIT,
    COUNTED,
    COUNTED_PLACES,
    DETAIL_REACH,
    DETAILS,
    FORECAST,
    NATIONAL,
    NUMBERS,
    ROLE_CUES,
    Role,
    RoleCue,
)
from scrapers.decide.places.text import LIST_MARK, PreparedText

Label = RoleCue | str | int
"""A table of roles, the name of a list of words (detail, national, benefit, counted), or how many are counted."""
SMALLEST_ROW = 3
"""Regions in a row from which it is an enumeration."""
MOST_BETWEEN = 48
"""Characters between two names of one row."""
MOST_IN_A_LINE = 220
"""Characters between the names that begin two lines of a list."""
BENEFIT_REACH = 240
"""Characters before a row in which a word of `BENEFIT` makes the text about it."""
COUNTED_REACH = 130
"""The same for "sebelas daerah"."""
_SOMEWHERE = frozenset({"di", "ke", "dari"})
"""Before the first name of a row they say where, not who: "Di Medan dan Surabaya penumpang naik"."""
LEAD_SENTENCE = 170
"""Characters of the body in which a national actor makes it national news."""
PASSING: frozenset[Role] = frozenset(
    {"past", "origin", "route", "court", "source", "venue", "branch", "weather", "club", "rank", "guest", "party"}
)
"""Roles in which a place is only mentioned; all names of a row share them."""
PASSING_INSIDE: frozenset[Role] = frozenset({"past", "route", "court", "source", "venue", "branch", "weather", "club"})
"""The same for things inside a place: who comes from one of its districts is still a part of its news."""
_SENTENCE = re.compile(r"[.!?…\n](?<=[a-zà-ÿ\d)%\"”’\n].)[\"”’)]*\s+(?=[\"“‘(]?[A-Z\d])", re.DOTALL)
_PROVINCE = 2
"""The length of a provinsi's code."""
_AND = re.compile(r"[,;)&/]| dan | serta ")
_VERB = re.compile(rf" (?:{'|'.join(word.strip() for word in ACTING.split(','))}|me\w{{3,}}|ber\w{{3,}}|\w{{3,}}kan)\b")
_NAMED = re.compile(r"(?:^|[^\w])([A-Z][\w'’]*) $")
_ADDRESS = re.compile(r"[A-Z][\w'’/.-]*(?: [A-Z\d][\w'’/.-]*)*(?:,| \([^)]*\),?)? $")
_BEFORE = 40
"""Characters before a name that are looked at for an address."""


def _labels() -> dict[str, list[Label]]:
    by_phrase: defaultdict[str, list[Label]] = defaultdict(list)
    for cue in ROLE_CUES:
        for phrase in cue.phrases.split(","):
            by_phrase[phrase.strip()].append(cue)
    for number, amount in NUMBERS.items():
        for noun in COUNTED:
            by_phrase[f"{number} {noun}"] += ["counted", amount] if noun in COUNTED_PLACES else ["counted"]
    for name, words in (("detail", DETAILS), ("national", NATIONAL), ("benefit", BENEFIT)):
        for phrase in words.split(","):
            by_phrase[phrase.strip()].append(name)
    return dict(by_phrase)


_BY_PHRASE = _labels()
_LABELS = list(_BY_PHRASE.values())
_AUTOMATON = AhoCorasick(list(_BY_PHRASE), matchkind=MatchKind.Standard)
_RANK = {id(cue): rank for rank, cue in enumerate(ROLE_CUES)}


@dataclass(slots=True)
class _Cues:
    """The cues of a text: (start, end, table) of the tables, by start; offsets of each list of words.

    `amounts`: where places are counted, and how many ("empat daerah").
    """

    tables: list[tuple[int, int, RoleCue]] = field(default_factory=list)
    words: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    amounts: list[tuple[int, int]] = field(default_factory=list)


def assign_roles(in_text: TextMentions, prepared: PreparedText, folded: str) -> None:
    """Fill in what `Mention` says of role, row, acting and detail, and whether the text is national. In place."""
    if not in_text.mentions:
        return
    cues = _find_cues(folded)
    ends = [match.end() for match in _SENTENCE.finditer(prepared.whole)]
    in_text.is_national = any(
        start < prepared.body or start < prepared.dateline + LEAD_SENTENCE for start, _ in cues.words["national"]
    )
    starts = [start for start, _, _ in cues.tables]
    is_forecast = any(cue is FORECAST and start < prepared.body for start, _, cue in cues.tables)
    for mention in in_text.mentions:
        at = bisect_right(ends, mention.start)
        begin, end = ends[at - 1] if at else 0, ends[at] if at < len(ends) else len(folded)
        low, high = bisect_left(starts, begin), bisect_right(starts, end)
        if low < high:
            mention.role = _role(mention, cues.tables[low:high], folded)
        elif mention.form == "office":
            mention.role = "actor"
        if mention.is_weak and mention.role not in PASSING_INSIDE:
            mention.role = "plain"
        if is_forecast and mention.role == "plain" and not mention.is_weak:
            mention.role = "weather"
        if mention.role == "plain" and mention.form == "name" and _is_named(mention, prepared, begin):
            mention.role = "named"
        if not mention.is_weak:
            _look_around(mention, prepared, folded, begin, cues.words["detail"])
    _read_rows(in_text, prepared, cues)
    early = {amount for start, amount in cues.amounts if start < prepared.dateline + LEAD_SENTENCE}
    if early:
        _read_roster(in_text, early)


def _find_cues(folded: str) -> _Cues:
    cues = _Cues()
    last = len(folded)
    for index, start, end in _AUTOMATON.find_matches_as_indexes(folded, overlapping=True):
        if (start and folded[start - 1].isalnum()) or (end < last and folded[end].isalnum()):
            continue
        for label in _LABELS[index]:
            if isinstance(label, str):
                cues.words[label].append((start, end))
            elif isinstance(label, int):
                cues.amounts.append((start, label))
            else:
                cues.tables.append((start, end, label))
    cues.tables.sort(key=lambda cue: cue[0])
    return cues


def _role(mention: Mention, tables: Iterable[tuple[int, int, RoleCue]], folded: str) -> Role:
    best: tuple[int, int] | None = None
    role: Role = "plain"
    for start, end, cue in tables:
        before, after = mention.start - end, start - mention.end
        is_in_reach = (0 <= before <= cue.reach and cue.side != "after") or (
            0 <= after <= cue.reach and cue.side in {"after", "near"}
        )
        if cue.side == "said" and is_in_reach:
            is_in_reach = " di " in folded[end : mention.start]
        if not is_in_reach and cue.side == "before" and start <= mention.start < end:
            # "Mantan Wali Kota Bogor": the cue ends inside the mention's own office.
            is_in_reach = end <= mention.end
        if is_in_reach:
            rank = (_RANK[id(cue)], abs(before))
            if best is None or rank < best:
                best, role = rank, cue.role
    if mention.form == "office" and role not in PASSING:
        return "actor"
    return role


def _is_named(mention: Mention, prepared: PreparedText, begin: int) -> bool:
    """Whether a bare name ends the name of another thing: "Sentra Pangudi Luhur Bekasi"."""
    if mention.zone == "title":
        return False
    match = _NAMED.search(prepared.whole, max(begin, mention.start - _BEFORE), mention.start)
    if not match or (match[1].isupper() and mention.text.isupper()):
        return False
    return match.start(1) > begin


def _look_around(
    mention: Mention, prepared: PreparedText, folded: str, begin: int, details: list[tuple[int, int]]
) -> None:
    is_first = mention.start <= max(begin, prepared.dateline if begin <= prepared.dateline else 0) + 1
    mention.acts = is_first and bool(_VERB.match(folded, mention.end))
    at = bisect_right(details, (mention.start, 0)) - 1
    mention.detail = at >= 0 and details[at][1] > max(begin, mention.start - DETAIL_REACH) - 1
    if not mention.detail and mention.zone != "title" and mention.form != "office":
        address = _ADDRESS.search(prepared.whole, max(begin + 1, mention.start - _BEFORE), mention.start)
        mention.detail = bool(address) and "," in prepared.whole[mention.start - 3 : mention.start]


def _is_near(mention: Mention, words: list[tuple[int, int]], reach: int) -> bool:
    at = bisect_right(words, (mention.start, 0)) - 1
    return at >= 0 and mention.start - words[at][1] < reach and mention.before not in _SOMEWHERE


def _read_rows(in_text: TextMentions, prepared: PreparedText, cues: _Cues) -> None:
    """Number the rows of names; all names of a row share the role of its first, where that is a passing one."""
    behind, size = -1, 0
    passed: int = -BENEFIT_REACH
    passed_role: Role | None = None
    for number, row in enumerate(_rows(in_text.mentions, prepared.whole)):
        names = len({mention.codes for mention in row})
        passing = row[0].role if row[0].role in PASSING else None
        is_table = all(mention.form == "office" for mention in row)
        is_near = _is_near(row[0], cues.words["benefit"], BENEFIT_REACH) or (
            not is_table and _is_near(row[0], cues.words["counted"], COUNTED_REACH)
        )
        # A roster may go on in the next sentence: "Menyusul kemudian Kabupaten Sleman, Kota Magelang".
        goes_on = behind >= 0 and row[0].start - behind < BENEFIT_REACH
        is_chosen = (is_near or goes_on) and passing is None
        if passing is None and 0 <= row[0].start - passed < BENEFIT_REACH and names >= SMALLEST_ROW:
            passing, is_chosen = passed_role, False
        if passing is None and not is_chosen and names >= SMALLEST_ROW and is_table:
            # "…, Wali Kota Bogor, Wali Kota Depok, Bupati Lebak": who sat at the table.
            passing = "guest"
        if passing is not None:
            passed, passed_role = row[-1].end, passing
        size = names + size if goes_on else names
        behind = row[-1].end if is_chosen and size >= SMALLEST_ROW else -1
        for mention in row:
            mention.row, mention.row_size, mention.row_chosen = number, size, is_chosen
            # What stands before a further name of the row is the one before it, no address.
            mention.detail = mention.detail and mention is row[0]
            if passing is not None and mention.role not in PASSING:
                mention.role = passing
            elif is_chosen and size >= SMALLEST_ROW and mention.role in PASSING:
                mention.role = "plain"


def _read_roster(in_text: TextMentions, amounts: set[int]) -> None:
    """A text that counts as many places as it then names, one here and one there, is about them. In place."""
    for mention in in_text.mentions:
        if mention.row_chosen and mention.row_size in amounts:
            # "Dua kabupaten": two are a roster where two are counted.
            mention.row_size = max(mention.row_size, SMALLEST_ROW)
    named = [m for m in in_text.mentions if _is_local(m) and m.role not in PASSING and m.form != "office"]
    names = {mention.codes for mention in named}
    titled = any(m.zone == "title" and not m.is_weak and _names_local(m) for m in in_text.mentions)
    # One of them may be a name that needs a cue.
    counts = {len(names), len(names) + 1} if len(names) >= SMALLEST_ROW else {len(names)}
    if counts & amounts and not titled:
        for mention in named:
            mention.row_size, mention.row_chosen = max(mention.row_size, *(counts & amounts)), True


def _names_local(mention: Mention) -> bool:
    return any(len(code) > _PROVINCE for code in mention.codes)


def _is_local(mention: Mention) -> bool:
    return not mention.is_weak and mention.zone in {"lead", "body"} and _names_local(mention)


def _rows(mentions: Iterable[Mention], whole: str) -> Iterator[list[Mention]]:
    row: list[Mention] = []
    for mention in mentions:
        if not _is_local(mention) or (row and _is_aside(row[-1], mention, whole)):
            continue
        if row and not _goes_on(whole[row[-1].end : mention.start]):
            if len(row) > 1:
                yield row
            row = []
        row.append(mention)
    if len(row) > 1:
        yield row


def _is_aside(last: Mention, mention: Mention, whole: str) -> bool:
    """Whether a line of a list that begins with a place names this one further on."""
    begins = whole[last.start - 2 : last.start].startswith(LIST_MARK)
    between = whole[last.end : mention.start]
    return begins and LIST_MARK not in between and len(between) <= MOST_IN_A_LINE and not _goes_on(between)


def _goes_on(between: str) -> bool:
    """Whether what stands between two names may stand inside an enumeration, or between two lines of a list."""
    if between[-2:-1] == LIST_MARK:
        return len(between) <= MOST_IN_A_LINE
    short = len(between) <= MOST_BETWEEN and ". " not in between
    return short and bool(_AND.search(between))
