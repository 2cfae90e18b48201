"""A misspelt dependency key, on the side that reads or on the side that reports changes, is noticed by the build."""

import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

USE = re.compile(r"\bkeys\.[A-Z_]+\b")
DECLARED = re.compile(r'^[A-Z_]+ = declare\("(\w+)"\)', re.MULTILINE)
KEYS = Path("plugins/model/keys.py")


def uses() -> list[str]:
    """Each use of a key in the record's model, as `path:line:column`."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}:{use.start()}"
        for path in sorted((ROOT / "plugins" / "model").glob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        for use in USE.finditer(line)
    ]


def outcomes(folder: Path, places: list[str]) -> list[str]:
    command = [sys.executable, "-m", "tests.model.mutated_build", str(folder)]
    lines = "".join(f"{place}\n" for place in places)
    done = subprocess.run(command, cwd=ROOT, input=lines, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_one_letter_of_one_key_on_one_side_is_noticed(tmp_path: Path) -> None:
    places = ["", *uses()]
    correct, *misspelt = outcomes(tmp_path, places)
    kinds = sorted(DECLARED.findall((ROOT / KEYS).read_text("utf-8")))
    assert correct == f"fresh: {' '.join(kinds)}", "the small site reads a key of every kind"
    unnoticed = [line for line in zip(places[1:], misspelt, strict=True) if not line[1].startswith("UnknownKey: ")]
    assert unnoticed == []
    assert len(misspelt) > len(kinds), "each kind is used where it is read and where its changes are reported"
