"""Pelican plugin: ties the record to the incremental builder. It comes first among plugins.

Other plugins add their files to `context["build"].output` as functions; what these read of `context["record"]` is
tracked. Pelican's own pages are written through `IncrementalWriter`; the theme's files are added at the end.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from blinker import ANY, signal
from pelican import signals
from pelican.contents import Static
from pelican.generators import Generator, StaticGenerator
from pelican.writers import Writer

from plugins.incremental import build_state, fingerprints, snapshot, state_folder, unfinished_mark
from plugins.incremental.build_lock import LOCK
from plugins.incremental.changes import Changes
from plugins.incremental.characters import encode
from plugins.incremental.compiled_templates import CompiledTemplates
from plugins.incremental.keys import check_keys
from plugins.incremental.output import Output
from plugins.incremental.tracking import QUERY_MARK, Trace
from plugins.model.editor_pages import page_faults
from plugins.model.load import load, load_record
from plugins.model.misplaced import misplaced
from plugins.model.news_cache import NewsCache
from plugins.plain_run import run_plainly
from record.errors import PantauError
from record.site_files import site_root

LOCAL = "http://127.0.0.1:8000"
"""The site's address where the settings name none."""
TEMPLATES = "templates"
"""Name of the folder of compiled templates in the state folder."""
NEWS = "news"
SEARCH = "pagefind"
"""The folder of the search index, which has a plugin and a state of its own."""
SITE_MARKS = ("robots.txt", "404.html", "theme/site.css")
"""Files that identify a folder as an output folder of this project. Orphans are deleted only where all exist."""
_finished: list["Build"] = []
file_changed = signal("site_file_changed")
"""Sent with the POSIX path relative to the output folder right after a file got new bytes or was removed."""


class Build:
    """One build of the site: the record, and the output folder that other plugins add their files to.

    Making one reads the record, which raises `ContentFaults`; nothing is touched then.
    """

    def __init__(self, settings: dict[str, Any], menu: Iterable[object], published: Collection[str] = ()) -> None:
        """`settings` are Pelican's; `menu` is what every page shows of the stock pages.

        `published` are the folders and files below `content/` that Pelican copies as they are, such as pictures.
        """
        output = Path(settings["OUTPUT_PATH"])
        content = Path(settings["PATH"])
        self.folder = state_folder(output)
        self.content_roots = (str(content), str(content / NEWS))
        code = map(str, fingerprints.code_paths())
        overrides = settings["THEME_TEMPLATES_OVERRIDES"]
        self.snapshot = snapshot.take(output, [*self.content_roots, settings["THEME"], *overrides, *code])
        self._settings = settings
        self._before = before = self.snapshot.state
        templates = [fingerprints.folder_fingerprint(Path(folder)) for folder in overrides]
        self._fingerprint = fingerprints.build_fingerprint(
            settings["SETTINGS_FINGERPRINT"], Path(settings["THEME"]), list(menu), templates
        )
        is_clean = settings.get("CLEAN_BUILD") or settings.get("DELETE_OUTPUT_DIRECTORY")
        is_known = before.build_fingerprint == self._fingerprint and not is_clean
        cache = (NewsCache(before.context_fingerprint, before.rows), before.parsed) if is_known else (NewsCache(), {})
        try:
            self._loaded = loaded = load(
                content, *cache, signatures=self.snapshot.scans[self.content_roots[1]], published=published
            )
        except BaseException:
            self.snapshot.close()
            raise
        self.record = loaded.record
        self.linked_files: Sequence[Static] = ()
        if is_clean:
            # The content is right: only now may anything go.
            _empty(self.folder)
            self._before = before = build_state.BuildState()
        self._unfinished = unfinished_mark(output)
        # Before this build leaves its own mark: one that is there now is of a build that was cut off.
        is_known_whole = bool(before.build_fingerprint) and not self._unfinished.exists()
        self._may_have_orphans = not is_known_whole and all((output / name).exists() for name in SITE_MARKS)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._unfinished.touch()
        changes = Changes(self._changed_keys(), before.queries, self.record) if is_known else None
        modified = self.snapshot.modified_outputs
        self.output = Output(
            output, self.record.dependencies, before.files, changes, modified, file_changed.send, _content_listener()
        )

    def _changed_keys(self) -> frozenset[str]:
        old, new = self._before.input_fingerprints, self._loaded.input_fingerprints
        return self._loaded.changed | {key for key in {*old, *new} if old.get(key) != new.get(key)}

    def __str__(self) -> str:
        """How many files there are, and how many are new, changed or gone."""
        output = self.output
        there, written = len(output.manifest), len(output.written & output.manifest.keys())
        gone = len(output.written - output.manifest.keys())
        return f"{output.folder}: {there} files, of which {written} are new or changed; {gone} removed."

    def add_theme(self) -> None:
        """Add the theme's own files, such as style sheet and scripts."""
        for name in self._settings["THEME_FOLDERS"]:
            folder = Path(self._settings["THEME"]) / name
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                target = f"{self._settings['THEME_STATIC_DIR']}/{path.relative_to(folder).as_posix()}"
                self.output.write_file(target, path.read_bytes())

    def add_linked_files(self) -> None:
        """Add the files of `content/` that pages show or link with `{static}` or `{attach}`, such as pictures.

        One that is missing, or outside of `content/`, is left out: the check of the site then names the dead link.
        """
        content = Path(self._settings["PATH"]).resolve()
        for linked in self.linked_files:
            source = (content / linked.source_path).resolve()
            if source.is_file() and source.is_relative_to(content) and ".." not in Path(linked.save_as).parts:
                self.output.write_file(linked.save_as, source.read_bytes())

    def finish(self) -> None:
        """Remove files that this build did not add, and save the state. Raises `UnknownKey`."""
        output, loaded = self.output, self._loaded
        results = output.dependencies.results
        # Before anything is removed or saved: a misspelt key must not become what the next build trusts.
        check_keys(loaded.input_fingerprints, "an input")
        check_keys(output.rendered_keys().union(*(trace.dependencies for trace in results.values())), "read by a page")
        output.remove(output.before.keys() - output.manifest.keys())
        if self._may_have_orphans:
            output.remove(output.orphans({SEARCH, *self._settings["OUTPUT_RETENTION"]}))
        after = build_state.BuildState(
            build_fingerprint=self._fingerprint,
            context_fingerprint=loaded.news.context_fingerprint,
            input_fingerprints=dict(loaded.input_fingerprints),
            parsed=loaded.parsed,
            queries=_reachable({**output.dependencies.valid, **results}, output.manifest.values()),
            rows=loaded.news.rows,
            files=output.manifest,
        )
        build_state.save(self.folder / snapshot.STATE, self._before, after)

    def complete(self) -> None:
        """Note that every step of the build is done, also those of other plugins."""
        self._unfinished.unlink(missing_ok=True)
        _finished[:] = [self]


