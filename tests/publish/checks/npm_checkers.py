"""The checkers that come from npm (`.ci/package.json`), and what must be on the machine to run them."""

import shutil
import subprocess

from tests.site.building import ROOT
from tests.site.serving import CHROMIUM

INSTALL = ROOT / ".ci" / "install-checks"
MODULES = ROOT / ".ci" / "node_modules"
NU = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = MODULES / "lighthouse" / "cli" / "index.js"

PACKAGES = {"node": "nodejs", "npm": "npm", "java": "default-jre-headless", str(CHROMIUM): "chromium"}
"""Each command, and the Debian package that brings it."""


def missing() -> list[str]:
    """What to install first, a sentence each."""
    return [
        f"{command} is missing: install it (Debian: apt-get install {package})"
        for command, package in PACKAGES.items()
        if not shutil.which(command)
    ]


def install() -> None:
    """Bring the checkers of `.ci/package-lock.json` in, where they are not yet."""
    subprocess.run([str(INSTALL)], check=True, timeout=600)
