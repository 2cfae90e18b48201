"""From hits to mentions: what each name stands for by itself, and which names are only labels."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from record.text import fold
from scrapers.decide.places.cues import ABBREVIATED, LOCATIVES, SHORT_AFTER_CUE, Cue
from scrapers.decide.places.lexicon import Entry, Hit, Lexicon
from scrapers.decide.places.text import Prepared

How = Literal["office", "full", "name", "nickname", "capital", "district", "landmark", "leader", "spelling"]
Zone = Literal["title", "dateline", "lead", "body"]
Refusal = Literal["label", "village", "district", "area", "other-kind", "misnamed"]
LEAD_CHARACTERS = 220
MISSPELT_AFTER = frozenset({"kota", "kabupaten"})
"""Kinds of cues after which a name may be misspelt."""
_WEAK: frozenset[How] = frozenset({"capital", "district", "landmark", "leader"})
_NEXT_WORD = re.compile(r"[ .]+([^\W\d_][\w'’-]+)(?: ([A-Z][\w'’-]+))?")
_LABEL_WORD = re.compile(r" (?:[A-Z][\w'’]*\.?|\([A-Z]+\)|dan|al-\w+)(?= )")
_COMPASS = re.compile(r" (?:barat|timur|utara|selatan|tengah)\b")
_SHORTEST_MISSPELT, _LONG_NAME = 5, 9
_BEFORE = 24
_TITLE_REACH = 1


@dataclass(slots=True)
class Mention:
    """A name in the text: `text` as it stands there with its cue, `codes` the regions it may mean."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    how: How
    zone: Zone
    before: str

    @property
    def is_weak(self) -> bool:
        """Whether it names something inside the place rather than the place."""
        return self.how in _WEAK


@dataclass(slots=True)
class Reading:
    """All that was read: mentions in order, offices named without a place (and those of them in the title), and what
    was refused and why.
    """

    mentions: list[Mention] = field(default_factory=list)
    offices: Counter[str] = field(default_factory=Counter)
    title_offices: set[str] = field(default_factory=set)
    refused: list[tuple[str, Refusal, tuple[str, ...]]] = field(default_factory=list)


class Reader:
    """Reads prepared texts; made once, with no state of its own."""

    def __init__(self, lexicon: Lexicon) -> None:
        """All it knows is in `lexicon`."""
        self.lexicon = lexicon
        # The same few words ("Kota Lama") come again in every text.
        self.nearest = lru_cache(maxsize=4096)(self._nearest)
        self._kinds = {code: region.kind for code, region in lexicon.regions.items()}
        self._spellings: dict[str, list[tuple[str, str]]] = {"kota": [], "kabupaten": []}
        for code, region in lexicon.regions.items():
            if region.kind in self._spellings:
                single = (name for name in region.names if " " not in name and len(name) > _SHORTEST_MISSPELT)
                self._spellings[region.kind] += [(fold(name), code) for name in (region.name, *single)]

    def read(self, prepared: Prepared) -> Reading:
        """One pass over the text."""
        whole = prepared.whole
        folded = fold(whole)
        hits = self.lexicon.find(folded)
        cue_at: dict[int, Hit] = {}
        tail_at: dict[int, str] = {}
        for hit in hits:
            if hit.entry.cue and hit.end not in cue_at:
                cue_at[hit.end] = hit
            if hit.entry.tail:
                tail_at.setdefault(hit.start, hit.entry.tail)
        run = _Run(self, prepared, folded, cue_at, tail_at, _labels(cue_at, prepared))
        position = 0
        for hit in hits:
            if hit.entry.is_name and hit.start >= position and run.take(hit):
                position = hit.end
        run.close()
        return run.reading

    def kind(self, code: str) -> str:
        """Of the region with this code."""
        return self._kinds[code]

    def _nearest(self, kind: str, word: str) -> str:
        """The one region of `kind` whose name is a slip away from `word`; "" where there is none or more."""
        if len(word) < _SHORTEST_MISSPELT:
            return ""
        allowed = 1 if len(word) < _LONG_NAME else 2
        names = self._spellings[kind]
        close = extract(word, [name for name, _ in names], scorer=OSA.distance, score_cutoff=allowed, limit=3)
        # Letters are lost more often than added; peers at the same distance leave it open.
        best = min(((distance, len(word) >= len(name)) for name, distance, _ in close), default=None)
        codes = {names[at][1] for name, distance, at in close if (distance, len(word) >= len(name)) == best}
        return codes.pop() if len(codes) == 1 else ""


