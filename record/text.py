"""Plain text: without what no reader can see and no format may hold, and in a form that can be compared, or printed.

`clean_text` is called once where text enters, whoever wrote it: pages, `sources.toml`, and files that people edit, who
cannot see such a character either, and paste it with a word processor's text. What hints at a damaged file is a fault
of that file for a build all the same (`forbidden_in`).
"""

import re
import unicodedata
from collections.abc import Callable

DEFAULT_IGNORABLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
"""Default_Ignorable_Code_Point, first and last of each range; Unicode 17.0, DerivedCoreProperties.txt.

Python's `unicodedata` lacks this property. Among them are soft hyphens, zero-width characters and bidi controls.
"""
NONCHARACTERS = ((0xFDD0, 0xFDEF), *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)))
"""Unicode, 23.7."""
_CONTROLS = ((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F))
"""C0 and C1 but for tab and line feed."""
_OTHERS = ((0x2028, 0x2029), (0xD800, 0xDFFF), (0xFFF9, 0xFFFC))
"""Line and paragraph separators, surrogates, marks of annotations and of embedded objects."""


def _class_of(*tables: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for table in tables for first, last in table)


# A flag of a part of a country is spelt with invisible tags (Unicode Technical Standard 51, ED-14a).
_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]++\U000e007f"
_UNCLEAN = re.compile(f"{_FLAG}|[{_class_of(DEFAULT_IGNORABLE, NONCHARACTERS, _CONTROLS, _OTHERS)}]")
# Letters, digits and signs of most texts: a text of nothing else is known to be clean in a tenth of the time.
_PLAIN_CLASS = r"\n\t -~\xa0-\xac\xae-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u22ff"
_PLAIN = re.compile(f"[{_PLAIN_CLASS}]*+")
_OTHERS_IN_A_ROW = re.compile(f"[^{_PLAIN_CLASS}]+")
# What no format lets stand, a carriage return apart, which ends lines; not what is merely unseen.
_FORBIDDEN = re.compile(f"[{_class_of(NONCHARACTERS, ((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x9F)))}]")
_SPACES = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\u2028\u2029")
_EMOJI_SIGNS = frozenset("0123456789#*‼⁉↔↕↖↗↘↙〰")
"""Characters that a variation selector makes an emoji, besides Unicode's category So."""
_VIRAMA = 9
"""Combining class of the signs that kill a vowel, as in Javanese, Balinese and the scripts of India."""


def is_clean(text: str) -> bool:
    """Whether `clean_text` would leave `text` as it is."""
    return _PLAIN.fullmatch(text) is not None or clean_text(text) == text


def forbidden_in(text: str) -> tuple[int, str] | None:
    """The line (from 1) of the first control or noncharacter and what to do; None where there is none.

    It hints at a damaged file, where soft hyphens and the like are but pasted with words.
    """
    found = None if _PLAIN.fullmatch(text) else _FORBIDDEN.search(text)
    if found is None:
        return None
    kind = "a control character" if unicodedata.category(found[0]) == "Cc" else "a character that is none"
    return text.count("\n", 0, found.start()) + 1, f"has {kind}, {found[0]!r}; remove it"


def clean_text(text: str) -> str:
    r"""`text` of any length without characters that mean nothing or that a format forbids; line feeds and tabs stay.

    Invisible characters (`DEFAULT_IGNORABLE`), bidi controls, noncharacters and controls are left out; `\r\n` and `\r`
    become `\n`, line separators and other old controls for a page's layout a space, a lone surrogate U+FFFD, and C1
    controls what windows-1252 has in their place, as browsers take `&#150;` (HTML, 13.2.5.80). Joiners and variation
    selectors stay where the script or emoji needs them. Cleaning twice changes nothing more.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _PLAIN.fullmatch(text):
        return text
    # What one pass leaves out may have been the only reason why the next character stayed.
    while (cleaned := _OTHERS_IN_A_ROW.sub(_cleaned, text)) != text:
        text = cleaned
    return text


def _cleaned(row: re.Match[str]) -> str:
    pieces, at = [], row.start()
    for match in _UNCLEAN.finditer(row.string, *row.span()):
        pieces += [row.string[at : match.start()], _replacement(match)]
        at = match.end()
    return "".join((*pieces, row.string[at : row.end()]))


def _replacement(match: re.Match[str]) -> str:
    char, text, at = match[0], match.string, match.start()
    if len(char) > 1:
        return char
    if char in _SPACES:
        return " "
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    if "\x80" <= char <= "\x9f":
        return char.encode("latin-1").decode("cp1252", "ignore")
    means = next((rule for first, last, rule in _MEANING if first <= char <= last), None)
    return char if means and means(text, at) else ""


def _joins(text: str, at: int) -> bool:
    """Whether a joiner or non-joiner shapes what is around it (Unicode, 23.2; RFC 5892, appendix A.1 and A.2)."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after:
        return False
    if _VIRAMA in (unicodedata.combining(before), unicodedata.combining(after)):
        return True
    if unicodedata.bidirectional(before) == unicodedata.bidirectional(after) == "AL":
        return True
    is_emoji = unicodedata.category(before) in {"So", "Sk"} or before in "\ufe0f\U000e007f"
    return text[at] == "\u200d" and is_emoji and unicodedata.category(after) == "So"


def _selects(text: str, at: int) -> bool:
    """Whether a variation selector chooses an emoji, or the sign for one (Unicode Technical Standard 51, 2.8)."""
    before = text[at - 1 : at]
    return bool(before) and (unicodedata.category(before) == "So" or before in _EMOJI_SIGNS)


def _selects_ideograph(text: str, at: int) -> bool:
    """Whether a variation selector chooses a form of an ideograph, as names need it (Unicode, 23.4)."""
    return unicodedata.name(text[at - 1 : at] or " ", "").startswith("CJK UNIFIED")


def _is_mongolian(text: str, at: int) -> bool:
    """Whether a selector or vowel separator stands behind a Mongolian letter (Unicode, 13.5)."""
    return unicodedata.name(text[at - 1 : at] or " ", "").startswith("MONGOLIAN LETTER")


_MEANING: tuple[tuple[str, str, Callable[[str, int], bool]], ...] = (
    ("\u180b", "\u180f", _is_mongolian),
    ("\u200c", "\u200d", _joins),
    ("\ufe0e", "\ufe0f", _selects),
    ("\ufe00", "\ufe02", _selects_ideograph),
    ("\U000e0100", "\U000e01ef", _selects_ideograph),
)
"""Invisible characters that carry meaning in their place; first, last, and whether one at a position does."""


# What a terminal obeys: CSI sequences such as colours, OSC such as titles and links, and those of two characters.
_ESCAPE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\^_]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are not seen but obeyed, by a terminal too: controls, writing direction, surrogates."""


def without_escapes(text: str) -> str:
    """The text without whole escape sequences of terminals, of which else `[31m` stays."""
    return _ESCAPE.sub("", text)


def printable(text: str) -> str:
    """One line of a text from outside, without anything that a terminal obeys or hides."""
    spaced = (
        char if unicodedata.category(char) not in _UNSEEN else " " if char.isspace() else ""
        for char in without_escapes(text)
    )
    return " ".join("".join(spaced).split())


def fold(text: str) -> str:
    """Lower case with straight apostrophes, of the same length, so that positions agree with the text's."""
    folded = text.lower().replace("’", "'")
    if len(folded) != len(text):
        # A few capitals, such as the Turkish dotted I, have two characters in lower case.
        folded = "".join(low if len(low := char.lower()) == 1 else char for char in text).replace("’", "'")
    return folded
