"""Serves the site on one's own machine: builds again when a file is saved, and has open pages load again.

`python -m tools.serve content -o output -s pelicanconf.py -p 8000`. This process serves with threads; building, which
forks, and indexing have processes of their own.
"""

import argparse
import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from watchfiles import watch

from record.site_files import own_address, site_path
from tools.serve_builds import Builder

EVENTS = "/.perubahan"
"""The address, before a page's own path, that answers whether the page has changed."""
LONGEST_WAIT = 15.0
"""Seconds after which an open page that waits for a change asks again."""
IDLE = 200
"""Milliseconds without a saved file after which the watcher yields an empty set."""
ON_EVERY_PAGE = (".css", ".js", ".png", ".svg", ".woff2")
"""Endings of files that pages show; which page shows which is not known here."""


class ChangeLog:
    """Which page changed when, by a count of all changed files since the server started: `number`. Thread-safe."""

    def __init__(self) -> None:
        """No file has changed."""
        self.number = 0
        self._last: dict[str, int] = {}
        self._has_grown = threading.Condition()

    def add(self, path: str) -> None:
        """Note that the file at `path`, relative to the output folder, changed."""
        with self._has_grown:
            self.number += 1
            self._last["" if path.endswith(ON_EVERY_PAGE) else path] = self.number
            self._has_grown.notify_all()

    def wait(self, path: str, shown: int) -> bool:
        """Whether the page at `path` changed after the number `shown`, or does so within `LONGEST_WAIT`."""
        with self._has_grown:
            return self._has_grown.wait_for(lambda: self._newest(path) > shown, LONGEST_WAIT)

    def _newest(self, path: str) -> int:
        return max(self._last.get(path, 0), self._last.get("", 0))


class Handler(SimpleHTTPRequestHandler):
    """Serves files as a host would, pages with a script that reloads them, and changes at `EVENTS`."""

    def __init__(self, *rest: Any, changes: ChangeLog, root: str = "", **named: Any) -> None:
        """`changes` is filled by the builds; the site lies at the path `root`, and `/` leads there."""
        self._changes, self._root = changes, root
        super().__init__(*rest, **named)

    def do_GET(self) -> None:
        """Answer with a file, or wait for a page's change."""
        address, _, shown = self.path.partition("?")
        if address.startswith(f"{EVENTS}/"):
            page = own_address(self._root, address.removeprefix(EVENTS)) or "/404.html"
            self._send_event(site_path(unquote(page)), int(shown) if shown.isdecimal() else 0)
        elif self._root and address in ("/", self._root):
            self.send_response(302)
            self.send_header("Location", f"{self._root}/")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            super().do_GET()

    def send_head(self) -> Any:
        """Send headers; returns the open body."""
        page = self._page()
        if page is None:
            return super().send_head()
        # In this order: a change between the two is told once too often, and never missed.
        number = self._changes.number
        content = page.read_bytes() + reload_script(number)
        self.send_response(404 if page.name == "404.html" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return BytesIO(content)

    def translate_path(self, path: str) -> str:
        """The file of a path below the site's root; one that is not there for others."""
        own = own_address(self._root, path)
        return super().translate_path("/.404" if own is None else own)

    def _page(self) -> Path | None:
        """The file of the requested page, or of the page for addresses without one; None for a file of other kind."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.partition("?")[0].endswith("/"):
            path /= "index.html"
        if not path.exists():
            missing = Path(self.directory) / "404.html"
            return missing if missing.is_file() else None
        return path if path.suffix == ".html" else None

    def _send_event(self, path: str, shown: int) -> None:
        # One event and the end: an EventSource asks again by itself.
        event = b"data: 1\n\n" if self._changes.wait(path, shown) else b": \n\n"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(event)))
        self.end_headers()
        self.wfile.write(event)

    def log_message(self, *_: Any) -> None:
        """Log nothing: what is worth reading is said by the builds."""


def reload_script(shown: int) -> bytes:
    """The script behind each served page (and in no file): loads it again when it changes after the number `shown`."""
    listen = f'new EventSource("{EVENTS}"+location.pathname+"?{shown}").onmessage=()=>location.reload()'
    return f"<script>{listen}</script>\n".encode()


class SearchIndex:
    """The process that brings the search index up to date."""

    def __init__(self, output: Path) -> None:
        """`output` is the site's folder."""
        self._command = [sys.executable, "-m", "plugins.search.plugin", str(output)]
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it."""
        self._process = subprocess.Popen(self._command)

    def stop(self) -> None:
        """Kill a running index process. Safe at any time: the next `begin()` goes on."""
        if self._process:
            self._process.kill()
            self._process.wait()


def main(arguments: Sequence[str]) -> None:
    """Build, serve, and build again at each change until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("content", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("-s", "--settings", required=True)
    parser.add_argument("-p", "--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    content, output = options.content.absolute(), options.output.absolute()
    index, changes = SearchIndex(output), ChangeLog()
    # Whoever ends this process, by Ctrl-C or from elsewhere, ends the others as well.
    atexit.register(index.stop)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    builder = Builder(content, output, options.settings)
    atexit.register(builder.close)
    saved = watch(
        content,
        builder.watched.theme,
        *builder.watched.code,
        step=20,
        rust_timeout=IDLE,
        yield_on_timeout=True,
        raise_interrupt=False,
    )
    # From here on it watches: what is saved during the first build counts.
    next(saved, None)
    _build(builder, index, changes)
    root = builder.watched.root
    handler = partial(Handler, directory=str(output), changes=changes, root=root)
    with _server(options.port, handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{server.server_port}{root}/ shows the site; Ctrl-C ends it.", flush=True)
        for files in filter(None, saved):
            # What is loaded stays loaded: for other code, this process and the builder begin again.
            if any(_is_in(path, builder.watched.code) for _, path in files):
                server.server_close()
                index.stop()
                builder.close()
                os.execv(sys.executable, [sys.executable, "-m", "tools.serve", *arguments])  # noqa: S606
            _build(builder, index, changes)


def _server(port: int, handler: Callable[..., Handler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        sys.exit(f"127.0.0.1:{port}: {error.strerror}; end what serves there, or choose another with --port")


def _build(builder: Builder, index: SearchIndex, changes: ChangeLog) -> None:
    index.stop()
    failure = builder.build(changes.add)
    if failure:
        print(f"{failure.text}\nThe site stays as it was; mend that and save again.", file=sys.stderr)
    else:
        index.begin()


def _is_in(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(folder + os.sep) for folder in folders)


if __name__ == "__main__":
    main(sys.argv[1:])
