"""Decides which traces of the last build still hold: keys unchanged, results of queries compared (early cutoff)."""

from collections.abc import Iterable, Mapping, Sequence

from plugins.incremental.keys import check_keys
from plugins.incremental.tracking import QUERIES, QUERY_MARK, Trace, Tracked, query_name


class Changes:
    """The dependency keys that changed since the last build.

    Whether the result of a query changed is found out when a file that depends on it is looked at, by running it again.
    """

    def __init__(self, changed: Iterable[str], traces: Mapping[str, Trace], owner: Tracked) -> None:
        """`changed` are keys of inputs, `traces` the last build's queries by key, `owner` the object that they take.

        Raises `UnknownKey`.
        """
        self.keys = set(changed)
        check_keys(self.keys, "reported as changed")
        self._traces = traces
        self._owner = owner
        self._verified: set[str] = set()
        if not self.keys:
            owner.dependencies.valid.update(traces)
            self._verified.update(traces)
        owner.dependencies.verify = self._verify

    def affect(self, dependencies: Sequence[str]) -> bool:
        """Whether any of a trace's dependencies (sorted, so that results of queries come first) has changed."""
        for key in dependencies:
            if key[0] != QUERY_MARK:
                break
            self._verify(key)
        return not self.keys.isdisjoint(dependencies)

    def verify_all(self) -> None:
        """Verify every query now, so that forked workers need not each do it again."""
        for key in self._traces:
            self._verify(key)

    def _verify(self, key: str) -> None:
        """Find out whether the trace of one query holds, after those that it depends on."""
        if key in self._verified:
            return
        self._verified.add(key)
        trace = self._traces.get(key)
        if trace and not self.affect(trace.dependencies):
            self._owner.dependencies.valid[key] = trace
        elif not (trace and self._has_same_result(key, trace)):
            self.keys.add(key)

    def _has_same_result(self, key: str, trace: Trace) -> bool:
        ask = QUERIES.get(query_name(key))
        try:
            # The file that made us ask has not read what this query reads.
            with self._owner.dependencies.tracking():
                return ask is not None and bool(ask(self._owner, *trace.arguments) == trace.result)
        except LookupError:
            # It asked about something that no longer exists.
            return False
