"""Accessibility of a built site by axe-core: a page of each kind, in Chromium, without a server or the network."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from publish.checks.cache import CheckCache
from publish.checks.fault import Fault
from publish.checks.page_kinds import KINDS, page_file, sample
from publish.site_address import public_root
from record.site_files import content_type, own_address

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

# The first shows no window, and so does the same with half of the work.
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
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


MOST_NODES = 10_000
"""How much of a page axe looks at: some of its rules take time that grows with the square of a page's nodes."""
_THIN_OUT = """(most) => {
  const count = () => document.evaluate('count(//node())', document, null, XPathResult.NUMBER_TYPE).numberValue;
  for (let room = 1024; room && count() > most; room >>= 1) {
    for (const parent of document.querySelectorAll('*')) {
      const seen = new Map();
      for (const child of [...parent.childNodes]) {
        const kind = child.nodeName + ' ' + child.className;
        seen.set(kind, (seen.get(kind) || 0) + 1);
        if (seen.get(kind) > room) child.remove();
      }
    }
  }
}"""
"""Removes the last of the siblings that are alike, as few as needed: each kind of element stays on the page."""


def accessibility(site: Path, known: CheckCache | None = None) -> tuple[list[Fault], str]:
    """Faults that axe reports on the largest page of each kind; and a sentence on what was checked, or why nothing.

    With the results of earlier checks, only pages are opened that changed, or a file that they load.
    """
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        return [], "Accessibility was not checked: no Chromium is installed."
    if not all(map(find_spec, ("playwright", "axe_playwright_python"))):
        return [], "Accessibility was not checked: playwright and axe-playwright-python are not installed."
    addresses = list(filter(None, (sample(site, kind) for kind in KINDS)))
    results = known or CheckCache({})
    keys = {address: ("axe", address, _version(program)) for address in addresses}
    changed = [address for address, key in keys.items() if results.recall(key) is None]
    for address, (files, said) in _look(site, changed, program):
        results.store(keys[address], files, said)
    faults = [
        Fault(page_file(site, address).relative_to(site).as_posix(), f"axe: {what}", "mend the template")
        for address, key in keys.items()
        for what in results.after[key][1]
    ]
    return faults, f"Accessibility: looked at {len(addresses)} pages, one of each kind."


@cache
def _version(program: str) -> str:
    """What a browser says of its version; "" if it does not."""
    done = subprocess.run([program, "--version"], check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _look(site: Path, addresses: Sequence[str], program: str) -> Iterator[tuple[str, tuple[set[str], tuple[str, ...]]]]:
    """Each address with the files that its page loads, by path in the site, and with what axe reports of it."""
    if not addresses:
        return
    root = public_root(site)
    with _opened(site, program, root) as (page, loaded):
        for address in addresses:
            loaded.clear()
            page.goto(HERE + root + address)
            page.evaluate(_THIN_OUT, MOST_NODES)
            said = tuple(violations(page, QUICK))
            yield address, (set(loaded), said)


def violations(page: "Page", options: Mapping[str, Any] = OPTIONS) -> list[str]:
    """Rule and element of each violation on an open page, also in `details` that are closed at first."""
    page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    if not page.evaluate("typeof window.axe?.run === 'function'"):
        from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - a tool of the tests, not of the site

        page.evaluate(Axe().axe_script)
    # Of all that axe found, no more than is asked for: a page's whole answer is long to carry from the browser.
    rules = page.evaluate("(options) => axe.run(options).then((results) => results.violations)", options)
    return [f"{rule['id']}: {node['target'][0]} {node['html'][:120]}" for rule in rules for node in rule["nodes"]]


@contextmanager
def _opened(site: Path, program: str, root: str) -> Iterator[tuple["Page", set[str]]]:
    """A page of a browser, and the set to which the path in the site of each file is added that it asks for."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a tool of the tests, not of the site

    loaded: set[str] = set()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport=NARROW)  # type: ignore[arg-type]
        page.route("**/*", lambda route: _answer(site, root, route, loaded))
        yield page, loaded
        browser.close()


def _answer(site: Path, root: str, route: "Route", loaded: set[str]) -> Any:
    """Answer a request with a file of the site, or 404; `loaded` is told which."""
    address = own_address(root, urlsplit(route.request.url).path)
    if address is None or not route.request.url.startswith(HERE):
        return route.fulfill(status=404, body="")
    file = page_file(site, unquote(address))
    if not file.resolve().is_relative_to(site.resolve()):
        return route.fulfill(status=404, body="")
    loaded.add(file.relative_to(site).as_posix())
    if not file.is_file():
        return route.fulfill(status=404, body="")
    return route.fulfill(body=file.read_bytes(), content_type=content_type(file.name))
