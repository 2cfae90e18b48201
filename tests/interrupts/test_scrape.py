"""A scrape that is interrupted, wherever it is: each item is whole or not there, and the next run gets the rest."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import Site, article
from tests.interrupts.stages import RANDOM_TIMES, stage_ends
from tests.interrupts.trap import Interrupted, Trap, random_traps, run
from tests.site.building import files

MOMENT = re.compile(rb'^(Collected|Seal|Evidence): .*|"success": ?"[^"]*"', re.M)
"""What a run writes of its own time, and what follows from that."""
ARTICLES = {
    "/a": ("Kota Bekasi Membuka Pusat Kendali", "Pemerintah Kota Bekasi membuka pusat kendali lalu lintas. "),
    "/b": ("Dinas Kesehatan Kota Bekasi Menambah Dokter", "Puskesmas di Kota Bekasi kini punya dua dokter jaga. "),
    "/c": ("Pasar Baru Kota Bekasi Terbakar Semalam", "Api di pasar itu padam menjelang pagi, kata Wali Kota Bekasi. "),
}
"""By path: title, and the sentence that its text repeats."""


class Scrapes:
    """One outlet that is collected again and again from the beginning."""

    def __init__(self, folder: Path, content: Path, site: Site) -> None:
        self.folder, self.start, self.site = folder, content, site
        self.content, self.state, self.evidence = folder / "live", folder / "state", folder / "evidence"
        site.answers = {path: article(title, sentence * 12) for path, (title, sentence) in ARTICLES.items()}
        site.answers["/feed/"] = site.feed(*ARTICLES, etag='"1"')
        (folder / "sources.toml").write_text(site.sources(), "utf-8")
        self.forget()
        whole = self.scrape()
        assert whole.done.returncode == 0, whole.done.stderr
        self.changes, self.clean = whole.changes, self.written()
        assert len([name for name in self.clean if name.startswith("news/")]) == len(ARTICLES)

    def forget(self) -> None:
        for path in (self.content, self.state, self.evidence):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(self.start, self.content)

    def scrape(self, trap: Trap | None = None) -> Interrupted:
        options = {"sources": self.folder / "sources.toml", "content": self.content, "state": self.state}
        options |= {"evidence": self.evidence, "report": self.state / "report.json"}
        words = [part for name, path in options.items() for part in (f"--{name}", str(path))]
        return run("scrapers.__main__", ["collect", *words], self.folder, trap)

    def written(self) -> dict[str, bytes]:
        return {name: MOMENT.sub(b"", data) for name, data in files(self.content).items()}

    def check(self, trap: Trap) -> bool:
        """Interrupt a run, then let one end; whether the signal came in time."""
        self.forget()
        interrupted = self.scrape(trap)
        after = self.written()
        for name, data in after.items():
            if name.startswith("news/") and not Path(name).name.startswith("."):
                assert self.clean.get(name) == data, (trap, name)
        if interrupted.done.returncode == 0:
            assert after == self.clean, trap
        for path in self.content.rglob(".*.part"):
            # As if the next run came some minutes later.
            os.utime(path, (0, 0))
        whole = self.scrape()
        assert whole.done.returncode == 0, (trap, whole.done.stderr)
        assert self.written() == self.clean, trap
        self.check_evidence()
        return interrupted.is_hit

    def check_evidence(self) -> None:
        """Each item's evidence is archived, and found."""
        index = "".join(path.read_text("utf-8") for path in self.evidence.glob("*.cdxj"))
        for path in self.content.glob("news/*/*/*.md"):
            for line in re.findall(r"^Evidence: (.*)", path.read_text("utf-8"), re.M):
                assert all(json.dumps(name) in index for name in line.split(", ")), path


@pytest.fixture
def scrapes(tmp_path: Path, content: Path, site: Site) -> Scrapes:
    return Scrapes(tmp_path, content, site)


def test_a_scrape_interrupted_at_a_stage_is_ended_by_the_next(scrapes: Scrapes) -> None:
    for at, end in stage_ends("scrape"):
        assert scrapes.check(Trap(end, at=at)), (at, end)


def test_a_scrape_interrupted_anywhere_is_ended_by_the_next(scrapes: Scrapes) -> None:
    hits = sum(scrapes.check(trap) for trap in random_traps(scrapes.changes))
    assert hits > RANDOM_TIMES // 2, "too few of these were interrupted at all"
