"""Asks Pagefind for an index, through its service."""

import base64
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from pagefind.service import get_executable

from plugins.search.deterministic import Files, put_in_order

EVERYWHERE = (".item h2", ".facts dt", ".feeds", ".note", ".original", ".src", ".unknown", ".url", "nav")
"""Words that stand on every page of a kind and so find nothing."""
Request = tuple[str, Mapping[str, Any]]


def program() -> Path:
    """Pagefind itself. Raises `FileNotFoundError`."""
    found = get_executable()
    if found is None:
        raise FileNotFoundError("Pagefind is not installed")
    return Path(found)


def indexed(pages: Iterable[tuple[str, str]]) -> Files:
    """The index of `pages` (path and HTML), numbered as they come. Raises `OSError`, `ValueError`, `UnknownFormat`."""
    answer = _ask(_requests(pages))
    return put_in_order({file["path"]: base64.b64decode(file["content"]) for file in answer["files"]})


def _requests(pages: Iterable[tuple[str, str]]) -> Iterator[Request]:
    """What Pagefind is asked, and what for: a new index, each page, and the files."""
    yield "a new index", {"type": "NewIndex", "config": {"exclude_selectors": EVERYWHERE}}
    for name, page in pages:
        yield name, {"type": "AddFile", "index_id": 0, "file_path": name, "file_contents": page}
    # Asked to write the files itself, Pagefind answers, and ends, before all of them are on the disk.
    yield "the files", {"type": "GetFiles", "index_id": 0}


def _ask(requests: Iterable[Request]) -> Mapping[str, Any]:
    """The answer to the last request."""
    # Its service is asked directly: its Python interface sleeps 0.1 s for each answer. One at a time, because
    # Pagefind numbers pages as they come, and of a whole folder it takes them as its threads do.
    answer: dict[str, Any] = {}
    with subprocess.Popen([program(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
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
