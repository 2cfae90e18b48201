"""Addresses that cannot show what they are cited for: home pages, lists, and what is no whole address. Pure."""

import re
from codecs import getincrementaldecoder
from typing import Literal
from urllib.parse import parse_qsl, unquote, unquote_to_bytes, urlsplit

from record.address_copies import archived_copy
from record.urls import INDEX, original_address, route

AddressFault = Literal["home-page", "list-page", "cut-off", "stray-end"]
"""Why an address shows nothing: a key of `FAULT_ADVICE`."""
FAULT_ADVICE: dict[AddressFault, str] = {
    "home-page": "is a bare home page, which shows something else every day; give the address of the page that "
    "says it, or of a web archive's copy from that day",
    "list-page": "is a list of pages (a day's, a tag's, a search), which changes; give the address of the page that "
    "says it, or of a web archive's copy from that day",
    "cut-off": "is cut off in the middle; give it whole, as the page itself or a search for its headline shows it",
    "stray-end": "ends in a link that stood on the page (a profile, a host, a phone number, the next page) where the "
    "article's name belongs; give the address that the page itself states",
}
"""For messages: what is said behind an address, and what to do next."""
HOME_STEPS = frozenset(("beranda", "default.aspx", "en", "home", "id", "main"))
"""Steps of an address that lead to a home page, where there are no others."""
ARTICLE_FOLDERS = frozenset(
    ("article", "articles", "artikel", "baca", "berita", "content", "detail", "details", "konten", "lihat", "news",
     "opini", "post", "posts", "read", "story", "view")
)  # fmt: skip
"""Steps behind which an article's number or name stands: an address that ends with one lacks it."""
LIST_FOLDERS = frozenset(("author", "category", "kategori", "label", "search", "tag", "tags", "topik"))
"""Steps behind which the name of a list stands as the last."""
SEARCH_PARAMETERS = frozenset(("cari", "keyword", "q", "query", "s", "search"))
VIEW_PARAMETERS = frozenset(("halaman", "hl", "lang", "language", "locale", "page", "paged", "print"))
"""Parameters that choose a language or a part, and no article."""
SOCIAL_HOSTS = frozenset(
    ("facebook.com", "instagram.com", "linkedin.com", "t.me", "threads.net", "tiktok.com", "twitter.com", "wa.me",
     "whatsapp.com", "x.com", "youtube.com")
)  # fmt: skip
"""Hosts whose links pages write without a scheme, so that browsers put them behind the page's own address."""
LINKED_PAGES = frozenset(
    ("about-us", "contact-us", "kontak-kami", "next", "pedoman-media-siber", "prev", "previous", "redaksi",
     "selanjutnya", "sebelumnya", "tentang-kami")
)  # fmt: skip
"""Pages that every page links, where they stand behind an article's number or name."""
_LEFT_OUT = re.compile(r"(?:…|\.\.|%[0-9a-f]?)/?$", re.IGNORECASE)
"""Dots for what is left out, or half an escape."""
_JOINTS = "-_,:(["
"""Marks that stand between words."""
_ARTICLE_STEP = re.compile(r"(?!(?:19|20)\d\d$)\d{3,}|[0-9a-f]{12,}|[^-]+(?:-[^-]+){2,}", re.ASCII)
"""An article's number, which is no year, its code, or a name of three words."""
_PHONE = re.compile(r"\+?(?:62|0)8\d{7,11}", re.ASCII)
_HOST_NAME = re.compile(r"(?:[a-z0-9-]+\.){1,2}(?:co|com|id|info|net|news|org|tv)", re.ASCII)
_DAY_STEPS = re.compile(r"(?:19|20)\d\d(?:/[01]?\d(?:/[0-3]?\d)?)?", re.ASCII)


def address_fault(url: str) -> AddressFault | Literal[""]:
    """Why the address of a source shows nothing of what it is cited for; "" where there is no such reason.

    A web archive's copy of a home page or list is as good as any page, for it stays as it was on its day.
    """
    copy = archived_copy(url)
    if copy and not copy.original:
        return ""
    if copy and "/*/" in url:
        return "list-page"
    fault = _fault(copy.original if copy else url)
    return "" if copy and copy.captured and fault in {"home-page", "list-page"} else fault


def _fault(url: str) -> AddressFault | Literal[""]:
    try:
        parts = urlsplit(original_address(url))
        host, _ = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return "cut-off"
    steps = [step for step in unquote(parts.path).split("/") if step]
    if "." not in host or _is_open(url) or (not parts.query and _is_open_name(steps[-1] if steps else "")):
        return "cut-off"
    asked = {name.casefold(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
    naming = {name: value for name, value in asked.items() if name not in VIEW_PARAMETERS}
    if any(not value and _names_article(name) for name, value in naming.items()):
        return "cut-off"
    if route(parts.fragment):
        return ""
    if naming:
        return "list-page" if SEARCH_PARAMETERS.issuperset(naming) else ""
    return _fault_of_steps([step for step in map(str.casefold, steps) if step not in INDEX], host)


def _fault_of_steps(steps: list[str], host: str) -> AddressFault | Literal[""]:
    if HOME_STEPS.issuperset(steps):
        return "home-page"
    last, before = steps[-1], steps[-2] if len(steps) > 1 else ""
    if _is_stray(last, before, host):
        return "stray-end"
    if last in ARTICLE_FOLDERS and not _ARTICLE_STEP.fullmatch(before):
        return "cut-off"
    if before in LIST_FOLDERS or (before == "page" and last.isdigit()) or _DAY_STEPS.fullmatch("/".join(steps)):
        return "list-page"
    return ""


def _is_open(url: str) -> bool:
    """Whether an address ends in the middle of a word, an escape or a letter."""
    decoder = getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(unquote_to_bytes(url.strip().rstrip("/").encode("utf-8", "replace")))
    return bool(decoder.getstate()[0]) or bool(_LEFT_OUT.search(text))


def _is_open_name(step: str) -> bool:
    """Whether a name ends with a mark between words; a code of mixed letters may (`CkXy9_`)."""
    return step.endswith(tuple(_JOINTS)) and (step == step.lower() or any(mark in step[:-1] for mark in _JOINTS))


def _is_stray(step: str, before: str, host: str) -> bool:
    """Whether the last step is no name of a page; words that may be one need an article's own step before them."""
    if step in SOCIAL_HOSTS or (before and (step[0] == "@" or _PHONE.fullmatch(step) or _HOST_NAME.fullmatch(step))):
        return True
    return bool(_ARTICLE_STEP.fullmatch(before)) and (step in LINKED_PAGES or step in host.split(".")[:-1])


def _names_article(name: str) -> bool:
    """Whether a parameter's value says which article it is: `id`, `newsid`, `p`."""
    return name.endswith("id") or name in {"no", "p"}
