"""Markdown from anywhere to HTML that can do nothing: no raw markup, no scripts, only http(s) links."""

import re

import nh3
from markdown import Markdown
from markupsafe import Markup

TAGS = frozenset(
    {"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
    | {"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
)
LINK_REL = "noopener noreferrer external"
# What nh3 leaves of a link whose address was refused; quotes in text and addresses are escaped, so it is nothing else.
_NOWHERE = re.compile(f'<a rel="{LINK_REL}">(.*?)</a>', re.DOTALL)


def render(text: str) -> Markup:
    """The Markdown `text` as sanitised HTML."""
    markdown = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    # Without these two, raw HTML is ordinary text and shows as it was written.
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    html = markdown.convert(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        attribute_filter=_web_only,
        url_schemes={"http", "https"},
        link_rel=LINK_REL,
    )
    return Markup(_NOWHERE.sub(r"\1", clean))  # noqa: S704 - sanitised on the lines above


def _web_only(_tag: str, name: str, value: str) -> str | None:
    return value if name != "href" or value.lower().startswith(("http://", "https://")) else None