def _labels(cue_at: dict[int, Hit], prepared: Prepared) -> set[int]:
    """Positions after a label word where a name is part of that label: "Universitas Islam Riau"."""
    spans: list[tuple[int, int]] = []
    for hit in cue_at.values():
        cue = hit.entry.cue
        if cue and cue.kind == "label":
            reach = min(cue.reach, _TITLE_REACH) if hit.start < prepared.body else cue.reach
            spans.append((hit.start, _run_end(prepared.whole, hit.end, reach)))
    return {position for begin, end in spans for position in range(begin + 1, end)}


def _long_labels(cue_at: dict[int, Hit], prepared: Prepared) -> list[tuple[int, int]]:
    """In a title every word has a capital: what a label there may take at most."""
    return [
        (hit.end, _run_end(prepared.whole, hit.end, hit.entry.cue.reach))
        for hit in cue_at.values()
        if hit.entry.cue and hit.entry.cue.reach > _TITLE_REACH and hit.start < prepared.body
    ]


def _run_end(whole: str, end: int, words: int) -> int:
    """The end of at most `words` capitalised words and one more after `end`."""
    for _ in range(words):
        found = _LABEL_WORD.match(whole, end)
        if not found:
            break
        end = found.end()
    return end + 2


@dataclass(slots=True)
class _Run:
    reader: Reader
    prepared: Prepared
    folded: str
    cue_at: dict[int, Hit]
    tail_at: dict[int, str]
    labelled: set[int]
    reading: Reading = field(default_factory=Reading)
    used_cues: set[int] = field(default_factory=set)

    def take(self, hit: Hit) -> bool:
        """Read one name; False where its form does not even look like one here."""
        cue_hit = self._cue_before(hit.start)
        cue = cue_hit.entry.cue if cue_hit else None
        start = cue_hit.start if cue_hit else hit.start
        whole = self.prepared.whole
        if not (whole[hit.start].isupper() or (cue and cue.kind in {"kota", "kabupaten", "provinsi"})):
            return False
        surface = whole[start : hit.end]
        entry = hit.entry
        if cue and cue.kind in {"kota", "kabupaten", "provinsi"}:
            found = self._longer(hit, cue) or self._by_kind(entry, cue)
            if found:
                self.used_cues.add(cue_hit.end if cue_hit else 0)
                return self._add(start, hit.end, surface, *found)
            if cue.kind == "provinsi":
                return self._refuse(surface, "label", entry)
        if cue and cue.kind in {"district", "village"}:
            return self._below(start, hit, surface, cue)
        if hit.start in self.labelled or self.tail_at.get(hit.end + 1) == "label":
            if self.folded[hit.end : hit.end + 1] in {"-", "–"}:
                # "Tol Jakarta-Bandung": the label takes both.
                self.labelled.add(hit.end + 1)
            return self._refuse(self._with_label(hit), "label", entry)
        if cue and cue.kind == "police" and entry.regions:
            return self._add(start, hit.end, surface, self._police(entry, hit, surface), "name")
        return self._bare(hit, entry)

    def close(self) -> None:
        """Count the offices that no name followed, and read the misspelt names after cues."""
        slips: dict[str, str] = {}
        for end, hit in sorted(self.cue_at.items()):
            cue = hit.entry.cue
            if not cue or end in self.used_cues:
                continue
            if cue.kind in MISSPELT_AFTER and self._misspelt(hit, cue, slips):
                continue
            if cue.office:
                self.reading.offices[cue.kind] += 1
                if end < self.prepared.body:
                    self.reading.title_offices.add(cue.kind)
            elif cue.kind == "village":
                self.reading.offices[hit_word(self.folded, hit)] += 1
        taken = {mention.end for mention in self.reading.mentions}
        for word, code in slips.items():
            for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", self.folded):
                if found.end() not in taken:
                    self._add(
                        found.start(),
                        found.end(),
                        self.prepared.whole[found.start() : found.end()],
                        (code,),
                        "spelling",
                    )
        self._drop_long_labels()
        self.reading.mentions.sort(key=lambda mention: mention.start)

    def _drop_long_labels(self) -> None:
        """ "UIN Sunan Gunung Djati Bandung" in a title is a label, unless the text itself names Bandung."""
        spans = _long_labels(self.cue_at, self.prepared)
        if not spans:
            return
        outside = {codes for m in self.reading.mentions if m.zone != "title" for codes in m.codes}
        for mention in list(self.reading.mentions):
            labelled = mention.how == "name" and any(begin < mention.start < end for begin, end in spans)
            if labelled and not outside.intersection(mention.codes):
                self.reading.mentions.remove(mention)
                self.reading.refused.append((mention.text, "label", mention.codes))

    def _misspelt(self, hit: Hit, cue: Cue, slips: dict[str, str]) -> bool:
        """A word right after a kind cue that is a slip away from a name of that kind."""
        found = _NEXT_WORD.match(self.prepared.whole, hit.end)
        if not found or not found[1][0].isupper():
            return False
        first = fold(found[1])
        two = fold(f"{found[1]} {found[2]}") if found[2] else ""
        for word in filter(None, (two, first, first.replace("-", ""), two.replace(" ", ""))):
            short = SHORT_AFTER_CUE.get(word)
            if short:
                found_by_kind = self._by_kind(self.reader.lexicon.entries[short], cue)
                codes = found_by_kind[0] if found_by_kind else ()
            else:
                entry = self.reader.lexicon.entries.get(word)
                if entry and "-" not in word:
                    continue
                nearest = self.reader.nearest(cue.kind, word) or self.reader.nearest(_other(cue.kind), word)
                codes = (nearest,) if nearest else ()
            if len(codes) == 1:
                end = found.end(2) if word == two and found[2] else found.end(1)
                surface = self.prepared.whole[hit.start : end]
                self._add(hit.start, end, surface, codes, "office" if cue.office else "full")
                slips[self.folded[found.start(1) : end]] = codes[0]
                return True
        return False

    def _cue_before(self, start: int) -> Hit | None:
        found = self.cue_at.get(start - 1)
        if found is None and self.folded[start - 2 : start] in {". ", " ("}:
            found = self.cue_at.get(start - 2)
        if found and "." in self.folded[found.end : start]:
            # "Kab. Bandung", but not "keliling kota. Bandung hujan".
            return found if hit_word(self.folded, found) in ABBREVIATED else None
        return found

    def _by_kind(self, entry: Entry, cue: Cue) -> tuple[tuple[str, ...], How] | None:
        """The regions of the cue's kind that the form names; of the other kind where there is none."""
        how: How = "office" if cue.office else "full"
        named = [*entry.regions, *entry.nicknames]
        fitting = tuple(code for code in named if self.reader.kind(code) == cue.kind)
        if fitting or cue.kind == "provinsi":
            return (fitting, how) if fitting else None
        local = tuple(code for code in named if self.reader.kind(code) != "provinsi")
        if local:
            return local, how
        # "Kota Soreang", the town that is a kabupaten's seat.
        return (tuple(entry.capitals), "capital") if entry.capitals else None

    def _longer(self, hit: Hit, cue: Cue) -> tuple[tuple[str, ...], How] | None:
        """Kabupaten Badung Barat is no part of Badung but a slip for Bandung Barat."""
        compass = _COMPASS.match(self.folded, hit.end)
        code = self.reader.nearest(cue.kind, self.folded[hit.start : compass.end()]) if compass else ""
        return ((code,), "office" if cue.office else "full") if code else None

    def _below(self, start: int, hit: Hit, surface: str, cue: Cue) -> bool:
        entry = hit.entry
        if cue.kind == "district" and entry.districts:
            if entry.regions and not set(entry.regions) & set(entry.districts):
                self._refuse(surface, "district", entry)
            return self._add(start, hit.end, surface, tuple(entry.districts), "district")
        if entry.landmarks:
            return self._add(start, hit.end, surface, tuple(entry.landmarks), "landmark")
        return self._refuse(surface, "village" if cue.kind == "village" else "district", entry)

    def _police(self, entry: Entry, hit: Hit, surface: str) -> tuple[str, ...]:
        """Of twins, Polres X is the kabupaten's, Polrestabes X and Polres X Kota the kota's (Polri's own names)."""
        is_kota = "tabes" in surface.lower() or self.folded.startswith(" kota", hit.end)
        kind = "kota" if is_kota else "kabupaten"
        return tuple(c for c in entry.regions if self.reader.kind(c) == kind) or tuple(entry.regions)

    def _bare(self, hit: Hit, entry: Entry) -> bool:
        text = self.prepared.whole[hit.start : hit.end]
        before = self._word_before(hit.start)
        tail = self.tail_at.get(hit.end + 1)
        if entry.risky and before not in LOCATIVES and tail is None:
            return True
        if entry.regions:
            codes = tuple(entry.regions)
            if tail in {"kota", "kabupaten", "provinsi"}:
                codes = tuple(code for code in codes if self.reader.kind(code) == tail) or codes
                return self._add(hit.start, hit.end, text, codes, "full")
            if len(codes) > 1 and _COMPASS.match(self.folded, hit.end):
                return self._refuse(text, "area", entry)
            return self._add(hit.start, hit.end, text, codes, "name")
        ways: tuple[tuple[list[str], How], ...] = (
            (entry.nicknames, "nickname"),
            (entry.landmarks, "district" if set(entry.landmarks) <= set(entry.districts) else "landmark"),
            (entry.capitals, "capital"),
            (entry.leaders, "leader"),
        )
        for codes_found, how in ways:
            if codes_found:
                return self._add(hit.start, hit.end, text, tuple(codes_found), how)
        if entry.everyday:
            return False
        return self._add(hit.start, hit.end, text, tuple(entry.districts), "district")

    def _word_before(self, start: int) -> str:
        words = self.folded[max(0, start - _BEFORE) : start].rstrip(" (").rpartition(" ")[2]
        return words if words.isalpha() else words[-1:]

    def _with_label(self, hit: Hit) -> str:
        """The name with the label it belongs to."""
        start = hit.start
        while start - 1 in self.labelled:
            start -= 1
        return self.prepared.whole[start - 1 : hit.end].strip(" -–")

    def _add(self, start: int, end: int, text: str, codes: tuple[str, ...], how: How) -> bool:
        if start < self.prepared.body:
            zone: Zone = "title"
        elif end <= self.prepared.dateline:
            zone = "dateline"
        else:
            zone = "lead" if start < self.prepared.dateline + LEAD_CHARACTERS else "body"
        self.reading.mentions.append(Mention(start, end, text, codes, how, zone, self._word_before(start)))
        return True

    def _refuse(self, text: str, why: Refusal, entry: Entry) -> bool:
        if entry.regions or entry.nicknames:
            self.reading.refused.append((text, why, tuple(entry.regions or entry.nicknames)))
        return True


def hit_word(folded: str, hit: Hit) -> str:
    """The form that was hit."""
    return folded[hit.start : hit.end]


def _other(kind: str) -> str:
    return "kabupaten" if kind == "kota" else "kota"
