import datetime as dt
from pathlib import Path

from scrapers.report import OutletReport, Status
from scrapers.sources import Outlet
from scrapers.store.outages import note_outages
from scrapers.store.record import Outage, read_lines

DAY = dt.date(2026, 3, 1)


def outlet(name: str) -> Outlet:
    channel = {"kind": "feed", "url": f"https://{name}.example/feed"}
    told = {
        "id": name,
        "name": name.title(),
        "home": f"https://{name}.example/",
        "rights": "link",
        "channel": [channel],
    }
    return Outlet.model_validate(told | {"places": ["kota-bekasi"]})


def note(content: Path, day: dt.date, **statuses: Status) -> list[Outage]:
    reports = [OutletReport(name, status) for name, status in statuses.items()]
    note_outages(content, [outlet(name) for name in statuses], reports, day)
    return read_lines(content / "outages.jsonl", Outage)


def test_an_outage_opens_once_and_closes_when_the_outlet_answers(tmp_path: Path) -> None:
    (first,) = note(tmp_path, DAY, satu="failed", dua="ok")
    assert (first.outlet, first.start, first.until, first.places) == ("satu", DAY, None, ["kota-bekasi"])
    before = (tmp_path / "outages.jsonl").stat().st_mtime_ns
    assert note(tmp_path, DAY + dt.timedelta(1), satu="failed", dua="ok") == [first]
    assert (tmp_path / "outages.jsonl").stat().st_mtime_ns == before, "nothing new, nothing written"
    (closed,) = note(tmp_path, DAY + dt.timedelta(2), satu="unchanged", dua="ok")
    assert closed.until == DAY + dt.timedelta(2)
    assert len(note(tmp_path, DAY + dt.timedelta(3), satu="disallowed", dua="ok")) == 2


def test_when_nobody_answers_it_is_our_own_line(tmp_path: Path) -> None:
    assert note(tmp_path, DAY, satu="failed", dua="failed") == []
    assert not (tmp_path / "outages.jsonl").exists()


def test_an_outlet_that_was_not_asked_keeps_its_outage(tmp_path: Path) -> None:
    opened = note(tmp_path, DAY, satu="failed", dua="ok")
    assert note(tmp_path, DAY + dt.timedelta(1), dua="ok") == opened
