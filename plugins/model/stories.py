"""Stories on the site: who published them, where each comes from, and how many independent voices it has."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from record.item import Item
from record.urls import host

PRESS_OFFICES = frozenset({"humas", "diskominfo", "kominfo", "mc", "infopublik"})
"""Credits that name a government as the text's author."""
GOVERNMENT_HOSTS = (".go.id",)


class StoryMember(Protocol):
    """What a story needs of an item's page; `plugins.model.news.News` has it."""

    @property
    def item(self) -> Item: ...  # noqa: D102
    @property
    def when(self) -> dt.datetime | None: ...  # noqa: D102
    @property
    def address(self) -> str: ...  # noqa: D102


@dataclass(frozen=True)
class Story:
    """Items that carry the same text or report the same event, earliest first (`members`)."""

    members: tuple[StoryMember, ...]
    official_hosts: frozenset[str]

    @cached_property
    def voices(self) -> list[tuple[StoryMember, ...]]:
        """Members by the text they carry: a reprint is no voice of its own."""
        by_id = {member.item.id: member for member in self.members}
        groups: dict[str, list[StoryMember]] = defaultdict(list)
        for member in self.members:
            groups[_root(member.item, by_id)].append(member)
        return [tuple(group) for group in groups.values()]

    @property
    def origin(self) -> StoryMember:
        """The likeliest first publication: the earliest of a government's own items, else of all."""
        return min(self.members, key=lambda member: (not self.is_official(member), _order(member)))

    @property
    def origin_is_credited(self) -> str:
        """The agency or press office that a member names as its source; "" where none does."""
        return next((member.item.credit for member in self.members if member.item.credit), "")

    @property
    def has_other_voices(self) -> bool:
        """Whether any voice is not the government itself."""
        return any(not any(self.is_official(member) for member in voice) for voice in self.voices)

    def is_official(self, member: StoryMember) -> bool:
        """Whether an item is a government's own, or says that its text is."""
        is_release = member.item.kind == "release" or member.item.credit in PRESS_OFFICES
        return is_release or is_government_host(host(member.item.source_url), self.official_hosts)


def is_government_host(name: str, official_hosts: frozenset[str]) -> bool:
    """Whether a host name, as `host` gives it, is a government's: one of those, or below its domain."""
    # `host` leaves "www." out; `government_hosts` has names as their files write them.
    return name in official_hosts or f"www.{name}" in official_hosts or name.endswith(GOVERNMENT_HOSTS)


def stories(news: Iterable[StoryMember], official_hosts: frozenset[str]) -> dict[str, Story]:
    """Stories of two members or more, by id."""
    groups: dict[str, list[StoryMember]] = defaultdict(list)
    for entry in news:
        if entry.item.story:
            groups[entry.item.story].append(entry)
    return {name: Story(_sorted(group), official_hosts) for name, group in groups.items() if len(group) > 1}


def _sorted(group: Sequence[StoryMember]) -> tuple[StoryMember, ...]:
    return tuple(sorted(group, key=_order))


def _order(member: StoryMember) -> tuple[bool, str, str]:
    moment = member.item.date.astimezone(dt.UTC).isoformat() if member.item.date else ""
    return (member.item.date is None, moment, member.address)


def _root(item: Item, by_id: dict[str, StoryMember]) -> str:
    """The id at the end of the chain of reprints, as far as its items are here."""
    seen = {item.id}
    name = item.origin or item.id
    while name in by_id and name not in seen:
        seen.add(name)
        name = by_id[name].item.origin or name
    return name
