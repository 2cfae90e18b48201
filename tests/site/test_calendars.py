"""The calendars: which milestones each holds, what an event says, and that a corrected day moves it in khal."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Event
from pydantic import ValidationError

from plugins.exports.ical import calendar
from plugins.model.pages import CorrectionPage
from plugins.model.record import Record
from plugins.model.steps import milestone_step
from plugins.queries.revisions import revisions
from record.models import Correction, Milestone
from tests.site.test_data_clients import client

SITE = "https://pantau.example"
MOU: dict[str, Any] = {
    "id": "m0u7k2x9",
    "recorded": "2026-11-24",
    "date": "2017-05-22",
    "basis": "text",
    "kind": "mou",
    "dimensions": ["governance", "living"],
    "summary": "Nota diteken.",
    "sources": ["https://satu.example/nota"],
}
KHAL = """
[calendars]
[[pantau]]
path = {folder}/events
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = America/New_York
default_timezone = America/New_York
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


def ics(record: Record | None = None, **changes: Any) -> bytes:
    step = milestone_step(Milestone.model_validate(MOU | changes), None)
    return calendar([step], SITE, "Pantau", lambda milestone: revisions(record or Record(), milestone))


def event_of(data: bytes) -> Event:
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    return event


def correction(page: str, day: str) -> CorrectionPage:
    return CorrectionPage(name="a", data=Correction(date=day, page=page, was="21 Mei", now="22 Mei", why="Salah baca."))


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("kalender.ics", {"fakta-01"}),
        ("daerah/kota-bekasi/kalender.ics", {"fakta-01"}),
        ("daerah/kota-samarinda/kalender.ics", set()),
        ("dimensi/governance/kalender.ics", {"fakta-01"}),
        ("dimensi/environment/kalender.ics", set()),
    ],
)
def test_each_calendar_has_its_milestones_whose_day_is_known(built: Path, path: str, ids: set[str]) -> None:
    data = (built / path).read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    read = Calendar.from_ical(data)
    assert {str(event["uid"]) for event in read.walk("VEVENT")} == {f"{name}@pantau100" for name in ids}
    assert "bulan" in read["x-wr-caldesc"], "it says that months and years are left out"


def test_a_milestones_calendars_all_have_the_same_event(built: Path) -> None:
    folders = ("", "daerah/kota-bekasi/", "dimensi/governance/")
    events = {event_of((built / f"{folder}kalender.ics").read_bytes()).to_ical() for folder in folders}
    assert len(events) == 1


def test_an_event_says_what_where_when_and_by_whom() -> None:
    event = event_of(ics())
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2017, 5, 22), dt.date(2017, 5, 23))
    assert event["description"] == "Nota diteken. Sumber: https://satu.example/nota"
    categories = event["categories"].to_ical().decode().split(",")
    assert categories == ["nota kesepahaman", "Tata kelola", "Kehidupan kota", "Program"]
    assert event["sequence"] == 0
    noon = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    assert event["dtstamp"].dt == event["last-modified"].dt == noon


@pytest.mark.parametrize("precision", ["month", "year", "not-after", "not-before"])
def test_what_is_not_known_to_the_day_is_no_event(precision: str) -> None:
    assert not Calendar.from_ical(ics(precision=precision)).walk("VEVENT")


@pytest.mark.parametrize(
    ("revised", "corrections", "sequence", "last"),
    [
        (["2026-12-01"], [], 1, "2026-12-01"),
        (["2026-12-01", "2026-12-01"], [], 2, "2026-12-01"),
        ([], [("/fakta/m0u7k2x9/", "2026-12-03")], 1, "2026-12-03"),
        (["2026-12-01"], [("/fakta/m0u7k2x9/", "2026-12-03")], 2, "2026-12-03"),
        (["2026-12-05"], [("/fakta/m0u7k2x9/", "2026-12-03")], 2, "2026-12-05"),
        ([], [("/fakta/lain/", "2026-12-03"), ("/program/", "2026-12-04")], 0, "2026-11-24"),
    ],
)
def test_each_change_raises_the_version(
    revised: list[str], corrections: list[tuple[str, str]], sequence: int, last: str
) -> None:
    record = Record(corrections=tuple(correction(*each) for each in corrections))
    event = event_of(ics(record, revised=revised))
    assert (event["sequence"], str(event["last-modified"].dt.date())) == (sequence, last)
    assert event["uid"] == "m0u7k2x9@pantau100"


@pytest.mark.parametrize(
    ("revised", "says"),
    [
        (["2026-11-23"], "2026-11-23 is before recorded, 2026-11-24"),
        (["2026-12-02", "2026-12-01"], "must begin with the oldest day"),
    ],
)
def test_a_change_comes_after_what_it_changes(revised: list[str], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        ics(revised=revised)


@pytest.fixture
def khal(tmp_path: Path) -> Callable[..., str]:
    """khal with a calendar of its own; what a command prints."""
    client("khal")
    from click.testing import CliRunner  # noqa: PLC0415 - khal's, which not everyone has
    from khal.cli import main_khal  # noqa: PLC0415

    (tmp_path / "khal.conf").write_text(KHAL.format(folder=tmp_path), "utf-8")

    def run(*command: str) -> str:
        done = CliRunner().invoke(main_khal, ["-c", str(tmp_path / "khal.conf"), *command])
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    return run


def test_a_moved_day_moves_the_event_in_khal(khal: Callable[..., str], tmp_path: Path) -> None:
    def after_import(data: bytes) -> list[str]:
        (tmp_path / "kalender.ics").write_bytes(data)
        khal("import", "--batch", "-a", "pantau", str(tmp_path / "kalender.ics"))
        listed = khal("list", "--day-format", "", "--format", "{start-date} {uid}", "2017-01-01", "365d")
        return listed.split("\n")[:-1]

    assert [line for line in after_import(ics()) if line] == ["2017-05-22 m0u7k2x9@pantau100"]
    moved = ics(date="2017-05-24", revised=["2026-12-01"])
    assert [line for line in after_import(moved) if line] == ["2017-05-24 m0u7k2x9@pantau100"]


def test_khal_reads_every_calendar_of_the_site(khal: Callable[..., str], built: Path) -> None:
    files = sorted(built.rglob("kalender.ics"))
    assert len(files) > 8
    for path in files:
        khal("import", "--batch", "-a", "pantau", str(path))
    assert khal("list", "--format", "{uid}", "2017-01-01", "365d").count("fakta-01@pantau100") == 1
