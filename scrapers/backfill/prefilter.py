"""The prefilter: pages of known outlets with the name of a tracked place in their bytes are worth parsing. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ahocorasick_rs import BytesAhoCorasick

from record.urls import site_host
from scrapers.decide.places import Clues
from scrapers.sources import Outlet, stranger

LISTINGS = frozenset(
    {"tag", "tags", "topik", "topic", "topics", "label", "labels", "category", "categories", "kategori", "kanal",
     "author", "penulis", "search", "cari", "page", "feed", "rss"}
)  # fmt: skip
"""The last or last but one step of an address that leads to a list of articles."""
_OWN_PAGES = frozenset({"index", "indeks", "home", "beranda"})
"""The last step of an address that leads to a folder's own page, unless it asks for something."""
_WORD = re.compile(r"[a-z0-9]+")
_UNSEEN = re.compile(
    rb"\xc2?\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf"
    rb"|&(?:shy|zwn?j|zerowidthspace|nobreak|#0*(?:173|820[3-7]|8288|65279)(?!\d)|#x0*(?:ad|200[b-f]|2060|feff)(?!\w));?",
    re.IGNORECASE,
)
"""Common invisible characters, as bytes and as references: the placer sees the name that they part."""
_WIDE = b"\0"
"""Text of two or four bytes a letter (UTF-16, UTF-32) has it; no name can be looked for in there."""


@dataclass(frozen=True, slots=True)
class _Home:
    path: str
    outlet: Outlet


class OutletFinder:
    """Finds the outlet of an address, by its host and the hosts above it."""

    def __init__(self, outlets: Iterable[Outlet], *, takes_any: bool = False) -> None:
        """`takes_any`: an address of no known outlet belongs to one made of its host, which is shown as headlines."""
        self._takes_any = takes_any
        self._homes: dict[str, list[_Home]] = {}
        self._lists: set[tuple[str, str]] = set()
        for outlet in outlets:
            home = urlsplit(outlet.home)
            self._homes.setdefault(_bare(home.hostname or ""), []).append(_Home(home.path.rstrip("/"), outlet))
            self._lists |= {_spot(channel.url) for channel in outlet.channel}
        for homes in self._homes.values():
            homes.sort(key=lambda home: (-len(home.path), home.outlet.id))

    def of(self, url: str) -> Outlet | None:
        """The outlet whose home is nearest above `url`; None where none is, and for a home page or a list."""
        try:
            parts = urlsplit(url)
            # A port that is none is found out only when it is asked for.
            host = _bare(parts.hostname or "") if parts.port != 0 else ""
        except ValueError:
            return None
        if not host or _is_listing(parts.path, parts.query) or _spot(url) in self._lists:
            return None
        return self._nearest(host, parts.path) or (stranger(host) if self._takes_any else None)

    def _nearest(self, host: str, path: str) -> Outlet | None:
        while host:
            for home in self._homes.get(host, ()):
                if path == home.path or path.startswith(f"{home.path}/"):
                    return home.outlet
            host = host.partition(".")[2]
        return None


class NamePrefilter:
    """Looks for names of tracked places in a page's bytes, before the page is parsed.

    Misses no page in which the placer would name a place, unless markup, a line's end or a rare unseen character parts
    the name itself.
    """

    def __init__(self, clues: Clues) -> None:
        """`clues` as `Placer.clues` gives them."""
        words = [(_longest_word(name), name) for name in clues.names]
        capitals = sorted({word for word, name in words if name.startswith(word)})
        others = sorted(clues.cues | {word for word, name in words if not name.startswith(word)})
        self._capitals = len(capitals)
        self._words = BytesAhoCorasick([word.encode() for word in (*capitals, *others)])

    def are_in(self, page: bytes) -> bool:
        """Whether one of them may be named in `page`, in any encoding that writes ASCII as ASCII."""
        if _WIDE in page[:1024]:
            return True
        return self._has_name(page) or bool(_UNSEEN.search(page) and self._has_name(_UNSEEN.sub(b"", page)))

    def _has_name(self, page: bytes) -> bool:
        return any(
            self._stands(page, start, end, is_capital=index < self._capitals)
            for index, start, end in self._words.find_matches_as_indexes(page.lower(), overlapping=True)
        )

    def _stands(self, page: bytes, start: int, end: int, *, is_capital: bool) -> bool:
        """A name begins with a capital, after a letter only where it is glued to a small one ("KotaBekasi")."""
        after, before = page[end : end + 1], page[start - 1 : start] if start else b""
        if after.isalnum():
            return False
        if is_capital:
            return page[start : start + 1].isupper() and not (before.isupper() or before.isdigit())
        return not before.isalnum()


def _longest_word(name: str) -> str:
    """The first of its longest words: where markup or a line's end parts a name, that one is still whole."""
    words: list[str] = _WORD.findall(name)
    return max(words, key=len)


def _bare(host: str) -> str:
    return site_host(host.rstrip("."))


def _spot(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return _bare(parts.hostname or ""), parts.path.rstrip("/")


def _is_listing(path: str, query: str) -> bool:
    steps = [step.partition(".")[0] for step in path.casefold().split("/") if step]
    is_own_page = not query and (not steps or steps[-1] in _OWN_PAGES)
    return is_own_page or not LISTINGS.isdisjoint(steps[-2:])
