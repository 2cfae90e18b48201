"""Serves the newsroom over real HTTP on loopback: one port, a host name an outlet."""

import datetime as dt
import hashlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import cache, cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import tomlkit
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from scrapers.newsroom.articles import HERE, NewsroomArticle, Press, presses
from scrapers.newsroom.expected import Expected, expected, parts

PER_PAGE = 6
"""Articles on one page of a listing."""
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Peb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sep", "Okt", "Nop", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu")
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
COMMENTS = (
    {"name": "Bang Jali", "when": "14 Februari 2021 pukul 08.12", "iso": "2021-02-14T08:12:00+07:00",
     "text": "Semoga tidak hanya ramai waktu peresmian. Di Kota Bogor dulu juga begitu, lalu sepi."},
    {"name": "ibu_rumahan", "when": "3 Maret 2022 pukul 21.40", "iso": "2022-03-03T21:40:00+07:00",
     "text": "Sudah dicoba, lumayan cepat. Tolong loketnya jangan ditutup, orang tua saya tidak punya telepon pintar."},
)  # fmt: skip
FEEDS = {"rss": "rss.xml", "rss-cut": "rss.xml", "atom": "atom.xml"}
XML = "application/rss+xml; charset=utf-8"
SETTLED = dt.datetime(2025, 1, 6, 2, 0, tzinfo=dt.UTC)
"""When whatever has no date of its own says it was last changed."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request that came; `when` is aware."""

    host: str
    path: str
    headers: dict[str, str]
    when: dt.datetime


@dataclass(frozen=True, slots=True)
class Response:
    """What a path answers: body, media type, status and the day of its last change."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    changed: dt.datetime = SETTLED


@dataclass
class Newsroom:
    """A newsroom on a port, running or not: what its outlets answer; `requests` are those that came."""

    port: int
    requests: list[Request] = field(default_factory=list)

    def base(self, outlet: str) -> str:
        """An outlet's address without the last slash; `.localhost` names lead to loopback (RFC 6761)."""
        return f"http://{outlet}.localhost:{self.port}"

    @cached_property
    def expected(self) -> dict[str, Expected]:
        """The expected reading of every article, by its address."""
        return {
            self.base(press.id) + article.path: expected(press, article)
            for press in presses()
            for article in press.articles
        }

    def sources_toml(self) -> str:
        """A sources.toml for all outlets."""
        outlets = [_source(press, self) for press in presses()]
        document = {"defaults": {"contact": "mailto:redaksi@example.org", "delay": 0.0}, "outlet": outlets}
        return tomlkit.dumps(document)

    def answer(self, outlet: str, target: str) -> Response:
        """What `outlet` answers on `target`."""
        press = next((press for press in presses() if press.id == outlet), None)
        return _answer(press, self.base(outlet), target) if press else Response(b"no such host", status=404)


