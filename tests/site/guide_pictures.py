"""The pictures of `docs/panduan-editor.md`: a workshop is made, the editor's commands are run in it, and photographed.

Nothing in them is typed in: the news comes from the embedded newsroom, the place, initiative, item and correction are
the guide's own examples, and every terminal shows what the command printed.
"""

import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI, TerminalTheme

from record.review import Review
from scrapers.newsroom.server import serve as newsroom
from tests.site.building import ROOT
from tests.site.serving import CHROMIUM, QUIET, serving
from tools.review_terminal import Terminal

GUIDE = ROOT / "docs" / "panduan-editor.md"
SHOWN_AS = "/home/anda/pantau-100"
"""What stands for the workshop's own folder, which is another each time."""
TOOLS = ("tasks.py", "pelicanconf.py", "publishconf.py", "plugins", "publish", "record", "scrapers", "theme", "tools")
RECORD = ("cities", "pages", "programme", "translations", "measured")
OUTLETS = ("suara-priangan", "borneo-pagi", "catatan-timika", "koran-padam", "tabloid-tertutup")
"""Few enough for one picture; the last two are broken on purpose."""
COLUMNS = 100
WIDTH = 1000
QUALITY = 55
"""Of JPEG; text stays readable, and no picture weighs more than 80 kB."""
MISTAKES = (
    ("content/cities/kota-contoh.md", 'province = "Jawa Tengah"\n', ""),
    ("content/initiatives/kota-contoh/pusat-kendali.md", 'status = "running"', 'status = "jalan"'),
    ("content/news/2024/03/2024-03-05-kota-contoh-membuka-pusat-kendali.md", "T09:30:00+07:00", ""),
)
"""Slips in the guide's examples (file, right, wrong), for the picture of a build that stops."""
_COLOURS = [(red, green, blue) for red, green, blue in (MONOKAI.ansi_colors[number] for number in range(8))]
NIGHT = TerminalTheme((100, 100, 100), (250, 250, 250), _COLOURS)
"""A dim word is mixed with the background's grey: with a lighter one the keys can be read in a small picture."""
_EXAMPLE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FRAME = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; }
pre { width: calc(COLUMNSch + 2px); margin: 0; padding: 16px 20px; background: #16191d; color: #e6e6e6;
      font: 14px/1.4 "DejaVu Sans Mono", monospace; white-space: pre-wrap; word-break: break-all; }
</style><pre>TEXT</pre>"""


def examples(guide: str) -> dict[str, str]:
    """The guide's example files: their text by the path that stands beside the fence."""
    return dict(_EXAMPLE.findall(guide))


def take_guide(folder: Path) -> list[Path]:
    """Make every picture of the guide in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        camera = Camera(browser, folder)
        shop = Workshop(Path(temporary) / "pantau-100")
        steps = (_terminals, _pages, _choices, _failures)
        return [picture for step in steps for picture in step(shop, camera)]


@dataclass(frozen=True)
class Camera:
    """Takes pictures with Chromium."""

    browser: Browser
    folder: Path

    def terminal(self, name: str, command: str, shown: str) -> Path:
        """What a terminal shows after a command, or further down; `shown` is HTML."""
        page = self.browser.new_page(viewport={"width": WIDTH, "height": 400})
        prompt = f"<b>$ {html.escape(command)}</b>\n" if command else ""
        page.set_content(_FRAME.replace("COLUMNS", str(COLUMNS)).replace("TEXT", prompt + shown.rstrip()))
        target = self.folder / f"panduan-{name}.jpg"
        page.locator("pre").screenshot(path=target, type="jpeg", quality=QUALITY)
        page.close()
        return target

    def page(self, name: str, address: str, height: int, ready: Callable[[Page], None] = lambda page: None) -> Path:
        """The upper part of a page, after `ready` has opened or scrolled what is to be seen."""
        page = self.browser.new_page(viewport={"width": WIDTH, "height": height})
        page.goto(address)
        ready(page)
        target = self.folder / f"panduan-{name}.jpg"
        page.screenshot(path=target, type="jpeg", quality=QUALITY)
        page.close()
        return target


class Workshop:
    """A checkout of its own, with the record's places, the guide's examples and the newsroom's outlets."""

    def __init__(self, root: Path) -> None:
        """Copies what the tasks need; the news comes with the first `scrape`."""
        self.root, self.content = root, root / "content"
        self.content.mkdir(parents=True)
        for name in TOOLS:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, root / name)
        for name in RECORD:
            shutil.copytree(ROOT / "content" / name, self.content / name)
        for path, text in examples(GUIDE.read_text("utf-8")).items():
            if path.endswith(".md"):
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_text(text, "utf-8")

    def invoke(self, *words: str) -> str:
        """What `./run` prints in a terminal of `COLUMNS` columns, without this machine's paths."""
        surroundings = os.environ | {"PYTHONUTF8": "1", "COLUMNS": str(COLUMNS), "PYTHONUNBUFFERED": "1"}
        surroundings |= {"PANTAU_CONTACT": "mailto:redaksi@pantau.example"}
        command = [sys.executable, "-m", "invoke", *words]
        # One stream, as a terminal has: what outlets say comes on standard error, what the site says does not.
        done = subprocess.run(
            command, cwd=self.root, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", check=False,
        )  # fmt: skip
        return re.sub(r"\.building-\w+", ".building-0", done.stdout.replace(str(self.root), SHOWN_AS))

    def collect(self) -> str:
        """A day with the newsroom: `scrape build publish`, with the port taken out, which is another each time."""
        with newsroom() as press:
            parts = re.split(r"(?m)^(?=\[\[outlet\]\]$)", press.sources_toml())
            kept = [part for part in parts[1:] if re.search(rf'^id = "({"|".join(OUTLETS)})"$', part, re.MULTILINE)]
            (self.root / "scrapers" / "sources.toml").write_text("".join([parts[0], *kept]), "utf-8")
            said = self.invoke("scrape", "build", "publish")
        self._forget(f".localhost:{press.port}")
        return said.replace(f".localhost:{press.port}", ".example")

    def _forget(self, port: str) -> None:
        for path in sorted(self.content.rglob("*")):
            if path.is_file() and port in (text := path.read_text("utf-8")):
                path.write_text(text.replace(port, ".example"), "utf-8")


