"""What the search index was made of, kept beside the site: `.output.state/search.json` for `output/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from plugins.incremental import state_folder
from plugins.search.bundles import Page, digest
from record.atomic_write import write_text


@dataclass(frozen=True)
class Bundle:
    """What a bundle was made of, and what its folder held then, both as digests."""

    inputs: str
    folder: str


@dataclass(frozen=True)
class State:
    """`maker` stands for Pagefind and our code: what another one left is of no use."""

    maker: str
    pages: Mapping[str, Page] = field(default_factory=dict)
    bundles: Mapping[str, Bundle] = field(default_factory=dict)


_STATE = TypeAdapter(State)


def path_of(output: Path) -> Path:
    """Where the state of a site is kept."""
    return state_folder(output) / "search.json"


def load(path: Path, maker: str) -> State:
    """What was saved; an empty state where that is lost, damaged or another maker's."""
    try:
        head, _, told = path.read_bytes().partition(b"\n")
        state = _STATE.validate_json(told) if head == digest(told).encode() else State(maker)
    except (OSError, ValidationError):
        return State(maker)
    return state if state.maker == maker else State(maker)


def save(path: Path, state: State) -> None:
    """Save a state, whole or not at all."""
    told = _STATE.dump_json(state)
    write_text(path, f"{digest(told)}\n{told.decode()}")
