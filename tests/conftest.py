"""What every test may use: a content folder with three places, and a small outlet on loopback."""

import datetime as dt
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from record.models import Place
from record.places import tracked_places
from record.toml_writer import to_fenced_toml
from scrapers.decide.places import Placer
from tests.running import run_scrapers

pytest_plugins = ["tests.site.fixtures"]
# Else `publish` refuses; what it says then has a test of its own.
os.environ["PANTAU_CONTACT"] = "mailto:redaksi@pantau.example"
# What a schedule sets for the real site is not of the tests' own sites.
os.environ.pop("PANTAU_SITEURL", None)
ROOT = Path(__file__).parents[1]
settings.register_profile("untimed", deadline=None, max_examples=60)
settings.load_profile("untimed")
FETCHED = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)


def lacking(what: str) -> NoReturn:
    """End a test that needs what this machine lacks: skipped, but a failure where all of it must be there."""
    if os.environ.get("PANTAU_REQUIRE_BROWSER") == "1":
        pytest.fail(what)
    pytest.skip(what)


PLACES = (
    ("kota-bekasi", "Kota Bekasi", "Jawa Barat", "Asia/Jakarta", ["Kabupaten Bekasi"]),
    ("kota-bandung", "Kota Bandung", "Jawa Barat", "Asia/Jakarta", ["Kabupaten Bandung", "Kabupaten Bandung Barat"]),
    ("kabupaten-bandung", "Kabupaten Bandung", "Jawa Barat", "Asia/Jakarta", ["Kota Bandung"]),
    ("kota-samarinda", "Kota Samarinda", "Kalimantan Timur", "Asia/Makassar", []),
)


def place(slug: str, name: str, province: str, zone: str, confusable: list[str]) -> Place:
    return Place.model_validate(
        {
            "slug": slug, "name": name, "kind": slug.split("-", maxsplit=1)[0], "province": province, "latitude": -6.2,
            "longitude": 107.0, "timezone": zone, "cohort": 2017, "confusable": confusable,
        }
    )  # fmt: skip


@pytest.fixture
def places() -> dict[str, Place]:
    return {row[0]: place(*row) for row in PLACES}


REAL_PLACES = Path(__file__).parent / "places.jsonl"
"""Places that the newsroom, the archives and the labelled cases name: as much of each as placing asks for."""


def real_places() -> dict[str, Place]:
    """The places of `REAL_PLACES` by slug."""
    rows = map(Place.model_validate_json, REAL_PLACES.read_text("utf-8").splitlines())
    return {place.slug: place for place in rows}


def write_places(content: Path, places: Mapping[str, Place]) -> None:
    """Write their files into a content folder."""
    (content / "cities").mkdir(parents=True, exist_ok=True)
    for slug, facts in places.items():
        (content / "cities" / f"{slug}.md").write_text(to_fenced_toml(facts), "utf-8")


@pytest.fixture(scope="session")
def record_places() -> dict[str, Place]:
    """The tracked places of the living record, for tests with the marker `record`."""
    return tracked_places(ROOT / "content")


@pytest.fixture(scope="session")
def placer() -> Placer:
    """Of the real places: it takes a fifth of a second to make, and has no state."""
    return Placer(real_places())


@pytest.fixture
def content(tmp_path: Path, places: dict[str, Place]) -> Path:
    folder = tmp_path / "content"
    write_places(folder, places)
    (folder / "news").mkdir()
    return folder


@dataclass
class Answer:
    body: str | bytes = ""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds between two bytes of the body."""
    head: int = 0
    """The status of a HEAD, where it is another."""


@dataclass
class Site:
    """A little outlet: what it answers by path, and what it was asked."""

    port: int
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    """Paths that were asked by HEAD; `asked` has only the others."""

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def feed(self, *paths: str, etag: str = "") -> Answer:
        items = "".join(f"<item><title>{path}</title><link>{self.base}{path}</link></item>" for path in paths)
        text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Kabar</title>{items}</channel></rss>"
        return Answer(text, "application/rss+xml", headers={"ETag": etag} if etag else {})

    def sources(self, **outlet: Any) -> str:
        rows = {
            "id": "kabar", "name": "Kabar", "home": f"{self.base}/", "rights": "full", "places": [],
            "allow_private": [f"127.0.0.1:{self.port}"],
        } | outlet  # fmt: skip
        channel = rows.pop("channel", {"kind": "feed", "url": f"{self.base}/feed/"})
        return "\n".join(
            [
                "[defaults]",
                "delay = 0.0",
                "timeout = 3.0",
                "max_bytes = 200_000",
                "[[outlet]]",
                *(f"{key} = {json.dumps(value)}" for key, value in rows.items()),
                "[[outlet.channel]]",
                *(f"{key} = {json.dumps(value)}" for key, value in channel.items()),
                "",
            ]
        )


def article(title: str, text: str = "", published: str = "2017-05-22T14:40:00+07:00") -> Answer:
    body = text or (
        "Pemerintah Kota Bekasi membuka pusat kendali yang memantau lalu lintas, banjir, dan aduan warga setiap hari. "
        "Wali Kota Bekasi meminta semua dinas menjawab aduan itu paling lambat dalam dua hari kerja sejak diterima."
    )
    meta = f'<meta property="article:published_time" content="{published}">' if published else ""
    return Answer(
        f'<!doctype html><html lang="id"><head><title>{title}</title>{meta}</head><body><h1>{title}</h1>'
        f"<article><p>{body}</p><p>Anggaran berasal dari kas daerah dan diumumkan pada rapat dewan.</p></article>"
        "</body></html>"
    )


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, dict(self.headers)))
            answer = made.answers.get(self.path, Answer("", status=404))
            if isinstance(answer, list):
                answer = answer.pop(0) if len(answer) > 1 else answer[0]
            etag = answer.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                answer = Answer("", status=304)
            data = answer.body.encode() if isinstance(answer.body, str) else answer.body
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(data)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self._send(data, answer.pause)

        def do_HEAD(self) -> None:
            made.heads.append(self.path)
            answer = made.answers.get(self.path, Answer("", status=404))
            assert isinstance(answer, Answer)
            self.send_response(answer.head or answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def _send(self, data: bytes, pause: float) -> None:
            """At once, or a byte at a time."""
            if not pause:
                self.wfile.write(data)
                return
            for number in range(len(data)):
                self.wfile.write(data[number : number + 1])
                time.sleep(pause)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@dataclass
class Run:
    status: int
    errors: str
    report: dict[str, Any]

    def outlet(self, name: str = "kabar") -> dict[str, Any]:
        return next(row for row in self.report["outlets"] if row["id"] == name)


@pytest.fixture
def collect(tmp_path: Path, content: Path) -> Any:
    """Runs `python -m scrapers collect` on a sources text."""

    def run(sources: str, *options: str, command: str = "collect") -> Run:
        (tmp_path / "sources.toml").write_text(sources, "utf-8")
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        words = [command, "--sources", str(tmp_path / "sources.toml"), "--content", str(content)]
        words += ["--state", str(tmp_path / "state"), "--report", str(report), *options]
        done = run_scrapers(words)
        return Run(done.returncode, done.stderr, json.loads(report.read_text("utf-8")) if report.exists() else {})

    return run
