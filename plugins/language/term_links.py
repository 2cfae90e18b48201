"""Links the first occurrence of each explained term in a page's HTML to its explanation.

Pure. The link is reached by touch and keyboard; its title is what screen readers say beside it, and what a pointer or
the keyboard's focus shows.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

TermForm = tuple[str, str, str]
"""A word as texts write it, the anchor of its explanation, and what it stands for or means."""

SKIPPED = frozenset(
    {
        "a", "abbr", "blockquote", "button", "cite", "code", "del", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "label",
        "nav", "option", "pre", "q", "script", "select", "style", "summary", "svg", "textarea", "title",
    }
)  # fmt: skip
"""Elements whose text is left alone: links hold no links, headings and quotations are not ours to mark, and what is
pressed or run must stay as it is."""
_TAG = re.compile(
    r"""<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>[^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>""",
    re.S,
)
_HIDDEN = re.compile(r"""\s(?:hidden|class="hide")(?=[\s/=>]|$)""")
_LINK = Markup('<a class="term" href="{page}#{anchor}" title="{title}"><abbr title="{title}">{word}</abbr></a>')


def spellings(term: str, also: Iterable[str] = ()) -> list[str]:
    """How texts write a term: each of its words, and with a small first letter where it is no abbreviation.

    `Perbup / Perwali` gives `Perbup`, `Perwali`, `perbup` and `perwali`; `SPBE` itself alone.
    """
    words = [*(word.strip() for word in term.split(" / ")), *also]
    small = [word[:1].lower() + word[1:] for word in words if word[1:] == word[1:].lower()]
    return list(dict.fromkeys([*words, *small]))


def link_terms(html: str, forms: Iterable[TermForm], page: str) -> str:
    """`html` with the first occurrence of each term as a link to `page`; text in `SKIPPED` and hidden elements stays.

    `html` is well-formed; what is no tag of it is text whose characters are escaped.
    """
    left = {word: (anchor, title) for word, anchor, title in forms if word in html}
    if not left:
        return html
    pattern = _pattern(tuple(left))

    def link(match: re.Match[str]) -> str:
        if match[0] not in left:
            return match[0]
        anchor, title = left[match[0]]
        for word in [word for word, other in left.items() if other[0] == anchor]:
            del left[word]
        return _LINK.format(page=page, anchor=anchor, title=title, word=match[0])

    pieces, at, skipped, depth = [], 0, "", 0
    for tag in _TAG.finditer(html):
        text = html[at : tag.start()]
        pieces += [text if skipped else pattern.sub(link, text), tag[0]]
        at, name = tag.end(), (tag["name"] or "").lower()
        if skipped:
            depth += (name == skipped) * (-1 if tag["end"] else 0 if tag[0].endswith("/>") else 1)
            skipped = skipped if depth else ""
        elif not tag["end"] and not tag[0].endswith("/>") and (name in SKIPPED or _is_hidden(name, tag)):
            skipped, depth = name, 1
        if not left:
            break
    rest = html[at:]
    return "".join([*pieces, rest if skipped or not left else pattern.sub(link, rest)])


_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


def _is_hidden(name: str, tag: re.Match[str]) -> bool:
    return name not in _VOID and bool(_HIDDEN.search(tag["attributes"] or ""))


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the words that stands alone, the longer one where two begin at the same place."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
