"""Remembers what checks said of files that are still the same: verifying traces, as in `plugins/incremental`.

A result holds as long as every file that the check read has the digest that it had then. What else a check depends on
(its code, libraries, a browser) is part of its key or of the fingerprint under which `tools.check_cache` saves results.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Key = tuple[str, ...]
"""The check's name, and what it was asked besides files: the file's path, the site's address."""
Trace = tuple[tuple[tuple[str, str], ...], Any]
"""Path and digest of each file that was read ("" for one that did not exist), and the result, of plain values."""


@dataclass
class CheckCache:
    """Results of checks of one site.

    `digests`: of all files of the site as they are now, by path. `before`: traces of earlier checks. `after`: those of
    this one, earlier ones that still hold among them; the rest is forgotten.
    """

    digests: Mapping[str, str]
    before: Mapping[Key, Trace] = field(default_factory=dict)
    after: dict[Key, Trace] = field(default_factory=dict)

    def recall(self, key: Key) -> Any:
        """The result of an earlier check; None where there is none, or a file that it read is another now."""
        trace = self.before.get(key)
        if trace is None or any(self.digests.get(file, "") != digest for file, digest in trace[0]):
            return None
        self.after[key] = trace
        return trace[1]

    def store(self, key: Key, files: Iterable[str], result: Any) -> None:
        """Remember the result, other than None, of a check that read `files`."""
        self.after[key] = (tuple((file, self.digests.get(file, "")) for file in files), result)
