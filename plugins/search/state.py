"""What the search index was made from, saved beside the site: `.output.state/search.json` for `output/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from plugins.incremental import state_folder
from plugins.search.bundles import IndexedPage, digest
from record.atomic_write import write_text


@dataclass(frozen=True)
class Bundle:
    """Digests of what a bundle was made from, and of its folder's listing after that; its words, by pages."""

    inputs: str
    folder: str
    words: Mapping[str, int]


@dataclass(frozen=True)
class SearchState:
    """Pages by path and bundles by name, as `maker` (a digest of Pagefind and our code) left them."""

    maker: str
    pages: Mapping[str, IndexedPage] = field(default_factory=dict)
    bundles: Mapping[str, Bundle] = field(default_factory=dict)


_STATE = TypeAdapter(SearchState)


def path_of(output: Path) -> Path:
    """The file of a site's state."""
    return state_folder(output) / "search.json"


def load(path: Path, maker: str) -> SearchState:
    """What was saved; an empty state where the file is missing, damaged or from another maker."""
    try:
        checksum, _, text = path.read_bytes().partition(b"\n")
        state = _STATE.validate_json(text) if checksum == digest(text).encode() else SearchState(maker)
    except (OSError, ValidationError):
        return SearchState(maker)
    return state if state.maker == maker else SearchState(maker)


def save(path: Path, state: SearchState) -> None:
    """Save a state, atomically and with a checksum. Raises `OSError`."""
    text = _STATE.dump_json(state)
    write_text(path, f"{digest(text)}\n{text.decode()}")
