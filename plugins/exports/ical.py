"""Pelican plugin: milestones whose day is known as all-day events, in `/kalender.ics` and one calendar for each place
and each dimension (`/daerah/<place>/kalender.ics`, `/dimensi/<dimension>/kalender.ics`).
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from icalendar import Calendar, Event
from pelican import signals

from plugins.language.words import DIMENSIONS, dimension_words, kind_words
from plugins.model.pages import fact_address
from plugins.model.steps import Step
from plugins.pages.base import SiteGenerator
from plugins.queries.revisions import revisions
from plugins.queries.timeline_sources import of_dimension
from record.models import Milestone
from record.site_files import site_path

FILE = "kalender.ics"
DESCRIPTION = (
    "Hanya tonggak yang harinya diketahui; yang diketahui bulan, tahun, atau batasnya saja ada di linimasa. "
    "Bila tanggal atau isinya dibetulkan, acaranya ikut berubah."
)
NOON_IN_JAKARTA = dt.time(5, tzinfo=dt.UTC)
"""The time of what is known to the day: at noon it is the same day in all of Indonesia and most of the world."""


class CalendarGenerator(SiteGenerator):
    """Adds the calendars."""

    def generate_output(self, _writer: Any) -> None:
        """Add the calendar of everything, then one for each place and each dimension; also those without an event."""
        self.output.add_file(FILE, self._of_all)
        for slug, place in self.record.places.items():
            self.output.add_file(site_path(f"{place.address}{FILE}"), partial(self._of_place, slug))
        for dimension in DIMENSIONS:
            self.output.add_file(f"dimensi/{dimension}/{FILE}", partial(self._of_dimension, dimension))

    def _of_all(self) -> bytes:
        return self._calendar(self.record.milestones(), self.name)

    def _of_place(self, slug: str) -> bytes:
        name = self.record.places[slug].data.name
        return self._calendar(self.record.milestones(place=slug), f"{self.name}, {name}")

    def _of_dimension(self, dimension: str) -> bytes:
        steps = of_dimension(self.record.milestones(), dimension)
        return self._calendar(steps, f"{self.name}, {dimension_words(dimension)}")

    def _calendar(self, steps: Iterable[Step], name: str) -> bytes:
        return calendar(steps, self.site, name, partial(revisions, self.record))


def calendar(
    steps: Iterable[Step], site: str, name: str, revisions_of: Callable[[Milestone], Sequence[dt.date]]
) -> bytes:
    """iCalendar (RFC 5545) of the milestones among `steps` whose day is known; `name` is the calendar's title.

    `revisions_of` gives the days on which a milestone was changed after it was recorded.
    """
    events = Calendar()
    events.add("prodid", "-//Pantau 100//ID")
    events.add("version", "2.0")
    events.add("x-wr-calname", f"{name}: tonggak")
    events.add("x-wr-caldesc", DESCRIPTION)
    for step in steps:
        if step.milestone and step.precision == "day":
            events.add_component(_event(step, step.milestone, site, revisions_of(step.milestone)))
    return bytes(events.to_ical())


def _event(step: Step, milestone: Milestone, site: str, revised: Sequence[dt.date]) -> Event:
    """One event: its UID stays whatever is corrected; SEQUENCE and LAST-MODIFIED rise with each change."""
    place = step.place
    changed = dt.datetime.combine(max([milestone.recorded, *revised]), NOON_IN_JAKARTA)
    event = Event()
    event.add("uid", f"{milestone.id}@pantau100")
    # Where nobody is invited, DTSTAMP is the moment of the last change (RFC 5545, 3.8.7.2).
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", len(revised))
    event.add("dtstart", step.day)
    # The end of an event of whole days is the first day after it (RFC 5545, 3.6.1).
    event.add("dtend", step.day + dt.timedelta(days=1))
    where = place.data.name if place else "Program"
    event.add("summary", f"{where}: {kind_words(milestone.kind)}")
    event.add("description", f"{milestone.summary} Sumber: {', '.join(milestone.sources)}")
    event.add("categories", [kind_words(milestone.kind), *map(dimension_words, milestone.dimensions), where])
    event.add("url", site + fact_address(milestone.id))
    # A milestone takes nobody's time: it leaves the reader's own calendar free.
    event.add("transp", "TRANSPARENT")
    return event


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(CalendarGenerator.generator_type)
