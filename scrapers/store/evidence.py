"""Evidence: every page fetched, kept as WARC records (ISO 28500), so that it can be read again without the network.

A file a month (`2026-11.warc.gz`, then `2026-11-002.warc.gz`), each with an index beside it, a JSON object a line. What
the index says is also in the records' own headers; what stands after the last indexed record was cut off by a kill or a
full disk, and is taken away before the next record is written.
"""

import datetime as dt
import hashlib
import io
import json
import os
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from record.errors import StoreFailed
from scrapers.errors import EvidenceProblem
from scrapers.fetch.page import FetchedPage, FetchedPart

FILE_BYTES = 250_000_000
"""A file that has grown larger is not written to any more."""
TOTAL_BYTES = 5_000_000_000
"""With more than this the oldest file goes; its items stay, without their evidence."""
UNDONE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that no longer describe the kept body, from which the content coding is taken off."""
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Kept:
    """One record: what it holds, and where in which file; `part` counts an article's pages from 0."""

    id: str
    url: str
    fetched: str
    outlet: str
    entry: str
    published: str
    part: int
    file: str
    offset: int
    length: int


class Evidence:
    """The folder with the records."""

    def __init__(self, folder: Path, *, file_bytes: int = FILE_BYTES, total_bytes: int = TOTAL_BYTES) -> None:
        """Nothing is opened or made before the first record; `removed` names files that had to go."""
        self._folder, self._file_bytes, self._total_bytes = folder, file_bytes, total_bytes
        self._mended: set[Path] = set()
        self._ids: dict[str, set[str]] = {}
        self.removed: list[str] = []

    def keep(self, page: FetchedPage) -> tuple[str, ...]:
        """Write a page's responses; their records' ids. Raises `StoreFailed`."""
        return tuple(self._keep(page, part, number) for number, part in enumerate(page.parts))

    def pages(self) -> Iterator[tuple[Kept, ...]]:
        """The newest reading of each page, its parts in order, oldest reading first."""
        newest: dict[str, list[Kept]] = {}
        last: dict[str, list[Kept]] = {}
        for kept in (kept for file in self._files() for kept in _index(file)):
            if kept.part:
                # An article's parts follow its first page.
                last.get(kept.entry, []).append(kept)
                continue
            last[kept.entry] = [kept]
            if kept.entry not in newest or newest[kept.entry][0].fetched <= kept.fetched:
                newest[kept.entry] = last[kept.entry]
        return (tuple(parts) for parts in sorted(newest.values(), key=lambda parts: parts[0].fetched))

    def read(self, kept: Kept) -> FetchedPart:
        """A record's response. Raises `EvidenceProblem` where the record is damaged or gone."""
        path = self._folder / kept.file
        try:
            with path.open("rb") as stream:
                stream.seek(kept.offset)
                record = next(ArchiveIterator(io.BytesIO(stream.read(kept.length))))
                told = record.http_headers
                body = record.content_stream().read()
        except (OSError, StopIteration, ArchiveLoadFailed, ValueError) as error:
            raise EvidenceProblem(
                path, f"record {kept.id} cannot be read ({error}); its item stays as it is"
            ) from error
        fetched = dt.datetime.strptime(kept.fetched, _STAMP).replace(tzinfo=dt.UTC)
        return FetchedPart(kept.url, body, int(told.get_statuscode()), tuple(told.headers), fetched)

    def _keep(self, page: FetchedPage, part: FetchedPart, number: int) -> str:
        stamp = part.fetched.astimezone(dt.UTC).strftime(_STAMP)
        digest = hashlib.sha256(part.body).hexdigest()
        identity = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{part.url} {stamp} {digest}')}"
        ids = self._ids_of(stamp[:7])
        if identity in ids:
            return identity
        file = self._open_file(stamp[:7])
        told = {
            "WARC-Record-ID": f"<{identity}>",
            "WARC-Date": stamp,
            "Pantau-Outlet": page.outlet.id,
            "Pantau-Entry": _one_line(page.entry.url),
            "Pantau-Published": _one_line(page.entry.published),
            "Pantau-Part": str(number),
        }
        data = _record(part, told)
        try:
            offset = _append(file, data)
            kept = Kept(
                identity, part.url, stamp, page.outlet.id, page.entry.url, page.entry.published, number, file.name,
                offset, len(data),
            )  # fmt: skip
            _append(_index_of(file), (json.dumps(asdict(kept), ensure_ascii=False) + "\n").encode())
        except OSError as error:
            advice = "free some space or make the folder writable, then run again"
            raise StoreFailed(f"{file}: cannot be written ({error.strerror}); {advice}") from error
        ids.add(identity)
        return identity

    def _ids_of(self, month: str) -> set[str]:
        """What is kept of a month: an archive that is read again brings the same records."""
        if month not in self._ids:
            files = (file for file in self._files() if file.name.startswith(month))
            self._ids[month] = {kept.id for file in files for kept in _index(file)}
        return self._ids[month]

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.warc.gz"), key=lambda path: path.name.removesuffix(".warc.gz"))

    def _open_file(self, month: str) -> Path:
        """The file that takes the next record of a month."""
        same_month = [file for file in self._files() if file.name.startswith(month)]
        file = same_month[-1] if same_month else self._folder / f"{month}.warc.gz"
        if file.exists() and file.stat().st_size >= self._file_bytes:
            file = self._folder / f"{month}-{len(same_month) + 1:03}.warc.gz"
        if file not in self._mended:
            self._mended.add(file)
            self._make_room()
            _cut_off_tail(file)
        return file

    def _make_room(self) -> None:
        files = self._files()
        sizes = {file: file.stat().st_size for file in files}
        while len(files) > 1 and sum(sizes[file] for file in files) > self._total_bytes:
            oldest = files.pop(0)
            oldest.unlink()
            _index_of(oldest).unlink(missing_ok=True)
            self.removed.append(oldest.name)


