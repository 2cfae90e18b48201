"""Which items belong to one story: the same text, reprinted or lightly edited, or clearly the same event. Pure.

Texts are compared by their shingles (word pairs), whose MinHash finds the few that are worth comparing, and by their
numbers and names. Formulaic releases share most of their words and none of their names, so both must agree. The shares
below were fitted on the labelled pairs in `tests/decide/pairs/`; `tests/decide/test_stories.py` measures a change.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal
from zlib import crc32

from rapidfuzz.fuzz import token_set_ratio
from rensa import RMinHash

from record.text import fold
from scrapers.decide.places.text import prepare

PERMUTATIONS, ROWS = 128, 3
"""42 bands of 3: texts that share 0.4 of their word pairs meet with p = .94, unrelated ones (.02) with p = .0003."""
# Never another one: the index on disk has the keys of earlier runs.
SEED = 100
SHORTEST_SENTENCE = 7
"""Words of a sentence that two unrelated texts hardly share."""
WINDOW = dt.timedelta(days=10)
"""A reprint comes within days; a monthly release on the same template does not."""
EVENT_WINDOW = dt.timedelta(hours=40)
"""Two reports of one event are published within this. Never another one without a new index: its keys are by it."""
FEWEST_SHINGLES, FEWEST_NAMES = 12, 4
"""What two texts must share at least to be compared: shingles for a reprint, names and numbers for an event."""
COPIED, COPIED_NAMES = 0.55, 0.6
"""A copy: shares of the shorter text's shingles, and of its names and numbers, that the other has."""
EDITED, EDITED_NAMES = 0.22, 0.72
"""The same for a text that an editor rewrote."""
EVENT_NAMES, EVENT_NUMBERS, EVENT_TITLE = 0.5, 2, 45.0
"""One event: share of names and numbers, how many numbers, and the titles' token set ratio (0 to 100)."""

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_NUMBER = re.compile(r"\d")
_FOLLOWS = re.compile(r"(?<=[.!?:…\n\"“”])\s+[\"“”‘(]*")
_AGENCY = re.compile(
    r"\((?P<mark>antara|infopublik|kompas|humas|diskominfo|mc|kominfo|tribun|detik|tempo)[^)]{0,30}\)", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"^(?:pewarta|reporter|editor|penulis|sumber|laporan|uploader|copyright)\b.*$|^\W*\([\w/ .]{1,24}\)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_COMMON = frozenset({
    "pemerintah", "kota", "kabupaten", "wali", "bupati", "pemkot", "pemkab", "dinas", "kepala", "warga", "menurut",
    "ia", "kami", "selasa", "senin", "rabu", "kamis", "jumat", "sabtu", "minggu", "januari", "februari", "maret",
    "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember", "wakil", "sekretaris",
    "daerah", "kecamatan", "indonesia", "smart", "city", "rp", "walikota", "yang", "dan", "untuk", "di", "dari",
    "ini", "itu", "dengan", "para", "sebanyak", "selain", "namun", "saat", "dalam", "pada", "hal", "jika", "bila",
})  # fmt: skip
"""Words capitalised in every text, which distinguish none from another."""
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SENTENCE_ENDS = re.compile(r"[.!?\n]+\s")

Likeness = Literal["reprint", "event"]
"""What makes one story of two items: the same text, or clearly the same event."""


