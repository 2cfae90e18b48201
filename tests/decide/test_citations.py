"""What answers say of a cited address, as a file of cases, and whom to ask."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from record.monitoring import Citation
from scrapers.decide.citations import (
    ALL_ASKED_IN,
    LEAST_ASKED,
    NOT_BEFORE,
    OF_THE_LINE,
    OF_THE_SOURCE,
    CitationFault,
    Reply,
    due,
    fault_of_rejection,
    is_front_page,
    is_our_line,
    settle,
)
from scrapers.errors import FetchFault

CASES = [json.loads(line) for line in (Path(__file__).parent / "citations.jsonl").read_text("utf-8").splitlines()]
DAY = dt.date(2026, 11, 26)
A = "https://satu.example/a"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_answers_settle_a_state(case: dict[str, Any]) -> None:
    line = None
    for day, fault, *words in case["replies"]:
        reply = Reply(A, fault, digest=words[0] if words else "")
        line = settle(line, reply, digest=case.get("digest", ""), day=dt.date.fromisoformat(day))
    expected = {"url": A, "checked": case["replies"][-1][0]} | {
        k: v for k, v in case.items() if k not in {"case", "replies", "digest"}
    }
    assert line is not None
    assert line.model_dump(mode="json", exclude_defaults=True) == expected


@pytest.mark.parametrize(
    ("reason", "kind", "fault"),
    [
        ("no-text", "", "no-text"),
        ("not-an-article", "challenge", "no-access"),
        ("not-an-article", "soft-404", "front-page"),
    ],
)
def test_what_stands_before_a_page_says_nothing_of_it(reason: Any, kind: str, fault: str) -> None:
    assert fault_of_rejection(reason, kind) == fault


def test_the_tables_use_words_of_the_closed_list() -> None:
    words = {word for part in get_args(CitationFault) for word in (get_args(part) or [part])}
    assert set(get_args(FetchFault)) < words
    assert words >= OF_THE_SOURCE | OF_THE_LINE


@pytest.mark.parametrize(
    ("asked", "came", "is_front"),
    [
        (A, "https://satu.example/", True),
        (A, "https://www.satu.example", True),
        (A, "https://satu.example/id/", True),
        (A, "https://satu.example/404", True),
        (A, "https://parkir.example/", True),
        (A, "https://satu.example/a/", False),
        (A, "https://m.satu.example/a", False),
        (A, "https://satu.example/berita/a", False),
        ("https://satu.example/", "https://www.satu.example/id/", False),
        (A, "https://satu.example/?p=7", False),
    ],
)
def test_a_missing_page_is_led_to_the_front(asked: str, came: str, is_front: bool) -> None:
    assert is_front_page(asked, came) is is_front


def test_no_answer_at_all_is_our_own_line() -> None:
    lost = [Reply(A, "unknown-host"), Reply("https://dua.example/", "timeout")]
    assert is_our_line(lost)
    assert not is_our_line([*lost, Reply("https://tiga.example/", "gone")]), "a 404 is an answer"
    assert not is_our_line([])


def many(hosts: int, pages: int) -> list[str]:
    return [f"https://h{host:02}.example/{page}" for host in range(hosts) for page in range(pages)]


def ask_daily(urls: list[str], step: int, runs: int) -> list[list[str]]:
    known: dict[str, Citation] = {}
    asked = []
    for run in range(runs):
        day = DAY + dt.timedelta(run * step)
        urls_now = due(urls, known, day)
        asked.append(urls_now)
        known |= {url: settle(known.get(url), Reply(url), digest="", day=day) for url in urls_now}
    return asked


@pytest.mark.parametrize("step", [1, 7])
def test_all_are_asked_in_about_four_weeks_whatever_the_rhythm(step: int) -> None:
    urls = many(40, 20)
    asked = ask_daily(urls, step, 2 * ALL_ASKED_IN // step)
    first = [url for run in asked for url in run][: len(urls)]
    assert sorted(first) == sorted(urls), "each once before any twice"
    needed = next(n for n in range(len(asked)) if len({url for run in asked[: n + 1] for url in run}) == len(urls))
    assert ALL_ASKED_IN - 7 <= needed * step <= ALL_ASKED_IN + 7


def test_a_run_spreads_over_hosts() -> None:
    assert len({url.split("/")[2] for url in due(many(30, 30), {}, DAY, limit=30)}) == 30


def test_the_same_day_asks_nothing_again_and_a_limit_holds() -> None:
    urls = many(3, 2)
    known = {url: Citation(url=url, state="live", checked=DAY) for url in urls}
    assert due(urls, known, DAY) == []
    assert due(urls, known, DAY + dt.timedelta(NOT_BEFORE)) != []
    assert len(due(many(9, 9), {}, DAY, limit=5)) == 5
    assert len(due(many(9, 9), {}, DAY)) == LEAST_ASKED


def test_what_failed_is_asked_again_first() -> None:
    urls = many(30, 4)
    known = {url: Citation(url=url, state="live", checked=DAY) for url in urls[1:60]}
    known[urls[99]] = Citation(url=urls[99], state="unreached", checked=DAY, since=DAY, failures=1, reason="gone")
    known[urls[98]] = Citation(url=urls[98], state="gone", checked=DAY, since=DAY, failures=3, reason="gone")
    first = due(urls, known, DAY + dt.timedelta(NOT_BEFORE), limit=2)
    assert first[0] == urls[99]
    assert urls[98] not in first