def _record(part: FetchedPart, told: dict[str, str]) -> bytes:
    """One whole gzip member."""
    headers = [(name, _one_line(value)) for name, value in part.headers if name.lower() not in UNDONE]
    headers.append(("Content-Length", str(len(part.body))))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    status = StatusAndHeaders(f"{part.status} OK" if part.status == 200 else str(part.status), headers, "HTTP/1.1")
    payload = io.BytesIO(part.body)
    record = writer.create_warc_record(
        part.url, "response", payload=payload, length=len(part.body), warc_headers_dict=told, http_headers=status
    )
    writer.write_record(record)
    return out.getvalue()


def _append(path: Path, data: bytes) -> int:
    """Add `data` whole, or leave the file as it was; where it begins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab", buffering=0) as stream:
        start = stream.seek(0, os.SEEK_END)
        try:
            if stream.write(data) != len(data):
                raise OSError(28, "no space left on device")
        except OSError:
            stream.truncate(start)
            raise
    return start


def _cut_off_tail(file: Path) -> None:
    """Take away what a killed run left behind the last whole record."""
    if not file.exists():
        return
    kept = _index(file)
    end = kept[-1].offset + kept[-1].length if kept else 0
    if file.stat().st_size > end:
        os.truncate(file, end)


def _index(file: Path) -> list[Kept]:
    """The index of a file; a line that is not whole ends it, an index that is gone is made anew."""
    path = _index_of(file)
    if not path.exists():
        return _indexed_anew(file)
    found: list[Kept] = []
    for line in path.read_bytes().splitlines():
        try:
            found.append(Kept(**json.loads(line)))
        except (ValueError, TypeError):
            break
    return found


def _indexed_anew(file: Path) -> list[Kept]:
    found: list[Kept] = []
    try:
        with file.open("rb") as stream:
            records = ArchiveIterator(stream)
            for record in records:
                told = record.rec_headers.get_header
                length = records.get_record_length()
                found.append(
                    Kept(
                        str(told("WARC-Record-ID")).strip("<>"), told("WARC-Target-URI"), told("WARC-Date"),
                        told("Pantau-Outlet") or "", told("Pantau-Entry") or told("WARC-Target-URI"),
                        told("Pantau-Published") or "", int(told("Pantau-Part") or 0), file.name,
                        records.get_record_offset(), length,
                    )
                )  # fmt: skip
    except (OSError, ArchiveLoadFailed, ValueError, EOFError):
        pass
    lines = "".join(json.dumps(asdict(kept), ensure_ascii=False) + "\n" for kept in found)
    _index_of(file).write_text(lines, "utf-8")
    return found


def _index_of(file: Path) -> Path:
    return file.with_name(file.name.removesuffix(".warc.gz") + ".jsonl")


def _one_line(text: str) -> str:
    return " ".join(text.split())
