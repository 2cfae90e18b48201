"""The tree of errors names every class, with its module, and is drawn as the classes derive."""

import importlib
import pickle
import pkgutil
import re

import plugins
import publish
import record
import scrapers
import tools
from record import errors

_ROW = re.compile(r"^([│├└─ ]*)(\w+) +([\w.]+)  +\S", re.MULTILINE)
ROOMS = (record, scrapers, plugins, publish, tools)
OPTIONAL = {"tools.subset_fonts"}
"""Needs a dependency group of its own."""


def derived(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in derived(child))]


PROBLEM = errors.ContentProblem("content/news/a.md", "is wrong; mend it", line=3, key="Title")
MADE = {
    "FileProblem": ("publishconf.py", "is wrong"),
    "ContentProblem": ("content/news/a.md", "is wrong"),
    "SourcesProblem": ("sources.toml", "is wrong"),
    "EvidenceProblem": ("evidence/a.warc.gz", "is cut off"),
    "ArchiveProblem": ("a.warc.gz", "is cut off"),
    "ContentFaults": ([PROBLEM],),
    "ArticleRejected": ("https://satu.example/", "no-text", "three words"),
}
"""What a class is made with; the others take a text."""


def load_rooms() -> None:
    names = [info.name for room in ROOMS for info in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    for name in names:
        if not name.endswith("__main__") and name not in OPTIONAL:
            importlib.import_module(name)


def test_every_error_crosses_processes_whole() -> None:
    load_rooms()
    for kind in derived(errors.PantauError):
        error = kind(*MADE.get(kind.__name__, ("what happened; what to do",)))
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
        assert (type(again), str(again), again.args) == (kind, str(error), error.args)
        assert {name: str(value) for name, value in vars(again).items()} == {
            name: str(value) for name, value in vars(error).items()
        }
    assert pickle.loads(pickle.dumps(PROBLEM)).line == PROBLEM.line  # noqa: S301


def test_the_tree_names_every_error_with_its_module() -> None:
    load_rooms()
    ours = [kind for kind in derived(errors.PantauError) if kind.__module__.partition(".")[0] != "tests"]
    rows = {name: module for _, name, module in _ROW.findall(str(errors.__doc__))}
    assert rows == {kind.__name__: kind.__module__ for kind in ours}
    deep = {name for branch, name, _ in _ROW.findall(str(errors.__doc__)) if branch.startswith("│")}
    assert deep == {kind.__name__ for kind in derived(errors.FileProblem)} - {"FileProblem"}