@dataclass(frozen=True)
class ComparableText:
    """One item's text, to be compared with others; `date` may be unknown, `places` are the slugs it is about."""

    title: str
    text: str
    date: dt.datetime | None
    places: frozenset[str]

    @property
    def words(self) -> list[str]:
        """The article's words in lower case, without datelines, signatures and furniture."""
        # Not cached: an index holds hundreds of these texts, and their words are most of the memory.
        return [word for sentence in _words_by_sentence(self._body) for word in sentence]

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Hashes of neighbouring words."""
        return frozenset(crc32(f"{left} {right}".encode()) for left, right in pairwise(self.words))

    @cached_property
    def names_and_numbers(self) -> frozenset[str]:
        """Numbers, and names: capitalised words that do not begin a sentence."""
        body = self._body
        begins = {match.end() for match in _FOLLOWS.finditer(body)} | {0}
        words = set()
        for match in _WORD.finditer(body):
            word = match[0]
            # Most words are letters alone, and small: that is seen at once.
            if not word.isalpha() and _NUMBER.search(word):
                words.add(word.replace(".", "").replace(",", ""))
            elif word[0].isupper() and match.start() not in begins and fold(word) not in _COMMON:
                words.add(fold(word))
        return frozenset(words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of two digits or more."""
        return frozenset(word for word in self.names_and_numbers if word[0].isdigit() and len(word) > 1)

    @property
    def sentences(self) -> frozenset[int]:
        """Hashes of whole sentences: what an editor moves around but does not touch."""
        parts = _words_by_sentence(self._body)
        return frozenset(crc32(" ".join(words).encode()) for words in parts if len(words) >= SHORTEST_SENTENCE)

    @cached_property
    def lookup_keys(self) -> frozenset[int]:
        """Hashes to look an item up by: bands of its MinHash, its sentences, and its places in its time."""
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update([f"{left} {right}" for left, right in pairwise(self.words)])
        digest = sketch.digest()
        bands = (f"{at}:{digest[at : at + ROWS]}" for at in range(0, PERMUTATIONS - ROWS + 1, ROWS))
        event = (f"{place}@{span}" for place in self.places for span in event_spans(self.date))
        # Not `hash`, which differs from process to process: these are looked up among those of earlier runs.
        return frozenset(crc32(key.encode()) for key in (*bands, *event)) | self.sentences

    @cached_property
    def _body(self) -> str:
        prepared = prepare(self.title, _SIGNATURE.sub("", self.text))
        return prepared.whole[prepared.dateline :]


# An item's shingles and keys are made one after the other. No word goes over the end of a sentence.
@lru_cache(maxsize=2)
def _words_by_sentence(body: str) -> list[list[str]]:
    return [_WORD.findall(part) for part in _SENTENCE_ENDS.split(fold(body))]


def event_spans(date: dt.datetime | None) -> tuple[int, ...]:
    """The numbers of the span of `EVENT_WINDOW` that an aware date lies in, counted in UTC, and of the one after it.

    Two dates at most `EVENT_WINDOW` apart lie in one span or in two neighbours, so that they share a number.
    """
    return (span := (date - _EPOCH) // EVENT_WINDOW, span + 1) if date else ()


def likeness(one: ComparableText, other: ComparableText) -> Likeness | None:
    """What makes one story of two items, or None where they are of two."""
    apart = abs(one.date - other.date) if one.date and other.date else None
    if (apart is not None and apart > WINDOW) or (one.places and other.places and not one.places & other.places):
        return None
    if is_reprint(one, other):
        return "reprint"
    return "event" if apart is not None and apart <= EVENT_WINDOW and is_same_event(one, other) else None


def is_same_story(one: ComparableText, other: ComparableText) -> bool:
    """Whether two items carry the same text, lightly edited or not, or clearly the same event."""
    return likeness(one, other) is not None


def is_reprint(one: ComparableText, other: ComparableText) -> bool:
    """The same text, whole or cut short, or lightly edited."""
    # First, for it costs least and parts most.
    names = _overlap(one.names_and_numbers, other.names_and_numbers)
    if names < min(COPIED_NAMES, EDITED_NAMES):
        return False
    shared = len(one.shingles & other.shingles)
    if shared < FEWEST_SHINGLES:
        return False
    text = shared / min(len(one.shingles), len(other.shingles))
    return (text >= COPIED and names >= COPIED_NAMES) or (text >= EDITED and names >= EDITED_NAMES)


def is_same_event(one: ComparableText, other: ComparableText) -> bool:
    """The same place, and most of the names and numbers of the shorter text."""
    names, other_names = one.names_and_numbers, other.names_and_numbers
    if not one.places & other.places or len(names & other_names) < FEWEST_NAMES:
        return False
    if _overlap(names, other_names) < EVENT_NAMES or len(one.numbers & other.numbers) < EVENT_NUMBERS:
        return False
    return token_set_ratio(fold(one.title), fold(other.title)) >= EVENT_TITLE


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other has; 1 where there is nothing to compare."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 1.0


def agency_mark(text: str) -> str:
    """The agency or press office that a text names as its source: "antara", "humas"; "" where it names none."""
    match = _AGENCY.search(text)
    return match["mark"].lower() if match else ""
