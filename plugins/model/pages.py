"""Places, initiatives and corrections as their pages show them: what the file says, its prose, its address."""

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup
from pydantic import BaseModel

from plugins.model.safe_markdown import render
from record.models import Correction, Initiative, Place

FACT_PAGE = re.compile(r"^/fakta/([^/]+)/")
"""The address of the page of a fact, with its id."""


class _WithProse:
    text: str

    @cached_property
    def prose(self) -> Markup:
        """The Markdown in `text` as sanitised HTML."""
        return render(self.text)


@dataclass(frozen=True, kw_only=True)
class PlacePage(_WithProse):
    """A file of `content/cities/`: `data` is its TOML, `text` its prose in Markdown."""

    data: Place
    text: str = ""

    @property
    def address(self) -> str:
        """The address of its page."""
        return f"/daerah/{self.data.slug}/"


@dataclass(frozen=True, kw_only=True)
class InitiativePage(_WithProse):
    """A file of `content/initiatives/`: `data` is its TOML, `text` its prose in Markdown."""

    data: Initiative
    address: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectionPage(_WithProse):
    """A file of `content/corrections/`; `name`, the file's without `.md`, is its anchor and never changes."""

    name: str
    data: Correction
    text: str = ""

    @property
    def id(self) -> str:
        """The id of its feed entry, a UUID URN made from `name`."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"pantau100|koreksi|{self.name}").urn

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """The ids of the facts that it corrects: the one whose page it is about, and those that it names."""
        match = FACT_PAGE.match(self.data.page)
        return tuple(dict.fromkeys((*([match[1]] if match else []), *self.data.facts)))

    @property
    def addresses(self) -> tuple[str, ...]:
        """The pages on which it is shown: the corrected one, without its anchor, and those of the facts it names."""
        page = self.data.page.partition("#")[0]
        return tuple(dict.fromkeys((page, *map(fact_address, self.data.facts))))


def corrections_by_address(corrections: Iterable[CorrectionPage]) -> dict[str, list[CorrectionPage]]:
    """The corrections by each page on which they are shown, in their order."""
    entries: dict[str, list[CorrectionPage]] = defaultdict(list)
    for entry in corrections:
        for address in entry.addresses:
            entries[address].append(entry)
    return dict(entries)


def fact_address(fact_id: str) -> str:
    """The address of a fact's own page."""
    return f"/fakta/{fact_id}/"


class Refiled(BaseModel):
    """A decision in `content/tray/decisions.jsonl` that moved a published item from the places `was` to `now`."""

    when: dt.datetime
    url: str
    was: list[str]
    now: list[str]
