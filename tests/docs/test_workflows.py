"""Every workflow is one that GitHub takes, and calls what is there; that of pull requests tries all that we promise."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT
from tests.docs.test_schedule import commands, parse

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CI = ROOT / ".github/workflows/ci.yml"


def load(path: Path) -> dict[str, Any]:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def lines(job: dict[str, Any]) -> list[str]:
    """The shell commands of a job's steps."""
    return [step["run"] for step in job["steps"] if "run" in step]


def schema_errors(path: Path) -> str:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_is_one(path: Path, tmp_path: Path) -> None:
    assert schema_errors(path) == ""
    broken = tmp_path / path.name
    broken.write_text(path.read_text("utf-8").replace("runs-on:", "runs-at:"), "utf-8")
    assert "runs-at" in schema_errors(broken)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_its_steps_call_scripts_and_tasks_that_are_there(path: Path) -> None:
    for job in load(path)["jobs"].values():
        for line in lines(job):
            assert all(parse(command) for command in commands(line))
            for script in re.findall(r"^(?:\./)?((?:\.ci/)?run)\b", line):
                assert os.access(ROOT / script, os.X_OK)


def test_a_pull_request_is_tried_in_full_on_each_python_and_built_on_windows() -> None:
    workflow = load(CI)
    assert set(workflow["on"]) == {"pull_request", "push"}
    assert workflow["permissions"] == {"contents": "read"}
    jobs = workflow["jobs"]
    assert lines(jobs["everything"]) == [".ci/run"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert [parse(command) for line in lines(jobs["tests"]) for command in commands(line)] == [["test"]]
    assert jobs["windows"]["runs-on"].startswith("windows")
    assert [parse(command) for line in lines(jobs["windows"]) for command in commands(line)] == [["build"]]


def test_the_oldest_python_is_the_one_that_the_project_names() -> None:
    oldest = load(CI)["jobs"]["tests"]["strategy"]["matrix"]["python"][0]
    assert f'requires-python = ">={oldest}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert load(CI)["jobs"]["everything"]["container"]["image"] == f"python:{oldest}-bookworm"
