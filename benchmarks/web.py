"""Many outlets on one port of loopback, which note when they are asked: `lokal-7.localhost` is the seventh."""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.bench import article_page, written

ROBOTS = b"User-agent: *\nDisallow: /admin/\n"
VERSION = b'"1"'


@dataclass
class Visits:
    """What one host was asked: paths, and by request the seconds from the answer before it to its coming."""

    paths: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    under_way: int = 0
    most_at_once: int = 0
    answered: float = 0.0

    def begin(self, path: str) -> None:
        """Note a request that came."""
        if self.paths:
            self.pauses.append(time.monotonic() - self.answered)
        self.paths.append(path)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)

    def end(self) -> None:
        """Note its answer."""
        self.under_way -= 1
        self.answered = time.monotonic()


@dataclass
class Web:
    """Outlets on a port; each offers `pages` articles by a feed, whose version is sent and accepted (ETag)."""

    port: int = 0
    pages: int = 0
    think: float = 0.0
    """Seconds before each answer, so that a second request would meet the first."""
    visits: defaultdict[str, Visits] = field(default_factory=lambda: defaultdict(Visits))

    def answer(self, host: str, path: str, known: bytes) -> tuple[int, bytes, bytes]:
        """Status, media type and body."""
        if path == "/robots.txt":
            return 200, b"text/plain", ROBOTS
        if path == "/feed/":
            is_known = known == VERSION and not self.pages
            return 304 if is_known else 200, b"application/rss+xml", b"" if is_known else self._feed(host)
        number = f"{host.partition('.')[0].rpartition('-')[2]}{path.strip('/')}"
        return 200, b"text/html; charset=utf-8", written(_PAGE, number)

    def _feed(self, host: str) -> bytes:
        row = "<item><title>Kabar {n}</title><link>http://{h}:{p}/{n}</link></item>"
        items = "".join(row.format(n=number, h=host, p=self.port) for number in range(self.pages))
        return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Lokal</title>{items}</channel></rss>".encode()

    def sources(self, outlets: int, delay: float) -> str:
        """A sources.toml for `outlets` hosts."""
        rows = [f"[defaults]\ndelay = {delay}\n"]
        for number in range(outlets):
            host = f"lokal-{number}.localhost"
            base = f"http://{host}:{self.port}"
            rows.append(
                f'[[outlet]]\nid = "lokal-{number}"\nname = "Lokal {number}"\nhome = "{base}/"\n'
                f'allow_private = ["{host}:{self.port}"]\n[[outlet.channel]]\nkind = "feed"\nurl = "{base}/feed/"\n'
            )
        return "".join(rows)

    def impolite(self, delay: float) -> list[str]:
        """The hosts that were asked twice at once, or sooner than after `delay` seconds, or before their robots.txt."""
        return [
            host
            for host, seen in self.visits.items()
            if seen.most_at_once > 1 or min(seen.pauses, default=delay) < delay or seen.paths[0] != "/robots.txt"
        ]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                first, *lines = head.split(b"\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
                host = headers[b"host"].decode().partition(":")[0]
                seen, path = self.visits[host], first.split()[1].decode()
                seen.begin(path)
                if self.think:
                    await asyncio.sleep(self.think)
                status, kind, body = self.answer(host, path, headers.get(b"if-none-match", b""))
                seen.end()
                writer.write(
                    b"HTTP/1.1 %d OK\r\nContent-Type: %s\r\nETag: %s\r\nContent-Length: %d\r\n\r\n%s"
                    % (status, kind, VERSION, len(body), body)
                )
                await writer.drain()
        writer.close()


_PAGE = article_page()


@contextmanager
def serve(pages: int = 0, *, think: float = 0.0) -> Iterator[Web]:
    """Serve in a thread of this process until the block ends; `pages` may be changed meanwhile."""
    web, ready = Web(pages=pages, think=think), threading.Event()
    stop: list[Callable[[], object]] = []
    # All of it in that thread: this one may have a loop of its own.
    thread = threading.Thread(target=lambda: asyncio.run(_serve(web, ready, stop)), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield web
    finally:
        stop[0]()
        thread.join()


async def _serve(web: Web, ready: threading.Event, stop: list[Callable[[], object]]) -> None:
    # A short queue of connections refuses the rest, which then come again a second later.
    server = await asyncio.start_server(web.handle, "127.0.0.1", 0, backlog=4096)
    web.port = server.sockets[0].getsockname()[1]
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    stop.append(lambda: loop.call_soon_threadsafe(ended.set))
    ready.set()
    await ended.wait()
    server.close()


def write_sources(place: Path, text: str) -> Path:
    """`text` as the sources file of a place."""
    file = place / "sources.toml"
    file.write_text(text, "utf-8")
    return file
