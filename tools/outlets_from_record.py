"""`python -m tools.outlets_from_record RECORD`: a first sources.toml from the outlets that the record names.

Feed addresses follow each platform's convention and are marked `verified = false` until a first successful run.
"""

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tomlkit
from tomlkit.items import Table

from record import toml_file
from record.content_tree import content_files
from record.errors import FileProblem
from record.items import slugify
from record.json_lines import text_lines
from record.text_files import read_text
from record.urls import host

RECURRING = 3
"""A publisher with this many items in the record is worth following though no place names it."""
HINTING = frozenset({"government", "local"})
"""Kinds of outlet whose place is a hint; a national one reports on all of them."""
FEEDS = (
    (re.compile(r"(^|\.)antaranews\.com$"), "/rss/terkini.xml"),
    (re.compile(r"(^|\.)tribunnews\.com$"), "/rss"),
    (re.compile(r"(^|\.)republika\.co\.id$"), "/rss"),
    (re.compile(r"(^|\.)detik\.com$"), "/rss"),
    (re.compile(r"(^|\.)kompas\.com$"), "/rss"),
    (re.compile(r"(^|\.)merdeka\.com$"), "/feed"),
    (re.compile(r"(^|\.)suara\.com$"), "/rss"),
    (re.compile(r"(^|\.)liputan6\.com$"), "/feed/rss"),
    (re.compile(r"(^|\.)blogspot\.com$"), "/feeds/posts/default"),
    (re.compile(r"."), "/feed/"),
)
"""Feed path by host, first match; the last is WordPress', the most common platform of local outlets."""


@dataclass
class _Candidate:
    """An outlet before it is written: with the places that name it, and whether those are a hint for placing."""

    name: str
    home: str
    places: set[str] = field(default_factory=set)
    hints: bool = True


def sources_from_record(record: Path) -> str:
    """The text of a sources.toml with every outlet of every place, one entry a host."""
    outlets: dict[str, _Candidate] = {}
    for path in content_files(record, "cities/*.toml"):
        place = toml_file.loads(read_text(path, FileProblem), path, problem=FileProblem)
        for row in place.get("outlet", []):
            entry = outlets.setdefault(host(row["url"]), _Candidate(row["name"], row["url"]))
            entry.places.add(place["slug"])
            entry.hints &= row["kind"] in HINTING
    for name, home in _recurring(record):
        outlets.setdefault(host(home), _Candidate(name, home, hints=False))
    return _render(outlets)


def _recurring(record: Path) -> list[tuple[str, str]]:
    """(publisher, home) of those with several items, most frequent first."""
    publishers: Counter[tuple[str, str]] = Counter()
    for path in content_files(record, "items/*.jsonl"):
        for line in text_lines(path):
            row = json.loads(line)
            parts = urlsplit(row["url"])
            publishers[(row["publisher"], f"{parts.scheme}://{parts.netloc}")] += 1
    return [
        key for key, count in sorted(publishers.items(), key=lambda pair: (-pair[1], pair[0])) if count >= RECURRING
    ]


def _render(outlets: dict[str, _Candidate]) -> str:
    document = tomlkit.document()
    defaults = tomlkit.table()
    values: dict[str, Any] = {
        "contact": "mailto:redaksi@pantau100.example",
        "delay": 2.0,
        "timeout": 30.0,
        "max_bytes": 5_000_000,
    }
    for key, value in values.items():
        defaults.add(key, value)
    document.add("defaults", defaults)
    tables = tomlkit.aot()
    taken: set[str] = set()
    for name, entry in sorted(outlets.items(), key=lambda pair: (slugify(pair[1].name), pair[0])):
        tables.append(_outlet(name, entry, taken))
    document.add("outlet", tables)
    return tomlkit.dumps(document)


def _outlet(hostname: str, entry: _Candidate, taken: set[str]) -> Table:
    identity = slugify(entry.name)
    identity = identity if identity not in taken else f"{identity}-{slugify(hostname)}"
    taken.add(identity)
    table = tomlkit.table()
    places = sorted(entry.places) if entry.hints else []
    for key, value in (
        ("id", identity),
        ("name", entry.name),
        ("home", entry.home),
        ("rights", "link"),
        ("places", places),
    ):
        table.add(key, value)
    channel = tomlkit.table()
    path = next(feed for pattern, feed in FEEDS if pattern.search(hostname))
    parts = urlsplit(entry.home)
    channel.add("kind", "feed")
    channel.add("url", f"{parts.scheme}://{parts.netloc}{path}")
    channel.add("verified", False)
    channels = tomlkit.aot()
    channels.append(channel)
    table.add("channel", channels)
    return table


if __name__ == "__main__":
    sys.stdout.write(sources_from_record(Path(sys.argv[1])))
