"""Pelican plugin: the search index of the finished site, by Pagefind, which stems Indonesian."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import IO, Any, cast

from pagefind.service import get_executable
from pelican import signals

from plugins.search_order import UnknownFormat, put_in_order
from scrapers.errors import PantauError

FOLDER = "pagefind"
UNUSED = ("pagefind-*ui.*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""Pagefind's own pages and what they need; ours uses its index and its reader alone."""
EVERYWHERE = (".item h2", ".facts dt", ".feeds", ".note", ".original", ".src", ".unknown", ".url", "nav")
"""Words that stand on every page of a kind and so find nothing."""
Request = tuple[str, Mapping[str, Any]]


class SearchFailed(PantauError):
    """Pagefind could not index the site; `str()` has its own words."""


def index(pelican: Any) -> None:
    """Write `/pagefind/` anew from the pages that were written, in their order. Raises `SearchFailed`."""
    output = Path(pelican.output_path)
    shutil.rmtree(output / FOLDER, ignore_errors=True)
    try:
        for file in _ask(_requests(output))["files"]:
            _write(output / FOLDER / file["path"], base64.b64decode(file["content"]))
        put_in_order(output / FOLDER)
    except (OSError, ValueError) as error:
        raise SearchFailed(f"search index of {output}: {error}; install the requirements anew") from error
    except UnknownFormat as error:
        raise SearchFailed(f"search index of {output}: {error}") from error


def _write(path: Path, content: bytes) -> None:
    if not any(fnmatch(path.name, pattern) for pattern in UNUSED):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _requests(output: Path) -> Iterator[Request]:
    """What Pagefind is asked, and what for: a new index, each page, and the files."""
    yield "a new index", {"type": "NewIndex", "config": {"exclude_selectors": EVERYWHERE}}
    for path in sorted(output.rglob("*.html")):
        page, name = path.read_text("utf-8"), path.relative_to(output).as_posix()
        if "data-pagefind-body" in page:
            yield name, {"type": "AddFile", "index_id": 0, "file_path": name, "file_contents": page}
    # Asked to write the files itself, Pagefind answers, and ends, before all of them are on the disk.
    yield FOLDER, {"type": "GetFiles", "index_id": 0}


def _ask(requests: Iterable[Request]) -> Mapping[str, Any]:
    """The answer to the last request."""
    # Its service is asked directly: its Python interface sleeps 0.1 s for each answer. One at a time, because
    # Pagefind numbers pages as they come, and of a whole folder it takes them as its threads do.
    program = get_executable()
    if program is None:
        raise FileNotFoundError("Pagefind is not installed")
    answer: dict[str, Any] = {}
    with subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        questions, answers = cast(IO[bytes], service.stdin), cast(IO[bytes], service.stdout)
        for number, (subject, payload) in enumerate(requests):
            question = json.dumps({"message_id": number, "payload": payload})
            questions.write(base64.b64encode(question.encode()) + b",")
            questions.flush()
            answer = json.loads(base64.b64decode(_until_comma(answers.fileno()), validate=True))["payload"]
            if answer["type"] == "Error":
                raise ValueError(f"{subject}: {answer['message']}")
    return answer


def _until_comma(stream: int) -> bytes:
    """One answer; Pagefind sends a comma after each and nothing unasked."""
    answer = bytearray()
    while not answer.endswith(b","):
        part = os.read(stream, 1 << 16)
        if not part:
            raise ChildProcessError("Pagefind ended without an answer")
        answer += part
    return bytes(answer[:-1])


def register() -> None:
    """Connect the signal."""
    signals.finalized.connect(index)
