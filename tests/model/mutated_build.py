"""Builds a small site, changes every input, builds again: with the code as it is, or with one dependency key misspelt.

`python -m tests.model.mutated_build FOLDER` reads one use of a key a line on standard input, as `path:line:column`, ""
for none, and answers each with a line: `fresh` and the kinds of keys that were read, `stale` and the files that are, or
the error that ended the build. FOLDER must be empty.
"""

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Whatever takes long to load and is not mutated; the forked child of each mutation loads the code of the plugins.
import pelican  # noqa: F401

import record.content_files
import record.review  # noqa: F401

if TYPE_CHECKING:
    from plugins.model.record import Record

ROOT = Path(__file__).parents[2]
INPUTS = ROOT / "tests" / "model" / "every_input"
"""A file for every input of the record; each holds `@word@`, or `@number@` where no word can stand."""
ADDRESS = "/berita/2018/01/satu/"
INITIATIVE = "/inisiatif/kota-satu/aduan/"
READERS: dict[str, Callable[["Record"], object]] = {
    "place": lambda record: record.places["kota-satu"].data.name,
    "places": lambda record: [place.data.name for place in record.places.values()],
    "initiative": lambda record: record.initiative(INITIATIVE).data.summary,
    "initiatives_of": lambda record: [entry.data.summary for entry in record.initiatives_of("kota-satu")],
    "initiatives": lambda record: [entry.data.summary for entry in record.initiatives],
    "programme": lambda record: record.programme.programme,
    "programme_prose": lambda record: record.programme_prose,
    "measured": lambda record: record.measured,
    "corrections": lambda record: [page.data.now for page in record.corrections],
    "correction": lambda record: [page.data.now for page in record.corrections_on("/")],
    "citation": lambda record: record.citation("https://satu.example/1"),
    "citations": lambda record: list(record.citations.values()),
    "archived_copy": lambda record: record.archived_copy("https://satu.example/1"),
    "archived": lambda record: list(record.archived.values()),
    "outages": lambda record: record.outages,
    "health": lambda record: record.health,
    "refiled": lambda record: record.refiled,
    "translations": lambda record: record.translations["a"],
    "waiting": lambda record: [entry.title for entry in record.waiting],
    "all_news": lambda record: [news.title for news in record.pages],
    "news": lambda record: record.page(ADDRESS).title,
    "source": lambda record: [news.title for news in [record.evidence("https://satu.example/1")] if news],
    "story": lambda record: [
        member.item.title for story in [record.story(record.page(ADDRESS))] if story for member in story.members
    ],
    "mention": lambda record: [news.title for news in record.mentioning("kota-satu")],
    "naming": lambda record: [news.title for news in record.naming(INITIATIVE)],
    "dated": lambda record: [news.title for news in record.news(place="kota-satu", year=2018)],
    "recorded": lambda record: [news.title for news in record.recorded_news(place="kota-satu")],
    "undated": lambda record: [news.title for news in record.undated_news(place="kota-satu")],
}
"""An output file each: between them they read a key of every kind."""


def write(content: Path, word: str, number: int) -> None:
    """Have every input hold a word and a number."""
    for template in (path for path in INPUTS.rglob("*") if path.is_file()):
        path = content / template.relative_to(INPUTS)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.read_text("utf-8").replace("@word@", word).replace("@number@", str(number)), "utf-8")


def build(content: Path, output: Path) -> Any:
    """One build of the files in `READERS`, without Pelican."""
    from plugins.build import Build  # noqa: PLC0415 - of the code in this mutation's folder

    build = Build(
        {
            "PATH": str(content),
            "OUTPUT_PATH": str(output),
            "THEME": str(ROOT / "theme"),
            "SETTINGS_FINGERPRINT": "",
            "OUTPUT_RETENTION": [],
            "THEME_TEMPLATES_OVERRIDES": [],
        },
        [],
    )
    for name, read in READERS.items():
        build.output.add_file(f"{name}.txt", lambda read=read: repr(read(build.record)))
    build.finish()
    return build


def outcome(folder: Path) -> str:
    """What two builds with a change of every input between them come to."""
    content, output = folder / "content", folder / "site"
    output.mkdir()
    try:
        write(content, "satu", 1)
        build(content, output)
        write(content, "dua", 2)
        changed = build(content, output)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    stale = [name for name in READERS if not re.search("dua|2", (output / f"{name}.txt").read_text("utf-8"))]
    if stale:
        return f"stale: {' '.join(stale)}"
    keys = {key for trace in changed.output.manifest.values() for key in trace.dependencies}
    return f"fresh: {' '.join(sorted({key.partition(' ')[0] for key in keys if key[0] != '?'}))}"


def misspell(code: Path, place: str) -> None:
    """Misspell one key: `keys.PLACE` becomes a kind whose name has one letter more."""
    name, line, column = place.rsplit(":", 2)
    lines = (code / name).read_text("utf-8").split("\n")
    row, at = lines[int(line) - 1], int(column)
    kind = re.match(r"keys\.([A-Z_]+)", row[at:])
    assert kind, place
    wrong = f'__import__("plugins.incremental.keys").incremental.keys.KeyKind("{kind[1].lower()}x")'
    lines[int(line) - 1] = row[:at] + wrong + row[at + kind.end() :]
    (code / name).write_text("\n".join(lines), "utf-8")


def answer(folder: Path, place: str) -> None:
    """Print what comes of one mutation; runs in a process of its own."""
    code = folder / "code"
    shutil.copytree(ROOT / "plugins", code / "plugins", ignore=shutil.ignore_patterns("fonts", "search", "exports"))
    (code / "record").mkdir()  # part of the build's fingerprint, as in the project; imported from there
    if place:
        misspell(code, place)
    sys.path.insert(0, str(code))
    print(outcome(folder), flush=True)


def main() -> None:
    """Answer every line."""
    for number, line in enumerate(sys.stdin):
        folder = Path(sys.argv[1]) / str(number)
        folder.mkdir()
        child = os.fork()
        if not child:
            try:
                answer(folder, line.strip())
            finally:
                os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
