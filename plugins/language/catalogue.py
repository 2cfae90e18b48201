"""Reads gettext catalogues (`.po` files): English translations of Indonesian texts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from record.errors import ContentProblem
from record.text_files import read_text

TRANSLATIONS = Path("translations") / "en.po"
_QUOTED = re.compile(r'(?:msgid |msgstr )?"(?:[^"\\]|\\.)*"')


def read_catalogue(path: Path) -> Mapping[str, str]:
    """English texts by the Indonesian ones; empty where there is no file. Raises `ContentProblem`."""
    lines = catalogue_lines(path)
    # A build that renders no English page saves the time of this import.
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415

    try:
        messages = read_po(lines, abort_invalid=True)
    except PoFileError as error:
        what = str(error).removesuffix(f" on {error.lineno}")
        advice = f"no gettext catalogue: {what}; mend it with an editor for .po files"
        raise ContentProblem(path, advice, line=error.lineno) from error
    # A fuzzy text is a tool's guess after the Indonesian changed: English must not say what that no longer says.
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


def catalogue_lines(path: Path) -> list[str]:
    """The lines of a catalogue; none where there is no file. Raises `ContentProblem` for what costs little to see."""
    if not (path.is_symlink() or path.exists()):
        return []
    lines = read_text(path).split("\n")
    _refuse_open_quotes(lines, path)
    return lines


catalogue = cache(read_catalogue)
"""The same, read once; `catalogue.cache_clear()` before each build."""


def _refuse_open_quotes(lines: Sequence[str], path: Path) -> None:
    """Raise `ContentProblem` for a missing quote: Babel reads over it, and silently loses a letter or a whole text."""
    for number, line in enumerate(lines, 1):
        if line.startswith(("msgid", "msgstr", '"')) and not _QUOTED.fullmatch(line.rstrip()):
            raise ContentProblem(path, 'a text needs a " on both sides, and \\" within it', line=number)
