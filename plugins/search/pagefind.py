"""Has Pagefind index pages, through its service on standard input and output."""

import base64
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from pagefind.service import get_executable

from plugins.search.deterministic import Files, in_stable_order

EXCLUDED = ("h1", ".item h2", ".facts dt", ".feeds", ".note", ".original", ".src", ".unknown", ".url", "nav")
"""Selectors of what stands on every page of a kind, so that a search for it would find all of them."""
Request = tuple[str, Mapping[str, Any]]


def program() -> Path:
    """Pagefind's executable. Raises `FileNotFoundError`."""
    path = get_executable()
    if path is None or not Path(path).is_file():
        raise FileNotFoundError("Pagefind is not installed")
    return Path(path)


def index_of(pages: Iterable[tuple[str, str]]) -> Files:
    """The index of `pages` (path and HTML), in their order. Raises `OSError`, `ValueError`, `UnknownFormat`."""
    response = _last_response(_requests(pages))
    return in_stable_order({file["path"]: base64.b64decode(file["content"]) for file in response["files"]})


def _requests(pages: Iterable[tuple[str, str]]) -> Iterator[Request]:
    """The requests, each with its subject for error messages: a new index, each page, and the files."""
    yield "a new index", {"type": "NewIndex", "config": {"exclude_selectors": EXCLUDED}}
    for name, page in pages:
        yield name, {"type": "AddFile", "index_id": 0, "file_path": name, "file_contents": page}
    # When it is told to write the files itself, Pagefind responds, and ends, before all of them are on the disk.
    yield "the files", {"type": "GetFiles", "index_id": 0}


def _last_response(requests: Iterable[Request]) -> Mapping[str, Any]:
    """Pagefind's response to the last request. Raises `OSError`, and `ValueError` for an error of Pagefind."""
    # The service is used directly, as its Python interface sleeps 0.1 s for each response. Pages are sent one at a
    # time, as Pagefind numbers them as they come; of a whole folder, the order would be that of its threads.
    response: dict[str, Any] = {}
    with subprocess.Popen([program(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        requests_in, responses_out = cast(IO[bytes], service.stdin), cast(IO[bytes], service.stdout)
        for number, (subject, payload) in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": payload})
            requests_in.write(base64.b64encode(message.encode()) + b",")
            requests_in.flush()
            response = json.loads(base64.b64decode(_until_comma(responses_out.fileno()), validate=True))["payload"]
            if response["type"] == "Error":
                raise ValueError(f"{subject}: {response['message']}")
    return response


def _until_comma(stream: int) -> bytes:
    """One response; Pagefind ends each with a comma, and sends nothing unasked. Raises `ChildProcessError`."""
    response = bytearray()
    while not response.endswith(b","):
        part = os.read(stream, 1 << 16)
        if not part:
            raise ChildProcessError("Pagefind ended without an answer")
        response += part
    return bytes(response[:-1])
