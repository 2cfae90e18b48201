"""JSON-LD (schema.org) as templates write it: in comments and CDATA, with stray commas, several in a row. Pure."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

ARTICLE_KINDS = frozenset(
    (
        "Article", "NewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle",
        "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "Report",
        "SatiricalArticle", "ScholarlyArticle", "TechArticle", "SocialMediaPosting", "BlogPosting",
        "LiveBlogPosting", "DiscussionForumPosting", "WebPage", "ItemPage",
    )
)  # fmt: skip
"""schema.org's Article with what is below it, and its WebPage."""
PAGE_KINDS = frozenset({"WebPage", "ItemPage"})
"""Those of them that name the page and not its article."""

# `http://schema.org/NewsArticle`, `schema:headline`: kinds and keys may be addresses, or shortened ones.
_VOCABULARY = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:)|/$", re.IGNORECASE)
_BLANK = re.compile(r"[\s\u200b\ufeff\x00-\x1f]+")
# What is never closed ends with the text: looking for its end at each of its marks would take hours.
# What is never closed ends with the text: looking for its end from each of its marks would take hours.
_PIECE = re.compile(
    rf'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|/\*.*?(?:\*/|\Z)|//[^\n]*|<!--|-->|<!\[CDATA\[|\]\]>|{_BLANK.pattern}|.', re.DOTALL
)
_WRAPPING = ("/*", "//", "<!--", "-->", "<![CDATA[", "]]>")
_BAD_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|(.))', re.DOTALL)
_OPENING = re.compile(r"[\[{]")
_DECODER = json.JSONDecoder(strict=False)
# Of a block that no reader understands, for quotes stand in its texts, these are still plain.
_PLAIN_VALUE = re.compile(r'"(datePublished|dateModified|dateCreated|@type)"\s{0,9}:\s{0,9}"([^"\\\n]{1,200})"')
_PLAIN_NAME = re.compile(r'"author"\s{0,9}:[\[{\s]{0,20}[^{}\[\]]{0,300}?"name"\s{0,9}:\s{0,9}"([^"\\\n]{1,200})"')


def read_blocks(text: str) -> list[dict[str, Any]]:
    """The things that a script of JSON-LD states, those of `@graph` and `mainEntity` among them.

    Keys and kinds come without their vocabulary, texts without HTML entities. Of a damaged script, what is plain.
    """
    try:
        return [thing for value in _values(text) for thing in _flatten(_normal(value))]
    except RecursionError:
        return []


def kinds_of(thing: Mapping[str, Any]) -> frozenset[str]:
    """The schema.org types of a thing."""
    kinds = thing.get("@type", thing.get("type"))
    return frozenset(_VOCABULARY.sub("", str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def resolved(thing: Mapping[str, Any], things: list[dict[str, Any]]) -> dict[str, Any]:
    """A thing in which author, publisher and image that are mere references (`@id`) are what they refer to."""
    by_id = {str(other["@id"]): other for other in things if len(other) > 1 and "@id" in other}
    full = dict(thing)
    for key in ("author", "publisher", "image"):
        value = full.get(key)
        if isinstance(value, list):
            full[key] = [_referred(one, by_id) for one in value]
        elif value is not None:
            full[key] = _referred(value, by_id)
    return full


def _referred(value: Any, by_id: Mapping[str, Any]) -> Any:
    is_reference = isinstance(value, dict) and not value.keys() & {"name", "url"}
    return by_id.get(str(value.get("@id")), value) if is_reference else value


def _values(text: str) -> Iterator[Any]:
    """The JSON values of a script, one after the other."""
    plain = text.strip()
    try:
        yield _DECODER.decode(plain)
        return
    except ValueError:
        pass
    if '"' not in plain:
        plain = html.unescape(plain)
    mended = _mended(plain)
    at = 0
    while (opening := _OPENING.search(mended, at)) is not None:
        try:
            value, at = _DECODER.raw_decode(mended, opening.start())
        except ValueError:
            break
        yield value
    if opening is not None:
        yield _plain_values(plain)


def _mended(text: str) -> str:
    """The script without spaces, comments, CDATA marks and commas too many, and with escapes that JSON knows."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if piece.startswith('"'):
            pieces.append(_BAD_ESCAPE.sub(lambda match: match[0] if match[1] else match[2], piece))
        elif not piece.startswith(_WRAPPING) and not _BLANK.fullmatch(piece):
            while piece in {"}", "]", ","} and pieces and pieces[-1] == ",":
                pieces.pop()
            pieces.append(piece)
    return "".join(pieces)


def _plain_values(text: str) -> dict[str, Any]:
    thing: dict[str, Any] = {}
    for key, value in _PLAIN_VALUE.findall(text):
        # The article's own kind and dates come before those of its parts.
        if key != "@type" or _VOCABULARY.sub("", value) in ARTICLE_KINDS:
            thing.setdefault(key, value)
    name = _PLAIN_NAME.search(text)
    return thing | ({"author": {"name": name[1]}} if name else {})


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return html.unescape(value)
    if isinstance(value, list):
        return [_normal(one) for one in value]
    if isinstance(value, dict):
        if "@value" in value:
            return _normal(value["@value"])
        return {_VOCABULARY.sub("", key): _normal(one) for key, one in value.items()}
    return value


def _flatten(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for part in data:
            yield from _flatten(part)
    elif isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "@included"):
            yield from _flatten(data.get(key))
