"""Reads and checks all of `content/`, as far as it changed: either everything is right or every fault is named."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from plugins.incremental.file_stats import StatSignature
from plugins.incremental.tracking import digest_of
from plugins.language.catalogue import TRANSLATIONS, catalogue_lines
from plugins.model import keys
from plugins.model.contradictions.exemptions import Exempted, exempted
from plugins.model.contradictions.findings import Evidence, RecordFile
from plugins.model.contradictions.rules import contradictions
from plugins.model.editor_pages import page_faults
from plugins.model.measured import Measured
from plugins.model.misplaced import misplaced
from plugins.model.news_cache import NewsCache, NewsContext, read_news
from plugins.model.pages import CorrectionPage, InitiativePage, PlacePage, Refiled, corrections_by_address
from plugins.model.record import Record
from plugins.model.safe_markdown import render
from plugins.model.step_faults import step_faults
from record.content_files import read_correction, read_initiative, read_place, read_programme
from record.content_tree import content_files
from record.errors import ContentFaults, ContentProblem
from record.json_lines import Line, read_lines
from record.models import Correction, Initiative, Place
from record.monitoring import ArchivedCopy, Citation, Health, Outage
from record.programme import Programme
from record.text_files import read_bytes, read_text
from record.tray import Tray

Model = TypeVar("Model", bound=BaseModel)
ParsedFile = tuple[bytes, bytes, str]
"""What is cached of a `+++`-fenced file: SHA-256 of its bytes, its model as JSON (a hundred times as fast to read as
TOML), its prose."""


@dataclass(frozen=True)
class LoadedRecord:
    """The record, what to save of it for the next build, and which dependency keys of news changed since the last.

    `input_fingerprints` are digests of all other inputs by dependency key.
    """

    record: Record
    news: NewsCache
    parsed: dict[str, ParsedFile]
    input_fingerprints: Mapping[str, str]
    changed: frozenset[str]


def load_record(content: Path) -> Record:
    """Read `content`. Raises `ContentFaults` with every fault in it."""
    return load(content, NewsCache()).record


def load(
    content: Path,
    news_cache: NewsCache,
    parsed: Mapping[str, ParsedFile] = MappingProxyType({}),
    signatures: Mapping[str, StatSignature] | None = None,
    published: Collection[str] | None = None,
) -> LoadedRecord:
    """Read `content`, as far as it changed since `news_cache` and `parsed`.

    `signatures` are those of the files in `content/news/` by relative path, where they were scanned already, and
    `published` what Pelican copies, as `misplaced` has them. Raises `ContentFaults` with every fault in it.
    """
    faults: list[ContentProblem] = []
    files = _FencedFiles(parsed, faults)
    places = {
        path.stem: PlacePage(data=place, text=prose)
        for path, place, prose in files.read(content_files(content, "cities/*.md"), Place, read_place)
    }
    # By file, so that one faulty place does not bring up a fault for each of its items.
    known = frozenset(path.stem for path in content_files(content, "cities/*.md"))
    initiatives = [
        InitiativePage(data=initiative, text=prose, address=_initiative_address(path))
        for path, initiative, prose in files.read(
            content_files(content, "initiatives/*/*.md"), Initiative, read_initiative
        )
    ]
    for path in content_files(content, "initiatives/*/*.md"):
        if path.parent.name not in known:
            faults.append(ContentProblem(path, f"no such place: {path.parent.name}; add content/cities/", key="place"))
    parts = files.read(content_files(content, "programme/*.md"), Programme, read_programme)
    context = _news_context(places, known, initiatives, exempted(files.models))
    news = read_news(content / "news", context, news_cache, faults, signatures)
    corrections = [
        CorrectionPage(name=path.stem, data=correction, text=prose)
        for path, correction, prose in files.read(
            content_files(content, "corrections/*.md"), Correction, read_correction
        )
    ]
    evidence = Evidence.of(files.models, news.news)
    faults += [finding.as_fault() for finding in contradictions(evidence, is_whole=not faults)]
    citations = _read_lines(content / "citations.jsonl", Citation, faults)
    archived = _read_lines(content / "archived.jsonl", ArchivedCopy, faults)
    outages = _read_lines(content / "outages.jsonl", Outage, faults)
    health = _read_lines(content / "health.jsonl", Health, faults)
    refiled = _read_refiled(content, faults)
    measured = _read_measured(content / "measured" / "places.json", faults)
    faults += _faults_of(lambda: catalogue_lines(content / TRANSLATIONS))
    faults += misplaced(content, signatures, published)
    faults += page_faults(content)
    # Without a faulty file's steps, everything that names them would seem to be wrong.
    models = {file.path: file.data for file in files.models}
    if models.keys() >= set(content_files(content, "programme/*.md")):
        faults += step_faults(models)
    if faults:
        raise ContentFaults(faults)
    record = Record(
        folder=content,
        places=places,
        initiatives=tuple(initiatives),
        programme=_merged([part for _, part, _ in parts]),
        programme_prose=tuple(render(prose) for _, _, prose in parts if prose),
        pages=tuple(news.news),
        measured=measured,
        corrections=tuple(sorted(corrections, key=lambda page: (page.data.date, page.name), reverse=True)),
        citations={citation.url: citation for citation in citations},
        archived={line.url: line for line in archived},
        outages=tuple(outages),
        health=tuple(health),
        refiled=tuple(refiled),
    )
    fingerprints = _input_fingerprints(content, citations, archived) | _correction_fingerprints(record.corrections)
    return LoadedRecord(record, news.cache, files.after, fingerprints, frozenset(news.changed))


def _initiative_address(path: Path) -> str:
    return f"/inisiatif/{path.parent.name}/{path.stem}/"


def _news_context(
    places: Mapping[str, PlacePage],
    known: frozenset[str],
    initiatives: Iterable[InitiativePage],
    exemptions: frozenset[Exempted],
) -> NewsContext:
    named: dict[str, list[tuple[str, Sequence[str]]]] = defaultdict(list)
    for entry in initiatives:
        named[entry.data.place].append((entry.address, (entry.data.name, *entry.data.aliases)))
    zones = {slug: place.data.zone for slug, place in places.items()}
    return NewsContext(zones, known, named, exemptions)


_FILES_BY_KEY = {
    keys.PLACE.every: "cities/*.md",
    keys.INITIATIVES(): "initiatives/*/*.md",
    keys.PROGRAMME(): "programme/*.md",
    keys.PROGRAMME_PROSE(): "programme/*.md",
    keys.MEASURED(): "measured/places.json",
    keys.CORRECTIONS(): "corrections/*.md",
    keys.CITATION.every: "citations.jsonl",
    keys.ARCHIVED.every: "archived.jsonl",
    keys.OUTAGES(): "outages.jsonl",
    keys.HEALTH(): "health.jsonl",
    keys.REFILED(): "tray/decisions.jsonl",
    keys.TRAY(): "tray/*",
    keys.WAITING(): "waiting/**/*.md",
    keys.TRANSLATIONS(): "translations/en.po",
}
"""Keys of inputs that are all files of one pattern below `content/`."""


def _input_fingerprints(
    content: Path, citations: Iterable[Citation], archived: Iterable[ArchivedCopy]
) -> dict[str, str]:
    """Hex digests of all inputs but news, by dependency key."""
    fingerprints = {keys.PLACE(path.stem): _digest([path]) for path in content_files(content, "cities/*.md")}
    by_place: dict[str, list[Path]] = defaultdict(list)
    for path in content_files(content, "initiatives/*/*.md"):
        by_place[path.parent.name].append(path)
        fingerprints[keys.INITIATIVE(_initiative_address(path))] = _digest([path])
    fingerprints |= {keys.INITIATIVES_OF(slug): _digest(paths) for slug, paths in by_place.items()}
    fingerprints |= {keys.CITATION(citation.url): digest_of(citation) for citation in citations}
    fingerprints |= {keys.ARCHIVED(line.url): digest_of(line) for line in archived}
    return fingerprints | {key: _digest(content_files(content, pattern)) for key, pattern in _FILES_BY_KEY.items()}


def _correction_fingerprints(corrections: Iterable[CorrectionPage]) -> dict[str, str]:
    """Hex digests of what is corrected on each page, by dependency key."""
    by_address = corrections_by_address(corrections)
    return {keys.CORRECTION(address): digest_of(entries) for address, entries in by_address.items()}


def _digest(paths: Iterable[Path]) -> str:
    """Hex digest of files, with their paths."""
    return digest_of(
        [(path.as_posix(), hashlib.sha256(path.read_bytes()).digest()) for path in paths if path.is_file()]
    )


def _faults_of(read: Callable[[], object]) -> list[ContentProblem]:
    """What is wrong with a file that is read in earnest only later, when pages are being written."""
    try:
        read()
    except ContentProblem as fault:
        return [fault]
    return []


def _read_lines(path: Path, model: type[Line], faults: list[ContentProblem]) -> list[Line]:
    try:
        return read_lines(path, model)
    except ContentProblem as fault:
        faults.append(fault)
        return []


def _read_refiled(content: Path, faults: list[ContentProblem]) -> list[Refiled]:
    try:
        decisions = [row for row in Tray(content).decisions if row.get("key") == "places" and row.get("published")]
        return [Refiled.model_validate(row) for row in decisions]
    except ContentProblem as fault:
        faults.append(fault)
        return []


def _read_measured(path: Path, faults: list[ContentProblem]) -> Measured | None:
    try:
        return Measured.model_validate_json(read_text(path)) if path.is_symlink() or path.exists() else None
    except ContentProblem as fault:
        faults.append(fault)
    except ValidationError as error:
        advice = f"{error.errors()[0]['msg']}; write it anew with python -m tests.decide.score --write"
        faults.append(ContentProblem(path, advice, line=1))
    return None


@dataclass
class _FencedFiles:
    """`+++`-fenced files, each parsed once: `before` are those that were cached, `after` those to cache.

    `models` are all that could be read, of whatever kind.
    """

    before: Mapping[str, ParsedFile]
    faults: list[ContentProblem]
    after: dict[str, ParsedFile] = field(default_factory=dict)
    models: list[RecordFile] = field(default_factory=list)

    def read(
        self, paths: Iterable[Path], model: type[Model], reader: Callable[[Path], tuple[Model, str]]
    ) -> list[tuple[Path, Model, str]]:
        """Path, model and prose of each file, sorted by path; a faulty one is appended to `faults` instead."""
        rows = []
        for path in paths:
            try:
                digest, cached = hashlib.sha256(read_bytes(path)).digest(), self.before.get(str(path))
                is_new = not cached or cached[0] != digest
                if cached and not is_new:
                    value, prose = model.model_validate_json(cached[1]), cached[2]
                else:
                    value, prose = reader(path)
                    cached = (digest, value.model_dump_json().encode(), prose)
                self.after[str(path)] = cached
                rows.append((path, value, prose))
                self.models.append(RecordFile(path, value, is_new))
            except ContentProblem as fault:
                self.faults.append(fault)
        return rows


def _merged(parts: Sequence[Programme]) -> Programme:
    """The programme whose tables are spread over several files."""
    values: dict[str, object] = {}
    for name in Programme.model_fields:
        if name == "programme":
            values[name] = next((part.programme for part in parts if part.programme), None)
        else:
            values[name] = [row for part in parts for row in getattr(part, name)]
    return Programme.model_construct(**values)  # type: ignore[arg-type]
