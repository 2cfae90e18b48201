"""The tree of errors names every class, with its module, and is drawn as the classes derive."""

import importlib
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


def test_the_tree_names_every_error_with_its_module() -> None:
    names = [info.name for room in ROOMS for info in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    for name in names:
        if not name.endswith("__main__") and name not in OPTIONAL:
            importlib.import_module(name)
    ours = [kind for kind in derived(errors.PantauError) if kind.__module__.partition(".")[0] != "tests"]
    rows = {name: module for _, name, module in _ROW.findall(str(errors.__doc__))}
    assert rows == {kind.__name__: kind.__module__ for kind in ours}
    deep = {name for branch, name, _ in _ROW.findall(str(errors.__doc__)) if branch.startswith("│")}
    assert deep == {kind.__name__ for kind in derived(errors.FileProblem)} - {"FileProblem"}
