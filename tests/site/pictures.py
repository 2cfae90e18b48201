"""`invoke pictures` shows each kind of page as its readers meet it: `docs/pictures/<kind>-<width>.jpg`."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from publish.checks.page_kinds import samples
from tests.site.serving import CHROMIUM, QUIET, serving

QUALITY = 40
"""Of JPEG: a look at the page, some 45 kB each; there are five of each kind."""
SIZES = ((360, 740, "light"), (360, 740, "dark"), (768, 1024, "light"), (1280, 900, "light"), (1280, 900, "dark"))


def take(site: Path, pictures: Path) -> list[Path]:
    """A picture of the first screen of each kind, at each size, light and dark."""
    pictures.mkdir(parents=True, exist_ok=True)
    with serving(site) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        kinds = samples(site).items()
        return [_one(browser, address, pictures, kind, path, size) for kind, path in kinds for size in SIZES]


def _one(browser: Browser, address: str, pictures: Path, kind: str, path: str, size: tuple[int, int, str]) -> Path:
    width, height, scheme = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + path)
    target = pictures / f"{kind}-{width}{'-gelap' if scheme == 'dark' else ''}.jpg"
    page.screenshot(path=target, type="jpeg", quality=QUALITY)
    page.close()
    return target
