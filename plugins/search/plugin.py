"""Pelican plugin: the search index of the finished site, by Pagefind, which stems Indonesian.

The index is of one or more bundles, each an index of Pagefind's own, made anew only where a page of it changed
(docs/search.md).
"""

import json
import os
import shutil
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fnmatch import fnmatch
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.search import pagefind, state
from plugins.search.bundles import OPEN, SIZES, Page, bundled, digest, in_order, inputs, page_of, searched
from plugins.search.deterministic import UnknownFormat
from plugins.search.state import Bundle, State
from record.errors import PantauError

FOLDER = "pagefind"
LIST = "bundles.json"
"""The folders of the closed bundles, newest first, as `theme/static/cari.js` merges them."""
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Pagefind's own pages and what they need; ours uses its index and its reader alone."""
READER = ("pagefind.js", "wasm.*.pagefind")
"""What the open bundle alone holds, for all."""
PARTS = ("filter", "fragment", "index")
"""The folders of an index."""
SERVICES = min(2, os.cpu_count() or 1)
"""Bundles made at once; each holds its index in memory."""


class SearchFailed(PantauError):
    """Pagefind could not index the site; `str()` has its own words."""


def index(pelican: Any) -> None:
    """Bring `/pagefind/` up to date with the pages that were written. Raises `SearchFailed`."""
    bring_up_to_date(Path(pelican.output_path))


def bring_up_to_date(output: Path) -> None:
    """The same of a site that was written; may be killed at any time, and then does the rest when called again."""
    try:
        refresh(output, written(output))
    except (OSError, ValueError) as error:
        raise SearchFailed(f"search index of {output}: {error}; install the requirements anew") from error
    except UnknownFormat as error:
        raise SearchFailed(f"search index of {output}: {error}") from error


def written(output: Path) -> dict[str, str]:
    """Every page of the site with its content's digest."""
    return {path.relative_to(output).as_posix(): digest(path.read_bytes()) for path in output.rglob("*.html")}


def refresh(output: Path, files: Mapping[str, str], sizes: Sequence[int] = SIZES) -> list[str]:
    """Make the bundles of which a page changed, came or went, and name them.

    `files` are the site's pages by path, each with its content's digest. What is there afterwards depends on the
    pages' content alone. Raises `OSError`, `ValueError`, `UnknownFormat`.
    """
    kept = state.path_of(output)
    known = state.load(kept, _maker())
    pages = {name: _page(output, name, files[name], known.pages.get(name)) for name in in_order(files)}
    members = bundled(pages, sizes)
    wanted = {name: inputs(name, names, pages) for name, names in members.items()}
    stale = [name for name in members if known.bundles.get(name) != Bundle(wanted[name], _held(output, name))]
    usable = {name: known.bundles[name] for name in members if name not in stale}
    if stale:
        # Were this to end in the middle, a bundle half written must not pass for whole.
        state.save(kept, replace(known, bundles=usable))
    with ThreadPoolExecutor(SERVICES) as services:
        list(services.map(lambda name: _make(output, name, members[name]), stale))
    _drop_others(output, members)
    _write(output / FOLDER / LIST, json.dumps([name for name in members if name != OPEN]).encode())
    made = {name: Bundle(wanted[name], _held(output, name)) for name in stale}
    state.save(kept, State(known.maker, pages, usable | made))
    return stale


def _maker() -> str:
    """What stands for all that makes an index: Pagefind, our code and settings, what packs the files."""
    program = pagefind.program().stat()
    parts = [program.st_size, program.st_mtime_ns, version("pagefind"), version("cbor2"), zlib.ZLIB_RUNTIME_VERSION]
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return digest("\n".join([*map(str, parts), *(source.read_text("utf-8") for source in sources)]))


def _page(output: Path, name: str, file: str, known: Page | None) -> Page:
    return known if known and known.file == file else page_of(file, (output / name).read_text("utf-8"))


def _make(output: Path, name: str, members: Iterable[str]) -> None:
    """Index the pages of one bundle and bring its folder up to date."""
    files = pagefind.indexed((page, searched((output / page).read_text("utf-8"))) for page in members)
    folder = output / FOLDER / name
    unused = UNUSED if name == OPEN else UNUSED + READER
    kept = {path: data for path, data in files.items() if not any(fnmatch(path, mark) for mark in unused)}
    for path, data in kept.items():
        _write(folder / path, data)
    for path in _sizes(folder).keys() - kept.keys():
        (folder / path).unlink()


def _write(path: Path, content: bytes) -> None:
    """A file that holds this already keeps its time."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _sizes(folder: Path) -> dict[str, int]:
    """The files of a bundle; beside the open one's stand the list and the others' folders."""
    sizes: dict[str, int] = {}
    for part in ("", *PARTS):
        if (folder / part).is_dir():
            with os.scandir(folder / part) as entries:
                sizes |= {f"{part}/{e.name}".lstrip("/"): e.stat().st_size for e in entries if e.is_file()}
    sizes.pop(LIST, None)
    return sizes


def _held(output: Path, name: str) -> str:
    """What stands for the files of a bundle, most of whose names come from their content."""
    return digest(json.dumps(_sizes(output / FOLDER / name), sort_keys=True))


def _drop_others(output: Path, members: Iterable[str]) -> None:
    """Take away what belongs to no bundle."""
    wanted = {*PARTS, *members}
    for path in (output / FOLDER).iterdir():
        if path.is_dir() and path.name not in wanted:
            shutil.rmtree(path)


def register() -> None:
    """Connect the signal."""
    signals.finalized.connect(index)


if __name__ == "__main__":
    bring_up_to_date(Path(sys.argv[1]))
