"""A page's metadata: meta elements, JSON-LD (schema.org), its own title and canonical address."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from scrapers.extract import clean
from scrapers.extract.canonical import canonical_address
from scrapers.extract.tables import GENERIC_TITLES
from scrapers.extract.tree import HtmlPage, text_of

ARTICLE_KINDS = frozenset({"Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "WebPage"})
"""schema.org types of an article."""

_GENERIC = re.compile(GENERIC_TITLES, re.IGNORECASE)


@dataclass
class Metadata:
    """One page's metadata, each read once."""

    page: HtmlPage

    @cached_property
    def meta(self) -> dict[str, str]:
        """`<meta>` contents by property, name or itemprop, lower case; the first one counts."""
        contents: dict[str, str] = {}
        for tag in self.page.tree.iter("meta"):
            content = (tag.get("content") or "").strip()
            for attribute in ("property", "name", "itemprop"):
                if content and (name := tag.get(attribute)):
                    contents.setdefault(name.strip().lower(), content)
        return contents

    @cached_property
    def linked(self) -> dict[str, Any]:
        """The JSON-LD object that calls itself an article, headline first; damaged blocks are passed over."""
        things = [thing for block in self._json_ld() for thing in _flatten(block)]
        articles = [thing for thing in things if ARTICLE_KINDS & set(_kinds(thing))]
        articles.sort(key=lambda thing: "WebPage" in _kinds(thing))
        return next((thing for thing in articles if thing.get("headline") or thing.get("datePublished")), {})

    def _json_ld(self) -> Iterator[Any]:
        for script in self.page.tree.iter("script"):
            if (script.get("type") or "").strip().lower() == "application/ld+json":
                try:
                    # Outlets leave raw line breaks in the strings of their JSON-LD, which `strict` refuses.
                    yield json.loads(script.text or "", strict=False)
                except ValueError:
                    continue

    def first(self, *names: str) -> str:
        """The first of the named `<meta>` contents, or ""."""
        return next((self.meta[name] for name in names if name in self.meta), "")

    @cached_property
    def site(self) -> str:
        """The site's own name, or ""."""
        publisher = self.linked.get("publisher")
        named = publisher.get("name") if isinstance(publisher, dict) else ""
        return clean.squeeze(self.first("og:site_name", "application-name") or str(named or ""))

    def is_site(self, text: str) -> bool:
        """Whether `text` is the site's own name."""
        return bool(self.site) and text.casefold() == self.site.casefold()

    def names_itself(self, text: str) -> bool:
        """Whether a name is the site's own: its declared name, a host name, or a part of its own host."""
        plain = re.sub(r"\W+", "", text.casefold())
        host = re.sub(r"\W+", "", (urlsplit(self.page.url).hostname or "").casefold())
        is_host = re.fullmatch(r"\S+\.(?:com|net|org|id|co|news|tv)(?:\.id)?", text.strip(), re.IGNORECASE)
        return self.is_site(text) or bool(is_host) or (len(plain) > 3 and plain in host)

    @cached_property
    def is_generic(self) -> bool:
        """Whether the page calls itself by the site's name and has no headline of its own."""
        return all(_GENERIC.search(title) for title in self.titles)

    @cached_property
    def titles(self) -> list[str]:
        """What the page calls itself, the surest first."""
        page_title = next(self.page.tree.iter("title"), None)
        titles = [
            str(self.linked.get("headline") or ""),
            self.first("og:title", "twitter:title", "title"),
            text_of(page_title) if page_title is not None else "",
        ]
        return [text for text in map(_plain, titles) if text]

    def language(self) -> str | None:
        """The language that the page declares, as its two-letter code."""
        root = next(self.page.tree.iter("html"), None)
        declared = (root.get("lang") or root.get("xml:lang") or "") if root is not None else ""
        return re.split(r"[-_]", declared.strip())[0].lower() or None

    def canonical(self) -> str:
        """The first stated address that may be this page's (`scrapers.extract.canonical`), else its `url`."""
        links = (tag.get("href") for tag in self.page.tree.iter("link") if _is_canonical(tag.get("rel")))
        stated = [next(links, "") or "", self.first("og:url"), *_pages_of(self.linked)]
        return canonical_address(self.page.url, [address for text in stated if (address := _join(self.page.url, text))])

    def image(self) -> str | None:
        """The lead picture's address."""
        image = self.linked.get("image")
        first = image[0] if isinstance(image, list) and image else image
        address = self.first("og:image", "twitter:image") or str(
            (first.get("url") if isinstance(first, dict) else first) or ""
        )
        address = _join(self.page.url, address) if address else ""
        return address if address.startswith(("http://", "https://")) else None


def _is_canonical(relation: str | None) -> bool:
    return "canonical" in (relation or "").lower().split()


def _pages_of(thing: dict[str, Any]) -> list[str]:
    """The addresses of its page that a JSON-LD object states."""
    page = thing.get("mainEntityOfPage")
    stated = [page.get("@id") if isinstance(page, dict) else page, thing.get("url")]
    return [address for address in stated if isinstance(address, str)]


def _plain(text: str) -> str:
    return clean.squeeze(re.sub(r"<[^>]{1,40}>", "", text))


def _kinds(thing: dict[str, Any]) -> list[str]:
    kinds = thing.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds])]


def _flatten(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, list):
        return [thing for part in data for thing in _flatten(part)]
    if isinstance(data, dict):
        return [data, *_flatten(data.get("@graph", [])), *_flatten(data.get("mainEntity", []))]
    return []


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if address else ""
    except ValueError:
        return ""