def _empty(folder: Path) -> None:
    """Remove what builds save in their state folder, but for the lock, which this one holds."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def _content_listener() -> Callable[[str, dict[str, Any]], object] | None:
    """Sends Pelican's `content_written`; None where no plugin listens, so that unchanged pages stay as they are."""
    if not signals.content_written.receivers:
        return None
    return lambda path, context: signals.content_written.send(path, context=context)


def last() -> Build | None:
    """The build that this process finished last."""
    return _finished[0] if _finished else None


def _reachable(queries: dict[str, Trace], files: Iterable[Trace]) -> dict[str, Trace]:
    """The queries that some file depends on, itself or through another query, sorted by key."""
    # Dependencies are sorted with queries first, so that most files are passed over at their first key.
    starts = (trace.dependencies for trace in files if trace.dependencies and trace.dependencies[0][0] == QUERY_MARK)
    waiting = {key for key in chain.from_iterable(starts) if key[0] == QUERY_MARK}
    reached: dict[str, Trace] = {}
    while waiting:
        key = waiting.pop()
        if key in queries and key not in reached:
            reached[key] = queries[key]
            waiting |= {key for key in queries[key].dependencies if key[0] == QUERY_MARK}
    return dict(sorted(reached.items()))


class RecordGenerator(Generator):
    """Reads and checks all of `content/` before anything is written; a file that is wrong stops the build."""

    def generate_context(self) -> None:
        """Read the record and put it where all templates and later plugins find it. Raises `ContentFaults`."""
        menu = [(page.lang, page.url, page.title) for page in self.context.get("pages", [])]
        published = (*self.settings["STATIC_PATHS"], *self.context["static_links"])
        build = Build(self.settings, menu, published)
        self.settings["BUILD"] = self.context["build"] = build
        self.context["record"] = build.record
        self.context["addresses"], self.context["written"] = [], set()
        self.context["site"] = site = site_address(self.settings)
        self.context["root"] = site_root(site)


def site_address(settings: dict[str, Any]) -> str:
    """The site's own absolute address, without a slash at its end."""
    return str(settings.get("SITEURL") or settings.get("FEED_DOMAIN") or LOCAL).rstrip("/")


