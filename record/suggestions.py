"""What the review tray may suggest: nothing that is likelier wrong than right, by what was measured."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("suggestions.toml")
LEAST_LIKELY = 0.5
"""What is right in less than half of the cases costs an editor more than it saves."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How often one kind of suggestion was right."""

    right: int
    cases: int

    @property
    def likelihood(self) -> float:
        """By the rule of succession: one wrong case says little, none at all says even chances."""
        return (self.right + 1) / (self.cases + 2)


def read_measured() -> dict[tuple[str, str], Measured]:
    """The rows of `suggestions.toml`: by what is suggested (`place`, `milestone`, `initiative`) and its kind."""
    rows = tomllib.loads(FILE.read_text("utf-8"))
    return {
        (what, kind): Measured(right, cases) for what, kinds in rows.items() for kind, (right, cases) in kinds.items()
    }


MEASURED = read_measured()
"""Of every kind that was ever seen; `python -m tests.decide.suggestions` measures, with `--write` it stores."""


def is_likely(what: str, kind: str) -> bool:
    """Whether a kind of suggestion is right at least as often as wrong; for a place, `kind` is why the draft waits."""
    return MEASURED.get((what, kind), Measured(0, 0)).likelihood >= LEAST_LIKELY
