"""Where and how commands are interrupted."""

import random
import signal
import tomllib
from collections.abc import Iterator
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
STAGES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("stages.toml").read_text("utf-8"))
"""By command and step: the function that begins it, as `module:Class.name`."""
RANDOM_TIMES = 14
"""How often a command is interrupted somewhere between its beginning and its end, each signal in turn."""


def stage_ends(command: str) -> Iterator[tuple[str, signal.Signals]]:
    """Each stage of a command with Ctrl-C, and then with one of the signals that end a process without its doing."""
    stages = list(STAGES[command].values())
    yield from ((at, signal.SIGINT) for at in stages)
    which = random.randrange(2)
    yield from ((at, (signal.SIGTERM, signal.SIGKILL)[(number + which) % 2]) for number, at in enumerate(stages))
