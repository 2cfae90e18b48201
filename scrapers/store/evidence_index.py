"""The index of a file of evidence: a CDXJ line a record, rebuilt from the records themselves when it is lost."""

import datetime as dt
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from record.atomic_write import write_text
from scrapers.store.cdxj import dump_line, parse_line

_DAMAGED = (ValueError, KeyError, TypeError)
"""Exceptions that a damaged or incomplete line raises."""
WARC_DATE = "%Y-%m-%dT%H:%M:%SZ"


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


def read_index(file: Path) -> list[EvidenceRecord]:
    """The records of a WARC file by offset; a last line that is not whole is left out.

    An index that is missing, or damaged elsewhere, is rebuilt.
    """
    path = index_of(file)
    if not path.exists():
        return _make_index(file)
    *lines, last = path.read_bytes().split(b"\n")
    try:
        records = [EvidenceRecord.from_line(line.decode()) for line in lines]
    except _DAMAGED:
        return _make_index(file)
    with suppress(*_DAMAGED):
        records.append(EvidenceRecord.from_line(last.decode()))
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
    write_text(index_of(file), "".join(record.to_line() for record in records))
    # Until November 2026 the index was JSON lines of our own.
    index_of(file).with_suffix(".jsonl").unlink(missing_ok=True)
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


def index_of(file: Path) -> Path:
    """The index beside a WARC file."""
    return file.with_name(file.name.removesuffix(".warc.gz") + ".cdxj")


def _moment(warc_date: str) -> dt.datetime:
    return dt.datetime.strptime(warc_date, WARC_DATE).replace(tzinfo=dt.UTC)
