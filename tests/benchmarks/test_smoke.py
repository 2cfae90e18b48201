"""Each benchmark runs, at a size that says nothing."""

import subprocess
import sys

import pytest

from tests.conftest import ROOT

SMALL = {
    # Without the peers from elsewhere: these two are always installed.
    "build": ["--items", "30", "--rounds", "1", "--tools", "ours", "stock"],
    "backfill_rate": ["--pages", "60", "--peer-pages", "2", "--rounds", "1", "--workers", "1"],
    "check_rate": ["--content", "tests/site/content", "--items", "1", "--rounds", "1", "--size", "2000"],
    "collect_rate": ["--pages", "3", "--rounds", "1"],
    "extraction_cpu": ["--rounds", "1"],
    "feed_memory": ["--entries", "20"],
    "feed_writers": ["--entries", "2", "--rounds", "1"],
    "idle_run": ["--items", "20", "--rounds", "1"],
    "many_outlets": ["--outlets", "2", "--pages", "1", "--delay", "0"],
    "place_rate": ["--rounds", "1"],
    "serve_reload": ["--content", "tests/site/content", "--items", "30", "--rounds", "1", "--alone"],
    "story_rate": ["--items", "30"],
}


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_benchmark_prints_its_ratio(name) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", *SMALL[name]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout


def test_every_benchmark_is_tried() -> None:
    names = {path.stem for path in (ROOT / "benchmarks").glob("*.py")} - {"__init__", "bench", "web"}
    assert names == set(SMALL)
