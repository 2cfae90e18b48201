"""An article's own words, to look for places in: no menus, tag lists and "baca juga" lines; broken words joined."""

import re
from dataclasses import dataclass
from functools import lru_cache

from scrapers.decide.places.cues import (
    ANYWHERE_LABELS,
    FOOTERS,
    HEADINGS,
    INVITATIONS,
    INVITED_TO,
    LINE_LABELS,
    POINTERS,
    WIDGETS,
)

# "Ban-" at a line's end and "dung" on the next.
_BROKEN_WORD = re.compile(r"(?<=[a-zà-ÿ])-[ \t]*\n[ \t]*(?=[a-z])")
# "KotaBekasi", "Kab.Bandung".
_GLUED_CUE = re.compile(r"(Kota|Kab\.|Kabupaten|Pemkot|Pemkab|Walikota|Bupati|Kec\.)(?=[A-Z])")
_SEPARATOR = re.compile(r"\s[|»·•›>/]\s|\s[–—-]\s(?=[A-Z])|[|»•]")
_LABELLED = re.compile(
    rf"^[\W_]*(?:{'|'.join(sorted(LINE_LABELS, key=len, reverse=True))})\s*[:|»›>–—•·]", re.IGNORECASE
)
_ANY_LABEL = re.compile(r"^[\W_]*[\w ,/&-]{2,28}[:»|]\s")
# "Baca juga: Banjir di Bogor." in a line: up to its sentence's end, for the article goes on behind it.
_INLINE = re.compile(
    rf"[(\[]?\s*\b(?:{'|'.join(ANYWHERE_LABELS)})\b\s*[:»].*?(?:[.!?)\]](?=\s+[\"“]?[A-Z])|$)", re.IGNORECASE
)
# "Simak Video 'Wali Kota Bandung Naik Sepeda'", "Lihat juga Sosok: …": to the line's end.
_POINTER = re.compile(rf"(?:^|[.!?\"”'] ?)(?:{'|'.join(POINTERS)})(?: [Jj]uga)? (?:[Vv]ideo|[Ss]osok|[Ff]oto)\b.*$")
# "Dapatkan kabar Kota Cirebon setiap pagi di saluran WhatsApp kami".
_SUBSCRIBE = re.compile(rf"^(?:{'|'.join(INVITATIONS)})\b.{{0,160}}\b(?:{'|'.join(INVITED_TO)})\b", re.IGNORECASE)
_FOOTER = re.compile(rf"^(?:\W*(?:{'|'.join(FOOTERS)})\b|\W*©|\[gambas\b|(?:#\w+\s*)+$)", re.IGNORECASE)
_WIDGET = re.compile(rf"^\W*(?:{'|'.join(WIDGETS)})\b", re.IGNORECASE)
_HEADING = re.compile(
    rf"^\W*(?:(?:baca|simak|lihat|berita|artikel|video) )*(?:{'|'.join(HEADINGS)})(?: \w+){{0,2}}\W*$", re.IGNORECASE
)
_WIDE_GAP = re.compile(r"\S[ \t]{2,}\S|\t")
_SENTENCE_END = (".", "!", "?", "…", ";", ",", '."', ".”", ".)", "!”", "?”", ".’")
LIST_MARK = "•"
"""What a line of a list begins with, whatever its number or bullet was."""
_LIST_MARKER = re.compile(r"\(?\d{1,2}[.)]\s+|[•*–-]\s+")
_LINE_END = (*_SENTENCE_END, ":", '"', "”", ")")
# "Jakarta -", "Kota Bekasi (ANTARA) -", "BEKASI, KOMPAS.com –", "Metrobekasi.com, Bekasi -".
_DATELINE = re.compile(
    r"\W*(?:[A-Z][\w.]*\.(?:com|id|co\.id|net|co)\s*[,–—-]\s*)?"
    r"(?P<place>[A-Z][\w.'’]*(?:[ -][A-Z][\w.'’]*){0,3}(?:,\s[A-Z][\w ]{2,25}?)?)"
    r"(?:\s*,?\s*\([^)]{1,40}\))?(?:\s*,\s*[A-Z][\w.]*(?:\.com|\.id|\.co\.id)?)?\s*(?:[–—|]|--|\s-|-\s|:\s)"
)
_LONGEST_MENU = 600
"""Characters of the longest line that may be a menu."""
_FIGURE = re.compile(r"\d")
"""Rows of tables have figures, menus have none."""
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
    own = _own_lines(lines)
    body = " ".join(_as_running(_INLINE.sub("", line) if ":" in line else line) for line in own)
    # Two line breaks: nothing in a title stands right before the body.
    whole = f"{title}\n\n{body}"
    whole = _GLUED_CUE.sub(r"\1 ", whole)
    start = whole.index("\n") + 2
    dateline = _DATELINE.match(whole, start)
    return PreparedText(whole, start, dateline.end() if dateline else start)


def _own_lines(lines: list[str]) -> list[str]:
    """The lines of the article, with single spaces: no furniture, and no list below a heading such as "Terpopuler"."""
    own: list[str] = []
    in_list = False
    for raw in lines:
        line = " ".join(raw.split())
        if any(word in line for word in POINTERS):
            line = _POINTER.sub("", line).strip()
        if not line:
            continue
        if _HEADING.match(line):
            in_list = True
        elif in_list and (_LIST_MARKER.match(line) or not line.endswith(_SENTENCE_END)):
            continue
        else:
            in_list = False
            if not is_furniture(line) and not _is_menu(raw):
                own.append(line)
    return own


def _is_menu(raw: str) -> bool:
    """Words in capitals with wide gaps: a row of buttons."""
    return raw.isupper() and len(_WIDE_GAP.findall(raw)) >= _SEPARATORS_OF_A_MENU


def _as_running(line: str) -> str:
    """A line of a list, or a table's row, as part of a sentence: "2. Kota Bekasi" becomes "• Kota Bekasi,"."""
    marker = _LIST_MARKER.match(line)
    if marker:
        line = f"{LIST_MARK} {line[marker.end() :]}"
    elif "|" in line and _FIGURE.search(line):
        line = f"{LIST_MARK} {line}"
    return line if line.endswith(_LINE_END) else f"{line},"


def is_furniture(line: str) -> bool:
    """Whether a line is a menu, a tag list or a pointer to other news."""
    if _LABELLED.match(line) or _SUBSCRIBE.match(line) or _FOOTER.match(line):
        return True
    if line.endswith(_SENTENCE_END) and not line.endswith("|"):
        return False
    if _WIDGET.match(line):
        return True
    if len(line) > _LONGEST_MENU:
        return False
    separators = len(_SEPARATOR.findall(line))
    if separators >= _SEPARATORS_OF_A_MENU and len(line) < 90 * separators and not _FIGURE.search(line):
        return True
    return bool(_ANY_LABEL.match(line)) and not _FIGURE.search(line) and _mostly_capitals(line)


def _mostly_capitals(line: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_][\w.-]*", line) if len(word) > 2]
    return bool(words) and sum(word[0].isupper() for word in words) / len(words) > _MOST_CAPITALS
