"""What an import did, for people."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class ImportReport:
    """What an import did; paths are relative to `content/`."""

    written: list[str] = field(default_factory=list)
    """Files that the import made or changed, each once."""
    unchanged: int = 0
    """Files and rows that are as at the last import: whatever stands in `content/` was left."""
    skipped: list[str] = field(default_factory=list)
    """What was left to its editors although the record has changed, and why."""
    not_carried: list[str] = field(default_factory=list)
    """What the record has and `content/` cannot hold or has already, with file, row and reason."""
    totals: Counter[str] = field(default_factory=Counter)
    """How many of each kind of thing the record has."""

    def lines(self) -> Iterator[str]:
        """The report for people."""
        yield ", ".join(f"{count} {name}" for name, count in sorted(self.totals.items()))
        counts = f"{len(self.written)} files written, {self.unchanged} unchanged"
        yield f"{counts}, {len(self.skipped)} left to their editors"
        yield from (f"kept: {line}" for line in self.skipped)
        yield f"{len(self.not_carried)} things could not be carried"
        yield from (f"not carried: {line}" for line in self.not_carried)

    def wrote(self, name: str) -> None:
        """Note that a file was written."""
        if name not in self.written:
            self.written.append(name)
