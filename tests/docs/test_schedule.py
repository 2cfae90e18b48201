"""The schedules are ones that their programs take, and every command in them is a task of ours."""

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from invoke.collection import Collection
from invoke.exceptions import ParseError
from invoke.parser import Parser
from ruamel.yaml import YAML

import tasks
from scrapers.decide import citations
from tests.conftest import ROOT
from tools import daily

WORKFLOW = ROOT / ".github/workflows/daily.yml"
SCHEDULE = ROOT / "docs/schedule"
SERVICE, TIMER, CRONTAB = (SCHEDULE / name for name in ("pantau-daily.service", "pantau-daily.timer", "crontab"))
GUIDE = (ROOT / "docs/schedule.md").read_text("utf-8")
HOME = "/srv/pantau-100"


def commands(text: str) -> list[str]:
    """What follows `run` or `invoke` in a text, up to where a shell would end the command."""
    matches = re.findall(r"(?:\./run|/run|\binvoke) ([a-z][^\n`>;|&]*)", text)
    return [command.replace('"$PANTAU_TARGET"', "public").replace("$WEEKLY", "--citations") for command in matches]


def parse(command: str) -> list[str]:
    """The tasks that a command calls; raises for a task or an option that is not ours."""
    asked = Parser(contexts=Collection.from_module(tasks).to_contexts()).parse_argv(shlex.split(command))
    assert not asked.unparsed
    return [str(context.name) for context in asked]


def test_the_workflows_steps_call_tasks_of_ours() -> None:
    workflow = YAML(typ="safe").load(WORKFLOW.read_text("utf-8"))
    (job,) = workflow["jobs"].values()
    lines = [step["run"] for step in job["steps"] if "run" in step]
    assert [parse(command) for line in lines for command in commands(line)] == [["daily"], ["doctor"]]
    assert len(lines) == 2
    weekly = {cron["cron"] for cron in workflow["on"]["schedule"]}
    assert job["env"]["WEEKLY"].split("'")[1] in weekly
    assert parse("daily " + job["env"]["WEEKLY"].split("'")[3]) == ["daily"]


def test_a_task_that_is_not_ours_would_be_noticed() -> None:
    with pytest.raises((ParseError, AssertionError)):
        parse("dayly --push")
    with pytest.raises((ParseError, AssertionError)):
        parse("daily --pull")


def test_a_target_may_be_empty_or_named() -> None:
    for command in ("daily --push --target=", "daily --push --target=pages --citations"):
        assert parse(command) == ["daily"]


def test_the_crontab_and_the_service_call_the_same_task() -> None:
    rows = [line for line in CRONTAB.read_text("utf-8").splitlines() if line and not line.startswith(("#", "PANTAU_"))]
    assert all(re.fullmatch(r"(?:[\d*,/-]+ +){5}cd /srv/\S+ && \./run .*", row) for row in rows)
    assert [parse(command) for row in rows for command in commands(row)] == [["daily"], ["daily"]]
    assert [parse(command) for command in commands(unit(SERVICE)["Service"]["ExecStart"])] == [["daily"]]
    assert unit(SERVICE)["Service"]["ExecStart"].startswith(unit(SERVICE)["Service"]["WorkingDirectory"] + "/run ")
    assert unit(TIMER)["Install"]["WantedBy"] == "timers.target"


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text("utf-8"))
    return parser


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in (SERVICE, TIMER):
        text = path.read_text("utf-8").replace(f"ExecStart={HOME}", f"ExecStart={ROOT}")
        (tmp_path / path.name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / path.name) for path in (SERVICE, TIMER))]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_guide_names_tasks_files_and_numbers_that_are_true() -> None:
    named = commands(GUIDE)
    assert {task for command in named for task in parse(command)} >= {
        "daily",
        "scrape",
        "publish",
        "citations",
        "doctor",
    }
    for name in re.findall(r"`((?:docs|scrapers|\.github)/[^`*]+)`", GUIDE):
        assert (ROOT / name).is_file()
    assert f"for {daily.MOST_DAYS_WITHOUT_NEWS} days" in GUIDE
    assert f"failed come first, {citations.NOT_BEFORE} days later" in GUIDE
    assert f"at least {citations.GONE_WITHIN} days between" in GUIDE
