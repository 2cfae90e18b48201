"""The output folder: files that are rendered only where a dependency changed, and written only where bytes changed."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from plugins.incremental.changes import Changes
from plugins.incremental.file_stats import StatSignature, output_signature, size_of
from plugins.incremental.parallel import parallel_map
from plugins.incremental.tracking import Dependencies, Trace

Content = str | bytes
COMMON_PAGE = 10_000
"""Bytes of a common page: what `weight` in `parallel_map` is relative to."""


class File(NamedTuple):
    """An output file: its POSIX path in the output folder, and the function that renders it.

    `key` stands for values that are bound in `make` and not read through the tracked object: another key, another file.
    `context()`, where it is given, is what a listener gets to know about the file.
    """

    path: str
    make: Callable[[], Content]
    key: str = ""
    context: Callable[[], dict[str, Any]] | None = None


class _Rendered(NamedTuple):
    """What a worker sends back: the file's trace, whether bytes changed, and traces of queries that it computed."""

    trace: Trace
    is_new: bool
    queries: dict[str, Trace]


@dataclass
class Output:
    """The output folder during one build.

    `before`: traces of the last build's files by path. `changes`: what changed since; None renders everything.
    `modified`: paths of files that are not as the last build wrote them. `on_change(path)` is called with the POSIX
    path relative to the output folder right after a file got new bytes or was removed.
    `listener(path, context)` is called with the absolute path of each file that has a context, after it was written; it
    may change the file. With a listener, every file is rendered at each build, and in this process: what listeners
    gather is then whole.
    `manifest`: traces of this build's files by path; `written`: paths of files that got new bytes or were removed.
    """

    folder: Path
    dependencies: Dependencies
    before: Mapping[str, Trace]
    changes: Changes | None
    modified: frozenset[str] = frozenset()
    on_change: Callable[[str], object] = lambda _path: None
    listener: Callable[[str, dict[str, Any]], object] | None = None
    manifest: dict[str, Trace] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def add_file(self, path: str, make: Callable[[], Content], key: str = "") -> None:
        """Add one output file, rendered by `make()` only if stale."""
        self.add_files([File(path, make, key)])

    def add_files(self, files: Iterable[File]) -> None:
        """Add output files; stale ones are rendered, by several processes where there are many."""
        stale: list[File] = []
        for file in files:
            trace = self.before.get(file.path)
            if trace and self._is_current(file, trace):
                self.manifest[file.path] = trace
            else:
                stale.append(file)
        if self.changes and len(stale) > 1:
            self.changes.verify_all()
        for file, rendered in zip(stale, self._render_all(stale), strict=True):
            self.manifest[file.path] = rendered.trace
            self.dependencies.results.update(rendered.queries)
            if rendered.is_new:
                self._has_changed(file.path)

    def _render_all(self, files: Sequence[File]) -> Iterator[_Rendered]:
        if self.listener:
            return map(self._render, files)
        return parallel_map(self._render, files, weight=self._weight(files))

    def _is_current(self, file: File, trace: Trace) -> bool:
        if self.changes is None or self.listener or trace.arguments != (file.key,) or file.path in self.modified:
            return False
        return not self.changes.affect(trace.dependencies)

    def write_file(self, path: str, content: Content) -> None:
        """Write a file without dependency tracking; its bytes are compared at every build."""
        signature, is_new = write_if_changed(f"{self.folder}/{path}", _bytes(content))
        self.manifest[path] = Trace(("",), signature, ())
        if is_new:
            self._has_changed(path)

    def write_page(self, path: str, content: Content, context: dict[str, Any]) -> None:
        """The same of a page that listeners get to know, with its context."""
        if self.listener is None:
            self.write_file(path, content)
            return
        self.add_files([File(path, lambda: content, context=lambda: context)])

    def rendered_keys(self) -> set[str]:
        """The dependency keys of files that were rendered in this build."""
        fresh = (trace for path, trace in self.manifest.items() if self.before.get(path) is not trace)
        return {key for trace in fresh for key in trace.dependencies}

    def _has_changed(self, path: str) -> None:
        self.written.add(path)
        self.on_change(path)

    def _weight(self, files: Sequence[File]) -> float:
        """The cost of one of these files relative to a common page, by their sizes at the last build."""
        traces = (self.before.get(file.path) for file in files)
        length = sum(size_of(trace.result) for trace in traces if trace)
        return max(1.0, length / len(files) / COMMON_PAGE) if files else 1.0

    def _render(self, file: File) -> _Rendered:
        """Render one file, perhaps in a worker."""
        count = len(self.dependencies.results)
        with self.dependencies.tracking() as keys:
            content = file.make()
        signature, is_new = write_if_changed(f"{self.folder}/{file.path}", _bytes(content))
        if self.listener and file.context:
            path = f"{self.folder}/{file.path}"
            self.listener(path, file.context())
            signature = output_signature(os.stat(path))  # noqa: PTH116 - the listener may have changed it
        queries = dict(islice(self.dependencies.results.items(), count, None))
        return _Rendered(Trace((file.key,), signature, tuple(sorted(keys))), is_new, queries)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and folders that are empty then; a path that does not exist is no error."""
        for name in sorted(paths):
            path = self.folder / name
            path.unlink(missing_ok=True)
            self._has_changed(name)
            for folder in path.relative_to(self.folder).parents:
                try:
                    (self.folder / folder).rmdir()
                except OSError:
                    # Not empty, or gone already.
                    break

    def orphans(self, retained: Container[str]) -> list[str]:
        """Paths of files that this build did not add; top-level names in `retained`, and hidden ones, are left out."""
        tops = [path for path in self.folder.iterdir() if path.name not in retained and not path.name.startswith(".")]
        paths = [path for top in tops for path in (top.rglob("*") if top.is_dir() else [top]) if path.is_file()]
        return [name for path in paths if (name := path.relative_to(self.folder).as_posix()) not in self.manifest]


def write_if_changed(path: str, content: bytes) -> tuple[StatSignature, bool]:
    """Write `content` unless the file holds it already: the file's signature, and whether it was written."""
    # Paths as text: for ten thousand new pages, Path objects took a tenth of the time.
    try:
        return _create(path, content), True
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        return _create(path, content), True
    except FileExistsError:
        with open(path, "rb") as file:  # noqa: PTH123
            if file.read() == content:
                return output_signature(os.fstat(file.fileno())), False
    # Through another name: a reader of the old file, and a hard link to it, keep the old content.
    fresh = f"{path}.new"
    Path(fresh).unlink(missing_ok=True)
    _create(fresh, content)
    Path(fresh).replace(path)
    return output_signature(os.stat(path)), True  # noqa: PTH116


def _create(path: str, content: bytes) -> StatSignature:
    """Write a file that does not exist yet; raises `FileExistsError`."""
    # Without Python's file objects, whose layers take as long as the disk.
    # O_BINARY, or Windows would turn every line feed into two bytes.
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(content)
        while rest:
            # One call may write less than it was given.
            rest = rest[os.write(file, rest) :]
    except OSError as error:
        os.unlink(path)  # noqa: PTH108
        # The system does not say which file it was.
        raise OSError(error.errno, error.strerror, path) from error
    finally:
        os.close(file)
    return output_signature(os.stat(path))  # noqa: PTH116


def _bytes(content: Content) -> bytes:
    """Encoded content; text ends with one newline."""
    return content if isinstance(content, bytes) else (content.rstrip() + "\n").encode()
