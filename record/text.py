"""Plain text in a form that can be compared, or printed."""

import re
import unicodedata

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