class _Server(ThreadingHTTPServer):
    """Prints no error for a client that disconnects before its answer: tests kill runs."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(port: int = 0, *, host: str = "127.0.0.1") -> Iterator[Newsroom]:
    """Serve until the block ends; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = (self.headers.get("Host") or "").partition(":")[0]
            newsroom.requests.append(Request(asked, self.path, dict(self.headers), dt.datetime.now(dt.UTC)))
            self._send(newsroom.answer(asked.removesuffix(".localhost"), self.path))

        def _send(self, answer: Response) -> None:
            etag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            known = answer.status == 200 and self.headers.get("If-None-Match") == etag
            self.send_response(304 if known else answer.status)
            if answer.status == 200:
                self.send_header("ETag", etag)
                self.send_header("Last-Modified", format_datetime(answer.changed, usegmt=True))
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", "0" if known else str(len(answer.body)))
            self.end_headers()
            if not known:
                self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Quiet: the newsroom keeps its own list."""

    server = _Server((host, port), Handler)
    newsroom = Newsroom(server.server_address[1])
    # `shutdown` waits for the poll that is under way: half a second by default, in every test that serves.
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield newsroom
    finally:
        server.shutdown()
        server.server_close()


def _answer(press: Press, base: str, target: str) -> Response:
    asked = urlsplit(target)
    page = _page_number(asked.query)
    settings = press.settings
    if asked.path == "/robots.txt":
        return Response(_robots(settings.get("disallow", "")).encode(), "text/plain; charset=utf-8")
    if settings["channel"] == "down":
        return Response(b"Service Unavailable", "text/plain", 503)
    if asked.path == settings.get("feed"):
        return _feed(press, base)
    if asked.path in {"/", settings.get("listing")}:
        return Response(_listing(press, base, page).encode())
    article = next((article for article in press.articles if article.path == asked.path), None)
    if article is None:
        return Response(b"Tidak ditemukan", status=404)
    return Response(_page(press, article, base, page).encode(), changed=_changed(article))


def _page_number(query: str) -> int:
    """The page asked for; 0 is all of them."""
    asked = parse_qs(query).get("page", ["1"])[0]
    return int(asked) if asked.isdecimal() else 0 if asked == "all" else 1


def _changed(article: NewsroomArticle) -> dt.datetime:
    return min((article.published or SETTLED).astimezone(dt.UTC), SETTLED)


def _robots(disallow: str) -> str:
    return f"User-agent: *\nDisallow: {disallow or '/wp-admin/'}\n"


def _feed(press: Press, base: str) -> Response:
    text = _templates().get_template(FEEDS[press.settings["channel"]]).render(press=press, base=base, rfc822=_rfc822)
    # The broken outlet's feed stops in the middle of its last but one entry.
    cut = (
        text[: text.rindex("<item>", 0, text.rindex("<item>")) + 40] if press.settings["channel"] == "rss-cut" else text
    )
    return Response(cut.encode(), XML)


def _listing(press: Press, base: str, page: int) -> str:
    page = max(page, 1)
    shown = press.articles[(page - 1) * PER_PAGE : page * PER_PAGE]
    more = page + 1 if len(press.articles) > page * PER_PAGE else 0
    template = _templates().get_template(f"{press.settings['make']}-list.html")
    return template.render(press=press, base=base, articles=shown, more=more)


def _page(press: Press, article: NewsroomArticle, base: str, page: int) -> str:
    others = [other for others in presses() for other in others.articles if other.outlet != press.id]
    start = article.number * 3 % len(others)
    popular = [others[(start + step * 11) % len(others)] for step in range(4)]
    cut = parts(press, article) if page else [article.paragraphs]
    return (
        _templates()
        .get_template(f"{press.settings['make']}.html")
        .render(
            press=press,
            base=base,
            article=article,
            popular=popular,
            paragraphs=cut[min(max(page, 1), len(cut)) - 1],
            page=max(page, 1),
            pages=len(cut),
            related=_neighbours(press, article),
            comments=COMMENTS[: article.number % 3],
            dates=_dates(article, press),
        )
    )


def _neighbours(press: Press, article: NewsroomArticle) -> list[NewsroomArticle]:
    """Three other articles of the same outlet."""
    at = press.articles.index(article)
    return [press.articles[(at + step) % len(press.articles)] for step in (1, 2, 3)]


def _dates(article: NewsroomArticle, press: Press) -> dict[str, str]:
    """The article's time in each form that the templates show; empty texts where it has none."""
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
    channels: list[dict[str, object]] = []
    if "feed" in settings:
        channels.append({"kind": "feed", "url": base + settings["feed"]})
    if "listing" in settings:
        selectors = {key: settings[key] for key in ("links", "next", "pages")}
        channels.append({"kind": "listing", "url": base + settings["listing"]} | selectors)
    outlet: dict[str, object] = {key: settings[key] for key in ("id", "name")}
    outlet |= {"home": base + "/", "rights": settings["rights"], "places": settings.get("hints", [])}
    outlet |= {"allow_private": [f"{press.id}.localhost:{newsroom.port}"], "channel": channels}
    return outlet | ({"article": settings["selectors"]} if "selectors" in settings else {})


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "makes"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
