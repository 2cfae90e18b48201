"""Pelican plugin: `/sitemap.xml` and `/robots.txt`.

pelican-sitemap knows articles and stock pages only and stamps files with the machine's clock; this lists what was
written, sorted, without dates.
"""

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pelican import signals
from pelican.generators import Generator

from plugins.record_pages import write


class SitemapGenerator(Generator):
    """Writes both files last, when every other page is known."""

    def generate_output(self, _writer: Any) -> None:
        """Write the sitemap and the robots file."""
        site = self.context["site"]
        addresses = [*self.context["addresses"], *(f"/{page.url}" for page in self.context.get("pages", []))]
        rows = "".join(f"<url><loc>{escape(site + address)}</loc></url>\n" for address in sorted(addresses))
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        write(Path(self.output_path), "/sitemap.xml", f"{head}{rows}</urlset>")
        write(Path(self.output_path), "/robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {site}/sitemap.xml")


def _generator(_pelican: Any) -> type[Generator]:
    return SitemapGenerator


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(_generator)
