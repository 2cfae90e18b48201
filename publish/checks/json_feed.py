"""Checks a feed by the schema of JSON Feed 1.1, and by what no schema can say."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from publish.checks import feed_rules
from publish.checks.feed_archives import Document

_SCHEMA = Path(__file__).parent / "json_feed.schema.json"


def json_feed_faults(data: bytes, document: Document) -> Iterator[str]:
    """What is wrong with the JSON Feed `data`; what the schema refuses is looked at no further."""
    try:
        feed = json.loads(data)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    errors = sorted(_schema().iter_errors(feed), key=lambda error: error.json_path)
    if errors:
        yield from (f"{error.json_path}: {error.message}" for error in errors)
        return
    if feed.get("feed_url") != document.address:
        yield f"feed_url is {feed.get('feed_url')}, not its own address {document.address}"
    if "language" not in feed:
        yield "it states no language"
    if "next_url" in feed:
        yield from document.link_faults("next_url", feed["next_url"])
    elif document.number > 1:
        yield "an archive document without a next_url"
    yield from feed_rules.unique((item["id"] for item in feed["items"]), "id")
    for number, item in enumerate(feed["items"], 1):
        for key in ("date_published", "date_modified"):
            yield from (f"item {number}: {fault}" for fault in feed_rules.rfc3339_date(item.get(key), key))
        yield from (f"item {number}: {fault}" for fault in feed_rules.html_content(item.get("content_html")))


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8")))