def _terminals(shop: Workshop, camera: Camera) -> Iterator[Path]:
    yield camera.terminal("hari-biasa", "./run scrape build publish", html.escape(shop.collect()))
    yield camera.terminal("daftar", "./run review | cat", html.escape(shop.invoke("review")))
    yield camera.terminal("tombol", "./run review", _typed(shop.content, "q"))


def _choices(shop: Workshop, camera: Camera) -> Iterator[Path]:
    """What `p` asks; the tray is one shorter then, so that this comes after the desk's picture."""
    shown = _typed(shop.content, "pq", "1")
    yield camera.terminal("pilih-daerah", "", shown.partition("[q] quit</span>")[2].partition("╭")[0].lstrip())


def _typed(content: Path, keys: str, *lines: str) -> str:
    """What the review terminal shows to someone who presses `keys` and answers with `lines`."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    pressed, answers = iter(keys), iter(lines)

    def ask(question: str) -> str:
        answer = next(answers)
        console.print(question + answer, highlight=False)
        return answer

    Terminal(Review(content), console, lambda: next(pressed), ask).run()
    return console.export_html(inline_styles=True, code_format="{code}", theme=NIGHT)


def _pages(shop: Workshop, camera: Camera) -> Iterator[Path]:
    shop.invoke("build")
    with serving(shop.root / "output") as site:
        yield camera.page("meja", f"{site}/meja/", 900)
        yield camera.page("daerah", f"{site}/daerah/kota-contoh/", 1000)
        yield camera.page("koreksi", f"{site}/koreksi/", 640, _scrolled_to("#catatan-koreksi"))
        yield camera.page("mengapa", site + _reasoned(shop.root / "output"), 900, _opened("#mengapa"))


def _scrolled_to(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).evaluate("part => part.scrollIntoView()")


def _opened(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"{selector} summary").click()


def _reasoned(output: Path) -> str:
    """The item that gives most reasons for where it stands."""
    pages = sorted((output / "berita").glob("*/*/*/index.html"))
    best = max(pages, key=lambda path: path.read_text("utf-8").partition('id="mengapa"')[2].count("<li>"))
    return f"/{best.parent.relative_to(output).as_posix()}/"


def _failures(shop: Workshop, camera: Camera) -> Iterator[Path]:
    for path, right, wrong in MISTAKES:
        text = (shop.root / path).read_text("utf-8")
        (shop.root / path).write_text(text.replace(right, wrong), "utf-8")
    yield camera.terminal("salah", "./run build", html.escape(shop.invoke("build")))


if __name__ == "__main__":
    print(f"{len(take_guide(Path(sys.argv[1])))} pictures")