class IncrementalWriter(Writer):
    """Pelican's writer, for stock pages: it leaves a page alone whose bytes are the same."""

    def write_file(self, name: Any, template: Any, context: dict[str, Any], *rest: Any, **values: Any) -> None:
        """Write one page at `name`, its path in the output folder."""
        if name:
            values = {key: value for key, value in values.items() if key not in _WRITER_OPTIONS}
            shown = {**context, "output_file": name, **values}
            self.settings["BUILD"].output.write_page(str(name), encode(str(name), template.render(shown)), shown)


_WRITER_OPTIONS = frozenset({"relative_urls", "paginated", "template_name", "override_output"})
"""What Pelican passes to its writer beside the values of a page."""


ARTICLE_SIGNALS = tuple(name for name in vars(signals) if name.startswith("article_"))
"""What Pelican sends while it reads and writes articles: never here, for news are no articles of its own."""


class UnsupportedPlugin(PantauError):
    """A plugin of Pelican listens to what is never sent, so that it would do nothing; take it out of `PLUGINS`."""


def refuse_article_plugins() -> None:
    """Raise `UnsupportedPlugin` for the first plugin that works on Pelican's own articles."""
    for name in ARTICLE_SIGNALS:
        for receiver in getattr(signals, name).receivers_for(ANY):
            raise UnsupportedPlugin(
                f"{receiver.__module__} listens to {name}, which is never sent: news is read by plugins of this "
                "project. Take it out of PLUGINS; docs/theme.md says which plugins work"
            )


def prepare_settings(pelican: Any) -> None:
    """Digest the settings as they were given, before other plugins add to them, and take over the theme's files.

    A plugin that cannot work ends the process with a line that says so.
    """
    try:
        refuse_article_plugins()
    except UnsupportedPlugin as error:
        raise SystemExit(str(error)) from error
    # Pelican has no signal for a build that fails, and none around all of it.
    pelican.run = partial(run_plainly, pelican, partial(_checked_run, pelican, pelican.run))
    settings = pelican.settings
    # Cached from here on: the code as it was loaded, whatever is saved while the build runs.
    fingerprints.code_fingerprint()
    settings["SETTINGS_FINGERPRINT"] = fingerprints.settings_fingerprint(settings)
    folder = state_folder(Path(settings["OUTPUT_PATH"])) / TEMPLATES
    compiled = CompiledTemplates(folder, fingerprints.code_fingerprint())
    settings["JINJA_ENVIRONMENT"] = {**settings["JINJA_ENVIRONMENT"], "bytecode_cache": compiled}
    # Pelican would copy these files at every build, changed or not.
    settings["THEME_FOLDERS"], settings["THEME_STATIC_PATHS"] = settings["THEME_STATIC_PATHS"], []
    # Receivers are called in the order in which they connected, and by now all plugins have.
    signals.finalized.connect(complete)


def take_linked_files(generator: StaticGenerator) -> None:
    """Take over the files that Pelican would copy: it never removes one, and keeps one that was replaced by an older.

    They are added last, for `{attach}` decides about a file's place only when the page that names it is written.
    """
    build = generator.context["build"]
    build.linked_files, generator.context["staticfiles"] = generator.context["staticfiles"], []


def _checked_run(pelican: Any, run: Callable[[], None]) -> None:
    """Look at the editors' pages before Pelican does, which only logs what is wrong. Raises `ContentFaults`."""
    content = Path(pelican.path)
    # Pelican goes into every folder below pages/, and would go round in a link that leads back.
    if any(chain(page_faults(content), misplaced(content, {}))):
        load_record(content)
    run()


def finish(pelican: Any) -> None:
    """Add the files of theme and content and save the state, before other plugins work at the end."""
    build = pelican.settings["BUILD"]
    build.add_theme()
    build.add_linked_files()
    build.finish()


def complete(pelican: Any) -> None:
    """Note that the build is done, as the last that is called: Pelican takes Ctrl-C for an ordinary end."""
    pelican.settings.pop("BUILD").complete()


def _writer(_pelican: Any) -> type[Writer]:
    return IncrementalWriter


def _generators(_pelican: Any) -> Sequence[type[Generator]]:
    return (RecordGenerator,)


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(prepare_settings)
    signals.get_writer.connect(_writer)
    signals.get_generators.connect(_generators)
    signals.static_generator_finalized.connect(take_linked_files)
    signals.finalized.connect(finish)
