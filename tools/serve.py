"""Serves the site on one's own machine: makes anew what a saved file changes, and has open pages load again.

`python -m tools.serve content -o output -s pelicanconf.py -p 8000`
"""

import argparse
import atexit
import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican import Pelican, signals
from pelican.settings import read_settings
from watchfiles import watch

from plugins.build import file_changed
from plugins.incremental import fingerprints
from plugins.search.plugin import index
from record.site_files import site_path

EVENTS = "/.perubahan"
"""Where pages ask for news of themselves: before a page's own path."""
LISTENS = 15.0
"""How many seconds an open page waits before it asks again."""
IDLE = 200
"""After how many milliseconds without a change the watching says so."""
ON_EVERY_PAGE = (".css", ".js", ".png", ".svg", ".woff2")
"""Files that pages show; which page shows which is not kept."""


class News:
    """Tells open pages what is another; `number` counts the files that were written or removed since the start."""

    def __init__(self) -> None:
        """Nothing has been told."""
        self.number = 0
        self._last: dict[str, int] = {}
        self._is_new = threading.Condition()

    def tell(self, name: str) -> None:
        """A file of the site is another."""
        with self._is_new:
            self.number += 1
            self._last["" if name.endswith(ON_EVERY_PAGE) else name] = self.number
            self._is_new.notify_all()

    def wait(self, name: str, shown: int) -> bool:
        """Whether a page is another than it was at the number `shown`, or becomes so while it waits."""
        with self._is_new:
            return self._is_new.wait_for(lambda: max(self._last.get(name, 0), self._last.get("", 0)) > shown, LISTENS)


class Handler(SimpleHTTPRequestHandler):
    """Serves files as a host would, pages with a script of ours, and tells that at `EVENTS` of a new site."""

    def __init__(self, *rest: Any, news: News, **named: Any) -> None:
        """`news` is what tells of a new site."""
        self._news = news
        super().__init__(*rest, **named)

    def do_GET(self) -> None:
        """A file, or a word when a page is another."""
        asked, _, shown = self.path.partition("?")
        if asked.startswith(f"{EVENTS}/"):
            self._tell(site_path(unquote(asked.removeprefix(EVENTS))), int(shown) if shown.isdecimal() else 0)
        else:
            super().do_GET()

    def send_head(self) -> Any:
        """Headers, and what is to follow."""
        page = self._page()
        if page is None:
            return super().send_head()
        # In this order: what is written between the two is told again, and never missed.
        number = self._news.number
        content = page.read_bytes() + reload_script(number)
        self.send_response(404 if page.name == "404.html" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return BytesIO(content)

    def _page(self) -> Path | None:
        """The page's file, that of the page for what is not there, or None for any other file."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if not path.exists():
            lost = Path(self.directory) / "404.html"
            return lost if lost.is_file() else None
        return path if path.suffix == ".html" else None

    def _tell(self, name: str, shown: int) -> None:
        told = b"data: 1\n\n" if self._news.wait(name, shown) else b": \n\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Quiet: what is worth reading is said by the builds."""


def reload_script(shown: int) -> bytes:
    """Stands at the end of each page that is served, and in no file: loads it again when it is another."""
    listen = f'new EventSource("{EVENTS}"+location.pathname+"?{shown}").onmessage=()=>location.reload()'
    return f"<script>{listen}</script>\n".encode()


class Search:
    """The search index, made by a process of its own: after a change of old pages that takes longer than all else."""

    def __init__(self, output: str) -> None:
        """`output` is the site's folder."""
        self._command = [sys.executable, "-m", "plugins.search.plugin", output]
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Bring the index up to date."""
        self._process = subprocess.Popen(self._command)

    def stop(self) -> None:
        """Leave it, for pages are about to change; the next time does what is left to do."""
        if self._process:
            self._process.kill()
            self._process.wait()


def main(arguments: Sequence[str]) -> None:
    """Build, serve, and build again at each change until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("content")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("-s", "--settings", required=True)
    parser.add_argument("-p", "--port", type=int, default=8000)
    told = parser.parse_args(arguments)
    gc.set_threshold(100_000, 20, 100)
    paths = {"PATH": str(Path(told.content).absolute()), "OUTPUT_PATH": str(Path(told.output).absolute())}
    pelican = Pelican(read_settings(told.settings, override=paths))
    news = News()
    file_changed.connect(news.tell)
    search = Search(paths["OUTPUT_PATH"])
    # Whoever ends us, by Ctrl-C or from elsewhere, ends what makes the index as well.
    atexit.register(search.stop)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signals.finalized.disconnect(index)
    code = [str(path) for path in fingerprints.code_paths()]
    saved = watch(
        paths["PATH"],
        pelican.settings["THEME"],
        *code,
        step=20,
        rust_timeout=IDLE,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    # From here on it watches: what is saved during the first build counts.
    next(saved, None)
    _build(pelican, search)
    handler = partial(Handler, directory=paths["OUTPUT_PATH"], news=news)
    with ThreadingHTTPServer(("127.0.0.1", told.port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{server.server_port}/ shows the site; Ctrl-C ends it.", flush=True)
        for changes in filter(None, saved):
            if any(_is_in(path, code) for _, path in changes):
                server.server_close()
                search.stop()
                os.execv(sys.executable, [sys.executable, "-m", "tools.serve", *arguments])  # noqa: S606
            _build(pelican, search)


def _build(pelican: Any, search: Search) -> None:
    search.stop()
    try:
        pelican.run()
        search.begin()
    except Exception as error:
        # Whoever edits mends it and saves again.
        print(f"{type(error).__name__}: {error}\nThe site stays as it was; mend that and save again.", file=sys.stderr)


def _is_in(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)


if __name__ == "__main__":
    main(sys.argv[1:])
