"""What a build saves for the next one: by steps, whole or not at all, and never trusted when damaged."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.incremental.build_state import BuildState, load, save
from plugins.incremental.tracking import Trace

names = st.sampled_from("abcdef")
signatures = st.binary(max_size=4)
states = st.builds(
    BuildState,
    build_fingerprint=st.sampled_from(["satu", "dua"]),
    context_fingerprint=st.sampled_from(["", "lain"]),
    input_fingerprints=st.dictionaries(names, st.text(max_size=3)),
    queries=st.dictionaries(names, st.builds(Trace, st.tuples(names), st.integers(), st.tuples(names))),
    rows=st.dictionaries(names, st.tuples(signatures, st.tuples(st.binary(max_size=3), st.none(), st.floats(0, 1)))),
    files=st.dictionaries(names, st.builds(Trace, st.tuples(names), signatures, st.tuples(names, names))),
)


def content_of(state: BuildState) -> BuildState:
    return replace(state, first=0, rest=0)


@given(st.lists(states, min_size=1, max_size=6))
def test_what_is_saved_step_by_step_is_what_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, steps: list[BuildState]
) -> None:
    path = tmp_path_factory.mktemp("state") / "build"
    for after in steps:
        save(path, load(path), after)
        assert content_of(load(path)) == content_of(after)


@given(states, states, st.integers(0, 10**6), st.integers(1, 255))
def test_damage_anywhere_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, one: BuildState, two: BuildState, at: int, flip: int
) -> None:
    path = tmp_path_factory.mktemp("state") / "build"
    save(path, BuildState(), one)
    save(path, load(path), two)
    whole = path.read_bytes()
    broken = bytearray(whole)
    broken[at % len(whole)] ^= flip
    for data in (bytes(broken), whole[: at % len(whole)], whole + b"x", b""):
        path.write_bytes(data)
        allowed = [BuildState()] + ([content_of(one)] if data == whole[: len(data)] else [])
        assert content_of(load(path)) in allowed


def test_a_day_adds_no_more_than_what_it_brought(tmp_path: Path) -> None:
    path = tmp_path / "build"
    rows = {f"{number}": (b"%d" % number, (b"x" * 100,)) for number in range(1000)}
    save(path, BuildState(), BuildState(build_fingerprint="satu", rows=rows))
    first = path.stat().st_size
    save(path, load(path), BuildState(build_fingerprint="satu", rows=rows | {"new": (b"1", (b"y",))}))
    assert first < path.stat().st_size < first + 300
