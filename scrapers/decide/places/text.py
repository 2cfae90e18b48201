"""An article's own words, to look for places in: no menus, tag lists and "baca juga" lines; broken words joined."""

import re
from dataclasses import dataclass
from functools import lru_cache

from scrapers.decide.places.cues import ANYWHERE_LABELS, LINE_LABELS

# "Ban-" at a line's end and "dung" on the next.
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-[ \t]*\n[ \t]*(?=[a-z])")
# "KotaBekasi", "Kab.Bandung".
_GLUED_CUE = re.compile(r"\b(Kota|Kab\.|Kabupaten|Pemkot|Pemkab|Walikota|Bupati|Kec\.)(?=[A-Z])")
_SEPARATOR = re.compile(r"\s[|»·•›>/]\s|\s[–—-]\s(?=[A-Z])|[|»•]")
_LABELLED = re.compile(
    rf"^[\W_]*(?:{'|'.join(sorted(LINE_LABELS, key=len, reverse=True))})\s*[:|»›>–—•·]", re.IGNORECASE
)
_ANY_LABEL = re.compile(r"^[\W_]*[\w ,/&-]{2,28}[:»|]\s")
_INLINE = re.compile(rf"[(\[]?\s*\b(?:{'|'.join(ANYWHERE_LABELS)})\b\s*[:»].*$", re.IGNORECASE)
_SENTENCE_END = (".", "!", "?", "…", ";", ",", '."', ".”", ".)", "!”", "?”", ".’")
_LIST_MARKER = re.compile(r"\(?\d{1,2}[.)]\s+|[•*–-]\s+")
_LINE_END = (*_SENTENCE_END, ":", '"', "”", ")")
# "Jakarta -", "Kota Bekasi (ANTARA) -", "BEKASI, KOMPAS.com –", "Metrobekasi.com, Bekasi -".
_DATELINE = re.compile(
    r"\W*(?:[A-Z][\w.]*\.(?:com|id|co\.id|net|co)\s*[,–—-]\s*)?"
    r"(?P<place>[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3}(?:,\s[A-Z][\w ]{2,25}?)?)"
    r"(?:\s*,?\s*\([^)]{1,40}\))?(?:\s*,\s*[A-Z][\w.]*(?:\.com|\.id|\.co\.id)?)?\s*(?:[–—|]|--|\s-|-\s|:\s)"
)
_MOST_CAPITALS = 0.6
"""Share of the words with a capital from which a line with a label is a list of links."""
_SEPARATORS_OF_A_MENU = 2
"""Bars, arrows and the like from which a line without a sentence's end is a menu."""


@dataclass(frozen=True, slots=True)
class PreparedText:
    """`whole` is title, two newlines and body; the body begins at `body`, its dateline ends at `dateline`."""

    whole: str
    body: int
    dateline: int


# An item is placed and compared with others, one after the other.
@lru_cache(maxsize=4)
def prepare(title: str, text: str) -> PreparedText:
    """Title and the lines of `text` that belong to the article, as one string."""
    title = " ".join(title.split())
    lines = _BROKEN_WORD.sub("", text).splitlines() if "-" in text else text.splitlines()
    own = [line for line in (" ".join(raw.split()) for raw in lines) if line and not is_furniture(line)]
    body = " ".join(_as_running(_INLINE.sub("", line) if ":" in line else line) for line in own)
    # Two line breaks: nothing in a title stands right before the body.
    whole = f"{title}\n\n{body}"
    whole = _GLUED_CUE.sub(r"\1 ", whole)
    start = whole.index("\n") + 2
    dateline = _DATELINE.match(whole, start)
    return PreparedText(whole, start, dateline.end() if dateline else start)


def _as_running(line: str) -> str:
    """A line of a list as part of a sentence: "2. Kota Bekasi" becomes "Kota Bekasi,"."""
    marker = _LIST_MARKER.match(line)
    if marker:
        line = line[marker.end() :]
    return line if line.endswith(_LINE_END) else f"{line},"


def is_furniture(line: str) -> bool:
    """Whether a line is a menu, a tag list or a pointer to other news."""
    if _LABELLED.match(line):
        return True
    if line.endswith(_SENTENCE_END) and not line.endswith("|"):
        return False
    separators = len(_SEPARATOR.findall(line))
    if separators >= _SEPARATORS_OF_A_MENU and len(line) < 90 * separators:
        return True
    return bool(_ANY_LABEL.match(line)) and _mostly_capitals(line)


def _mostly_capitals(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w.-]*", line) if len(word) > 2]
    return bool(words) and sum(word[0].isupper() for word in words) / len(words) > _MOST_CAPITALS
