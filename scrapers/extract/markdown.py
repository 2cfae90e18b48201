"""HTML to Markdown that no renderer turns into live markup, and Markdown to plain text."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

NEVER_TEXT = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "embed",
    "form",
    "button",
    "input",
    "select",
    "textarea",
    "svg",
)
# `{filename}/berita.md`, `|static|/a.png`: Pelican takes these for links to its own files.
_PELICAN_LINK = re.compile(r"([{|])(?=(?:filename|static|attach|author|category|tag|index)[}|])", re.IGNORECASE)
_MARKS = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)[*_`]{1,3}"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
    (re.compile(r"&lt;"), "<"),
    (re.compile(r"&#123;"), "{"),
    (re.compile(r"&#124;"), "|"),
    # Last, or `&amp;lt;`, which shows as "&lt;", would become "<".
    (re.compile(r"&amp;"), "&"),
)


class _Converter(MarkdownConverter):
    """Text becomes entities where Markdown or Pelican would read it as markup."""

    def escape(self, text: str, parent_tags: Any) -> str:
        escaped = str(super().escape(text, parent_tags))  # type: ignore[misc]
        escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace("`", "\\`")
        return _PELICAN_LINK.sub(lambda match: "&#123;" if match[1] == "{" else "&#124;", escaped)

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        if urlsplit(str(el.get("href") or "")).scheme not in {"http", "https"}:
            return text
        return str(super().convert_a(el, text, parent_tags))  # type: ignore[misc]


def to_markdown(html: str, base: str) -> str:
    """`html` as Markdown: links absolute and only to http(s), no pictures, no live markup."""
    # Beautiful Soup warns of text without a tag that looks like a file name or an address, and of a document that
    # begins as XML does. Neither is true of what begins with <html>; a second <html> in it is read as the first.
    soup = BeautifulSoup(f"<html>{html}", "lxml")
    for tag in soup(NEVER_TEXT):
        tag.decompose()
    for tag in soup("img"):
        tag.decompose()
    for tag in soup("a", href=True):
        tag["href"] = _absolute(base, str(tag["href"]))
    converter = _Converter(heading_style="ATX", bullets="-", newline_style="backslash", autolinks=False)
    # Old pages part their paragraphs with two <br>.
    made = re.sub(r"(?:\\\n\s*){2,}", "\n\n", str(converter.convert_soup(soup)))
    # A break at a paragraph's end or beginning would show as a lone backslash.
    made = re.sub(r"(?:\\\n\s*)+(?=\n|\Z)|(?:(?<=\n\n)|\A)(?:\\\n\s*)+", "\n", made)
    return re.sub(r"\n{3,}", "\n\n", made).strip()


def _absolute(base: str, href: str) -> str:
    """The absolute address with what would end a Markdown link encoded, or "" where it makes no sense."""
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return ""
    for mark, code in (
        (" ", "%20"),
        ("(", "%28"),
        (")", "%29"),
        ("<", "%3C"),
        (">", "%3E"),
        ("|", "%7C"),
        ("{", "%7B"),
    ):
        address = address.replace(mark, code)
    return re.sub(r"[\x00-\x1f]", "", address)


def to_text(markdown: str) -> str:
    """Markdown as plain text, one paragraph a line."""
    text = markdown
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return "\n".join(" ".join(line.split()) for line in re.split(r"\n\s*\n", text) if line.strip())


def escape_text(text: str) -> str:
    """Plain text as Markdown that shows exactly that text."""
    return str(_Converter(heading_style="ATX").escape(text, set()))
