"""Pelican plugin: `/kalender.ics`, the milestones whose day is known, as all-day events."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from icalendar import Calendar, Event
from pelican import signals

from plugins.language.words import kind_words
from plugins.model.steps import Step
from plugins.pages.base import SiteGenerator
from plugins.queries.facts import fact_address


class CalendarGenerator(SiteGenerator):
    """Adds the calendar."""

    def generate_output(self, _writer: Any) -> None:
        """Add the file."""
        self.output.add_file("kalender.ics", self._file)

    def _file(self) -> bytes:
        return calendar(self.record.milestones(), self.site, self.name)


def calendar(steps: Iterable[Step], site: str, name: str) -> bytes:
    """iCalendar (RFC 5545); an event's UID is its milestone's id, and its stamp its day."""
    events = Calendar()
    events.add("prodid", "-//Pantau 100//ID")
    events.add("version", "2.0")
    events.add("x-wr-calname", f"{name}: tonggak")
    for step in steps:
        if step.milestone and step.precision == "day":
            events.add_component(_event(step, site))
    return bytes(events.to_ical())


def _event(step: Step, site: str) -> Event:
    milestone, place = step.milestone, step.place
    assert milestone  # noqa: S101 - the caller checks
    event = Event()
    event.add("uid", f"{milestone.id}@pantau100")
    event.add("dtstamp", dt.datetime.combine(step.day, dt.time(), dt.UTC))
    event.add("dtstart", step.day)
    # The end of an event of whole days is the first day after it (RFC 5545, 3.6.1).
    event.add("dtend", step.day + dt.timedelta(days=1))
    where = place.data.name if place else "Program"
    event.add("summary", f"{where}: {kind_words(milestone.kind)}")
    event.add("description", f"{milestone.summary} Sumber: {', '.join(milestone.sources)}")
    event.add("url", site + fact_address(milestone.id))
    return event


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(CalendarGenerator.generator_type)
