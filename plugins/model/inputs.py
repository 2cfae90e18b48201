"""What the record is read from: the values of `content/`, each a tracked input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from plugins.incremental.tracking import Dependencies, tracked_fields, tracked_input, tracked_property
from plugins.language.catalogue import TRANSLATIONS, read_catalogue
from plugins.model import keys
from plugins.model.measured import Measured
from plugins.model.news import News
from plugins.model.pages import CorrectionPage, InitiativePage, PlacePage, Refiled
from record.monitoring import ArchivedCopy, Citation, Health, Outage
from record.programme import Programme
from record.tray import Tray
from record.urls import url_key

if TYPE_CHECKING:
    from record.waiting import Waiting


@tracked_fields(
    {"places": keys.PLACE, "citations": keys.CITATION, "archived": keys.ARCHIVED},
    initiatives=keys.INITIATIVES,
    programme=keys.PROGRAMME,
    programme_prose=keys.PROGRAMME_PROSE,
    pages=keys.ALL_NEWS,
    measured=keys.MEASURED,
    corrections=keys.CORRECTIONS,
    outages=keys.OUTAGES,
    health=keys.HEALTH,
    refiled=keys.REFILED,
)
@dataclass(frozen=True)
class RecordInputs:
    """All of `content/`: places by slug, citations and archived copies by address, `pages` (news that is not a draft),
    and the rest.
    """

    dependencies: Dependencies = field(default_factory=Dependencies, init=False, compare=False, repr=False)
    folder: Path = field(default=Path("content"), compare=False)
    places: Mapping[str, PlacePage] = field(default_factory=dict)
    initiatives: tuple[InitiativePage, ...] = ()
    programme: Programme = field(default_factory=Programme)
    programme_prose: tuple[Markup, ...] = ()
    pages: tuple[News, ...] = ()
    measured: Measured | None = None
    corrections: tuple[CorrectionPage, ...] = ()
    citations: Mapping[str, Citation] = field(default_factory=dict)
    archived: Mapping[str, ArchivedCopy] = field(default_factory=dict)
    outages: tuple[Outage, ...] = ()
    health: tuple[Health, ...] = ()
    refiled: tuple[Refiled, ...] = ()

    @tracked_input(keys.TRANSLATIONS)
    def translations(self) -> Mapping[str, str]:
        """The record's own texts in English, by the Indonesian text. Raises `ContentProblem`."""
        return read_catalogue(self.folder / TRANSLATIONS)

    @tracked_property
    def waiting(self) -> "list[Waiting]":
        """What waits in the review tray. Raises `ContentProblem`."""
        # A proposal waits as long as its item and its place's file give reason to.
        self.dependencies.depends_on(keys.PLACE.every, *map(keys.SOURCE, self._proposed_from))
        return self._waiting

    @tracked_input(keys.DRAFTS, keys.TRAY, keys.WAITING, keys.INITIATIVES)
    def _waiting(self) -> "list[Waiting]":
        # Half a second of imports, for a page on one's own machine.
        from record.review import Review  # noqa: PLC0415

        return Review(self.folder).waiting()

    @tracked_input(keys.TRAY)
    def _proposed_from(self) -> tuple[str, ...]:
        """`url_key` of every item that proposed something."""
        tray = Tray(self.folder)
        return tuple(sorted({url_key(row.url) for row in (*tray.undecided(), *tray.decided())}))
