"""From hits of the lexicon to mentions: what each name stands for by itself, and which are only labels. Pure."""

import re
from dataclasses import dataclass, field

from record.text import fold
from scrapers.decide.places.cues import ABBREVIATED, LOCATIVES, SHORT_AFTER_CUE, Cue
from scrapers.decide.places.labels import drop_long_labels, labelled_positions
from scrapers.decide.places.lexicon import Hit, Lexicon, LexiconEntry
from scrapers.decide.places.mentions import Mention, MentionForm, Refusal, TextMentions, Zone
from scrapers.decide.places.roles import assign_roles
from scrapers.decide.places.senses import BEFORE_A_PLACE, NO_SURNAMES, carry_kinds, drop_other_senses
from scrapers.decide.places.spelling import Spellings
from scrapers.decide.places.text import PreparedText
from scrapers.gazetteer import RegionKind

LEAD_CHARACTERS = 220
"""Characters of the body that count as its lead."""
MISSPELT_AFTER = frozenset({"kota", "kabupaten"})
"""Kinds of cues after which a name may be misspelt."""
_NEXT_WORD = re.compile(r"[ .]+([^\W\d_][\w'’-]+)(?: ([A-Z][\w'’-]+))?")
_COMPASS = re.compile(r" (?:barat|timur|utara|selatan|tengah)\b")
_SURNAME = re.compile(r" ([A-Z][a-z]{3,})\b")
_DASH = re.compile(r" ?[-–—] ?")
_JOINED = re.compile(r"(?: dan | serta | maupun | bersama |/|&| & )$")
_BEFORE = 24
"""Characters before a name among which the word before it is looked for."""


class MentionFinder:
    """Finds the names of places in prepared texts; made once, with no state of its own."""

    def __init__(self, lexicon: Lexicon) -> None:
        """`lexicon` has every name and cue."""
        self.lexicon = lexicon
        self.spellings = Spellings(lexicon.regions)

    def kind(self, code: str) -> RegionKind:
        """The kind of the region with this code."""
        return self.lexicon.regions[code].kind

    def find(self, prepared: PreparedText) -> TextMentions:
        """The names in a text, each with the regions it may mean; one pass over the text."""
        whole = prepared.whole
        folded = fold(whole)
        hits = self.lexicon.find(folded)
        cue_at: dict[int, Hit] = {}
        tail_at: dict[int, str] = {}
        for hit in hits:
            # Hits come in order of their start, so that the longest cue ending here counts: "wali kota", not "kota".
            if hit.entry.cue and hit.end not in cue_at:
                cue_at[hit.end] = hit
            if hit.entry.tail:
                tail_at.setdefault(hit.start, hit.entry.tail)
        scan = _Scan(self, prepared, folded, cue_at, tail_at, labelled_positions(cue_at, prepared), hits)
        position = 0
        for hit in hits:
            start = hit.start
            if not hit.entry.is_name or start < position:
                continue
            # In small letters a word is a name only right after "kota" and the like.
            may_be_one = whole[start].isupper() or start - 1 in cue_at or start - 2 in cue_at
            if may_be_one and scan.take(hit):
                position = hit.end
        scan.close()
        assign_roles(scan.result, prepared, folded)
        return scan.result


