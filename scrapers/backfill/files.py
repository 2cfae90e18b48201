"""Archives as they are named on the command line, files, folders and addresses, opened as files that can be cut."""

import hashlib
import shutil
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from record.errors import FileProblem
from scrapers import CRAWLER_NAME, __version__
from scrapers.backfill import codings
from scrapers.backfill.batch import content_of
from scrapers.backfill.codings import is_zstandard
from scrapers.backfill.warc_records import GZIP, WARC, is_packed_whole
from scrapers.errors import ArchiveProblem
from scrapers.sources import Defaults

SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
_TRIES = 4
_PIECE = 1 << 20
_ENDS = 1 << 20


@dataclass(frozen=True, slots=True)
class OpenedArchive:
    """An archive as a file; `fingerprint` identifies it, whatever its path: `fingerprint_of` or the address."""

    path: Path
    fingerprint: str


def archive_names(words: Sequence[str]) -> list[str]:
    """Files and addresses in the order given; a folder gives its archives, below it too, by name.

    Raises `FileProblem` for a path that is not there and for a folder without archives.
    """
    return [name for word in words for name in ([word] if is_address(word) else _in(Path(word)))]


def is_address(word: str) -> bool:
    """Whether a name is an address, to be loaded over HTTP."""
    return urlsplit(word).scheme in {"http", "https"}


def _in(path: Path) -> list[str]:
    if path.is_file():
        return [str(path)]
    if not path.is_dir():
        raise FileProblem(path, "no such file or folder; give WARC files, folders of them, or their addresses")
    names = sorted(str(file) for file in path.rglob("*") if file.name.endswith(SUFFIXES) and file.is_file())
    if not names:
        raise FileProblem(path, f"no file in this folder ends with {' or '.join(SUFFIXES)}")
    return names


@contextmanager
def opened(
    name: str, scratch: Path, *, defaults: Defaults, is_done: Callable[[str], bool]
) -> Iterator[OpenedArchive | None]:
    """The archive `name` as a file that can be cut anywhere; None where `is_done` says so of its fingerprint.

    An address is its own fingerprint, and is loaded into the empty folder `scratch` first. Raises `ArchiveProblem`.
    """
    path = Path(name)
    try:
        fingerprint = name if is_address(name) else fingerprint_of(path)
        if is_done(fingerprint):
            yield None
            return
        if is_address(name):
            path = _load(name, scratch / "loaded.warc", defaults)
        yield OpenedArchive(_readable(name, path, scratch / "unpacked.warc"), fingerprint)
    except OSError as error:
        raise ArchiveProblem(name, f"cannot be read ({error}); mend it, then run again") from error


def fingerprint_of(path: Path) -> str:
    """A digest of a file's size and of a mebibyte at either end. Raises `OSError`."""
    with content_of(path) as data:
        size = len(data)
        ends = data[:_ENDS] + data[max(size - _ENDS, 0) :]
    return f"{size}:{hashlib.sha256(ends).hexdigest()[:32]}"


def _readable(name: str, path: Path, unpacked: Path) -> Path:
    with content_of(path) as data:
        start = data[:8]
        whole = is_packed_whole(data)
    if is_zstandard(start):
        with path.open("rb") as packed, unpacked.open("wb") as out:
            out.writelines(codings.unpacked(packed))
        with content_of(unpacked) as data:
            start, path, whole = data[:8], unpacked, False
    if not start.startswith((GZIP, WARC)):
        raise ArchiveProblem(name, "no WARC file: it begins with neither a record nor a packed one")
    return _unpacked(path, unpacked) if whole else path


def _unpacked(path: Path, unpacked: Path) -> Path:
    """A file that is packed as one piece, unpacked as far as it is whole."""
    inflater = zlib.decompressobj(31)
    with path.open("rb") as packed, unpacked.open("wb") as out, suppress(zlib.error):
        while (piece := packed.read(_PIECE)) and not inflater.eof:
            while piece:
                # In steps, since a mebibyte of zeros unpacks to a gigabyte.
                out.write(inflater.decompress(piece, 16 * _PIECE))
                piece = inflater.unconsumed_tail
    return unpacked


def _load(url: str, path: Path, defaults: Defaults) -> Path:
    """What an address answers, as a file; a connection that breaks is taken up where it broke."""
    version = ""
    for _ in range(_TRIES):
        have = path.stat().st_size if path.exists() and version else 0
        # Ranges and lengths must count the bytes as they lie on the host.
        headers = {"User-Agent": f"{CRAWLER_NAME}/{__version__} (+{defaults.contact})", "Accept-Encoding": "identity"}
        # With another version there the host answers with the whole file, and the pieces are not mixed.
        headers |= {"Range": f"bytes={have}-", "If-Range": version} if have else {}
        try:
            request = urllib.request.Request(url, headers=headers)  # noqa: S310 - http and https only
            with urllib.request.urlopen(request, timeout=defaults.timeout) as answer:  # noqa: S310
                version = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
                is_rest = answer.status == 206
                length = answer.headers.get("Content-Length")
                whole = int(length) + (have if is_rest else 0) if length else None
                with path.open("ab" if is_rest else "wb") as out:
                    shutil.copyfileobj(answer, out, _PIECE)
            if whole is None or path.stat().st_size >= whole:
                return path
            fault = "the connection broke"
        except urllib.error.HTTPError as error:
            raise ArchiveProblem(url, f"the host answered {error.code} {error.reason}; mend the address") from error
        except (OSError, ValueError, HTTPException) as error:
            fault = str(error) or type(error).__name__
    raise ArchiveProblem(url, f"could not be loaded in {_TRIES} tries ({fault}); run again later")
