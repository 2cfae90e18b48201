"""docs/settings.md names every setting of ours, with the default that the code has."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from pelican.settings import DEFAULT_CONFIG
from pydantic import BaseModel

from scrapers.sources import Channel, Defaults, Outlet, Selectors
from tests.conftest import ROOT

TEXT = (ROOT / "docs/settings.md").read_text("utf-8")
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
READ = re.compile(r"""settings(?:\[|\.get\()"([A-Z_]+)\"""")
PELICANS = frozenset({"FEED_DOMAIN", "TIMEZONE"})
"""Settings of Pelican's that have no default."""
INTERNAL = frozenset({"BUILD", "ROOT", "SETTINGS_FINGERPRINT", "THEME_FOLDERS"})
"""What plugins leave for one another, and a name that is no setting."""
VARIABLE = re.compile(r"\bPANTAU_[A-Z_]+\b")
MODELS: dict[str, type[BaseModel]] = {
    "`[defaults]`": Defaults,
    "`[[outlet]]`": Outlet,
    "`[[outlet.channel]]`": Channel,
    "`[outlet.article]`": Selectors,
}


def section(title: str) -> dict[str, str]:
    """Names with their defaults as written, of the section whose heading has this title."""
    (text,) = [part for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:] if title in part.split("\n")[0]]
    return {name: default for name, default, _ in ROW.findall(text)}


def sources(*suffixes: str) -> Iterator[str]:
    """The text of all code that is not a test."""
    for folder in ("plugins", "publish", "tools", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and (path.suffix in suffixes or path.name == "run"):
                yield path.read_text("utf-8")
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
        yield (ROOT / name).read_text("utf-8")


def given(module: str) -> dict[str, str]:
    """What a file of settings sets by itself, each as its `repr`."""
    environment = {name: value for name, value in os.environ.items() if not VARIABLE.fullmatch(name)}
    code = f"import json, {module} as m; print(json.dumps({{k: repr(v) for k, v in vars(m).items() if k.isupper()}}))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    values: dict[str, str] = json.loads(done.stdout)
    return values


def test_every_setting_of_the_site_and_of_publishing_is_there() -> None:
    names = {*given("publishconf"), *READ.findall("\n".join(sources(".py")))}
    stock = DEFAULT_CONFIG.keys() | PELICANS | {name for name in names if name.endswith("_SAVE_AS")}
    documented = section("pelicanconf.py") | section("publishconf.py")
    assert set(documented) == (names - stock - INTERNAL) | {"SITENAME", "SITEURL"}


@pytest.mark.parametrize("module", ["pelicanconf", "publishconf"])
def test_the_default_of_a_setting_is_the_one_in_its_file(module: str) -> None:
    values = given(module)
    for name, default in section(f"{module}.py").items():
        assert default == (f"`{values[name]}`" if name in values else "not set"), name


@pytest.mark.parametrize("title", MODELS)
def test_every_key_of_the_sources_is_there_with_its_default(title: str) -> None:
    fields = MODELS[title].model_fields
    defaults = {name: "required" if field.is_required() else f"`{field.default!r}`" for name, field in fields.items()}
    assert section(title) == defaults


def test_every_variable_of_the_environment_is_there() -> None:
    code = "\n".join([*sources(".py"), (ROOT / "tests/conftest.py").read_text("utf-8")])
    assert set(section("Environment")) == set(VARIABLE.findall(code))
