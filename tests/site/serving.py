"""Serves a built site on loopback the way a good host does, and says where Chromium is."""

import functools
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from record.site_files import OTHER, cache_control, content_type, own_address

PROGRAMS = [Path("/usr/bin") / name for name in ("chromium-headless-shell", "chromium")]
CHROMIUM = next(filter(Path.exists, PROGRAMS), PROGRAMS[-1])
"""Without a window's own parts, where that is installed: the same pages for half of the work."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-smooth-scrolling",
]


class _Host(SimpleHTTPRequestHandler):
    """Compresses what is text, lets browsers keep it, and answers a wrong address with the site's own page."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *rest: Any, root: str, **named: Any) -> None:
        self.root = root
        super().__init__(*rest, **named)

    def do_GET(self) -> None:
        own = own_address(self.root, self.path)
        # Whose path is not the site's is not this site's to answer.
        file = Path(self.translate_path(own)) if own else Path(self.directory) / ".none"
        if file.is_dir() and self.path.split("?")[0].endswith("/"):
            file /= "index.html"
        self._answer(file, 200) if file.is_file() else self._answer(Path(self.directory) / "404.html", 404)

    def _answer(self, file: Path, status: int) -> None:
        data = file.read_bytes() if file.is_file() else b""
        name = file.relative_to(self.directory).as_posix()
        self.send_response(status)
        self.send_header("Content-Type", content_type(name))
        self.send_header("Cache-Control", cache_control(name))
        self.send_header("Vary", "Accept-Encoding")
        if content_type(name) != OTHER and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving(site: Path, root: str = "") -> Iterator[str]:
    """The address at which `site` is served while the block runs, at the path `root` and nowhere else."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site), root=root))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{root}"
    finally:
        server.shutdown()
        server.server_close()
