"""Pelican plugin: `/sitemap.xml` and `/robots.txt`.

pelican-sitemap knows articles and stock pages only and stamps files with the machine's clock; this lists what was
written, sorted, with the day on which the record last moved.
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

MOST = 50_000
"""How many addresses one file may hold (sitemaps.org/protocol.html)."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'

Row = tuple[str, dt.date | None]


class SitemapGenerator(SiteGenerator):
    """Writes both files last, when every other page is known."""

    def generate_output(self, _writer: Any) -> None:
        """Write the sitemap, in parts where it is long, and the robots file."""
        site, output = self.site, self.output
        addresses = [*self.context["addresses"], *(f"/{page.url}" for page in self.context.get("pages", []))]
        made = sitemaps(dated(addresses, last_modified(self.record)), site)
        for address, text in made.items():
            output.write_file(site_path(address), text)
        output.write_file("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {site}/sitemap.xml")


def dated(addresses: Iterable[str], days: Mapping[str, dt.date]) -> list[Row]:
    """Addresses in order, each with its day; None where the record tells none.

    An English page tells the same facts as its twin, and moves with it.
    """
    return [(address, days.get(address) or days.get(twin(address) or "")) for address in sorted(addresses)]


def sitemaps(rows: Sequence[Row], site: str, most: int = MOST) -> dict[str, str]:
    """The files by address: one sitemap, or an index and its parts where one may not hold them all."""
    if len(rows) <= most:
        return {"/sitemap.xml": _listed("urlset", "url", rows, site)}
    parts = [rows[start : start + most] for start in range(0, len(rows), most)]
    names = [f"/sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    newest = [max((day for _, day in part if day), default=None) for part in parts]
    index = _listed("sitemapindex", "sitemap", list(zip(names, newest, strict=True)), site)
    return {"/sitemap.xml": index} | {
        name: _listed("urlset", "url", part, site) for name, part in zip(names, parts, strict=True)
    }


def _listed(root: str, tag: str, rows: Iterable[Row], site: str) -> str:
    entries = "".join(f"<{tag}><loc>{escape(site + address)}</loc>{_lastmod(day)}</{tag}>\n" for address, day in rows)
    return f"{_HEAD}<{root} {_SPACE}>\n{entries}</{root}>"


def _lastmod(day: dt.date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(SitemapGenerator.generator_type)
