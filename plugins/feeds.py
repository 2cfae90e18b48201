"""Pelican plugin: RSS, Atom and JSON Feed for all news, each place, dimension, place and dimension, and initiative.

`/feeds.opml` lists them for feed readers, `/feeds/` for people.
"""

import datetime as dt
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, partialmethod
from html import escape
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from feedgenerator import Atom1Feed, Rss201rev2Feed
from pelican import signals
from pelican.generators import Generator

from plugins.archive import Archive
from plugins.incremental.output import File
from plugins.news_files import News
from plugins.record_pages import Page, put_pages
from plugins.tracker import Change, changes, naming
from plugins.words import DIMENSIONS, change_words, dimension_words

NEWEST = 50
ABOUT = "Jejak Gerakan Menuju 100 Smart City, dari sumber yang disebut."


KINDS = ("rss", "atom", "json")


@dataclass(frozen=True)
class Feed:
    """One feed in all its forms: its folder, title ("" for all news) and items, newest first."""

    folder: str
    title: str
    group: str
    news: Callable[[], Sequence[News]] = tuple
    page: str = ""
    changes: Callable[[], Sequence[Change]] = tuple

    @property
    def home(self) -> str:
        """The page it belongs to; its folder, where that is one."""
        return self.page or self.folder

    @property
    def size(self) -> int:
        """How many entries there are, also those that are too old for the feed."""
        return len(self.news()) + len(self.changes())

    def entries(self, archive: Archive) -> list[dict[str, Any]]:
        """The newest entries, as feed writers take them."""
        told = [_change_entry(change, archive.start) for change in self.changes()[:NEWEST]]
        return [*(_entry(news, archive) for news in self.news()[:NEWEST]), *told]


class FeedGenerator(Generator):
    """Writes the feeds after the pages; the record was read by `record_pages`."""

    def generate_output(self, _writer: Any) -> None:
        """Have every feed in its three forms, their list and the page about them."""
        archive, output = self.context["archive"], self.context["build"].output
        every = list(feeds(archive))
        output.put_all(
            File(f"{feed.folder}feed.{kind}", partial(self._text, feed, kind), key=f"{feed.title} {feed.home}")
            for feed in every
            for kind in KINDS
        )
        site, name = self.context["site"], self.settings["SITENAME"]
        output.put("/feeds.opml", lambda: opml(name, site, list(feeds(archive))))
        put_pages(self, [Page("/feeds/", "feeds", self._about)])

    def _text(self, feed: Feed, kind: str) -> str:
        archive, site = self.context["archive"], self.context["site"]
        name, hub = self.settings["SITENAME"], self.settings.get("WEBSUB_HUB", "")
        entries = [entry | {"link": site + entry["link"]} for entry in feed.entries(archive)]
        title = f"{name}: {feed.title}" if feed.title else name
        home, address = site + feed.home, f"{site}{feed.folder}feed.{kind}"
        if kind == "json":
            return json_feed(title, home, address, entries, author=name, hub=hub)
        latest = max((max(entry["pubdate"], entry["updateddate"]) for entry in entries), default=archive.start)
        return feed_text(_FORMS[kind], title, home, address, entries, latest, author=name, hub=hub)

    def _about(self) -> dict[str, Any]:
        groups: dict[str, list[Feed]] = {}
        for feed in feeds(self.context["archive"]):
            groups.setdefault(feed.group, []).append(feed)
        return {"groups": groups, "hub": self.settings.get("WEBSUB_HUB", "")}


_FORMS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}


def feeds(archive: Archive) -> Iterator[Feed]:
    """Every feed there is, also those without an item yet: who subscribes wants to hear of the first."""
    yield Feed("/", "", "Semua berita", archive.news)
    for slug, place in archive.places.items():
        yield Feed(place.address, place.facts.name, "Daerah", partial(archive.news, place=slug))
    for dimension in DIMENSIONS:
        news = partial(archive.news, dimension=dimension)
        yield Feed(f"/dimensi/{dimension}/", dimension_words(dimension), "Dimensi", news)
    for slug, place in archive.places.items():
        for dimension in DIMENSIONS:
            title = f"{place.facts.name}, {dimension_words(dimension)}"
            folder = f"{place.address}{dimension}/"
            news = partial(archive.news, place=slug, dimension=dimension)
            yield Feed(folder, title, "Daerah menurut dimensi", news, place.address)
    for entry in archive.initiatives:
        title = f"{entry.facts.name}, {archive.places[entry.facts.place].facts.name}"
        yield Feed(entry.address, title, "Inisiatif", partial(naming, archive, entry))
    group = "Perubahan dan koreksi"
    yield Feed("/perubahan/", "Perubahan", group, changes=partial(changes, archive))
    yield Feed("/koreksi/", "Koreksi", group, changes=partial(_corrections, archive))


