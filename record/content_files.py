"""Reads the files that editors keep below `content/`: `+++`-fenced TOML, checked against a model, then prose."""

from pathlib import Path

from record import toml_file
from record.errors import ContentProblem
from record.models import Correction, Initiative, Place
from record.programme import Programme


def read_place(path: Path) -> tuple[Place, str]:
    """One place and its prose (Markdown). Raises `ContentProblem`, also where the file's name is not its slug."""
    place, prose = toml_file.read(path, Place, problem=ContentProblem)
    if place.slug != path.stem:
        raise ContentProblem(
            path, f"slug is {place.slug!r} but the file is called {path.name}; make them agree", key="slug"
        )
    return place, prose


def read_initiative(path: Path) -> tuple[Initiative, str]:
    """One initiative and its prose. Raises `ContentProblem`, also where the folder's name is not its place."""
    initiative, prose = toml_file.read(path, Initiative, problem=ContentProblem)
    if initiative.place != path.parent.name:
        raise ContentProblem(
            path, f"place is {initiative.place!r} but the folder is {path.parent.name}; make them agree", key="place"
        )
    return initiative, prose


def read_correction(path: Path) -> tuple[Correction, str]:
    """One file of `content/corrections/` and its prose. Raises `ContentProblem`."""
    return toml_file.read(path, Correction, problem=ContentProblem)


def read_programme(path: Path) -> tuple[Programme, str]:
    """One file of `content/programme/` and its prose. Raises `ContentProblem`."""
    return toml_file.read(path, Programme, problem=ContentProblem)
