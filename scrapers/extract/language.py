"""Indonesian or English, by a text's small words: what pages say of themselves is often their template's default."""

import re
from collections import Counter

_ID = "yang dan di dengan untuk dari ini itu pada tidak akan juga oleh dalam kepada karena adalah"
_EN = "the of and to is that for was with are by from this which has have been were its"
SMALL_WORDS = {"id": frozenset(_ID.split()), "en": frozenset(_EN.split())}
ENOUGH = 4
"""Small words of one language that a text needs before it counts."""
CLEARLY = 3
"""How many times as many as of any other language."""


def language_of(text: str, declared: str | None) -> str | None:
    """The text's language where its small words are clear, else what the page declares."""
    words = Counter(re.findall(r"[a-z]+", text.casefold()))
    counts = {code: sum(words[word] for word in small) for code, small in SMALL_WORDS.items()}
    (best, most), (_, next_most) = sorted(counts.items(), key=lambda pair: -pair[1])[:2]
    return best if most >= ENOUGH and most >= CLEARLY * next_most else declared
