"""Whole runs: in this process, on real Dask processes, broken off, beside the collector."""

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from distributed import Client
from distributed.client import FutureCancelledError
from distributed.scheduler import KilledWorker

from record.urls import url_key
from scrapers.__main__ import main
from scrapers.backfill.engine import Engine, engine
from scrapers.backfill.run import BackfillProgress
from scrapers.errors import BackfillFailed
from scrapers.newsroom import Newsroom, presses, serve
from scrapers.report import BackfillReport, OutletReport
from tests.backfill.conftest import SMALL, Workspace
from tests.backfill.maker import CRAWLED, Capture, newsroom_captures, write
from tests.conftest import ROOT, article
from tests.running import run_scrapers
from tests.waiting import wait_until


def command(workspace: Workspace, *words: object) -> list[str]:
    return [sys.executable, "-m", "scrapers", "backfill", *map(str, words), *workspace.options()]


def line_of(report: BackfillReport, outlet: str) -> OutletReport:
    return next(line for line in report.outlets if line.id == outlet)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes on loopback, as a cluster has them; workers by name."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running: list[subprocess.Popen[bytes]] = []

    def start(kind: str, *options: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--scheduler-file", str(file), "--no-dashboard"]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running.append(
            subprocess.Popen([*words, "--host", "127.0.0.1", *options], cwd=folder, env=environment, **silent)
        )
        return running[-1]

    try:
        start("scheduler", "--port", "0")
        workers = {
            name: start("worker", "--name", name, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
            for name in ("satu", "dua")
        }
        with Client(written_by(file), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(len(workers), timeout=60)
            address = client.scheduler.address
        yield address, workers
    finally:
        for process in running:
            process.kill()
            process.wait()


def written_by(scheduler: Path) -> str:
    """The address in a scheduler's file, once it is whole."""
    addresses: list[str] = []

    def read() -> list[str]:
        with suppress(OSError, ValueError):
            addresses.append(str(json.loads(scheduler.read_text("utf-8"))["address"]))
        return addresses

    wait_until(read)
    return addresses[0]


def test_the_newsrooms_archive_gives_what_is_in_it(workspace, tmp_path, room) -> None:
    report = workspace.backfill(write(tmp_path / "newsroom.warc.gz", newsroom_captures(room)))
    by_url = {url_key(item.source_url): item for item in workspace.items()}
    truths = {url_key(url): truth for url, truth in room.expected.items()}
    down = {press.id for press in presses() if press.settings["channel"] == "down"}
    assert by_url.keys() <= truths.keys(), "an item an article, and none of a list"
    assert {url for url, truth in truths.items() if truth.about and truth.outlet not in down} <= by_url.keys()
    assert [url for url, item in by_url.items() if item.title != truths[url].title] == []
    published = {url: [*item.places] for url, item in by_url.items() if item.status == "published"}
    assert published == {url: truths[url].about for url in published}
    assert {item.collected.date() for item in workspace.items()} == {CRAWLED.date()}
    assert report.exit_status == 0
    assert sum(line.new for line in report.outlets) == len(by_url)


def test_one_worker_and_two_write_the_same_bytes(whole, make_workspace, archives, cluster) -> None:
    for name, options in (("satu", {"workers": 1}), ("dua", {"scheduler": cluster[0]})):
        workspace = make_workspace(name)
        with engine(**options) as made:
            workspace.backfill(*archives, engine=made, batch_bytes=SMALL)
        assert workspace.written() == whole.written, name


def test_a_worker_that_is_killed_loses_and_doubles_nothing(whole, workspace, archives, cluster) -> None:
    scheduler, workers = cluster
    held: list[str] = []

    def kill_one(_: BackfillProgress) -> None:
        if workers["satu"].poll() is None:
            with Client(scheduler, set_as_default=False) as client:
                at = next(key for key, worker in client.scheduler_info()["workers"].items() if worker["name"] == "satu")
                held.extend(name for name in (*client.processing()[at], *client.has_what()[at]) if "read_batch" in name)
                workers["satu"].kill()
            workers["satu"].wait()

    with engine(scheduler=scheduler) as made:
        report = workspace.backfill(*archives, batch_bytes=SMALL, engine=made, progress=kill_one)
    assert held, "it died with work in its hands"
    assert workspace.written() == whole.written
    assert (report.outlets, report.archives) == (whole.report.outlets, whole.report.archives)


def test_a_run_that_is_killed_goes_on_with_the_archive_it_was_in(whole, workspace, archives) -> None:
    news = sum(1 for path in whole.written if path.startswith("content/news/"))
    process = subprocess.Popen(
        command(workspace, *archives, "--workers", "1"), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_until(lambda: len(workspace.news) >= news // 3 or process.poll() is not None)
    children = psutil.Process(process.pid).children(recursive=True)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert news // 3 <= len(workspace.news) < news
    assert psutil.wait_procs(children, timeout=20)[1] == [], "no worker outlives its run"
    report = workspace.backfill(*archives)
    assert [line.status for line in report.archives] == ["ok", "ok"]
    assert workspace.written() == whole.written


def test_an_archive_that_was_read_is_passed_over_until_something_new_is_wanted(workspace, archives, tmp_path) -> None:
    workspace.backfill(archives[0])
    before = workspace.written()
    renamed = shutil.copy(archives[0], tmp_path / "lain.warc.gz")
    report = workspace.backfill(renamed, archives[1])
    assert [line.status for line in report.archives] == ["unchanged", "ok"]
    again = workspace.backfill(archives[0], again=True)
    assert [line.status for line in again.archives] == ["ok"]
    assert sum(line.new + line.updated for line in again.outlets) == 0
    after = workspace.written()
    assert [path for path in before if path.startswith("content/news/") and after[path] != before[path]] == []
    (workspace.content / "cities" / "kota-bogor.md").unlink()
    assert [line.status for line in workspace.backfill(*archives).archives] == ["ok", "ok"]


def test_reading_again_writes_nothing(workspace, archives) -> None:
    workspace.backfill(*archives)
    before = workspace.written()
    report = workspace.backfill(*archives, again=True)
    assert workspace.written() == before
    assert sum(line.unchanged for line in report.outlets) == len(workspace.news) > 30


def test_the_collector_and_an_archive_make_one_item_of_one_page(make_workspace, tmp_path) -> None:
    with serve() as press:
        captured = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
        archive = write(tmp_path / "newsroom.warc.gz", newsroom_captures(press, 3), start=captured)
        collected_first, archive_first = (make_workspace(name, press.sources_toml()) for name in ("first", "second"))
        archive_first.backfill(archive)
        for workspace in (collected_first, archive_first):
            outlets = [word for outlet in presses()[:3] for word in ("--outlet", outlet.id)]
            run_scrapers(["collect", *workspace.options(), *outlets]).check_returncode()
    before = collected_first.items()
    report = collected_first.backfill(archive)
    assert collected_first.items() == before
    assert sum(line.unchanged for line in report.outlets) == len(before) > 30
    first, second = (
        [(item.id, item.digest, item.places) for item in workspace.items()]
        for workspace in (collected_first, archive_first)
    )
    assert first == second


def capture(text: str, day: int, name: str = "1") -> Capture:
    page = str(article("Pusat kendali Kota Bekasi dibuka", f"Wali Kota Bekasi membuka pusat kendali. {text} " * 5).body)
    when = dt.datetime(2020, 3, day, tzinfo=dt.UTC)
    return Capture(url=f"http://kabar-patriot.localhost:8100/{name}", body=page.encode(), when=when)


def test_a_later_capture_is_news_and_an_earlier_one_is_not(workspace, tmp_path) -> None:
    later = write(tmp_path / "b.warc.gz", [capture("Naskah kedua.", 9)])
    earlier = write(tmp_path / "a.warc.gz", [capture("Naskah pertama.", 2), capture("Naskah kedua.", 5)])
    line = line_of(workspace.backfill(later, earlier), "kabar-patriot")
    assert (line.new, line.updated, line.unchanged) == (1, 0, 2)
    newest = write(tmp_path / "c.warc.gz", [capture("Naskah ketiga.", 20)])
    assert line_of(workspace.backfill(newest), "kabar-patriot").updated == 1
    [item] = workspace.items()
    assert "ketiga" in item.body
    assert (item.collected.day, item.changed.day, len(item.evidence)) == (9, 20, 1)
    index = (workspace.folder / "evidence" / "2020-03.cdxj").read_text("utf-8").splitlines()
    assert len(index) == 2, "captures that changed nothing are not archived"


def test_what_a_person_edited_stays(workspace, tmp_path) -> None:
    workspace.backfill(write(tmp_path / "a.warc.gz", [capture("Naskah pertama.", 2)]))
    [path] = workspace.news
    path.write_text(path.read_text("utf-8").replace("Title: Pusat", "Title: Ruang"), "utf-8")
    edited = path.read_bytes()
    workspace.backfill(write(tmp_path / "b.warc.gz", [capture("Naskah kedua.", 9)]))
    assert path.read_bytes() == edited
    assert len(list(workspace.content.glob("waiting/*/*/*.md"))) == 1


def test_reprocessing_reads_the_archives_evidence(workspace, archives, tmp_path) -> None:
    strange = replace(capture("Kabar lain.", 3), url="https://lain.example/berita/1")
    workspace.backfill(archives[0], write(tmp_path / "a.warc.gz", [strange]), takes_any=True)
    before = {path: data for path, data in workspace.written().items() if path.startswith("content/news")}
    report = tmp_path / "report.json"
    run_scrapers(["reprocess", *workspace.options(), "--report", str(report)]).check_returncode()
    lines = json.loads(report.read_text("utf-8"))["outlets"]
    assert sum(line["unchanged"] for line in lines) == len(before) > 30
    assert "lain.example" in {line["id"] for line in lines}
    assert {path: data for path, data in workspace.written().items() if path.startswith("content/news")} == before


def test_any_outlet_gives_headlines_of_others(workspace, tmp_path) -> None:
    page = replace(capture("Kabar lain.", 3), url="https://www.lain.example/berita/1")
    archive = write(tmp_path / "a.warc.gz", [page])
    assert workspace.backfill(archive).outlets == []
    assert line_of(workspace.backfill(archive, takes_any=True), "lain.example").new == 1
    [item] = workspace.items()
    assert (item.outlet, item.source, item.rights, item.body, item.summary) == ("lain.example",) * 2 + ("link", "", "")


def test_a_cut_inside_a_page_is_found_out_and_mended(workspace, make_workspace, tmp_path, room: Newsroom) -> None:
    inner = write(tmp_path / "inner.warc.gz", [capture(f"Palsu {n}.", 3, f"palsu-{n}") for n in range(60)]).read_bytes()
    pages = [*newsroom_captures(room, 2)]
    outer = [*pages[:12], Capture(url="https://jahat.example/", body=inner), *pages[12:]]
    archive = write(tmp_path / "outer.warc.gz", outer)
    plain = make_workspace("plain")
    plain.backfill(write(tmp_path / "outer.warc", outer, packed=False))
    for size in (2_000, 10_000):
        workspace.backfill(archive, again=True, batch_bytes=size)
    assert not any("palsu" in item.source_url for item in workspace.items())
    assert [item.id for item in workspace.items()] == [item.id for item in plain.items()]


def test_a_broken_archive_is_named_and_the_others_are_read(workspace, archives, tmp_path) -> None:
    broken = tmp_path / "broken.warc.gz"
    data = bytearray(archives[0].read_bytes())
    data[9_000:9_200] = bytes(200)
    broken.write_bytes(data[:-500])
    (tmp_path / "page.warc").write_text("<html>", "utf-8")
    words = command(
        workspace, tmp_path / "page.warc", broken, archives[1], "--workers", 1, "--report", tmp_path / "report.json"
    )
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 3, done.stderr
    assert "no WARC file" in done.stderr
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert [line["status"] for line in report["archives"]] == ["failed", "ok", "ok"]
    assert report["archives"][1]["damaged"] == 2
    assert "damaged or cut off" in report["archives"][1]["error"]
    assert len(workspace.items()) > 30
    assert set(report["outlets"][0]) == {
        "id", "status", "error", "pages", "new", "updated", "unchanged", "duplicate", "unplaced", "rejected"
    }  # fmt: skip


def test_wrong_words_are_answered_before_anything_is_read(workspace, tmp_path, capsys) -> None:
    assert main(["backfill", str(tmp_path / "tidak-ada.warc.gz"), *workspace.options()]) == 2
    assert "no such file or folder" in capsys.readouterr().err
    here = str(ROOT / "tests" / "backfill" / "maker.py")
    with pytest.raises(SystemExit, match="2"):
        main(["backfill", here, "--workers", "2", "--scheduler", "tcp://127.0.0.1:9", *workspace.options()])


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch) -> None:
    monkeypatch.setattr("scrapers.backfill.engine.PATIENCE", 1)
    with pytest.raises(BackfillFailed, match="no Dask scheduler answers"), engine(scheduler="tcp://127.0.0.1:9"):
        pass


class Failing:
    """A client whose every task ends with an error."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def nthreads(self) -> dict[str, int]:
        return {"satu": 1}

    def submit(self, *_: object, **__: object) -> "Failing":
        return self

    def cancel(self, _: object) -> None:
        """Nothing is left to cancel."""

    def result(self) -> None:
        raise self.error


def test_a_batch_that_no_worker_survives_fails_its_archive(workspace, archives) -> None:
    worker = SimpleNamespace(address="tcp://127.0.0.1:9")
    failing = Engine(Failing(KilledWorker("read_batch-1", worker, 3)), sends=False)
    report = workspace.backfill(archives[0], engine=failing)
    assert report.exit_status == 3
    assert "ended every worker" in str(report.archives[0].error)
    assert workspace.backfill(archives[0]).archives[0].status == "ok", "it is not taken for read"


def test_a_scheduler_that_goes_ends_the_run(workspace, archives) -> None:
    with pytest.raises(BackfillFailed, match="scheduler is gone"):
        workspace.backfill(
            archives[0], engine=Engine(Failing(FutureCancelledError("read_batch-1", "lost")), sends=False)
        )
