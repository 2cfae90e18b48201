"""What the README says is true: tasks, files, and the example outlet."""

import re
import subprocess
import sys

import pytest

from scrapers.sources import read_sources
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def tasks() -> set[str]:
    command = [sys.executable, "-m", "invoke", "--list", "--list-format", "flat"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return set(re.findall(r"^  ([a-z-]+)", done.stdout, re.MULTILINE))


def test_every_task_it_names_exists() -> None:
    told = " ".join(re.findall(r"(?:invoke|\./run) ([a-z -]+?)(?=[`\n#]|  )", README))
    named = {word for word in told.split() if re.fullmatch(r"[a-z]+(-[a-z]+)*", word)} - {"does"}
    assert {"demo", "test", "scrape", "build", "publish", "review", "import-record"} <= named
    assert named - tasks() == set()


def test_the_contracts_tasks_are_there() -> None:
    assert {"scrape", "build", "serve", "check", "publish", "review", "demo", "test"} <= tasks()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(((?!http)[^)]+)\)", README))))
def test_every_file_it_links_is_there(path) -> None:
    assert (ROOT / path).is_file()


def test_its_example_outlet_is_a_valid_one(tmp_path) -> None:
    (tmp_path / "sources.toml").write_text(re.findall(r"```toml\n(.*?)```", README, re.DOTALL)[0], "utf-8")
    assert read_sources(tmp_path / "sources.toml").outlet[0].id == "kabar-kota"


def test_requirements_name_no_index() -> None:
    text = (ROOT / "requirements.txt").read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert text.count("--hash=sha256:") > 100
