"""The tracked places for the collector: every file in `content/cities/`, also one without a full record."""

import re
from pathlib import Path

from record.content_files import read_place
from record.content_tree import content_files
from record.errors import ContentProblem
from record.models import Place
from record.text_files import read_text

_HEADER_NAME = re.compile(r"^(?:Title|Name):[ \t]*(.+)$", re.MULTILINE)


def tracked_places(content: Path) -> dict[str, Place]:
    """Places by slug, sorted.

    A file without the `+++` of a full record still makes its slug known, by its `Title:` or else its file name.
    Raises `ContentProblem` for a full record with a fault.
    """
    return {path.stem: _place(path) for path in content_files(content, "cities/*.md")}


def _place(path: Path) -> Place:
    text = read_text(path)
    if text.lstrip().startswith("+++"):
        return read_place(path)[0]
    kind, _, rest = path.stem.partition("-")
    if kind not in {"kota", "kabupaten"} or not rest:
        raise ContentProblem(path, "the file's name must be kota-<name>.md or kabupaten-<name>.md")
    header = _HEADER_NAME.search(text)
    name = header[1].strip() if header else f"{kind} {rest.replace('-', ' ')}".title()
    # Any values within the model's bounds: the collector needs slug, name and zone; a build reads full records only.
    return Place(
        slug=path.stem, name=name, kind="kota" if kind == "kota" else "kabupaten", province="-", latitude=0,
        longitude=110, timezone="Asia/Jakarta", cohort=2017,
    )  # fmt: skip
