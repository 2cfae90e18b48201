"""Structured data of pages: schema.org as JSON-LD, the picture and description of links to them.

Pure functions of the record; templates write their results with the filter `jsonld`.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from plugins.language.dates import machine_date
from plugins.language.day_words import item_day_words
from plugins.language.filters import DESCRIPTION_LENGTH, shortened
from plugins.model.news import News
from plugins.model.pages import InitiativePage, PlacePage
from plugins.model.record import Record
from plugins.queries.facts import FactPage
from plugins.queries.last_modified import last_modified
from record.partial_dates import BOUNDS

Thing = dict[str, Any]

PICTURE_SIZE = (1200, 630)
SITE_PICTURE = "/kartu.png"
LOCALES: Mapping[str, str] = MappingProxyType({"id": "id_ID", "en": "en_GB"})
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def jsonld(thing: Thing) -> Markup:
    """A thing of schema.org as a script element of JSON-LD; its text is escaped so that it cannot end the element."""
    text = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>\n').format(Markup(text.translate(_ESCAPES)))  # noqa: S704


def description_of(news: News) -> str:
    """Summary or title of an item with publisher and date, so that reprints have different descriptions."""
    row = news.row
    day = item_day_words(news.day, row.precision, row.basis, row.day_of).striptags()
    source = f" ({shortened(news.publisher, 50)}, {day})"
    return shortened(news.item.summary or news.item.title, DESCRIPTION_LENGTH - len(source)) + source


def main_place(record: Record, place: PlacePage | None, news: News | None) -> PlacePage | None:
    """The place that a page is about: its own, else the first of its item; None where there is none."""
    slugs = news.item.places if news else ()
    return place or next((record.places[slug] for slug in slugs if slug in record.places), None)


def picture(place: PlacePage | None, initiative: InitiativePage | None = None) -> str:
    """The address of the picture for a page about an initiative, a place, or none."""
    about = initiative or place
    return f"{about.address}kartu.png" if about else SITE_PICTURE


def organisation(site: str, name: str) -> Thing:
    """The publisher of this site."""
    return {"@type": "Organization", "@id": f"{site}/#organisasi", "name": name, "url": f"{site}/"}


def website(site: str, name: str, subtitle: str) -> Thing:
    """The site and its publisher."""
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
    """The breadcrumbs of a page, as addresses and names; the address of the last, the page itself, may be ""."""
    steps = [
        {"@type": "ListItem", "position": number, "name": name, **({"item": site + address} if address else {})}
        for number, (address, name) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def area(site: str, place: PlacePage) -> Thing:
    """A place, as other things refer to it by `@id`."""
    url = site + place.address
    return {"@type": "AdministrativeArea", "@id": f"{url}#daerah", "name": place.data.name, "url": url}


def place(site: str, page: PlacePage) -> Thing:
    """A place with its code, coordinates and province."""
    data = page.data
    code = {"@type": "PropertyValue", "propertyID": "Kemendagri", "value": data.kemendagri_code}
    return {
        **area(site, page),
        **({"identifier": code} if data.kemendagri_code else {}),
        "image": site + picture(page),
        "geo": {"@type": "GeoCoordinates", "latitude": data.latitude, "longitude": data.longitude},
        "containedInPlace": {
            "@type": "AdministrativeArea",
            "name": data.province,
            "containedInPlace": _indonesia(),
        },
    }


def article(record: Record, site: str, name: str, news: News) -> Thing:
    """Our page about an item, with the original article as what it is based on and cites; the text is not claimed.

    Its dates are those of our record; the original's date of publication is with the original.
    """
    item, url = news.item, site + news.address
    thing = {
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
        thing |= {"author": organisation(site, name), "abstract": item.summary}
    for key, slugs in (("about", item.places), ("mentions", item.mentions)):
        if areas := [area(site, record.places[slug]) for slug in slugs if slug in record.places]:
            thing[key] = areas
    return thing


def _original(news: News) -> Thing:
    published = {"datePublished": news.when.isoformat()} if news.when else {}
    by = {"@type": "Organization", "name": news.publisher}
    url = news.item.source_url
    return {"@type": "CreativeWork", "name": news.item.title, "url": url, **published, "publisher": by}


def _dates(news: News) -> dict[str, str]:
    """When the item was recorded and when it last changed at its source, where these are known."""
    known = {"datePublished": news.item.collected, "dateModified": news.item.changed}
    return {key: moment.isoformat() for key, moment in known.items() if moment}


def claim(record: Record, site: str, name: str, page: FactPage, place: PlacePage | None) -> Thing:
    """A fact as what somebody claims, with where it was said; we do not judge it, so there is no `ClaimReview`.

    `temporalCoverage` is when it was so, as far as that is known, `version` the newest day of our record of it.
    """
    line, url = page.line, site + page.line.address
    thing: Thing = {
        "@type": "Claim",
        "@id": f"{url}#fakta",
        "text": line.statement,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "version": page.version.isoformat(),
        "sdPublisher": organisation(site, name),
        "appearance": [_appearance(record, source) for source in line.sources],
    }
    if line.said_by:
        thing["creditText"] = line.said_by
    if line.date and line.precision not in BOUNDS:
        thing["temporalCoverage"] = machine_date(line.date, line.precision)
    if place:
        thing["about"] = [area(site, place)]
    return thing


def _appearance(record: Record, url: str) -> Thing:
    ours = record.evidence(url)
    if ours:
        return _original(ours)
    return {"@type": "CreativeWork", "url": url, "publisher": {"@type": "Organization", "name": record.publisher(url)}}


def dataset(record: Record, site: str, name: str, tables: Iterable[str], licence: str, description: str) -> Thing:
    """The record as open data; `tables` are the names of its files, all of which are in the database too."""
    url = f"{site}/data/"
    files = [
        (table, kind, form) for table in tables for kind, form in (("csv", "text/csv"), ("json", "application/json"))
    ]
    files.append(("pantau", "sqlite", "application/vnd.sqlite3"))
    modified = last_modified(record).get("/data/")
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
        **_covered([*_days_of_milestones(record), *_days(record.news())]),
        **({"dateModified": modified.isoformat()} if modified else {}),
        "distribution": [
            {"@type": "DataDownload", "name": table, "encodingFormat": form, "contentUrl": f"{url}{table}.{kind}"}
            for table, kind, form in files
        ],
    }


def _days(news: Iterable[News]) -> list[dt.date]:
    return [entry.day for entry in news if entry.day and not entry.row.is_bound]


def _days_of_milestones(record: Record) -> list[dt.date]:
    return [step.day for step in record.milestones() if step.precision not in BOUNDS]


def _covered(days: Sequence[dt.date]) -> dict[str, str]:
    return {"temporalCoverage": f"{min(days).isoformat()}/{max(days).isoformat()}"} if days else {}


def _indonesia() -> Thing:
    return {"@type": "Country", "name": "Indonesia", "identifier": "ID"}


FILTERS = MappingProxyType({"jsonld": jsonld})
