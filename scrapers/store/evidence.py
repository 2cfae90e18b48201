"""Evidence: every page fetched, archived as WARC records (ISO 28500), so that it can be read again without the network.

A file a month (`2026-11.warc.gz`, then `2026-11-002.warc.gz`), each with a CDXJ index beside it (`2026-11.cdxj`) whose
lines stand in the order of the records. What the index says is also in the records' own headers, from which a lost one
is rebuilt. Bytes after the last indexed record were left by a kill or a full disk, and are cut off before the next
record is written.
"""

import datetime as dt
import hashlib
import io
import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from record.atomic_write import write_text
from record.errors import StoreFailed
from scrapers.errors import EvidenceProblem
from scrapers.fetch.page import FetchedPage, FetchedPart
from scrapers.store.evidence_index import WARC_DATE, EvidenceRecord, index_of, read_index

FILE_BYTES = 250_000_000
"""A file that has grown larger is not written to any more."""
TOTAL_BYTES = 5_000_000_000
"""With more than this the oldest file goes; its items stay, without their evidence."""
STALE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Response headers that do not describe the archived body, from which the content coding is taken off."""


class Evidence:
    """The folder with the WARC files and their indexes."""

    def __init__(self, folder: Path, *, file_bytes: int = FILE_BYTES, total_bytes: int = TOTAL_BYTES) -> None:
        """Nothing is opened or made before the first record; `removed` names files that had to go."""
        self._folder, self._file_bytes, self._total_bytes = folder, file_bytes, total_bytes
        self._mended: set[Path] = set()
        self._ids: dict[str, set[str]] = {}
        self.removed: list[str] = []

    def add(self, page: FetchedPage) -> tuple[str, ...]:
        """Write a page's responses that are not archived yet; the ids of their records. Raises `StoreFailed`."""
        return tuple(self._add(page, part, number) for number, part in enumerate(page.parts))

    def pages(self) -> Iterator[tuple[EvidenceRecord, ...]]:
        """The newest reading of each page, its parts in order, oldest reading first."""
        newest: dict[str, list[EvidenceRecord]] = {}
        last: dict[str, list[EvidenceRecord]] = {}
        for record in (record for file in self._files() for record in read_index(file)):
            if record.part:
                # An article's parts follow its first page.
                last.get(record.entry, []).append(record)
                continue
            last[record.entry] = [record]
            if record.entry not in newest or newest[record.entry][0].fetched <= record.fetched:
                newest[record.entry] = last[record.entry]
        return (tuple(parts) for parts in sorted(newest.values(), key=lambda parts: parts[0].fetched))

    def read(self, record: EvidenceRecord) -> FetchedPart:
        """A record's response. Raises `EvidenceProblem` where the record is damaged or gone."""
        path = self._folder / record.file
        try:
            with path.open("rb") as stream:
                stream.seek(record.offset)
                warc = next(ArchiveIterator(io.BytesIO(stream.read(record.length))))
                http = warc.http_headers
                body = warc.content_stream().read()
        except (OSError, StopIteration, ArchiveLoadFailed, ValueError) as error:
            raise EvidenceProblem(
                path, f"record {record.id} cannot be read ({error}); its item stays as it is"
            ) from error
        return FetchedPart(record.url, body, int(http.get_statuscode()), tuple(http.headers), record.fetched)

    def _add(self, page: FetchedPage, part: FetchedPart, number: int) -> str:
        fetched = part.fetched.astimezone(dt.UTC).replace(microsecond=0)
        date, month = fetched.strftime(WARC_DATE), fetched.strftime("%Y-%m")
        digest = hashlib.sha256(part.body).hexdigest()
        # Made from the response, so that an archive that is read once more brings the same ids and adds nothing.
        identity = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{part.url} {date} {digest}')}"
        if identity in self._ids_of(month):
            return identity
        file = self._open_file(month)
        warc, data = _warc_record(
            part,
            {
                "WARC-Record-ID": f"<{identity}>",
                "WARC-Date": date,
                "Pantau-Outlet": page.outlet.id,
                "Pantau-Entry": _one_line(page.entry.url),
                "Pantau-Published": _one_line(page.entry.published),
                "Pantau-Part": str(number),
            },
        )
        try:
            # The record before its line: the next run cuts off bytes without a line, but trusts a line without bytes.
            offset = _append(file, data)
            record = replace(
                EvidenceRecord.from_warc(warc, file.name, offset, len(data)),
                url=part.url, entry=page.entry.url, published=page.entry.published,
            )  # fmt: skip
            _append(index_of(file), record.to_line().encode())
        except OSError as error:
            advice = "free some space or make the folder writable, then run again"
            raise StoreFailed(f"{file}: cannot be written ({error.strerror}); {advice}") from error
        self._ids_of(month).add(identity)
        return identity

    def _ids_of(self, month: str) -> set[str]:
        """The ids of a month's records: an archive that is read again brings the same ones."""
        if month not in self._ids:
            files = (file for file in self._files() if file.name.startswith(month))
            self._ids[month] = {record.id for file in files for record in read_index(file)}
        return self._ids[month]

    def _files(self) -> list[Path]:
        # Without the suffix: `2026-11-002.warc.gz` sorts before `2026-11.warc.gz`, since "-" comes before ".".
        return sorted(self._folder.glob("*.warc.gz"), key=lambda path: path.name.removesuffix(".warc.gz"))

    def _open_file(self, month: str) -> Path:
        """The file that takes the next record of a month."""
        same_month = [file for file in self._files() if file.name.startswith(month)]
        file = same_month[-1] if same_month else self._folder / f"{month}.warc.gz"
        if file.exists() and file.stat().st_size >= self._file_bytes:
            file = self._folder / f"{month}-{len(same_month) + 1:03}.warc.gz"
        if file not in self._mended:
            self._mended.add(file)
            self._make_room(file)
            _cut_off_tail(file)
        return file

    def _make_room(self, written: Path) -> None:
        """Remove the oldest files beyond `_total_bytes`, but never the one that is `written` next."""
        sizes = {file: file.stat().st_size for file in self._files()}
        # A backfill may write the oldest month of all: its own file must stay.
        removable = [file for file in sizes if file != written]
        while removable and len(sizes) > 1 and sum(sizes.values()) > self._total_bytes:
            oldest = removable.pop(0)
            del sizes[oldest]
            oldest.unlink()
            index_of(oldest).unlink(missing_ok=True)
            self.removed.append(oldest.name)
            # Ids of removed records must not count as archived any more.
            self._ids.clear()


