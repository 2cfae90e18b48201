"""Pelican plugin: `/sitemap.xml` and `/robots.txt`.

The plugin pelican-sitemap knows only articles and stock pages, and dates them by the machine's clock. This one lists
all pages that were added, sorted, with the day on which their content last changed in the record.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from pelican import signals

from plugins.language.english import twin
from plugins.pages.base import SiteGenerator
from plugins.queries.last_modified import last_modified
from record.site_files import site_path

MAX_ADDRESSES = 50_000
"""How many addresses one file may hold (sitemaps.org/protocol.html)."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

Row = tuple[str, dt.date | None]


class SitemapGenerator(SiteGenerator):
    """Writes both files; it comes after all plugins that add pages."""

    def generate_output(self, _writer: Any) -> None:
        """Write the sitemap, in parts where it is long, and the robots file."""
        site, output = self.site, self.output
        addresses = [*self.context["addresses"], *(f"/{page.url}" for page in self.context.get("pages", []))]
        files = sitemaps(dated(addresses, last_modified(self.record)), site)
        for address, text in files.items():
            output.write_file(site_path(address), text)
        output.write_file("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {site}/sitemap.xml")


def dated(addresses: Iterable[str], days: Mapping[str, dt.date]) -> list[Row]:
    """Sorted addresses, each with its day of `last_modified`, or None.

    An English page shows the same data as its Indonesian twin, and has its day.
    """
    return [(address, days.get(address) or days.get(twin(address) or "")) for address in sorted(addresses)]


def sitemaps(rows: Sequence[Row], site: str, most: int = MAX_ADDRESSES) -> dict[str, str]:
    """The files' contents by address: one sitemap, or an index and several where one may not hold all addresses."""
    if len(rows) <= most:
        return {"/sitemap.xml": _document("urlset", "url", rows, site)}
    parts = [rows[start : start + most] for start in range(0, len(rows), most)]
    names = [f"/sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    newest = [max((day for _, day in part if day), default=None) for part in parts]
    index = _document("sitemapindex", "sitemap", list(zip(names, newest, strict=True)), site)
    return {"/sitemap.xml": index} | {
        name: _document("urlset", "url", part, site) for name, part in zip(names, parts, strict=True)
    }


def _document(root: str, tag: str, rows: Iterable[Row], site: str) -> str:
    entries = "".join(f"<{tag}><loc>{escape(site + address)}</loc>{_lastmod(day)}</{tag}>\n" for address, day in rows)
    return f"{_HEAD}<{root} {_SPACE}>\n{entries}</{root}>"


def _lastmod(day: dt.date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(SitemapGenerator.generator_type)
