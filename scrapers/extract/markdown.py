"""HTML to Markdown that no renderer turns into live markup, and Markdown to plain text.

Which characters of a text would be read as markup depends on the line that they end up in. So each is replaced by a
stand-in while HTML is converted, and written with or without a `\\` once the lines are whole. Written so, both readers
of `plugins/model/safe_markdown.py` show the same words.
"""

import re
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

from record.text import clean_text

NEVER_TEXT = frozenset(
    (
        "script", "style", "noscript", "template", "iframe", "object", "embed", "form", "button", "input", "select",
        "textarea", "svg", "img", "audio", "video",
    )
)  # fmt: skip
_MARKS = "\\-+.)#>=~!{|"
"""What is markup in some places only, and `\\`, which ends lines in Markdown."""
# Noncharacters, which no cleaned text has.
_STAND_INS = {mark: chr(0xFDD0 + number) for number, mark in enumerate(_MARKS)}
_ALWAYS = {"`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[", "]": "\\]", "<": "&lt;", "&": "&amp;"}
"""What is markup wherever it stands."""
_ENCODED = _STAND_INS | _ALWAYS
_DECODED = {char: mark for mark, char in _STAND_INS.items()} | {_STAND_INS["\\"]: "\\\\"}
# Faster than `str.translate`, which looks each character up.
_TO_ENCODE, _TO_DECODE = (re.compile(f"[{re.escape(''.join(table))}]") for table in (_ENCODED, _DECODED))


def _pattern(source: str) -> re.Pattern[str]:
    """`source` with each `‹c›` as the stand-in of `c`."""
    return re.compile(re.sub("‹(.)›", lambda match: _STAND_INS[match[1]], source), re.IGNORECASE | re.MULTILINE)


_HOLDERS = r"^((?:[ ]*(?:[>*+-]|\d{1,9}[.)]|#{1,6})[ ])*[ ]*)"
"""What a line begins with before its text: real marks of quotes, lists and headings."""
_RULES = (
    # `{filename}/berita.md`, `|static|/a.png`: Pelican takes these for links to its own files.
    (_STAND_INS["{"], _pattern(r"‹{›(?=(?:filename|static|attach|author|category|tag|index)[}‹|›])"), "&#123;"),
    (_STAND_INS["|"], _pattern(r"‹|›(?=(?:filename|static|attach|author|category|tag|index)[}‹|›])"), "&#124;"),
    # A table's cells.
    (_STAND_INS["|"], _pattern(r"‹|›"), r"\\|"),
    # A list, a rule, or the line below a heading.
    (_STAND_INS["-"], _pattern(_HOLDERS + r"‹-›(?=‹-›|[ \t]|$)"), r"\1\\-"),
    (_STAND_INS["+"], _pattern(_HOLDERS + r"‹+›(?=[ \t]|$)"), r"\1\\+"),
    (_STAND_INS["."], _pattern(_HOLDERS + r"(\d+)‹.›(?=[ \t]|$)"), r"\1\2\\."),
    (_STAND_INS[")"], _pattern(_HOLDERS + r"(\d+)‹)›(?=[ \t]|$)"), r"\1\2\\)"),
    (_STAND_INS["="], _pattern(_HOLDERS + r"‹=›(?=[‹=› \t]*$)"), r"\1&#61;"),
    # A quote, a heading at either end, a fence, a picture.
    (_STAND_INS[">"], _pattern(_HOLDERS + r"‹>›"), r"\1\\>"),
    (_STAND_INS["#"], _pattern(_HOLDERS + r"‹#›"), r"\1\\#"),
    (_STAND_INS["#"], _pattern(r"‹#›(?=[ \t]*$)"), r"\\#"),
    (_STAND_INS["~"], _pattern(_HOLDERS + r"‹~›(?=‹~›‹~›)"), r"\1&#126;"),
    (_STAND_INS["!"], _pattern(r"‹!›(?=\[)"), r"\\!"),
)
"""Each stand-in, where it would be markup, and what is written for it there."""


