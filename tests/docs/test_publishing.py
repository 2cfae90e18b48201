"""What docs/publishing.md shows can be used as it stands."""

import re

import pytest

from plugins.pages.moved import MovedPages
from publish.targets import choose
from record import toml_file
from record.errors import ContentProblem
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "publishing.md").read_text("utf-8")


def test_every_target_it_shows_is_one() -> None:
    shown: dict[str, dict[str, dict[str, object]]] = {"PUBLISH_TARGETS": {}}
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL):
        exec(block, shown)  # noqa: S102 - our own document
    table = shown["PUBLISH_TARGETS"]
    kinds = {"Folder", "Rsync", "GitBranch", "S3", "S3Releases"}
    assert {type(choose(name, table, ROOT)).__name__ for name in table} == kinds


def test_every_key_of_a_target_is_documented() -> None:
    named = set(re.findall(r"[\"`]([a-z_]+)[\"`]", TEXT))
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    for name in ("server", "pages", "bucket", "store"):
        block = next(block for block in blocks if f'PUBLISH_TARGETS["{name}"]' in block)
        shown: dict[str, dict[str, dict[str, object]]] = {"PUBLISH_TARGETS": {}}
        exec(block, shown)  # noqa: S102 - our own document
        assert set(type(choose(name, shown["PUBLISH_TARGETS"], ROOT)).model_fields) <= named, name


def test_its_table_of_moved_pages_is_one() -> None:
    block = next(found for found in re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL) if "moved" in found)
    table = toml_file.parse(block, MovedPages, "moved.toml", problem=ContentProblem)
    assert (len(table.moved), len(table.gone)) == (1, 1)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(((?!http)[^)]+)\)", TEXT))))
def test_every_file_it_links_is_there(path: str) -> None:
    assert (ROOT / "docs" / path).is_file()