def _corrections(archive: Archive) -> list[Change]:
    return [change for change in changes(archive) if change.kind == "correction"]


def opml(name: str, site: str, every: Sequence[Feed]) -> str:
    """OPML 2.0 with an outline a group; Atom, which every reader takes."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = name
    body = SubElement(root, "body")
    for group in dict.fromkeys(feed.group for feed in every):
        outline = SubElement(body, "outline", text=group)
        for feed in every:
            if feed.group == group:
                told = {"type": "rss", "text": feed.title or name, "xmlUrl": f"{site}{feed.folder}feed.atom"}
                SubElement(outline, "outline", told | {"htmlUrl": site + feed.home})
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def json_feed(name: str, page: str, feed_url: str, entries: list[dict[str, Any]], *, author: str, hub: str = "") -> str:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": page,
        "feed_url": feed_url,
        "description": ABOUT,
        "language": "id",
        "authors": [{"name": author}],
        "items": [_json_entry(entry) for entry in entries],
    }
    if hub:
        feed["hubs"] = [{"type": "WebSub", "url": hub}]
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["unique_id"],
        "url": entry["link"],
        **({"external_url": entry["original"]} if "original" in entry else {}),
        "title": entry["title"],
        "content_html": entry["description"],
        "date_published": entry["pubdate"].isoformat(),
        "date_modified": entry["updateddate"].isoformat(),
        "tags": entry["categories"],
    }


def _root_elements(self: Any, handler: Any, *, form: Any, hub: str) -> None:
    """The form's own head, and the hub that tells subscribers of news at once (WebSub)."""
    form.add_root_elements(self, handler)
    if hub:
        tag = "link" if form is Atom1Feed else "atom:link"
        handler.addQuickElement(tag, None, {"rel": "hub", "href": hub})


def feed_text(
    form: type,
    name: str,
    page: str,
    feed_url: str,
    entries: list[dict[str, Any]],
    latest: Any,
    *,
    author: str,
    hub: str = "",
) -> str:
    """One feed's XML; its date is `latest`, never the clock."""
    head = partialmethod(_root_elements, form=form, hub=hub)
    timed = type("Timed", (form,), {"latest_post_date": lambda _self: latest, "add_root_elements": head})
    feed = timed(
        title=name,
        link=page,
        feed_url=feed_url,
        feed_guid=feed_url,
        description=ABOUT,
        language="id",
        author_name=author if form is Atom1Feed else None,
    )
    for entry in entries:
        feed.add_item(**{key: value for key, value in entry.items() if key != "original"})
    buffer = io.StringIO()
    feed.write(buffer, "utf-8")
    return buffer.getvalue()


def _entry(news: News, archive: Archive) -> dict[str, Any]:
    item = news.item
    places = [archive.places[slug].facts.name for slug in item.places]
    return {
        "title": item.title,
        "link": news.address,
        "original": item.source_url,
        "unique_id": item.id,
        "unique_id_is_permalink": False,
        "description": escape(item.summary or f"{item.title} ({item.source})", quote=False),
        "pubdate": news.when,
        "updateddate": item.modified or news.when,
        "categories": [*places, *map(dimension_words, item.dimensions)],
    }


def _change_entry(change: Change, start: dt.datetime) -> dict[str, Any]:
    moment = dt.datetime.combine(change.day, dt.time(), start.tzinfo)
    return {
        "title": change.title,
        "link": change.address,
        "unique_id": change.id,
        "unique_id_is_permalink": False,
        "description": escape(change.text, quote=False),
        "pubdate": moment,
        "updateddate": moment,
        "categories": [change_words(change.kind)],
    }


def _generator(_pelican: Any) -> type[Generator]:
    return FeedGenerator


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(_generator)