@dataclass(slots=True)
class _Scan:
    """One pass over a text: cues by the offset of their end, tails and labelled names by the offset of their start."""

    finder: MentionFinder
    prepared: PreparedText
    folded: str
    cue_at: dict[int, Hit]
    tail_at: dict[int, str]
    labelled: set[int]
    hits: list[Hit]
    result: TextMentions = field(default_factory=TextMentions)
    others: dict[tuple[str, ...], Refusal] = field(default_factory=dict)
    used_cues: set[int] = field(default_factory=set)

    def take(self, hit: Hit) -> bool:
        """Add or refuse one name; False where it does not even look like one here."""
        cue_hit = self._cue_before(hit.start)
        cue = cue_hit.entry.cue if cue_hit else None
        start = cue_hit.start if cue_hit else hit.start
        whole = self.prepared.whole
        if not (whole[hit.start].isupper() or (cue and cue.kind in {"kota", "kabupaten", "provinsi"})):
            return False
        surface = whole[start : hit.end]
        entry = hit.entry
        if cue and cue.kind in {"kota", "kabupaten", "provinsi"}:
            codes_and_form = self._longer(hit, cue) or self._by_kind(entry, cue)
            if codes_and_form:
                self.used_cues.add(cue_hit.end if cue_hit else 0)
                self._add_twin(start, hit, cue)
                return self._add(start, hit.end, surface, *codes_and_form)
            if cue.kind == "provinsi":
                return self._refuse(surface, "label", entry)
        if cue and cue.kind in {"district", "village"}:
            return self._below(start, hit, surface, cue)
        if hit.start in self.labelled or self.tail_at.get(hit.end + 1) == "label":
            dash = _DASH.match(self.folded, hit.end)
            if dash:
                # "Tol Jakarta-Bandung": the label takes both.
                self.labelled.add(dash.end())
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
                self.result.offices[cue.kind] += 1
                if end < self.prepared.body:
                    self.result.title_offices.add(cue.kind)
            elif cue.kind == "village":
                self.result.offices[hit_word(self.folded, hit)] += 1
        taken = {mention.end for mention in self.result.mentions}
        # The same slip comes again further down, mostly without a cue before it.
        for word, code in slips.items():
            for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", self.folded):
                if match.end() not in taken:
                    self._add(
                        match.start(),
                        match.end(),
                        self.prepared.whole[match.start() : match.end()],
                        (code,),
                        "spelling",
                    )
        drop_long_labels(self.result, self.cue_at, self.prepared)
        drop_other_senses(self.result, self.others)
        self.result.mentions.sort(key=lambda mention: mention.start)
        carry_kinds(self.result, self.folded, self.finder.kind)

    def _misspelt(self, hit: Hit, cue: Cue, slips: dict[str, str]) -> bool:
        """A word right after a kind cue that is a slip away from a name of that kind."""
        match = _NEXT_WORD.match(self.prepared.whole, hit.end)
        if not match or not match[1][0].isupper():
            return False
        if "." in match[0][: match.start(1) - hit.end] and hit_word(self.folded, hit) not in ABBREVIATED:
            return False
        first = fold(match[1])
        # "Kota Di Banyumas" is no slip: its second word is a name already.
        is_pair = bool(match[2]) and fold(match[2]) not in self.finder.lexicon.entries
        two = fold(f"{match[1]} {match[2]}") if is_pair else ""
        for word in filter(None, (two, first, first.replace("-", ""), two.replace(" ", ""))):
            short = SHORT_AFTER_CUE.get(word)
            if short:
                found_by_kind = self._by_kind(self.finder.lexicon.entries[short], cue)
                codes = found_by_kind[0] if found_by_kind else ()
            else:
                entry = self.finder.lexicon.entries.get(word)
                if (entry and "-" not in word) or (hit.start < self.prepared.body and match[1] not in self._body):
                    # In a title a verb has a capital too: "Wali Kota Tegas Menolak" is no slip of Tegal.
                    continue
                nearest = self.finder.spellings.nearest(cue.kind, word) or self.finder.spellings.nearest(
                    _other(cue.kind), word
                )
                codes = (nearest,) if nearest else ()
            if len(codes) == 1:
                end = match.end(2) if word == two and match[2] else match.end(1)
                surface = self.prepared.whole[hit.start : end]
                self._add(hit.start, end, surface, codes, "office" if cue.office else "full")
                slips[self.folded[match.start(1) : end]] = codes[0]
                return True
        return False

    def _nearest(self, kind: str, word: str) -> str:
        return self.finder.spellings.nearest(kind, word)

    def _add_twin(self, start: int, hit: Hit, cue: Cue) -> None:
        """ "Wali Kota dan Bupati Bogor" names both: the first cue has no name of its own."""
        joined = _JOINED.search(self.folded, max(0, start - _BEFORE), start)
        first = self.cue_at.get(joined.start()) if joined else None
        other = first.entry.cue if first else None
        if first and other and other.kind in MISSPELT_AFTER and other.kind != cue.kind:
            named = self._by_kind(hit.entry, other)
            if named and len(named[0]) == 1 and self.finder.kind(named[0][0]) == other.kind:
                self.used_cues.add(first.end)
                self._add(first.start, first.end, self.prepared.whole[first.start : hit.end], *named)

    def _cue_before(self, start: int) -> Hit | None:
        cue = self.cue_at.get(start - 1) if self.folded[start - 1 : start] not in {"-", "–", "—"} else None
        if cue is None and self.folded[start - 2 : start] in {". ", " ("}:
            cue = self.cue_at.get(start - 2)
        if cue and "." in self.folded[cue.end : start]:
            # "Kab. Bandung", but not "keliling kota. Bandung hujan".
            return cue if hit_word(self.folded, cue) in ABBREVIATED else None
        return cue

    def _by_kind(self, entry: LexiconEntry, cue: Cue) -> tuple[tuple[str, ...], MentionForm] | None:
        """The regions of the cue's kind that the form names; of the other kind where there is none."""
        form: MentionForm = "office" if cue.office else "full"
        named = dict.fromkeys((*entry.regions, *entry.nicknames))
        fitting = tuple(code for code in named if self.finder.kind(code) == cue.kind)
        if fitting or cue.kind == "provinsi":
            return (fitting, form) if fitting else None
        local = tuple(code for code in named if self.finder.kind(code) != "provinsi")
        if local:
            return local, form
        # "Kota Soreang", the town that is a kabupaten's seat.
        return (tuple(entry.capitals), "capital") if entry.capitals else None

    def _longer(self, hit: Hit, cue: Cue) -> tuple[tuple[str, ...], MentionForm] | None:
        """Kabupaten Badung Barat is no part of Badung but a slip for Bandung Barat."""
        compass = _COMPASS.match(self.folded, hit.end) if self._is_area(hit) else None
        code = self._nearest(cue.kind, self.folded[hit.start : compass.end()]) if compass else ""
        return ((code,), "office" if cue.office else "full") if code else None

    def _is_area(self, hit: Hit) -> bool:
        """Whether a compass point belongs to the name; "tengah" mostly is the adverb ("Bandung tengah menyiapkan")."""
        compass = _COMPASS.match(self.folded, hit.end)
        if not compass:
            return False
        is_capital = self.prepared.whole[hit.end + 1].isupper()
        if compass[0] != " tengah":
            return is_capital
        # In a title every word has a capital; the body then tells.
        in_title = hit.start < self.prepared.body
        return is_capital and not (in_title and self.prepared.whole[hit.start : compass.end()] not in self._body)

    @property
    def _body(self) -> str:
        return self.prepared.whole[self.prepared.body :]

    def _below(self, start: int, hit: Hit, surface: str, cue: Cue) -> bool:
        entry = hit.entry
        if cue.kind == "district" and entry.districts:
            if entry.regions and not set(entry.regions) & set(entry.districts):
                self.others[tuple(entry.regions)] = "district"
                self._refuse(surface, "district", entry)
            return self._add(start, hit.end, surface, tuple(entry.districts), "district")
        if cue.kind == "village" and entry.villages:
            return self._add(start, hit.end, surface, tuple(entry.villages), "village")
        if entry.landmarks:
            return self._add(start, hit.end, surface, tuple(entry.landmarks), "landmark")
        why: Refusal = "village" if cue.kind == "village" else "district"
        self.others[tuple(entry.regions)] = why
        return self._refuse(surface, why, entry)

    def _police(self, entry: LexiconEntry, hit: Hit, surface: str) -> tuple[str, ...]:
        """Of twins, Polres X is the kabupaten's, Polrestabes X and Polres X Kota the kota's (Polri's own names)."""
        is_kota = "tabes" in surface.lower() or self.folded.startswith(" kota", hit.end)
        kind = "kota" if is_kota else "kabupaten"
        return tuple(c for c in entry.regions if self.finder.kind(c) == kind) or tuple(entry.regions)

    def _bare(self, hit: Hit, entry: LexiconEntry) -> bool:
        text = self.prepared.whole[hit.start : hit.end]
        before = self._word_before(hit.start)
        tail = self.tail_at.get(hit.end + 1)
        if entry.risky and before not in LOCATIVES and tail is None:
            return True
        if entry.regions:
            return self._bare_region(hit, entry, before, tail or "")
        ways: tuple[tuple[list[str], MentionForm], ...] = (
            (entry.nicknames, "nickname"),
            (entry.landmarks, "district" if set(entry.landmarks) <= set(entry.districts) else "landmark"),
            (entry.capitals, "capital"),
            (entry.leaders, "leader"),
        )
        for codes_found, form in ways:
            if codes_found:
                return self._add(hit.start, hit.end, text, tuple(codes_found), form)
        if entry.districts and not entry.everyday:
            return self._add(hit.start, hit.end, text, tuple(entry.districts), "district")
        if entry.villages and entry.is_plain_village:
            return self._add(hit.start, hit.end, text, tuple(entry.villages), "village")
        return False

    def _bare_region(self, hit: Hit, entry: LexiconEntry, before: str, tail: str) -> bool:
        text = self.prepared.whole[hit.start : hit.end]
        # "Yogyakarta" is short for its provinsi as well.
        codes = (*entry.regions, *(code for code in entry.nicknames if self.finder.kind(code) == "provinsi"))
        codes = tuple(dict.fromkeys(codes))
        if tail in {"kota", "kabupaten", "provinsi"}:
            codes = tuple(code for code in codes if self.finder.kind(code) == tail) or codes
            return self._add(hit.start, hit.end, text, codes, "full")
        if len(codes) > 1 and self._is_area(hit):
            return self._refuse(text, "area", entry)
        if self._has_surname(hit, before):
            self.others[codes] = "label"
            return self._refuse(text, "label", entry)
        return self._add(hit.start, hit.end, text, codes, "name")

    def _has_surname(self, hit: Hit, before: str) -> bool:
        """Whether a bare name goes on as another's: "Bandung Bondowoso", "Siak Rahmadani"."""
        following = _SURNAME.match(self.prepared.whole, hit.end)
        if not following or before in BEFORE_A_PLACE or following[1].lower() in NO_SURNAMES:
            return False
        known = next((other for other in self.hits if other.start == following.start(1)), None)
        if known and not (known.entry.regions and self.finder.kind(known.entry.regions[0]) != "provinsi"):
            return False
        # In a title every word has a capital; the body then tells.
        return hit.start >= self.prepared.body or self.prepared.whole[hit.start : following.end()] in self._body

    def _word_before(self, start: int) -> str:
        end = start
        while end and self.folded[end - 1] in " (":
            end -= 1
        words = self.folded[self.folded.rfind(" ", max(0, end - _BEFORE), end) + 1 : end]
        return words if words.isalpha() else words[-1:]

    def _with_label(self, hit: Hit) -> str:
        """The name with the label it belongs to."""
        start = hit.start
        while start - 1 in self.labelled:
            start -= 1
        return self.prepared.whole[start - 1 : hit.end].strip(" -–")

    def _add(self, start: int, end: int, text: str, codes: tuple[str, ...], form: MentionForm) -> bool:
        if start < self.prepared.body:
            zone: Zone = "title"
        elif end <= self.prepared.dateline:
            zone = "dateline"
        else:
            zone = "lead" if start < self.prepared.dateline + LEAD_CHARACTERS else "body"
        self.result.mentions.append(Mention(start, end, text, codes, form, zone, self._word_before(start)))
        return True

    def _refuse(self, text: str, why: Refusal, entry: LexiconEntry) -> bool:
        if entry.regions or entry.nicknames:
            self.result.refused.append((text, why, tuple(entry.regions or entry.nicknames)))
        return True


def hit_word(folded: str, hit: Hit) -> str:
    """The words that were hit, folded."""
    return folded[hit.start : hit.end]


def _other(kind: str) -> str:
    return "kabupaten" if kind == "kota" else "kota"
