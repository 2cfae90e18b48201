"""What machines read of a page: schema.org as JSON-LD, the picture shown with its link, its description.

Pure functions of the record; templates print what they give with the filter `jsonld`.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from plugins.language.dates import date_words
from plugins.model.news import News
from plugins.model.pages import PlacePage
from plugins.model.record import Record
from plugins.queries.last_modified import last_modified

Thing = dict[str, Any]

PICTURE_SIZE = (1200, 630)
SITE_PICTURE = "/kartu.png"
LOCALES: Mapping[str, str] = MappingProxyType({"id": "id_ID", "en": "en_GB"})
DESCRIPTION_LENGTH = 160
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def jsonld(thing: Thing) -> Markup:
    """A thing as a script element that no browser runs; no text in it can end it or open a comment."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>\n').format(Markup(text.translate(_ESCAPES)))  # noqa: S704


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """A text of at most `length` letters, cut after a word."""
    if len(text) <= length:
        return text
    cut = text[:length].rpartition(" ")[0] or text[: length - 1]
    return cut.rstrip(" ,;:.–-") + "…"


def described(news: News) -> str:
    """An item's summary, or else its title, and who wrote it when: reprints tell the same and are still told apart."""
    source = f" ({shortened(news.publisher, 50)}, {date_words(news.when)})"
    return shortened(news.item.summary or news.item.title, DESCRIPTION_LENGTH - len(source)) + source


def main_place(record: Record, place: PlacePage | None, news: News | None) -> PlacePage | None:
    """The place that a page is about: its own, else its item's first; None where it is about none."""
    slugs = news.item.places if news else ()
    return place or next((record.places[slug] for slug in slugs if slug in record.places), None)


def place_picture(place: PlacePage) -> str:
    """Where a place's picture stands."""
    return f"{place.address}kartu.png"


def picture(place: PlacePage | None) -> str:
    """The picture of a page that is about a place, or about none."""
    return place_picture(place) if place else SITE_PICTURE


def organisation(site: str, name: str) -> Thing:
    """Who publishes this site."""
    return {"@type": "Organization", "@id": f"{site}/#organisasi", "name": name, "url": f"{site}/"}


def website(site: str, name: str, subtitle: str) -> Thing:
    """The site itself and who is behind it."""
    logo = {"@type": "ImageObject", "url": f"{site}/theme/icon.svg"}
    return {
        "@type": "WebSite",
        "@id": f"{site}/#situs",
        "name": name,
        "alternateName": subtitle,
        "url": f"{site}/",
        "inLanguage": list(LOCALES),
        "publisher": organisation(site, name) | {"logo": logo, "description": subtitle},
    }


def breadcrumbs(site: str, trail: Sequence[tuple[str, str]]) -> Thing:
    """The trail that a page shows; its last step, the page itself, needs no address."""
    steps = [
        {"@type": "ListItem", "position": number, "name": name, **({"item": site + address} if address else {})}
        for number, (address, name) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def area(site: str, place: PlacePage) -> Thing:
    """A place, as other things refer to it."""
    url = site + place.address
    return {"@type": "AdministrativeArea", "@id": f"{url}#daerah", "name": place.data.name, "url": url}


def place(site: str, page: PlacePage) -> Thing:
    """A place with what is known of where it is."""
    facts = page.data
    code = {"@type": "PropertyValue", "propertyID": "Kemendagri", "value": facts.kemendagri_code}
    return {
        **area(site, page),
        **({"identifier": code} if facts.kemendagri_code else {}),
        "image": site + place_picture(page),
        "geo": {"@type": "GeoCoordinates", "latitude": facts.latitude, "longitude": facts.longitude},
        "containedInPlace": {
            "@type": "AdministrativeArea",
            "name": facts.province,
            "containedInPlace": _indonesia(),
        },
    }


def article(record: Record, site: str, name: str, news: News) -> Thing:
    """Our page about an item: it names the original, which it is based on and cites, and claims none of its words.

    Its dates are those of our record; when the original was published stands with the original.
    """
    item, url = news.item, site + news.address
    told = {
        "@type": "NewsArticle",
        "@id": f"{url}#catatan",
        "headline": f"{item.title} ({news.publisher})",
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "image": site + picture(main_place(record, None, news)),
        **_dates(news),
        "publisher": organisation(site, name),
        "isBasedOn": _original(news),
        "citation": item.source_url,
    }
    if item.summary and news.summary_is_ours:
        told |= {"author": organisation(site, name), "abstract": item.summary}
    for key, slugs in (("about", item.places), ("mentions", item.mentions)):
        if areas := [area(site, record.places[slug]) for slug in slugs if slug in record.places]:
            told[key] = areas
    return told


def _original(news: News) -> Thing:
    published = {"datePublished": news.when.isoformat()} if news.when else {}
    by = {"@type": "Organization", "name": news.publisher}
    url = news.item.source_url
    return {"@type": "CreativeWork", "name": news.item.title, "url": url, **published, "publisher": by}


def _dates(news: News) -> dict[str, str]:
    """When we recorded it and when we last saw it change, where these are known."""
    known = {"datePublished": news.item.collected, "dateModified": news.item.changed}
    return {key: moment.isoformat() for key, moment in known.items() if moment}


def dataset(record: Record, site: str, name: str, tables: Iterable[str], licence: str, description: str) -> Thing:
    """The record as open data; `tables` are the names of its files."""
    url = f"{site}/data/"
    files = [
        (table, kind, form) for table in tables for kind, form in (("csv", "text/csv"), ("json", "application/json"))
    ]
    moved = last_modified(record).get("/data/")
    return {
        "@type": "Dataset",
        "@id": f"{url}#data",
        "name": f"Catatan {name}",
        "description": description,
        "url": url,
        "license": licence,
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "creator": organisation(site, name),
        "spatialCoverage": _indonesia(),
        **_covered([*(step.day for step in record.milestones()), *_days(record.news())]),
        **({"dateModified": moved.isoformat()} if moved else {}),
        "distribution": [
            {"@type": "DataDownload", "name": table, "encodingFormat": form, "contentUrl": f"{url}{table}.{kind}"}
            for table, kind, form in files
        ],
    }


def _days(news: Iterable[News]) -> list[dt.date]:
    return [entry.when.date() for entry in news if entry.when]


def _covered(days: Sequence[dt.date]) -> dict[str, str]:
    return {"temporalCoverage": f"{min(days).isoformat()}/{max(days).isoformat()}"} if days else {}


def _indonesia() -> Thing:
    return {"@type": "Country", "name": "Indonesia", "identifier": "ID"}


FILTERS = MappingProxyType({"jsonld": jsonld})