def _encode(text: str) -> str:
    return _TO_ENCODE.sub(lambda match: _ENCODED[match[0]], clean_text(text))


def _decode(markdown: str) -> str:
    for mark, pattern, replacement in _RULES:
        # Most texts have few of them.
        if mark in markdown:
            markdown = pattern.sub(replacement, markdown)
    return _TO_DECODE.sub(lambda match: _DECODED[match[0]], markdown)


class _Converter(MarkdownConverter):
    """Writes stand-ins for what Markdown or Pelican might read as markup; `_decode` takes them out again."""

    def escape(self, text: str, parent_tags: Any) -> str:
        return _encode(text)

    def get_conv_fn(self, tag_name: str) -> Any:
        convert = super().get_conv_fn(tag_name)  # type: ignore[misc]
        if convert is None or tag_name not in _BLOCKS:
            return convert
        # A break at a block's end or beginning would show as a lone backslash; the text's own are stand-ins here.
        return lambda el, text, parent_tags: convert(el, _without_outer_breaks(text), parent_tags=parent_tags)

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        # Around blocks there can be no link.
        if urlsplit(str(el.get("href") or "")).scheme not in {"http", "https"} or "\n\n" in text.strip():
            return text
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]

    def convert_b(self, el: Tag, text: str, parent_tags: Any) -> str:
        return text if "\n\n" in text.strip() else str(super().convert_b(el, text, parent_tags))  # type: ignore[misc]

    def convert_em(self, el: Tag, text: str, parent_tags: Any) -> str:
        return text if "\n\n" in text.strip() else str(super().convert_em(el, text, parent_tags))  # type: ignore[misc]

    convert_strong, convert_i = convert_b, convert_em

    def convert_s(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Nothing here reads `~~`."""
        return text

    convert_del = convert_s

    def convert_dd(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Nor lists of definitions."""
        return str(self.convert_div(el, text, parent_tags))  # type: ignore[attr-defined]

    convert_dt = convert_dd

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Code between fences that are longer than any in it; without empty lines, so that it stays one block."""
        code = re.sub(r"\n\s*\n", "\n", clean_text(text)).strip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code)), 3)
        return f"\n\n{fence}\n{code}\n{fence}\n\n" if code.strip() else ""


_BLOCKS = frozenset(
    ["p", "div", "li", "blockquote", "td", "th", "dd", "dt", "section", "article", "caption", "figcaption"]
)
_BREAK = "\\\n"
_OUTER_BREAKS = re.compile(r"\A\s*(?:\\\n\s*)+|\s*(?:\\\n\s*)+\Z")
# Old pages part their paragraphs with two <br>.
_DOUBLE_BREAKS = re.compile(r"(?:\\\n\s*){2,}")
# A break at a paragraph's end or beginning would show as a lone backslash.
_STRAY_BREAKS = re.compile(r"(?:\\\n\s*)+(?=\n|\Z)|(?:(?<=\n\n)|\A)(?:\\\n\s*)+")
_CODE = ("code", "kbd", "samp")
_MAY_HAVE_CODE = re.compile("<(?:pre|code|kbd|samp)", re.IGNORECASE)


def to_markdown(html: str, base: str) -> str:
    """`html` as Markdown: links absolute and only to http(s), no pictures, no live markup."""
    # Beautiful Soup warns of text without a tag that looks like a file name or an address, and of a document that
    # begins as XML does. Neither is true of what begins with <html>; a second <html> in it is read as the first.
    soup = BeautifulSoup(f"<html>{html}", "lxml")
    for tag in [tag for tag in soup(True) if tag.name in NEVER_TEXT]:
        tag.decompose()
    for tag in soup("a"):
        if tag.has_attr("href"):
            tag.attrs = {"href": _absolute(base, str(tag["href"]))}
    if _MAY_HAVE_CODE.search(html):
        _set_code(soup)
    converter = _Converter(heading_style="ATX", bullets="-", newline_style="backslash", autolinks=False)
    made = str(converter.convert_soup(soup))
    if _BREAK in made:
        made = _STRAY_BREAKS.sub("\n", _DOUBLE_BREAKS.sub("\n\n", made))
    return _decode(re.sub(r"\n{3,}", "\n\n", made).strip())


def _without_outer_breaks(text: str) -> str:
    # Without one, the pattern is tried at each space for nothing.
    return _OUTER_BREAKS.sub("", text) if _BREAK in text else text


def _set_code(soup: BeautifulSoup) -> None:
    """Leave code only where both readers know it: in blocks of its own. Other preformatted text keeps its lines."""
    for tag in soup("pre"):
        if tag.find("code") and not tag.find_parent(["li", "blockquote", "td", "th", "dd", "dt", "a", "b", "strong"]):
            tag.string = tag.get_text()
        else:
            tag.name = "div"
            for text in tag.find_all(string=re.compile("\n")):
                first, *lines = str(text).strip("\n").split("\n")
                text.replace_with(first, *(part for line in lines for part in (soup.new_tag("br"), line)))
    for tag in soup(_CODE):
        tag.name = "span"


def _absolute(base: str, href: str) -> str:
    """The absolute address with what would end a Markdown link encoded, or "" where it makes no sense."""
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return ""
    return re.sub(r"[\s()<>|{\\`]", lambda match: quote(match[0]), re.sub(r"[\x00-\x1f]", "", address))


_FENCED = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<code>.*?)\n(?P=fence)$", re.MULTILINE | re.DOTALL)
_LINE_MARKS = re.compile(r"^(?:[ ]*(?:#{1,6}|>|[-*+]|\d{1,9}[.)])(?:[ \t]+|$))+|^[ ]*-{3,}[ ]*$", re.MULTILINE)
_ROW = re.compile(r"^[ ]*\|.*\|[ ]*$", re.MULTILINE)
# The line below a table's head; a later row may hold nothing but dashes too.
_HEAD_RULE = re.compile(r"^([ ]*\|.*\|[ ]*\n)[ ]*\|[ :|-]+\|[ ]*$", re.MULTILINE)
# A bar that no backslash escapes, unless a backslash before that escapes it.
_CELL_END = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])|\\\n|!?\[(?P<words>(?:\\.|[^\[\]\\])*)\]\([^)\s]*\)|[*_`]{1,3}"
    r"|&(?P<entity>#\d{1,7}|#x[\da-f]{1,6}|[a-z]\w{1,30});",
    re.IGNORECASE | re.DOTALL,
)
_INLINE_MARKS = "\\[*_`&"


# The steps from a page to an item ask for it of the same text, one after the other.
@lru_cache(maxsize=4)
def to_text(markdown: str) -> str:
    """Markdown as plain text, one paragraph a line."""
    paragraphs: list[str] = []
    at = 0
    for fenced in _FENCED.finditer(markdown):
        paragraphs += [*map(_plain, re.split(r"\n\s*\n", markdown[at : fenced.start()])), fenced["code"]]
        at = fenced.end()
    paragraphs += map(_plain, re.split(r"\n\s*\n", markdown[at:]))
    return "\n".join(line for paragraph in paragraphs if (line := " ".join(paragraph.split())))


def _plain(block: str) -> str:
    rows = _LINE_MARKS.sub("", block)
    if "|" in rows:
        rows = _HEAD_RULE.sub(r"\1", rows, count=1)
        rows = _ROW.sub(lambda row: _CELL_END.sub(r"\1 ", row[0]), rows)
    # A pattern that may begin with any of them is tried at each character.
    return _INLINE.sub(_shown, rows) if any(mark in rows for mark in _INLINE_MARKS) else rows


def _shown(match: re.Match[str]) -> str:
    if match["escaped"] or match["entity"]:
        return match["escaped"] or unescape(match[0])
    if match["words"]:
        return _INLINE.sub(_shown, match["words"])
    return " " if match[0] == "\\\n" else ""


def escape_text(text: str) -> str:
    """Plain text as Markdown that shows exactly that text, but for white space."""
    return _decode("\n".join(" ".join(line.split()) for line in _encode(text).split("\n"))).strip()
