"""The audit's own judgement; the tools it starts are installed by `invoke audit` (or `.ci/install-checks`)."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, lacking
from tests.publish.checks import lighthouse, npm_checkers, nu


def answer(**scores: float) -> dict[str, Any]:
    """What Lighthouse prints, with one weighed audit a category."""
    given = dict.fromkeys(lighthouse.CATEGORIES, 1.0) | {
        name.replace("_", "-"): score for name, score in scores.items()
    }
    audits = {name: {"title": f"audit of {name}", "score": score, "scoreDisplayMode": "numeric", "displayValue": "2 s"}
              for name, score in given.items()}  # fmt: skip
    categories = {name: {"score": score, "auditRefs": [{"id": name, "weight": 1}]} for name, score in given.items()}
    return {"categories": categories, "audits": audits}


def runs(monkeypatch: pytest.MonkeyPatch, *answers: dict[str, Any]) -> list[str]:
    """Let Lighthouse give these answers in turn; the addresses it was asked for."""
    asked: list[str] = []

    def run(url: str) -> dict[str, Any]:
        asked.append(url)
        return answers[len(asked) - 1]

    monkeypatch.setattr(lighthouse, "run_lighthouse", run)
    return asked


def test_full_marks_need_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = runs(monkeypatch, answer())
    assert lighthouse.measure("u").below() == {}
    assert asked == ["u"]


def test_a_slow_run_is_tried_again_and_the_best_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = runs(monkeypatch, answer(performance=0.9), answer(performance=0.97), answer(performance=0.95))
    report = lighthouse.measure("u")
    assert report.below() == {"performance": 97}
    assert report.wanting == ("performance: audit of performance (2 s)",)
    assert len(asked) == 3


def test_any_other_fault_counts_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = runs(monkeypatch, answer(performance=0.9, seo=0.92), answer())
    assert lighthouse.measure("u").below() == {"performance": 90, "seo": 92}
    assert len(asked) == 1


def test_a_page_that_does_not_load_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="could not load u: refused"):
        lighthouse.read({"runtimeError": {"message": "refused"}, "requestedUrl": "u"})


@pytest.mark.browser
def test_nu_finds_a_planted_fault_and_no_other(built: Path, tmp_path: Path) -> None:
    if not (shutil.which("java") and npm_checkers.NU.is_file()):
        lacking(f"no Java, or no {npm_checkers.NU}: run .ci/install-checks")
    site = shutil.copytree(built, tmp_path / "a site")
    page = site / "tentang" / "index.html"
    text = page.read_text("utf-8")
    page.write_text(text.replace("<h1>", "<h1 align=left>"), "utf-8")
    line = text[: text.index("<h1>")].count("\n") + 1
    assert [fault.partition(": ")[0] for fault in nu.check(site)] == [f"tentang/index.html:{line}"]


def test_the_lock_names_no_address() -> None:
    text = (ROOT / ".ci" / "package-lock.json").read_text("utf-8")
    assert "://" not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/') > 100
