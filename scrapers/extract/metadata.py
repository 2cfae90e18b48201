"""A page's metadata: meta elements, JSON-LD (schema.org), its own title and canonical address."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from record.urls import url_key
from scrapers.extract import clean
from scrapers.extract.canonical import canonical_address
from scrapers.extract.json_ld import ARTICLE_KINDS, PAGE_KINDS, kinds_of, read_blocks, resolved
from scrapers.extract.tables import GENERIC_TITLES
from scrapers.extract.tree import GAP_TAGS, HtmlPage, text_of

_GAP_TAG = re.compile(rf"</?(?:{'|'.join(sorted(GAP_TAGS))})\b[^>]{{0,40}}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^>]{0,40}>")
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
        """The JSON-LD object that calls itself an article, with a headline or date; {} where there is none.

        One that states the page's own address comes before others; what describes the page itself comes last.
        """
        scripts = [script.text or "" for script in self.page.tree.iter("script") if _is_json_ld(script)]
        things = [thing for text in scripts for thing in read_blocks(text)]
        articles = [t for t in things if ARTICLE_KINDS & kinds_of(t) and (t.get("headline") or t.get("datePublished"))]
        articles.sort(key=lambda thing: (bool(PAGE_KINDS & kinds_of(thing)), not self._is_of_page(thing)))
        return resolved(articles[0], things) if articles else {}

    def _is_of_page(self, thing: dict[str, Any]) -> bool:
        whole = thing.get("mainEntityOfPage")
        stated = (thing.get("url"), whole.get("@id") if isinstance(whole, dict) else whole, thing.get("@id"))
        addresses = [_join(self.page.base, one) for one in stated if isinstance(one, str)]
        return any(_key(address) == _key(self.page.url) for address in addresses if address)

    def linked_text(self, *keys: str) -> str:
        """The first of the named values of `linked` that is a text, or a list that begins with one; else ""."""
        for key in keys:
            value = self.linked.get(key)
            first = value[0] if isinstance(value, list) and value else value
            if isinstance(first, str) and first.strip():
                return first.strip()
        return ""

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
            self.linked_text("headline"),
            self.first("og:title", "twitter:title", "title"),
            text_of(page_title) if page_title is not None else "",
        ]
        return [text for text in map(_plain, titles) if text]

    def language(self) -> str | None:
        """The language that the page declares, as its two-letter code."""
        root = next(self.page.tree.iter("html"), None)
        declared = (root.get("lang") or root.get("xml:lang") or "") if root is not None else ""
        return re.split(r"[-_]", declared.strip())[0].lower() or None

    def stated_text(self) -> str:
        """The article's text as its JSON-LD states it, or ""; some leave out headings, or all but the start."""
        text = self.linked.get("articleBody")
        return _plain(text) if isinstance(text, str) else ""

    def canonical(self) -> str:
        """The first stated address that may be this page's (`scrapers.extract.canonical`), else its `url`."""
        links = (tag.get("href") for tag in self.page.tree.iter("link") if _is_canonical(tag.get("rel")))
        stated = [next(links, "") or "", self.first("og:url"), *_pages_of(self.linked)]
        addresses = [address for text in stated if (address := _join(self.page.base, text))]
        return canonical_address(self.page.url, addresses)

    def image(self) -> str | None:
        """The lead picture's address."""
        image = self.linked.get("image")
        first = image[0] if isinstance(image, list) and image else image
        address = self.first("og:image", "twitter:image") or str(
            (first.get("url") if isinstance(first, dict) else first) or ""
        )
        address = _join(self.page.base, address) if address else ""
        return address if address.startswith(("http://", "https://")) else None


def _is_canonical(relation: str | None) -> bool:
    return "canonical" in (relation or "").lower().split()


def _pages_of(thing: dict[str, Any]) -> list[str]:
    """The addresses of its page that a JSON-LD object states."""
    page = thing.get("mainEntityOfPage")
    stated = [page.get("@id") if isinstance(page, dict) else page, thing.get("url")]
    return [address for address in stated if isinstance(address, str)]


def _plain(text: str) -> str:
    """Without tags that were written into a text, some of them escaped twice; one that breaks the line leaves a gap."""
    return clean.squeeze(_ANY_TAG.sub("", _GAP_TAG.sub(" ", clean.unescaped(text))))


def _is_json_ld(script: HtmlElement) -> bool:
    kind = (script.get("type") or "").partition(";")[0].strip().lower()
    return kind == "application/ld+json"


def _key(address: str) -> str:
    try:
        return url_key(address)
    except ValueError:
        return ""


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()) if address else ""
    except ValueError:
        return ""
