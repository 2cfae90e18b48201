"""Where and how commands are interrupted."""

import signal
import tomllib
from pathlib import Path

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
STAGES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("stages.toml").read_text("utf-8"))
"""By command and step: the function that begins it, as `module:Class.name`."""
RANDOM_TIMES = 20
"""How often a command is interrupted at random, each signal in turn."""
