"""What the benchmarks share: a local outlet, a content folder with the record's places, and costs of a process."""

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"


PLACES = ("cities", "programme/langkah.md")
"""The parts of `content/` that places need: their files, and the steps that these name."""


def copy_part(content: Path, target: Path, part: str) -> None:
    """Copy a file or folder of one `content/` into another."""
    path = target / part
    path.parent.mkdir(parents=True, exist_ok=True)
    if (content / part).is_dir():
        shutil.copytree(content / part, path)
    else:
        shutil.copyfile(content / part, path)


@dataclass(frozen=True)
class Cost:
    """Of one process: wall and CPU seconds, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def run(command: list[str]) -> Cost:
    """Run a command from the repository's root to its end; raises `SystemExit` where it fails."""
    began = monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 3}:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{errors.decode()[-2000:]}")
    return Cost(monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def collect(sources: Path, content: Path, *options: str) -> Cost:
    """One run of the collector."""
    command = [sys.executable, "-m", "scrapers", "collect", "--sources", str(sources), "--content", str(content)]
    return run([*command, *options])


def content_folder(place: Path) -> Path:
    """A content folder with the record's places and no news."""
    content = place / "content"
    for part in PLACES:
        copy_part(CONTENT, content, part)
    (content / "news").mkdir()
    return content


def sources_file(place: Path, port: int) -> Path:
    """Sources with one outlet, the feed of the local server."""
    file = place / "sources.toml"
    file.write_text(
        f"""[defaults]
delay = 0.0
max_bytes = 100_000_000
[[outlet]]
id = "lokal"
name = "Lokal"
home = "http://127.0.0.1:{port}/"
rights = "full"
allow_private = ["127.0.0.1:{port}"]
[[outlet.channel]]
kind = "feed"
url = "http://127.0.0.1:{port}/feed/"
""",
        "utf-8",
    )
    return file


def feed(port: int, count: int) -> bytes:
    """RSS with `count` entries."""
    row = "<item><title>Kabar {n}</title><link>http://127.0.0.1:{p}/{n}</link><description>{d}</description></item>"
    words = "Warga menyambut layanan baru yang diumumkan pemerintah kota pada pagi hari. " * 3
    items = "".join(row.format(n=number, p=port, d=words) for number in range(count))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Lokal</title>{items}</channel></rss>".encode()


@contextmanager
def server(entries: int, page: bytes = b"") -> Iterator[int]:
    """A local outlet with a feed of `entries` (ETag and 304) and a page an entry; yields its port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            is_feed = self.path == "/feed/"
            known = is_feed and self.headers.get("If-None-Match") == '"v1"'
            body = b"" if known else feed_body if is_feed else written(page, self.path[1:])
            exists = is_feed or self.path[1:].isdigit()
            self.send_response(304 if known else 200 if exists else 404)
            self.send_header("Content-Type", "application/rss+xml" if is_feed else "text/html; charset=utf-8")
            self.send_header("ETag", '"v1"')
            self.send_header("Content-Length", str(len(body) if exists else 0))
            self.end_headers()
            self.wfile.write(body if exists else b"")

        def log_message(self, *args: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        # Five by default: a connection more is refused and comes again a second later, which measures that second.
        request_queue_size = 128

    made = Server(("127.0.0.1", 0), Handler)
    feed_body = feed(made.server_address[1], entries)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    try:
        yield made.server_address[1]
    finally:
        made.shutdown()
        made.server_close()


def written(page: bytes, number: str) -> bytes:
    """The page with its number, and with words of its own: a day's news is not one text reprinted by all."""
    rng = random.Random(number)  # noqa: S311 - nothing secret
    words = " ".join(rng.choices(_VOCABULARY, k=200)).capitalize()
    return page.replace(b"@@", number.encode()).replace(b"~~", words.encode())


def article_page() -> bytes:
    """A page of about 17 KB about a tracked place, with `@@` where its number goes and `~~` where words of its own."""
    link = '<li><a href="/kanal/{n}">Kanal berita nomor {n} tentang hal lain</a></li>'
    furniture = "".join(link.format(n=number) for number in range(150))
    words = "Pemerintah Kota Bekasi membuka pusat kendali yang memantau lalu lintas, banjir, dan aduan warga. "
    body = "".join(f"<p>Bagian {n} dari kabar @@. {words} ~~.</p>" for n in range(3))
    return (
        '<!doctype html><html lang="id"><head><title>Kabar @@ Kota Bekasi</title>'
        '<meta property="article:published_time" content="2017-05-22T14:40:00+07:00"></head><body>'
        f"<nav><ul>{furniture}</ul></nav><h1>Kabar @@ Kota Bekasi</h1>"
        f'<div class="entry-content">{body}</div></body></html>'
    ).encode()


_VOCABULARY = [
    a + b for a in ("ba", "ka", "ma", "pe", "ra", "si", "ta", "wa") for b in ("gan", "huk", "lam", "nan", "rik", "sar")
]
"""Syllables in place of words; their pairs are many enough that two pages share few."""


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]
