"""Pelican plugin: makes only those files of the site anew that rest on something which changed.

It comes first among plugins. Others hand their files to `context["build"].output` as functions, and what these read of
the record is noted; stock pages come through a writer of its own, the theme's files at the end.
"""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from blinker import signal
from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.incremental import build_state, fingerprints, state_folder
from plugins.incremental.compiled_templates import CompiledTemplates
from plugins.incremental.dependencies import QUESTION, Answer, Changes
from plugins.incremental.output import Output
from plugins.incremental.snapshot import STATE, start
from plugins.model.news import Kept
from plugins.model.record import Archive, read_record
from record.errors import ContentFaults

LOCAL = "http://127.0.0.1:8000"
UNFINISHED, TEMPLATES = "unfinished", "templates"
NEWS = "news"
SEARCH = "pagefind"
"""The folder of the index, which has a plugin and a state of its own."""
OURS = ("robots.txt", "404.html", "theme/site.css")
"""What every site of ours has."""
_finished: list["Build"] = []
file_changed = signal("site_file_changed")
"""Sent with the path in the site's folder of each file that is another, or gone, as soon as it is."""


class Build:
    """One build of the site: what the last one left, the record, and the files that are being made.

    Reading the record raises `ContentFaults`; nothing is touched then.
    """

    def __init__(self, settings: dict[str, Any], menu: Iterable[object]) -> None:
        """`settings` are Pelican's; `menu` is what every page shows of the stock pages."""
        output = Path(settings["OUTPUT_PATH"])
        self.folder = state_folder(output)
        self._content = Path(settings["PATH"])
        self.content = (str(self._content), str(self._content / NEWS))
        self.start = start(output, [*self.content, settings["THEME"], *map(str, fingerprints.sources())])
        self._settings = settings
        self._ground = fingerprints.ground(settings["TOLD_SETTINGS"], Path(settings["THEME"]), list(menu))
        self._before = before = self.start.state
        is_known = before.ground == self._ground and not settings.get("DELETE_OUTPUT_DIRECTORY")
        kept = (Kept(before.surroundings, before.news), before.parsed) if is_known else (Kept(), {})
        record = read_record(self._content, *kept, stamps=self.start.looks[self.content[1]])
        self.archive: Archive = record.archive
        self._news, self._leaves, self._parsed = record.news, dict(record.leaves), record.parsed
        is_known_whole = bool(before.ground) and not (self.folder / UNFINISHED).exists()
        # Of a folder that never was a site of ours nothing is taken away.
        self._may_have_strays = not is_known_whole and all((output / name).exists() for name in OURS)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / UNFINISHED).touch()
        names = {*before.leaves, *record.leaves}
        moved = {name for name in names if before.leaves.get(name) != record.leaves.get(name)}
        changes = Changes(record.changed | moved, before.answers, record.archive) if is_known else None
        self.output = Output(output, self.archive.facts, before.files, changes, self.start.lost, file_changed.send)

    def __str__(self) -> str:
        """How much there is, and how much of it is new."""
        output = self.output
        there, written = len(output.made), len(output.written & output.made.keys())
        gone = len(output.written - output.made.keys())
        return f"{output.folder}: {there} files, of which {written} are new or changed; {gone} removed."

    def put_theme(self) -> None:
        """Have the theme's own files, style sheet and script."""
        for name in self._settings["KEPT_STATIC_PATHS"]:
            folder = Path(self._settings["THEME"]) / name
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                path_in_site = f"{self._settings['THEME_STATIC_DIR']}/{path.relative_to(folder).as_posix()}"
                self.output.write_file(path_in_site, path.read_bytes())

    def finish(self) -> None:
        """Remove what nobody made this time, and leave word for the next build."""
        output = self.output
        output.remove(output.before.keys() - output.made.keys())
        if self._may_have_strays:
            output.remove(output.strays({SEARCH, *self._settings["OUTPUT_RETENTION"]}))
        answers = _reached({**output.facts.kept, **output.facts.answers}, (read for _, _, read in output.made.values()))
        kept = build_state.State(
            self._ground,
            self._news.surroundings,
            self._leaves,
            self._parsed,
            answers,
            self._news.rows,
            output.made,
        )
        build_state.save(self.folder / STATE, self._before, kept)
        (self.folder / UNFINISHED).unlink()
        _finished[:] = [self]


def last() -> Build | None:
    """The build that this process finished last."""
    return _finished[0] if _finished else None


def _reached(answers: dict[str, Answer], reads: Iterable[Sequence[str]]) -> dict[str, Answer]:
    """The answers that some file rests on, itself or through another answer."""
    # Sorted, so that most files are passed over at their first fact.
    wanted = {fact for read in reads if read and read[0][0] == QUESTION for fact in read if fact[0] == QUESTION}
    found: dict[str, Answer] = {}
    while wanted:
        name = wanted.pop()
        if name in answers and name not in found:
            found[name] = answers[name]
            wanted |= {fact for fact in answers[name].read if fact[0] == QUESTION}
    return dict(sorted(found.items()))


class RecordGenerator(Generator):
    """Reads and checks all of `content/` before anything is written; a file that is wrong stops the build."""

    def generate_context(self) -> None:
        """Read the record and put it where all templates and later plugins find it."""
        menu = [(page.lang, page.url, page.title) for page in self.context.get("pages", [])]
        try:
            build = Build(self.settings, menu)
        except ContentFaults as faults:
            # The log wraps long lines; whoever mends the files (or a script) wants one fault a line.
            print(faults, file=sys.stderr)
            raise
        self.settings["BUILD"] = self.context["build"] = build
        self.context["archive"] = build.archive
        self.context["addresses"], self.context["written"] = [], set()
        self.context["site"] = site_address(self.settings)


def site_address(settings: dict[str, Any]) -> str:
    """The site's own absolute address, without a slash at its end."""
    return str(settings.get("SITEURL") or settings.get("FEED_DOMAIN") or LOCAL).rstrip("/")


class KeepingWriter(Writer):
    """Pelican's writer, for stock pages: it leaves a page alone that came out the same."""

    def write_file(self, name: Any, template: Any, context: dict[str, Any], *rest: Any, **values: Any) -> None:
        """Write one page, at its path in the site's folder."""
        if name:
            values = {key: value for key, value in values.items() if key not in _HOW}
            shown = {**context, "output_file": name, **values}
            self.settings["BUILD"].output.write_file(str(name), template.render(shown).encode())


_HOW = frozenset({"relative_urls", "paginated", "template_name", "override_output"})
"""What Pelican tells its writer beside the values of a page."""


def remember_settings(pelican: Any) -> None:
    """Keep the settings as they were given, before other plugins add to them, and take over the theme's files."""
    settings = pelican.settings
    fingerprints.code()
    settings["TOLD_SETTINGS"] = fingerprints.told_settings(settings)
    folder = state_folder(Path(settings["OUTPUT_PATH"])) / TEMPLATES
    settings["JINJA_ENVIRONMENT"] = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": CompiledTemplates(folder)}
    settings["KEPT_STATIC_PATHS"], settings["THEME_STATIC_PATHS"] = settings["THEME_STATIC_PATHS"], []


def finish(pelican: Any) -> None:
    """End the build."""
    build = pelican.settings.pop("BUILD")
    build.put_theme()
    build.finish()


def _writer(_pelican: Any) -> type[Writer]:
    return KeepingWriter


def _generator(_pelican: Any) -> type[Generator]:
    return RecordGenerator


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(remember_settings)
    signals.get_writer.connect(_writer)
    signals.get_generators.connect(_generator)
    signals.finalized.connect(finish)
