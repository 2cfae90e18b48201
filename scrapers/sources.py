"""`sources.toml`: the outlets, their channels, and how much of their words may be shown."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, Self

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from record import toml_file
from record.text_files import read_text
from record.vocabulary import Rights
from scrapers.errors import SourcesProblem

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/<>\"]+(/[^\s<>\"]*)?$")]
HostPort = Annotated[str, StringConstraints(pattern=r"^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$")]


_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
OutletChannelKind = Literal["feed", "sitemap", "listing", "wordpress"]
"""The kinds of channels that an outlet may have; `scrapers.fetch.channels.KINDS` reads them."""
MOST_PAGES: Mapping[OutletChannelKind, int] = MappingProxyType(
    {"feed": 1, "sitemap": 20, "listing": 10, "wordpress": 10}
)
"""Pages of a listing or of posts, or child maps, that are read at most where an outlet says nothing."""


def check_selector(selector: str) -> str:
    """A CSS selector as it came. Raises `ValueError` saying what is wrong with it."""
    try:
        if selector:
            CSSSelector(selector)
    except SelectorError as error:
        raise ValueError(f"{selector!r} is no CSS selector ({error})") from error
    return selector


Selector = Annotated[str, AfterValidator(check_selector)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Defaults(_Table):
    """What holds for every outlet: the table `[defaults]`.

    `contact` goes into the User-Agent; `delay` is seconds from a response to the next request to that host, of which
    one is under way at a time; `timeout` is seconds for a whole response, `max_bytes` of it unpacked; `archive` answers
    as the Wayback Machine's availability API does, `archive_index` as its CDX server; `archive_view` is what stands
    before moment and address in the address of a copy.
    """

    contact: Annotated[str, StringConstraints(pattern=r"^(mailto:|https?://)\S+$")] = "mailto:redaksi@pantau100.example"
    delay: Annotated[float, Field(ge=0)] = 2.0
    timeout: Annotated[float, Field(gt=0)] = 30.0
    max_bytes: Annotated[int, Field(gt=0)] = 5_000_000
    archive: Address = "https://archive.org/wayback/available"
    archive_index: Address = "https://web.archive.org/cdx/search/cdx"
    archive_view: Address = "https://web.archive.org/web/"


class Channel(_Table):
    """One way to an outlet's pages: a table `[[outlet.channel]]`.

    `links` and `next` are selectors of a listing, `pages` how many of its pages are read at most; `verified` turns true
    by hand after a first successful run.
    """

    kind: OutletChannelKind
    url: Address
    links: Selector = ""
    next: Selector = ""
    pages: Annotated[int, Field(ge=1)] | None = None
    verified: bool = True

    @property
    def most(self) -> int:
        """How many pages, or child maps, are read at most."""
        return self.pages or MOST_PAGES[self.kind]

    @model_validator(mode="after")
    def _listing_has_links(self) -> Self:
        if self.kind == "listing" and not self.links:
            raise ValueError("a listing needs links = a CSS selector of its article links")
        if self.kind != "listing" and (self.links or self.next):
            raise ValueError("links and next belong to a listing only; remove them or set kind = 'listing'")
        if self.kind == "feed" and self.pages:
            raise ValueError("a feed has one page; remove pages")
        return self


class Selectors(_Table):
    """One layout of an outlet's pages: CSS selectors; empty means general extraction.

    `until` is the last day on which pages were fetched in this layout; the present one has none.
    """

    title: Selector = ""
    published: Selector = ""
    body: Selector = ""
    drop: list[Selector] = []
    until: dt.date | None = None


class Outlet(_Table):
    """A publisher: a table `[[outlet]]`.

    `rights` says how much of its words is shown; `places` are slugs, a hint for placing and never proof;
    `allow_private` are private "host:port" pairs that it may be fetched from; `article` are its layouts.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Annotated[str, StringConstraints(min_length=1)]
    home: Address
    rights: Rights = "link"
    places: list[str] = []
    allow_private: list[HostPort] = []
    channel: Annotated[list[Channel], Field(min_length=1)]
    article: list[Selectors] = []

    @field_validator("article", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        """`[outlet.article]` is the only layout, `[[outlet.article]]` one of several."""
        return [value] if isinstance(value, dict) else value

    def layout_on(self, day: dt.date) -> Selectors:
        """The selectors for a page fetched on `day`: the layout that ended soonest after it, else the present one."""
        ended = sorted((layout for layout in self.article if layout.until), key=lambda layout: layout.until or day)
        present = [layout for layout in self.article if not layout.until]
        return next((x for x in (*ended, *present) if not x.until or x.until >= day), Selectors())


class Sources(_Table):
    """The whole file."""

    defaults: Defaults = Defaults()
    outlet: Annotated[list[Outlet], Field(min_length=1)]


def stranger(host: str) -> Outlet | None:
    """An outlet that only its host name is known of, which is its id; ids of a sources file have no dot.

    None where `host` is no host name.
    """
    if not _HOST.fullmatch(host):
        return None
    # Unchecked, as a stranger has no channel and an outlet of the file must have one.
    return Outlet.model_construct(
        id=host, name=host, home=f"https://{host}/", rights="link", places=[], allow_private=[], channel=[], article=[]
    )


def read_sources(path: Path, *, places: frozenset[str] = frozenset()) -> Sources:
    """Read and check `path`; `places` are the known slugs (empty: not checked).

    Raises `SourcesProblem` naming file, line, key and reason.
    """
    text = read_text(path, SourcesProblem)
    sources = toml_file.parse(text, Sources, path, problem=SourcesProblem)
    _check_together(sources, text, path, places)
    return sources


def _check_together(sources: Sources, text: str, path: Path, places: frozenset[str]) -> None:
    """Checks across tables: each id is used once, each place exists."""
    seen: set[str] = set()
    for number, outlet in enumerate(sources.outlet):
        if outlet.id in seen:
            line = toml_file.line_of(text, ("outlet", number, "id"))
            raise SourcesProblem(
                path, f"{outlet.id!r} is used twice; give each outlet its own", line=line, key="outlet.id"
            )
        seen.add(outlet.id)
        unknown = [slug for slug in outlet.places if places and slug not in places]
        if unknown:
            line = toml_file.line_of(text, ("outlet", number, "places"))
            advice = f"{unknown[0]!r} has no file in content/cities/; mend the slug or add the place"
            raise SourcesProblem(path, advice, line=line, key="outlet.places")
