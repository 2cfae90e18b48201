"""Evidence: every page fetched, archived as WARC records (ISO 28500), so that it can be read again without the network.

A file a month (`2026-11.warc.gz`, then `2026-11-002.warc.gz`), each with a CDXJ index beside it (`2026-11.cdxj`) whose
lines stand in the order of the records. What the index says is also in the records' own headers, so that a lost one is
made anew. Bytes after the last indexed record were left by a kill or a full disk, and are cut off before the next
record is written.
"""

import datetime as dt
import hashlib
import io
import os
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from scrapers.store.cdxj import dump_line, parse_line

FILE_BYTES = 250_000_000
"""A file that has grown larger is not written to any more."""
TOTAL_BYTES = 5_000_000_000
"""With more than this the oldest file goes; its items stay, without their evidence."""
STALE_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Response headers that do not describe the archived body, from which the content coding is taken off."""
_WARC_DATE = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecord:
    """One WARC record and where it lies: a line of an index.

    `id` is the WARC-Record-ID without brackets, `url` the address that answered, `fetched` the moment in UTC, `outlet`
    the outlet's id; `entry` and `published` are the address and the date of the channel's entry that led here; `part`
    counts an article's pages from 0. `mime`, `status` and `digest` are the response's. The record is `length` bytes of
    `file` from `offset`.
    """

    id: str
    url: str
    fetched: dt.datetime
    outlet: str
    entry: str
    published: str
    part: int
    mime: str
    status: str
    digest: str
    file: str
    offset: int
    length: int

    def to_line(self) -> str:
        """The record's line in a CDXJ index: the fields that every archive's tools know, then ours."""
        fields = {
            "mime": self.mime, "status": self.status, "digest": self.digest, "length": str(self.length),
            "offset": str(self.offset), "filename": self.file, "record_id": self.id, "outlet": self.outlet,
            "entry": self.entry, "published": self.published, "part": str(self.part),
        }  # fmt: skip
        return dump_line(self.url, self.fetched, fields)

    @classmethod
    def from_line(cls, line: str) -> "EvidenceRecord":
        """What `to_line` wrote. Raises `ValueError` or `KeyError` for a line that is damaged."""
        fetched, row = parse_line(line)
        return cls(
            id=row["record_id"], url=row["url"], fetched=fetched, outlet=row["outlet"], entry=row["entry"],
            published=row["published"], part=int(row["part"]), mime=row["mime"], status=row["status"],
            digest=row["digest"], file=row["filename"], offset=int(row["offset"]), length=int(row["length"]),
        )  # fmt: skip

    @classmethod
    def from_warc(cls, record: ArcWarcRecord, file: str, offset: int, length: int) -> "EvidenceRecord":
        """What a WARC record's own headers say. Raises `ValueError` for a date or a number that is none."""
        header, http = record.rec_headers.get_header, record.http_headers
        return cls(
            id=str(header("WARC-Record-ID")).strip("<>"), url=header("WARC-Target-URI"),
            fetched=_moment(header("WARC-Date")), outlet=header("Pantau-Outlet") or "",
            entry=header("Pantau-Entry") or header("WARC-Target-URI"), published=header("Pantau-Published") or "",
            part=int(header("Pantau-Part") or 0), digest=header("WARC-Payload-Digest") or "",
            mime=((http.get_header("content-type") or "") if http else "").partition(";")[0].strip(),
            status=http.get_statuscode() if http else "",
            file=file, offset=offset, length=length,
        )  # fmt: skip


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
        for record in (record for file in self._files() for record in _read_index(file)):
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
        date, month = fetched.strftime(_WARC_DATE), fetched.strftime("%Y-%m")
        digest = hashlib.sha256(part.body).hexdigest()
        identity = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{part.url} {date} {digest}')}"
        ids = self._ids_of(month)
        if identity in ids:
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
            offset = _append(file, data)
            record = replace(
                EvidenceRecord.from_warc(warc, file.name, offset, len(data)),
                url=part.url, entry=page.entry.url, published=page.entry.published,
            )  # fmt: skip
            _append(_index_of(file), record.to_line().encode())
        except OSError as error:
            advice = "free some space or make the folder writable, then run again"
            raise StoreFailed(f"{file}: cannot be written ({error.strerror}); {advice}") from error
        ids.add(identity)
        return identity

    def _ids_of(self, month: str) -> set[str]:
        """The ids of a month's records: an archive that is read again brings the same ones."""
        if month not in self._ids:
            files = (file for file in self._files() if file.name.startswith(month))
            self._ids[month] = {record.id for file in files for record in _read_index(file)}
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
    records = _read_index(file)
    end = records[-1].offset + records[-1].length if records else 0
    if file.stat().st_size > end:
        os.truncate(file, end)
    index = _index_of(file)
    lines = index.read_bytes()
    if not lines.endswith(b"\n"):
        os.truncate(index, lines.rfind(b"\n") + 1)


def _read_index(file: Path) -> list[EvidenceRecord]:
    """The records of a WARC file by offset; a last line that is not whole is left out.

    An index that is gone, or damaged elsewhere, is made anew.
    """
    path = _index_of(file)
    if not path.exists():
        return _make_index(file)
    whole_lines = path.read_bytes().split(b"\n")[:-1]
    try:
        records = [EvidenceRecord.from_line(line.decode()) for line in whole_lines]
    except (ValueError, KeyError, TypeError):
        return _make_index(file)
    return sorted(records, key=lambda record: record.offset)


def _make_index(file: Path) -> list[EvidenceRecord]:
    records: list[EvidenceRecord] = []
    try:
        with file.open("rb") as stream:
            archive = ArchiveIterator(stream)
            for warc in archive:
                length = archive.get_record_length()
                record = EvidenceRecord.from_warc(warc, file.name, archive.get_record_offset(), length)
                if not _is_whole(file, record):
                    break
                records.append(record)
    except (OSError, ArchiveLoadFailed, ValueError, EOFError):
        pass
    write_text(_index_of(file), "".join(record.to_line() for record in records))
    # Until November 2026 the index was JSON lines of our own.
    _index_of(file).with_suffix(".jsonl").unlink(missing_ok=True)
    return records


def _is_whole(file: Path, record: EvidenceRecord) -> bool:
    """Whether a record's gzip member has its end: warcio reads one that was cut off as if it were shorter."""
    inflater = zlib.decompressobj(31)
    with file.open("rb") as stream:
        stream.seek(record.offset)
        try:
            inflater.decompress(stream.read(record.length))
        except zlib.error:
            return False
    return inflater.eof


def _index_of(file: Path) -> Path:
    return file.with_name(file.name.removesuffix(".warc.gz") + ".cdxj")


def _moment(warc_date: str) -> dt.datetime:
    return dt.datetime.strptime(warc_date, _WARC_DATE).replace(tzinfo=dt.UTC)


def _one_line(text: str) -> str:
    return " ".join(text.split())
