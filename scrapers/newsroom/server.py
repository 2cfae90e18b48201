"""Serves the newsroom over real HTTP on loopback: one port, a host name an outlet."""

import datetime as dt
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import cache, cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import tomlkit
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scrapers.newsroom import HERE, Article, Press, presses

PER_PAGE = 6
"""Articles on one page of a listing."""
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Peb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nop", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu")
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
FEEDS = {"rss": "rss.xml", "rss-cut": "rss.xml", "atom": "atom.xml"}
XML = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request the newsroom was asked."""

    host: str
    path: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200


@dataclass
class Newsroom:
    """A running newsroom."""

    port: int
    requests: list[Request] = field(default_factory=list)

    def base(self, outlet: str) -> str:
        """An outlet's address without the last slash; `.localhost` names lead to loopback (RFC 6761)."""
        return f"http://{outlet}.localhost:{self.port}"

    @cached_property
    def expected(self) -> dict[str, Article]:
        """Every article by its address."""
        return {self.base(press.id) + article.path: article for press in presses() for article in press.articles}

    def sources_toml(self) -> str:
        """A sources.toml for all outlets."""
        outlets = [_source(press, self) for press in presses()]
        document = {"defaults": {"contact": "mailto:redaksi@example.org", "delay": 0.0}, "outlet": outlets}
        return tomlkit.dumps(document)

    def answer(self, outlet: str, target: str) -> Answer:
        """What `outlet` answers on `target`."""
        press = next((press for press in presses() if press.id == outlet), None)
        return _answer(press, self.base(outlet), target) if press else Answer(b"no such host", status=404)


@contextmanager
def serve(port: int = 0) -> Iterator[Newsroom]:
    """Serve on 127.0.0.1 until the block ends; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0]
            newsroom.requests.append(Request(host, self.path, dict(self.headers)))
            self._send(newsroom.answer(host.removesuffix(".localhost"), self.path))

        def _send(self, answer: Answer) -> None:
            etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            known = answer.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if known else answer.status)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", "0" if known else str(len(answer.body)))
            self.end_headers()
            if not known:
                self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Quiet: the newsroom keeps its own list."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    newsroom = Newsroom(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield newsroom
    finally:
        server.shutdown()
        server.server_close()


def _answer(press: Press, base: str, target: str) -> Answer:
    parts = urlsplit(target)
    page = int(parse_qs(parts.query).get("page", ["1"])[0])
    settings = press.settings
    if parts.path == "/robots.txt":
        return Answer(_robots(settings.get("disallow", "")).encode(), "text/plain; charset=utf-8")
    if settings["channel"] == "down":
        return Answer(b"Service Unavailable", "text/plain", 503)
    if parts.path == settings.get("feed"):
        return _feed(press, base)
    if parts.path in {"/", settings.get("listing")}:
        return Answer(_listing(press, base, page).encode())
    article = next((article for article in press.articles if article.path == parts.path), None)
    return Answer(_page(press, article, base, page).encode()) if article else Answer(b"Tidak ditemukan", status=404)


def _robots(disallow: str) -> str:
    return f"User-agent: *\nDisallow: {disallow or '/wp-admin/'}\n"


def _feed(press: Press, base: str) -> Answer:
    text = _templates().get_template(FEEDS[press.settings["channel"]]).render(press=press, base=base, rfc822=_rfc822)
    # The broken outlet's feed stops in the middle of its last but one entry.
    cut = (
        text[: text.rindex("<item>", 0, text.rindex("<item>")) + 40] if press.settings["channel"] == "rss-cut" else text
    )
    return Answer(cut.encode(), XML)


def _listing(press: Press, base: str, page: int) -> str:
    shown = press.articles[(page - 1) * PER_PAGE : page * PER_PAGE]
    more = page + 1 if len(press.articles) > page * PER_PAGE else 0
    template = _templates().get_template(f"{press.settings['make']}-list.html")
    return template.render(press=press, base=base, articles=shown, more=more)


def _page(press: Press, article: Article, base: str, page: int) -> str:
    others = [other for others in presses() for other in others.articles if other.outlet != press.id]
    start = article.number * 3 % len(others)
    popular = [others[(start + step * 11) % len(others)] for step in range(4)]
    pages = [article.paragraphs[:3], article.paragraphs[3:]] if press.settings["make"] == "portal" else []
    return (
        _templates()
        .get_template(f"{press.settings['make']}.html")
        .render(
            press=press,
            base=base,
            article=article,
            popular=popular,
            paragraphs=pages[min(page, 2) - 1] if pages else article.paragraphs,
            page=page,
            dates=_dates(article, press),
        )
    )


def _dates(article: Article, press: Press) -> dict[str, str]:
    """The article's moment in the dresses of the makes; empty where it has none."""
    moment = article.published
    keys = ("iso", "long", "short", "slash", "clock", "day")
    if moment is None:
        return dict.fromkeys(keys, "") | ({"long": "2 jam lalu", "slash": "2 jam lalu"} if article.is_relative else {})
    clock = f"{moment:%H:%M} {ZONE_NAMES[press.settings['zone']]}"
    return {
        "iso": moment.isoformat(),
        "day": DAYS[moment.weekday()],
        "clock": clock,
        "long": f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year} {clock}",
        "short": f"{moment.day} {SHORT_MONTHS[moment.month - 1]} {moment.year} {moment:%H.%M}",
        "slash": f"{moment:%d/%m/%Y}, {clock}",
    }


def _rfc822(moment: dt.datetime) -> str:
    return format_datetime(moment)


def _source(press: Press, newsroom: Newsroom) -> dict[str, object]:
    settings, base = press.settings, newsroom.base(press.id)
    channel: dict[str, object] = {"kind": "feed", "url": base + settings.get("feed", "")}
    if settings["channel"] == "listing":
        channel = {"kind": "listing", "url": base + settings["listing"]}
        channel |= {key: settings[key] for key in ("links", "next", "pages")}
    outlet: dict[str, object] = {key: settings[key] for key in ("id", "name")}
    outlet |= {"home": base + "/", "rights": settings["rights"], "places": settings.get("hints", [])}
    outlet |= {"allow_private": [f"{press.id}.localhost:{newsroom.port}"], "channel": [channel]}
    return outlet | ({"article": settings["selectors"]} if "selectors" in settings else {})


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "makes"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
