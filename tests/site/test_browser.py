"""Each kind of page in Chromium: every width, with and without script, by keyboard alone, and on paper."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from publish.checks.page_kinds import KINDS, samples
from tests.site.visit import HEIGHT, MIDDLE, NARROW, WIDE, Reader, Visit

pytestmark = pytest.mark.browser
HOSTILE = "berita-bermusuhan"
PAGES = [*KINDS, HOSTILE]
KEYS = (Path(__file__).parent / "keyboard.js").read_text("utf-8")
RUNS = "script:not([type='application/ld+json']), noscript"
"""What makes a page another one where no script runs."""
OVERLAPS = """() => {
  const links = [...document.querySelectorAll(".masthead a")].map((a) => [a.textContent, a.getBoundingClientRect()]);
  const cover = (a, b) => a.left + 6 < b.right && b.left + 6 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
  return links.flatMap(([one, a], at) => links.slice(at + 1).filter(([, b]) => cover(a, b)).map(([two]) => [one, two]));
}"""
"""Links of the head that cover one another by more than their padding."""
PAPER = 718
"""A4 at 96 dots an inch, less the margins."""


@pytest.fixture(scope="module")
def built(grown: Path) -> Path:
    """The site whose lists are long: it has a page of every kind."""
    return grown


@pytest.fixture(scope="module")
def urls(built: Path, address: str) -> dict[str, str]:
    """A page of each kind, and the one whose text is hostile."""
    paths = samples(built) | {HOSTILE: "/berita/2018/02/bermusuhan/"}
    return {kind: address + path for kind, path in paths.items()}


def test_the_head_of_the_matrix_stays_in_view(urls: dict[str, str], reader: Reader) -> None:
    page = reader.open(urls["program"], NARROW).page
    page.evaluate("""() => {
      const table = document.querySelector(".matrix"), body = table.tBodies[0], row = body.rows[0];
      while (body.rows.length < 60) body.append(row.cloneNode(true));
    }""")
    page.evaluate("""() => {
      const region = document.querySelector(".matrix").parentElement;
      region.scrollIntoView();
      region.scrollTop = region.scrollHeight;
    }""")
    expect(page.locator(".matrix tbody tr").last).to_be_in_viewport()
    expect(page.locator(".matrix thead th").first).to_be_in_viewport()


def test_paper_shows_where_a_source_is(urls: dict[str, str], reader: Reader) -> None:
    page = reader.open(urls["daerah"], PAPER, media="print").page
    after = "link => getComputedStyle(link, '::after').content"
    source = page.locator(".src a[rel~=external]:visible:not([href*='web.archive.org'])").first
    assert source.get_attribute("href") in source.evaluate(after)
    assert page.locator(".src a[href*='web.archive.org']").first.evaluate(after) in ("none", "normal")


def test_every_kind_is_opened(urls: dict[str, str]) -> None:
    assert set(urls) == set(PAGES)


def width_of(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_can_be_read_walked_through_by_keys_and_printed(
    kind: str, urls: dict[str, str], address: str, reader: Reader
) -> None:
    # One visit for all: to open a page takes as long as to look at it.
    visit = reader.open(urls[kind], NARROW)
    if "sematan" not in kind:
        check_skip_link(visit.page)
    check_fit(visit, address)
    visit.page.evaluate(KEYS)
    check_paper(visit.page)
    visit.page.emulate_media(media="screen")
    visit.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    check_folded(visit.page, kind)
    visit.shorten()
    check_tab(visit.page)
    if visit.page.locator(RUNS).count():
        check_fit(reader.open(urls[kind], NARROW, script=False), address)


def check_fit(visit: Visit, address: str) -> None:
    for width in (NARROW, MIDDLE, WIDE):
        visit.page.set_viewport_size({"width": width, "height": HEIGHT})
        assert width_of(visit.page) <= width
        expect(visit.page.locator("main h1")).to_be_visible()
    visit.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert width_of(visit.page) <= NARROW, "letters twice as large"
    assert visit.page.evaluate(OVERLAPS) == []
    visit.page.evaluate("document.documentElement.style.fontSize = ''")
    assert len(visit.page.locator("main").inner_text()) > len(visit.page.locator("main h1").inner_text())
    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(address + "/")] == []


def check_paper(page: Page) -> None:
    """On paper there is the content, and no navigation."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": HEIGHT})
    expect(page.locator("main h1")).to_be_visible()
    for hidden in (".masthead nav", ".skip", ".foot ul"):
        expect(page.locator(hidden)).to_be_hidden()
    assert width_of(page) <= PAPER
    assert page.evaluate("keys.scrollers().map((element) => element.outerHTML.slice(0, 80))") == []


def check_skip_link(page: Page) -> None:
    """It comes first, and leads to the content."""
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/*#isi")
    page.keyboard.press("Tab")
    before_main = "document.activeElement.compareDocumentPosition(document.querySelector('main')) & 4"
    assert not page.evaluate(before_main)


TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""


def check_tab(page: Page) -> None:
    """Tab reaches every control in order, and each shows that it has the focus, in either scheme of colours."""
    page.evaluate(TO_THE_TOP)
    controls = page.evaluate("keys.controls()")
    reached, wrong = walk(page, len(controls))
    assert wrong == []
    assert [controls[number] for number in reached] == controls
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("keys.controls()") == controls
    page.keyboard.press("Tab")
    assert page.evaluate("keys.faults()") == []


def walk(page: Page, controls: int) -> tuple[list[int], list[str]]:
    """Tab from the top until the focus leaves the page: the controls met, and those whose focus can't be seen."""
    reached: list[int] = []
    wrong: list[str] = []
    for step in steps(page, controls):
        if step is None or step["number"] in reached:
            return reached, wrong
        wrong += [f"{step['name']}: {what}" for what in step["wrong"]]
        reached += [step["number"]] if step["number"] >= 0 else []
    return reached, [*wrong, "the focus never leaves the page"]


def steps(page: Page, controls: int) -> list[Any]:
    """What has the focus after each Tab: None where nothing on the page has it.

    Chromium also stops at what scrolls and holds no control, hence more steps than there are controls.
    """
    made: list[Any] = []
    presses = controls + 1
    while None not in made and len(made) <= 2 * controls:
        for _ in range(presses):
            page.keyboard.down("Tab")
        page.keyboard.up("Tab")
        made, presses = page.evaluate("keys.steps()")[1:], 5
    return made


MOST_FOLDED = 4
"""Folded parts that are opened on a page."""
FULL = "program"
"""A kind that has both folded parts and what is too wide."""


def check_folded(page: Page, kind: str) -> None:
    """What is folded opens by Enter, and what is too wide scrolls by arrows."""
    # A page's further ones are rows of the same lists.
    summaries = page.locator("summary").all()[:MOST_FOLDED]
    for summary in summaries:
        assert [press(summary, page) for _ in range(2)] == [True, False]
    scrollers = page.evaluate("keys.scrollers().length")
    for number in range(scrollers):
        region = page.evaluate_handle("number => keys.scrollers()[number]", number)
        assert region.evaluate("element => element.tabIndex") == 0, region.evaluate("e => e.outerHTML")
        region.as_element().focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("element => element.scrollLeft > 0", arg=region)
    assert (summaries and scrollers) or kind != FULL


def press(summary: Locator, page: Page) -> bool:
    """Press Enter on it; whether its details are open then."""
    summary.focus()
    page.keyboard.press("Enter")
    return summary.evaluate("element => element.parentElement.open")
