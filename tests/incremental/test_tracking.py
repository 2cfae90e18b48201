"""Which keys are recorded as read, and what a change of one of them makes stale."""

from collections.abc import Mapping

import pytest

from plugins.incremental.changes import Changes
from plugins.incremental.keys import EVERY, KeyKind, UnknownKey, declare
from plugins.incremental.tracking import (
    Dependencies,
    Trace,
    TrackedMapping,
    query,
    query_key,
    tracked_index,
    tracked_input,
    tracked_property,
)

NUMBER = declare("test_number")
LETTER = declare("test_letter")
NOTE = declare("test_note")


class Numbers:
    """A record of numbers, as small as can be."""

    def __init__(self, **numbers: int) -> None:
        self.dependencies = Dependencies()
        self.numbers = TrackedMapping(self.dependencies, NUMBER, numbers)

    @tracked_property
    def total(self) -> int:
        return sum(self.numbers.values())

    @tracked_index(LETTER)
    def _letters(self) -> Mapping[str, int]:
        return {letter: value for name, value in self.numbers.items() for letter in name}

    @tracked_input(NOTE)
    def note(self) -> str:
        return "note"

    def of_letter(self, letter: str) -> int | None:
        number: int | None = self._letters.get(letter)
        return number

    @query
    def is_large(self, limit: int) -> bool:
        return self.total > limit


def keys_read_by(numbers: Numbers, attribute: str, *arguments: object) -> set[str]:
    with numbers.dependencies.tracking() as keys:
        value = getattr(numbers, attribute)
        if callable(value):
            value(*arguments)
    return keys


def test_each_reader_of_a_computed_property_reads_what_it_was_computed_from() -> None:
    numbers = Numbers(a=1, b=2)
    expected = {NUMBER.every, NUMBER("a"), NUMBER("b")}
    assert keys_read_by(numbers, "total") == keys_read_by(numbers, "total") == expected


def test_a_lookup_in_an_index_records_its_own_key_alone() -> None:
    numbers = Numbers(a=1, b=2)
    assert keys_read_by(numbers, "of_letter", "a") == keys_read_by(numbers, "of_letter", "a") == {LETTER("a")}


def test_an_input_records_its_kind_at_each_read() -> None:
    numbers = Numbers()
    assert keys_read_by(numbers, "note") == keys_read_by(numbers, "note") == {NOTE()}


def test_a_lookup_in_vain_counts() -> None:
    numbers = Numbers(a=1)
    with numbers.dependencies.tracking() as keys:
        assert numbers.numbers.get("z") is None
        assert "y" not in numbers.numbers
    assert keys == {NUMBER("y"), NUMBER("z")}


def test_a_tuple_gives_the_parts_of_a_key() -> None:
    dependencies = Dependencies()
    with dependencies.tracking() as keys:
        TrackedMapping(dependencies, NUMBER, {}).get(("a", 1))
    assert keys == {"test_number a 1"}


def test_a_query_takes_arguments_by_position_alone() -> None:
    with pytest.raises(TypeError, match="by position"):
        Numbers().is_large(limit=3)


@pytest.mark.parametrize(("now", "stale"), [({"a": 1, "b": 2}, False), ({"a": 1, "b": 3}, False), ({"a": 9}, True)])
def test_an_equal_result_of_a_query_makes_nothing_stale(now: dict[str, int], stale: bool) -> None:
    before = Numbers(a=1, b=2)
    keys = sorted(keys_read_by(before, "is_large", 5))
    assert len(keys) == 1
    changes = Changes({NUMBER.every, NUMBER("b")}, before.dependencies.results, Numbers(**now))
    assert changes.affect(keys) is stale


def test_a_query_about_what_no_longer_exists_has_changed() -> None:
    one, two, lost = (query_key(name, ()) for name in ("no.such.function", "another", "lost"))
    traces = {one: Trace((), 1, (NUMBER("a"),)), two: Trace((), 1, (lost,))}
    changes = Changes({NUMBER("a")}, traces, Numbers())
    assert all(changes.affect((key,)) for key in (one, two, lost))


def test_a_changed_key_of_no_declared_kind_is_a_fault() -> None:
    with pytest.raises(UnknownKey, match="'test_nunber a' \\(reported as changed\\)"):
        Changes({KeyKind("test_nunber")("a")}, {}, Numbers())


@pytest.mark.parametrize("name", ["two words", "", "test_number", EVERY])
def test_a_kind_needs_a_name_of_its_own(name: str) -> None:
    with pytest.raises(ValueError, match=r"test_number|cannot"):
        declare(name)
