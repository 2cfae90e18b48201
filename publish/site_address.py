"""Where a built site will be read, by its own `robots.txt`: its files lie the same wherever that is."""

from pathlib import Path

from record.site_files import site_root


def public_address(site: Path) -> str:
    """The address of the built site in a folder, without a slash at its end; "" if its robots.txt names no sitemap."""
    robots = site / "robots.txt"
    lines = robots.read_text("utf-8").splitlines() if robots.is_file() else []
    sitemaps = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    return sitemaps[0].removesuffix("/sitemap.xml") if sitemaps else ""


def public_root(site: Path) -> str:
    """The path at which links of the built site in a folder begin, as `record.site_files.site_root` has it."""
    return site_root(public_address(site))
