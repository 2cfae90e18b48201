"""Lighthouse on a page as a phone loads it: four scores, each of them 100."""

import json
import os
import subprocess
from dataclasses import dataclass
from typing import Any

from tests.publish.checks.npm_checkers import LIGHTHOUSE
from tests.site.serving import CHROMIUM, QUIET

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
NOISY = "performance"
"""Another process can only make a page slower: the best of some tries is the nearest to the truth."""
TRIES = 3
FULL = 100
CHROME = " ".join([*QUIET, "--headless=new"])


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the score of each category, and the audits that cost points."""

    scores: dict[str, int]
    wanting: tuple[str, ...] = ()

    def below(self) -> dict[str, int]:
        """The categories that miss the mark."""
        return {name: score for name, score in self.scores.items() if score < FULL}


def measure(url: str) -> Report:
    """The first run without a fault; a fault in anything but the noisy category ends the tries, as does the last."""
    reports: list[Report] = []
    for _ in range(TRIES):
        reports.append(read(run_lighthouse(url)))
        if set(reports[-1].below()) != {NOISY}:
            return reports[-1]
    return max(reports, key=lambda report: report.scores[NOISY])


def read(answer: dict[str, Any]) -> Report:
    """Scores in percent, and each weighed audit below its full score."""
    if error := answer.get("runtimeError"):
        raise RuntimeError(f"Lighthouse could not load {answer.get('requestedUrl')}: {error.get('message')}")
    categories, audits = answer["categories"], answer["audits"]
    wanting = [
        f"{name}: {audits[reference['id']]['title']} ({audits[reference['id']].get('displayValue', 'failed')})"
        for name in CATEGORIES
        for reference in categories[name]["auditRefs"]
        if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 1
        if audits[reference["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    ]
    scores = {name: int((categories[name]["score"] or 0) * FULL + 0.5) for name in CATEGORIES}
    return Report(scores, tuple(wanting))


def run_lighthouse(url: str) -> dict[str, Any]:
    """What Lighthouse prints of a page. Raises `RuntimeError` where it stops."""
    options = ["--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}"]
    command = ["node", str(LIGHTHOUSE), url, *options, "--no-enable-error-reporting"]
    surroundings = os.environ | {"CHROME_PATH": str(CHROMIUM)}
    done = subprocess.run(
        command, env=surroundings, capture_output=True, text=True, encoding="utf-8", timeout=240, check=False
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse stopped at {url}: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
