"""What relative addresses on a web page are relative to. Pure."""

from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement


def settle_base(tree: HtmlElement, url: str) -> str:
    """The base address of the page at `url`: that of its first `<base href>`, or `url` (HTML standard, 2.4.3).

    Where it names one, the page's links become absolute in place, so that joining them with `url` gives the right ones.
    A base of another scheme than http(s) counts as none.
    """
    element = next((base for base in tree.iter("base") if base.get("href") is not None), None)
    base = _join(url, element.get("href") or "") if element is not None else url
    if base == url or urlsplit(base).scheme not in {"http", "https"}:
        return url
    for link in tree.iter("a", "area", "link"):
        if href := link.get("href"):
            link.set("href", _join(base, href) or href)
    return base


def _join(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""
