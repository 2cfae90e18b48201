"""Accessibility of a built site by axe-core: a page of each kind, in Chromium, without a server or the network."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from publish.checks.page_kinds import KINDS, page_file, sample
from publish.checks.site import Fault
from record.site_files import content_type

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
# As root, in a container, Chromium starts without its sandbox only; it opens nothing but our own pages here.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
"""axe's options for all rules that are on by default, best practices among them, and for the size of tap targets."""
QUICK = {
    "resultTypes": ["violations"],
    "rules": {name: {"enabled": False} for name in ("color-contrast", "target-size")},
}
"""Without the two rules that measure rendered pages: they are slow and depend on the theme alone, so tests run them."""
NARROW = {"width": 360, "height": 800}
HERE = "http://site.invalid"
"""Where the site seems to be: requests to it are answered from its folder, all others with 404."""


def accessibility(site: Path) -> tuple[list[Fault], str]:
    """Faults that axe reports on the largest page of each kind; and a sentence on what was checked, or why nothing."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        return [], "Accessibility was not checked: no Chromium is installed."
    if not all(map(find_spec, ("playwright", "axe_playwright_python"))):
        return [], "Accessibility was not checked: playwright and axe-playwright-python are not installed."
    addresses = list(filter(None, (sample(site, kind) for kind in KINDS)))
    with _opened(site, program) as page:
        faults = [fault for address in addresses for fault in _page_faults(site, address, page)]
    return faults, f"Accessibility: looked at {len(addresses)} pages, one of each kind."


def violations(page: "Page", options: Mapping[str, Any] = OPTIONS) -> list[str]:
    """Rule and element of each violation on an open page, also in `details` that are closed at first."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - a tool of the tests, not of the site

    page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    rules = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target'][0]} {node['html'][:120]}" for rule in rules for node in rule["nodes"]]


def _page_faults(site: Path, address: str, page: "Page") -> Iterator[Fault]:
    page.goto(HERE + address)
    file = page_file(site, address).relative_to(site).as_posix()
    yield from (Fault(file, f"axe: {what}", "mend the template") for what in violations(page, QUICK))


@contextmanager
def _opened(site: Path, program: str) -> Iterator["Page"]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tool of the tests, not of the site

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport=NARROW)  # type: ignore[arg-type]
        page.route("**/*", lambda route: _answer(site, route))
        yield page
        browser.close()


def _answer(site: Path, route: "Route") -> Any:
    """Answer a request with a file of the site, or 404."""
    address = urlsplit(route.request.url)
    file = page_file(site, unquote(address.path))
    if (
        not route.request.url.startswith(HERE)
        or not file.resolve().is_relative_to(site.resolve())
        or not file.is_file()
    ):
        return route.fulfill(status=404, body="")
    return route.fulfill(body=file.read_bytes(), content_type=content_type(file.name))
