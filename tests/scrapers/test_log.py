"""The terminal has a run's own lines alone; what libraries say is in the log."""

import logging
import socket
import threading
import warnings

import pytest

from scrapers import log
from scrapers.log import logging_to
from tests.conftest import Answer


def sources(site, urls: dict[str, str]) -> str:
    """One outlet for each address, which may be reached unless its name begins with "closed"."""
    head = site.sources().partition("[[outlet]]")[0].replace("timeout = 3.0", "timeout = 1.0")
    rows = [head]
    for name, url in urls.items():
        pair = "" if name.startswith("closed") else f'"{url.split("/")[2]}"'
        rows.append(
            f'[[outlet]]\nid = "{name}"\nname = "{name}"\nhome = "{url}"\nallow_private = [{pair}]\n'
            f'[[outlet.channel]]\nkind = "feed"\nurl = "{url}"\n'
        )
    return "".join(rows)


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_run_prints_its_own_lines_alone(site, collect, tmp_path, closed_port) -> None:
    inside = {"Location": f"http://localhost:{site.port}/secret"}
    site.answers = {
        "/inside/": Answer("", status=302, headers=inside),
        "/malformed/": Answer("<rss><channel><item", "application/rss+xml"),
        "/short/": Answer("x", headers={"Content-Length": "5000"}),
        "/down/": Answer("", status=503),
    }
    urls = {name: f"{site.base}/{name}/" for name in ("inside", "malformed", "short", "down")}
    urls |= {
        "refused": f"http://127.0.0.1:{closed_port}/",
        "tls": f"https://127.0.0.1:{site.port}/",
        "closed-name": f"http://127.1:{site.port}/",
        "closed-address": "http://10.0.0.1/",
    }
    run = collect(sources(site, urls))
    lines = run.errors.splitlines()
    assert [line.split()[:2] for line in lines] == [["failed", f"{name}:"] for name in urls]
    assert "127.1 leads to the private address" in run.outlet("closed-name")["error"]
    logged = (tmp_path / "state" / "collect.log").read_text("utf-8")
    assert "Gave up retrying" in logged


def test_asked_for_the_rest_is_shown_as_well(site, collect) -> None:
    site.answers = {"/feed/": site.feed()}
    errors = collect(site.sources(), "-v").errors
    assert "scrapy" in errors
    assert errors.splitlines()[-1].startswith("ok ")


def test_a_log_keeps_its_bounds(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(log, "MOST_BYTES", 1000)
    for _ in range(3):
        with logging_to(tmp_path / "state" / "x.log"):
            for number in range(50):
                logging.getLogger("lib").warning("line %d", number)
    files = list((tmp_path / "state").iterdir())
    assert sorted(file.name for file in files) == ["x.log", "x.log.1"]
    assert all(file.stat().st_size <= 1000 for file in files)


class Breaks:
    def __del__(self) -> None:
        raise ValueError("on its way out")


def _in_a_thread() -> None:
    thread = threading.Thread(target={}.pop, args=("nothing",))
    thread.start()
    thread.join()


def _warn() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old", DeprecationWarning, stacklevel=1)


@pytest.mark.parametrize(
    ("say", "logged"),
    [
        (lambda: logging.getLogger("lib").error("broken"), "broken"),
        (lambda: logging.getLogger("lib").error("%d", "no number"), ""),
        (_warn, "DeprecationWarning"),
        (_in_a_thread, "KeyError"),
        (lambda: Breaks() and None, "on its way out"),
    ],
)
@pytest.mark.parametrize("file", ["x.log", "no/x.log", None])
def test_whatever_is_said_is_logged_and_not_printed(tmp_path, capfd, say, logged, file) -> None:
    (tmp_path / "no").touch()
    with logging_to(tmp_path / file if file else None):
        say()
    assert capfd.readouterr() == ("", "")
    if file == "x.log":
        assert logged in (tmp_path / file).read_text("utf-8")


def test_afterwards_all_is_as_before(tmp_path) -> None:
    before = [*logging.root.handlers], logging.root.level, warnings.showwarning
    with logging_to(tmp_path / "x.log", verbose=True):
        pass
    assert ([*logging.root.handlers], logging.root.level, warnings.showwarning) == before
