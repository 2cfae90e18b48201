"""Opens pages as readers do, and keeps what each asked for and what went wrong."""

from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser, Page, Request

HEIGHT = 800
NARROW, MIDDLE, WIDE = 360, 768, 1280
ROWS = 12
"""How many rows of a list are looked at one by one: made news has all its kinds and marks in turn within so many."""
_SHORTEN = """(most) => {
  for (const list of document.querySelectorAll("ol, ul, dl, tbody")) {
    [...list.children].slice(most).forEach((row) => row.remove());
  }
}"""


@dataclass
class Visit:
    """An open page, the addresses it asked for, and every word of complaint."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen from the start."""
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", self._failed)

    def shorten(self) -> None:
        """Remove the rows after the first `ROWS` of each list: hundreds that are alike cost most of a test's time."""
        self.page.evaluate(_SHORTEN, ROWS)

    def _failed(self, request: Request) -> None:
        """What is aborted was still on its way (the icon, mostly) when the reader turned to the next page."""
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"{request.url}: {request.failure}")


class Reader:
    """Someone who reads one page after another: a new window each time would cost most of the tests' time."""

    def __init__(self, browser: Browser) -> None:
        """No window is open yet."""
        self._browser = browser
        self._windows: dict[bool, Visit] = {}

    def open(
        self,
        url: str,
        width: int = NARROW,
        *,
        script: bool = True,
        scheme: Literal["light", "dark"] = "light",
        media: Literal["screen", "print"] = "screen",
    ) -> Visit:
        """The page at `url`; what was seen of the page before is forgotten."""
        visit = self._windows.get(script) or Visit(self._browser.new_page(java_script_enabled=script))
        self._windows[script] = visit
        visit.page.set_viewport_size({"width": width, "height": HEIGHT})
        visit.page.emulate_media(color_scheme=scheme, media=media)
        visit.asked.clear()
        visit.said.clear()
        visit.page.goto(url)
        if script and visit.page.locator("script[src]").count():
            visit.page.wait_for_load_state("networkidle")
        return visit
