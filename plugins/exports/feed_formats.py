"""Writes feeds as RSS, Atom and JSON Feed, and the list of feeds as OPML.

An entry is a dict as feedgenerator's `add_item` takes it, and in `original` the address of the news itself, if any.
"""

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from functools import partialmethod
from types import MappingProxyType
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from feedgenerator import Atom1Feed, Rss201rev2Feed
from feedgenerator.django.utils.xmlutils import UnserializableContentError

from plugins.incremental.characters import ForbiddenCharacter

HISTORY = "http://purl.org/syndication/history/1.0"
ABOUT = "Jejak Gerakan Menuju 100 Smart City, dari sumber yang disebut."
XML_FORMS: Mapping[str, type] = MappingProxyType({"rss": Rss201rev2Feed, "atom": Atom1Feed})


def opml(name: str, site: str, feeds: Sequence[tuple[str, str, str, str]]) -> str:
    """OPML 2.0 with an outline for each group; `feeds` are group, title ("" for the site's own), folder and page.

    It lists the Atom form of each, which every feed reader takes.
    """
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = name
    body = SubElement(root, "body")
    outlines = {group: SubElement(body, "outline", text=group) for group in dict.fromkeys(row[0] for row in feeds)}
    for group, title, folder, page in feeds:
        attributes = {"type": "rss", "text": title or name, "xmlUrl": f"{site}{folder}feed.atom"}
        SubElement(outlines[group], "outline", attributes | {"htmlUrl": site + page})
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode")


def json_feed(
    name: str, page: str, feed_url: str, entries: list[dict[str, Any]], *, author: str, hub: str = "", older: str = ""
) -> str:
    """One document as JSON Feed 1.1 (jsonfeed.org/version/1.1); `older` is the address of the document before it."""
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": page,
        "feed_url": feed_url,
        **({"next_url": older} if older else {}),
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


def _root_elements(self: Any, handler: Any, *, form: Any, links: Mapping[str, str]) -> None:
    """Write the form's own head, the mark of an archive document (RFC 5005), and `links`."""
    form.add_root_elements(self, handler)
    if "current" in links:
        handler.addQuickElement("fh:archive", None, {"xmlns:fh": HISTORY})
    tag = "link" if form is Atom1Feed else "atom:link"
    for relation, address in links.items():
        handler.addQuickElement(tag, None, {"rel": relation, "href": address})


def feed_text(
    form: type,
    name: str,
    page: str,
    feed_url: str,
    entries: list[dict[str, Any]],
    latest: dt.datetime,
    *,
    author: str,
    links: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """One document as RSS or Atom (`form` is `Rss201rev2Feed` or `Atom1Feed`); its date is `latest`, never the clock.

    `links` has addresses by relation. A document that has one as `current` is an archive document of the feed at that
    address, and has that feed's id, as in the examples of RFC 5005. Raises `ForbiddenCharacter`.
    """
    current = links.get("current", "")
    head = partialmethod(_root_elements, form=form, links=links)
    # feedgenerator takes a feed's date from its entries, and from the clock where there is none.
    timed = type("Timed", (form,), {"latest_post_date": lambda _self: latest, "add_root_elements": head})
    feed = timed(
        title=name,
        link=page,
        feed_url=feed_url,
        feed_guid=current or feed_url,
        description=ABOUT,
        language="id",
        author_name=author if form is Atom1Feed else None,
    )
    for entry in entries:
        feed.add_item(**{key: value for key, value in entry.items() if key != "original"})
    buffer = io.StringIO()
    try:
        feed.write(buffer, "utf-8")
    except UnserializableContentError as error:
        raise ForbiddenCharacter(f"{feed_url}: {error}; take the character out of content/ and build again") from error
    return buffer.getvalue()
