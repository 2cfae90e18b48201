"""Pelican plugin: the search index of the finished site, by Pagefind, which stems Indonesian.

The index consists of bundles, each a complete index of Pagefind's, made again only if one of its pages changed
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

from plugins.plain_run import building_alone
from plugins.search import pagefind, state
from plugins.search.bundles import OPEN, SIZES, IndexedPage, bundled, digest, in_order, indexed_part, inputs, page_of
from plugins.search.deterministic import UnknownFormat
from plugins.search.names import NamesGenerator
from plugins.search.spelling import spelling_list, word_counts
from plugins.search.state import Bundle, SearchState
from record.errors import PantauError
from record.os_errors import explained, file_of

FOLDER = "pagefind"
LIST = "bundles.json"
"""The folders of the closed bundles, newest first; `theme/static/cari.js` merges them."""
SPELLING = "kata.json"
"""The words of all bundles (`plugins.search.spelling`)."""
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Files of Pagefind's own user interface, which our page does not use."""
SCRIPT = "pagefind.js"
_EXPORT = b"\nexport const bundles = "
SCRIPTS = (SCRIPT, "wasm.*.pagefind")
"""Files that only the open bundle needs, to read all bundles."""
PARTS = ("filter", "fragment", "index")
"""The folders of an index."""
SERVICES = min(2, os.cpu_count() or 1)
"""How many bundles are made at once; each of these processes has its index in memory."""


class SearchFailed(PantauError):
    """Pagefind could not index the site; `str()` has its message."""


def index(pelican: Any) -> None:
    """Update `/pagefind/` after a build of Pelican. Raises `SearchFailed`."""
    update_index(Path(pelican.output_path))


def update_index(output: Path) -> None:
    """Update `/pagefind/` of a site to its pages. Raises `SearchFailed`.

    It may be killed at any time: the next call does the rest.
    """
    try:
        refresh(output, page_digests(output))
    except OSError as error:
        advice = explained(error) if error.errno else f"{error}; install the requirements anew"
        raise SearchFailed(f"search index of {file_of(error, output)}: {advice}") from error
    except ValueError as error:
        raise SearchFailed(f"search index of {output}: {error}; install the requirements anew") from error
    except UnknownFormat as error:
        raise SearchFailed(f"search index of {output}: {error}") from error


def page_digests(output: Path) -> dict[str, str]:
    """The digest of every HTML file of the site, by its path."""
    return {path.relative_to(output).as_posix(): digest(path.read_bytes()) for path in output.rglob("*.html")}


def refresh(output: Path, files: Mapping[str, str], sizes: Sequence[int] = SIZES) -> list[str]:
    """Make the bundles again of which a page is new, changed or gone, and return their names.

    `files` are `page_digests(output)`. The resulting index depends on the pages' content alone. Raises `OSError`,
    `ValueError`, `UnknownFormat`.
    """
    path = state.path_of(output)
    before = state.load(path, _maker())
    pages = {name: _page(output, name, files[name], before.pages.get(name)) for name in in_order(files)}
    members = bundled(pages, sizes)
    inputs_of = {name: inputs(name, names, pages) for name, names in members.items()}
    valid = {
        name: bundle
        for name, bundle in before.bundles.items()
        if name in members and (bundle.inputs, bundle.folder) == (inputs_of[name], _listing(output, name))
    }
    stale = [name for name in members if name not in valid]
    if stale:
        # If this is killed, no bundle that is half written may pass for a whole one.
        state.save(path, replace(before, bundles=valid))
    with ThreadPoolExecutor(SERVICES) as services:
        # An error is raised only where its result is asked for.
        words = dict(zip(stale, services.map(lambda name: _make(output, name, members[name]), stale), strict=True))
    _drop_others(output, members)
    _write_list(output / FOLDER, [name for name in members if name != OPEN])
    made = {name: Bundle(inputs_of[name], "", words[name]) for name in stale}
    bundles = {name: replace(made.get(name) or valid[name], folder=_listing(output, name)) for name in members}
    _write(output / FOLDER / SPELLING, json.dumps(spelling_list(bundle.words for bundle in bundles.values())).encode())
    state.save(path, SearchState(before.maker, pages, bundles))
    return stale


def _maker() -> str:
    """Digest of everything that makes an index: Pagefind, the code in this folder, the libraries that pack files."""
    program = pagefind.program().stat()
    parts = [program.st_size, program.st_mtime_ns, version("pagefind"), version("cbor2"), zlib.ZLIB_RUNTIME_VERSION]
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return digest("\n".join([*map(str, parts), *(source.read_text("utf-8") for source in sources)]))


def _page(output: Path, name: str, file: str, before: IndexedPage | None) -> IndexedPage:
    return before if before and before.file == file else page_of(file, (output / name).read_text("utf-8"))


def _make(output: Path, name: str, members: Iterable[str]) -> dict[str, int]:
    """Index the pages of one bundle and update its folder; returns its words (`word_counts`)."""
    files = pagefind.index_of((page, indexed_part((output / page).read_text("utf-8"))) for page in members)
    folder = output / FOLDER / name
    unused = UNUSED if name == OPEN else UNUSED + SCRIPTS
    needed = {path: data for path, data in files.items() if not any(fnmatch(path, mark) for mark in unused)}
    for path, data in needed.items():
        _write(folder / path, data)
    for path in _sizes(folder).keys() - needed.keys():
        (folder / path).unlink()
    return word_counts(files)


def _write_list(folder: Path, closed: list[str]) -> None:
    """Write which closed bundles there are, to `LIST` and as what the script exports: that costs readers no request."""
    text = json.dumps(closed)
    _write(folder / LIST, text.encode())
    script = (folder / SCRIPT).read_bytes().partition(_EXPORT)[0]
    _write(folder / SCRIPT, script + _EXPORT + text.encode() + b";\n")


def _write(path: Path, content: bytes) -> None:
    """Write a file, unless it has this content: then its modification time stays."""
    if not path.is_file() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _sizes(folder: Path) -> dict[str, int]:
    """Sizes of a bundle's files by path. The open one's folder also has what is of all bundles: not that."""
    sizes: dict[str, int] = {}
    for part in ("", *PARTS):
        if (folder / part).is_dir():
            with os.scandir(folder / part) as entries:
                sizes |= {f"{part}/{e.name}".lstrip("/"): e.stat().st_size for e in entries if e.is_file()}
    return {path: size for path, size in sizes.items() if path not in (LIST, SPELLING)}


def _listing(output: Path, name: str) -> str:
    """Digest of the names and sizes of a bundle's files; most names are digests of the content."""
    return digest(json.dumps(_sizes(output / FOLDER / name), sort_keys=True))


def _drop_others(output: Path, members: Iterable[str]) -> None:
    """Remove the folders of bundles that are no more."""
    wanted = {*PARTS, *members}
    for path in (output / FOLDER).iterdir():
        if path.is_dir() and path.name not in wanted:
            shutil.rmtree(path)


def main(output: Path) -> None:
    """Update the index of a site in this process, when no build is at work there; ends with a line where it cannot."""
    try:
        with building_alone(output):
            update_index(output)
    except PantauError as error:
        sys.exit(str(error))


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(NamesGenerator.generator_type)
    signals.finalized.connect(index)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
