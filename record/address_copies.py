"""Addresses at which a copy stands: a web archive's, or one that anyone shared on a site for documents. Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from record.address_forms import LONGEST_ADDRESS

SHARING_HOSTS = frozenset(
    (
        "123dok.com", "academia.edu", "adoc.pub", "adoc.tips", "coek.info", "docplayer.info", "docplayer.net",
        "documents.pub", "doku.pub", "dokumen.pub", "dokumen.site", "dokumen.tips", "edoc.pub", "edoc.site",
        "fdocuments.net", "fdokumen.com", "fdokumen.id", "idoc.pub", "kupdf.net", "pdfcoffee.com", "pdfslide.net",
        "pdfslide.tips", "qdoc.tips", "researchgate.net", "scribd.com", "silo.pub", "silo.tips", "slideplayer.info",
        "slideshare.net", "studylib.net", "studylibid.com", "vbook.pub", "vdocuments.mx", "vdocuments.net",
        "vdocuments.pub", "vdocuments.site", "vdokumen.com", "vdokumen.net",
    )
)  # fmt: skip
"""Sites on which anyone shares documents: what stands there is a copy of somebody else's, under a reader's account."""
_MOST_LABELS = 10
"""Parts of a host name that are looked at; sites here have two, and few hosts below them."""
_STAMP = r"(?P<day>\d{8})\d{0,6}"
_ORIGINAL = r"(?P<original>https?(?::|%3A)\S+|[\w-]+(?:\.[\w-]+)+(?:[:/?]\S*)?)"
_PH = r"archive\.(?:ph|today|is|li|md|vn|fo)"
_ARCHIVES = tuple(
    (name, re.compile(rf"https?://(?:www\.)?{pattern}", re.IGNORECASE | re.ASCII))
    for name, pattern in (
        ("web.archive.org", rf"web\.archive\.org/(?:web/)?{_STAMP}(?:[a-z]{{2}}_)?/{_ORIGINAL}"),
        ("web.archive.org", rf"web\.archive\.org/(?:web/)?(?:[\d*]+/)?{_ORIGINAL}"),
        ("archive.ph", rf"{_PH}/{_STAMP}/{_ORIGINAL}"),
        ("archive.ph", rf"{_PH}/(?:newest|o/\w+)/{_ORIGINAL}"),
        ("archive.ph", rf"{_PH}/\w{{4,6}}"),
        ("arquivo.pt", rf"arquivo\.pt/(?:noFrame/)?wayback/{_STAMP}(?:[a-z]{{2}}_)?/{_ORIGINAL}"),
        ("webcache.googleusercontent.com", r"webcache\.googleusercontent\.com/search\?(?:\S*&)?q=cache:"
         r"(?:[\w-]{10,14}:)?(?P<original>[^&+\s]+\.[^&+\s]+)\S*"),
        ("perma.cc", r"perma\.cc/\w{4}-\w{4}"),
        ("ghostarchive.org", r"ghostarchive\.org/archive/\w+"),
        ("webcitation.org", r"webcitation\.org/\w{5,}"),
    )
)  # fmt: skip
"""Web archives by the host that readers know, with what addresses of copies look like; the first that fits counts."""
_SCHEME = re.compile(r"(?:(?P<name>https?):/{1,2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CopyAddress:
    """A web archive's copy of a page, as its address tells."""

    archive: str
    """The archive's host: `web.archive.org`."""
    original: str
    """The address of the page that was copied; "" where the copy's address does not say it."""
    captured: dt.date | None
    """The day of the copy in UTC: the page was published by then. None where the copy's address does not say it."""


def archived_copy(url: str) -> CopyAddress | None:
    """What `url` says as the address of a web archive's copy, or None where it is none."""
    address = url.strip()
    for archive, pattern in _ARCHIVES if len(address) <= LONGEST_ADDRESS else ():
        if match := pattern.fullmatch(address):
            parts = match.groupdict()
            return CopyAddress(archive, _with_scheme(parts.get("original") or ""), _day(parts.get("day") or ""))
    return None


def sharing_host(url: str) -> str:
    """The site of `SHARING_HOSTS` on which a copy stands, for "salinan di scribd.com"; "" where it is none of them."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    # From `id.scribd.com` up to `scribd.com`.
    labels = host.split(".")
    above = (".".join(labels[start:]) for start in range(min(len(labels), _MOST_LABELS)))
    return next((site for site in above if site in SHARING_HOSTS), "")


def is_shared_copy(url: str) -> bool:
    """Whether an address is on a site where anyone shares documents: a copy, to be shown as such."""
    return bool(sharing_host(url))


def _with_scheme(original: str) -> str:
    """An original's whole address: archives write it with one slash, without scheme, or escaped."""
    if not original:
        return ""
    whole = unquote(original) if re.match(r"https?%3A", original, re.IGNORECASE) else original
    scheme = _SCHEME.match(whole)
    assert scheme is not None  # noqa: S101 - it fits any text
    return f"{(scheme['name'] or 'http').lower()}://{whole[scheme.end() :]}"


def _day(digits: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").replace(tzinfo=dt.UTC).date() if digits else None
    except ValueError:
        return None