def _warc_record(part: FetchedPart, warc_headers: dict[str, str]) -> tuple[ArcWarcRecord, bytes]:
    """A response as a WARC record, and its bytes: one whole gzip member."""
    headers = [(name, _one_line(value)) for name, value in part.headers if name.lower() not in STALE_HEADERS]
    headers.append(("Content-Length", str(len(part.body))))
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    status = StatusAndHeaders(f"{part.status} OK" if part.status == 200 else str(part.status), headers, "HTTP/1.1")
    payload = io.BytesIO(part.body)
    record = writer.create_warc_record(
        part.url,
        "response",
        payload=payload,
        length=len(part.body),
        warc_headers_dict=warc_headers,
        http_headers=status,
    )
    writer.write_record(record)
    return record, out.getvalue()


def _append(path: Path, data: bytes) -> int:
    """Add `data` whole, or leave the file as it was; the offset at which it begins. Raises `OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Unbuffered, so that `write` itself says how much the disk took: a buffer would fail only when it is closed.
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
    """Cut off what a killed run left behind the last whole record and behind the last whole line of its index."""
    if not file.exists():
        return
    records = read_index(file)
    end = records[-1].offset + records[-1].length if records else 0
    if file.stat().st_size > end:
        os.truncate(file, end)
    index = index_of(file)
    if not index.read_bytes().endswith(b"\n"):
        write_text(index, "".join(record.to_line() for record in records))


def _one_line(text: str) -> str:
    return " ".join(text.split())
