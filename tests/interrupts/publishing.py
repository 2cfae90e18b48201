"""`invoke publish` as a module with a `main`, without Chromium's look at the pages, and building in a fork."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from invoke.exceptions import Exit

from tests.site.building import arguments
from tools import build_site, publish_site


def main(arguments: Sequence[str]) -> int:
    """Publish a content folder to a target folder; the status is that of `invoke publish`."""
    content, target = arguments
    publish_site.build = build  # type: ignore[attr-defined]
    publish_site.accessibility = lambda *_: ([], "")  # type: ignore[attr-defined]
    try:
        publish_site.publish(Path(content), target)
    except Exit as error:
        print(error.message, file=sys.stderr)
        return int(error.code)
    return 0


def build(content: Path, output: Path, settings: str) -> None:
    """Build as `invoke publish` does, in a process of its own, but without a new interpreter."""
    pid = os.fork()
    if not pid:
        try:
            build_site.main([*arguments(content, output, settings), "--fatal", "errors"])
            sys.stdout.flush()
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitpid(pid, 0)[1]:
        raise Exit("The build failed.", 1)
