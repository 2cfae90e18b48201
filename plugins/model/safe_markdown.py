"""Markdown from anywhere to HTML that can do nothing: no raw markup, no scripts, only http(s) links.

Editors' prose is read by Python-Markdown, news bodies by CommonMark, which takes a hundredth of the time. The collector
writes bodies in a small dialect (`scrapers/extract/markdown.py`), and CommonMark is how it means them:

- blocks parted by an empty line: paragraphs, `#` to `######` headings, `---`, `-` and `1.` lists (what belongs to an
  item is indented by the width of its mark), `>` quotes, fenced code, tables with a head;
- in them `*` and `**`, code between backticks, `[words](http…)` with an absolute address, and `\\` at the end of a
  line that ends there;
- `* _ ` [ ] …` as text after a `\\`, and so what would begin a list, heading or quote where it stands; `&`, `<`,
  Pelican's `{` and `|`, `=` below a line and `~~~` as entities. No raw HTML, no pictures.

An editor may write more by hand. Where the two readers differ, a body is read as CommonMark has it: a list or a table
may follow a paragraph at once, `1)` is a list, `#kata` is none but words, and two quotes stay two.
"""

import re

import nh3
from markdown import Markdown
from markupsafe import Markup
from pyromark import Markdown as CommonMark
from pyromark import Options

TAGS = frozenset(
    {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
)
LINK_REL = "noopener noreferrer external"
# What nh3 leaves of a link whose address was refused; quotes in text and addresses are escaped, so it is nothing else.
_NOWHERE = re.compile(f'<a rel="{LINK_REL}">(.*?)</a>', re.DOTALL)
# A backslash that ends a line, unless a backslash before it escapes it.
_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\\n(?=[ \t]*\S)")
_COMMONMARK = CommonMark(options=Options.ENABLE_TABLES)


def render(text: str) -> Markup:
    """An editor's Markdown as sanitised HTML."""
    markdown = Markdown(extensions=["tables", "sane_lists", "fenced_code"], output_format="html")
    # Without these two, raw HTML is ordinary text and shows as it was written.
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    return _harmless(markdown.convert(text))


def render_body(text: str) -> Markup:
    """A news body's Markdown as sanitised HTML; see above for how it is read."""
    # CommonMark would let raw HTML through, and an emphasis that a mark ends right before a letter (`**Bekasi,**kota`)
    # is none to it, so that its asterisks show. Both are rare: Python-Markdown reads them.
    html = None if "<" in text else _COMMONMARK.html(text).rstrip("\n")
    return render(python_breaks(text)) if html is None or "*" in html else _harmless(html)


def python_breaks(text: str) -> str:
    """The same with lines ended as Python-Markdown knows it: by two spaces, not by a `\\`."""
    return _BREAK.sub(r"\1  \n", text)


def _harmless(html: str) -> Markup:
    # The one h1 of a page is its headline.
    clean = _CLEANER.clean(html.replace("<h1>", "<h2>").replace("</h1>", "</h2>"))
    return Markup(_NOWHERE.sub(r"\1", clean))  # noqa: S704 - sanitised on the line above


def _web_only(_tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or value.lower().startswith(("http://", "https://")) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href"}},
    # Beside `url_schemes`, which lets addresses without a scheme pass: they would lead to pages of ours.
    attribute_filter=_web_only,
    url_schemes={"http", "https"},
    link_rel=LINK_REL,
)
