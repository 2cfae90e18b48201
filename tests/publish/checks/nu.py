"""The Nu HTML checker on every page of a site, in one Java process."""

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.publish.checks.npm_checkers import NU


def check(site: Path) -> list[str]:
    """`file:line: what` for each complaint, warnings and remarks too; empty when all pages are valid."""
    pages = sorted(str(path) for path in site.resolve().rglob("*.html"))
    command = ["java", "-jar", str(NU), "--format", "json", "--stdout", "--exit-zero-always", *pages]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"the Nu checker stopped with status {done.returncode}: {done.stderr[-2000:]}")
    return complaints(json.loads(done.stdout), site.resolve())


def complaints(answer: dict[str, Any], site: Path) -> list[str]:
    """What the checker's answer says, by file and line."""
    return sorted(_told(message, site) for message in answer["messages"])


def _told(message: dict[str, Any], site: Path) -> str:
    file = unquote(urlsplit(message.get("url", "")).path).removeprefix(f"{site}/")
    return f"{file}:{message.get('lastLine', 0)}: {message['message']}"
