"""What the collector keeps of outlets: when they were not well, and how they usually fare."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from record.json_lines import read_lines
from record.monitoring import Health, Outage
from scrapers.report import PAGES_DISALLOWED, OutletReport, Status
from scrapers.sources import Outlet
from scrapers.store.health import note_health

DAY = dt.date(2026, 3, 1)
EACH = dt.timedelta(1)


def outlet(name: str) -> Outlet:
    channel = {"kind": "feed", "url": f"https://{name}.example/feed"}
    fields = {
        "id": name,
        "name": name.title(),
        "home": f"https://{name}.example/",
        "rights": "link",
        "channel": [channel],
    }
    return Outlet.model_validate(fields | {"places": ["kota-bekasi"]})


def note(
    content: Path, day: dt.date, *, fresh: dict[str, Sequence[dt.date]] | None = None, **statuses: Status
) -> list[Outage]:
    reports = [OutletReport(name, status) for name, status in statuses.items()]
    outlets = [outlet(name) for name in statuses]
    note_health(content, outlets, reports, fresh or {}, day=day, listed=frozenset({"satu", "dua"}))
    return read_lines(content / "outages.jsonl", Outage)


def health(content: Path) -> dict[str, Health]:
    return {line.outlet: line for line in read_lines(content / "health.jsonl", Health)}


def stamps(content: Path) -> list[int]:
    return [path.stat().st_mtime_ns for path in sorted(content.glob("*.jsonl"))]


def test_an_outage_opens_once_and_closes_when_the_outlet_answers(tmp_path: Path) -> None:
    assert note(tmp_path, DAY - EACH, satu="ok", dua="ok") == []
    (first,) = note(tmp_path, DAY, satu="failed", dua="ok")
    assert (first.outlet, first.start, first.until, first.places) == ("satu", DAY, None, ["kota-bekasi"])
    assert first.state == "blind"
    before = stamps(tmp_path)
    assert note(tmp_path, DAY + EACH, satu="failed", dua="ok") == [first]
    assert stamps(tmp_path) == before, "nothing new, nothing written"
    (closed,) = note(tmp_path, DAY + 2 * EACH, satu="unchanged", dua="ok")
    assert closed.until == DAY + 2 * EACH
    assert len(note(tmp_path, DAY + 3 * EACH, satu="disallowed", dua="ok")) == 2


def test_an_outlet_that_was_never_read_opens_no_outage(tmp_path: Path) -> None:
    assert note(tmp_path, DAY, satu="failed", dua="ok") == []
    assert (health(tmp_path)["satu"].success, health(tmp_path)["dua"].success) == (None, DAY)


def test_one_outlet_that_is_asked_alone_may_find_our_own_line_down(tmp_path: Path) -> None:
    note(tmp_path, DAY, satu="ok", dua="ok")
    before = stamps(tmp_path)
    for error, count in (("unknown-host: x", 0), ("timeout: x", 0), ("http-error: 503", 1)):
        report = OutletReport("satu", "failed", error)
        note_health(tmp_path, [outlet("satu")], [report], {}, day=DAY, listed=frozenset({"satu", "dua"}))
        assert len(read_lines(tmp_path / "outages.jsonl", Outage)) == count
    assert stamps(tmp_path) != before


def test_when_nobody_answers_it_is_our_own_line(tmp_path: Path) -> None:
    assert note(tmp_path, DAY, satu="failed", dua="failed") == []
    assert list(tmp_path.iterdir()) == []


def test_an_outlet_that_was_not_asked_keeps_its_outage_and_its_line(tmp_path: Path) -> None:
    opened, known = note(tmp_path, DAY, satu="failed", dua="ok"), health(tmp_path)
    assert note(tmp_path, DAY + EACH, dua="ok") == opened
    assert health(tmp_path) == known


def test_pages_that_may_not_be_read_are_not_readable_because_nothing_is_new(tmp_path: Path) -> None:
    def run(number: int, report: OutletReport) -> Outage:
        day, listed = DAY + number * EACH, frozenset({"satu"})
        note_health(tmp_path, [outlet("satu")], [report], {}, day=day, listed=listed)
        return read_lines(tmp_path / "outages.jsonl", Outage)[-1]

    shut = run(0, OutletReport("satu", "disallowed", PAGES_DISALLOWED))
    assert run(1, OutletReport("satu", "unchanged")) == shut
    assert health(tmp_path)["satu"].success is None
    assert run(2, OutletReport("satu", "ok", pages=1)).until == DAY + 2 * EACH


def test_an_outlet_that_yields_nothing_turns_amber_by_itself(tmp_path: Path) -> None:
    days = [DAY - number * EACH for number in range(6)]
    assert note(tmp_path, DAY, fresh={"satu": days}, satu="ok", dua="ok") == []
    assert note(tmp_path, DAY + 7 * EACH, satu="ok", dua="ok") == []
    (amber,) = note(tmp_path, DAY + 8 * EACH, satu="unchanged", dua="ok")
    assert (amber.outlet, amber.state, amber.reason.partition(":")[0]) == ("satu", "amber", "quiet")
    ended, blind = note(tmp_path, DAY + 9 * EACH, satu="failed", dua="ok")
    assert (ended.state, ended.until, blind.state, blind.until) == ("amber", DAY + 9 * EACH, "blind", None)
    *_, closed, again = note(tmp_path, DAY + 10 * EACH, satu="ok", dua="ok")
    assert (closed.until, again.state) == (DAY + 10 * EACH, "amber"), "it answers again, and is as quiet as before"
    outages = note(tmp_path, DAY + 11 * EACH, fresh={"satu": [DAY + 11 * EACH]}, satu="ok", dua="ok")
    assert [outage.until for outage in outages if outage.until is None] == []


def test_the_last_success_is_written_weekly_or_with_something_else(tmp_path: Path) -> None:
    note(tmp_path, DAY, satu="ok", dua="ok")
    before = stamps(tmp_path)
    for number in range(1, 7):
        note(tmp_path, DAY + number * EACH, satu="unchanged", dua="ok")
    assert stamps(tmp_path) == before, "days without news change no file"
    note(tmp_path, DAY + 3 * EACH, fresh={"satu": [DAY]}, satu="ok", dua="ok")
    assert {name: line.success for name, line in health(tmp_path).items()} == {"satu": DAY + 3 * EACH, "dua": DAY}
    note(tmp_path, DAY + 7 * EACH, satu="unchanged", dua="unchanged")
    assert {name: line.success for name, line in health(tmp_path).items()} == {
        "satu": DAY + 3 * EACH, "dua": DAY + 7 * EACH,
    }  # fmt: skip


def test_who_fails_keeps_the_last_success(tmp_path: Path) -> None:
    note(tmp_path, DAY, satu="ok", dua="ok")
    note(tmp_path, DAY + 9 * EACH, satu="failed", dua="ok")
    assert health(tmp_path)["satu"].success == DAY
    note(tmp_path, DAY + 10 * EACH, satu="ok", dua="ok")
    assert health(tmp_path)["satu"].success == DAY + 10 * EACH


def test_an_outlet_that_left_the_sources_leaves_its_line(tmp_path: Path) -> None:
    note(tmp_path, DAY, satu="ok", dua="ok")
    note_health(tmp_path, [outlet("dua")], [OutletReport("dua", "ok")], {}, day=DAY, listed=frozenset({"dua"}))
    assert list(health(tmp_path)) == ["dua"]
