"""Records which dependency keys are read while a value is computed (dynamic dependencies).

The object that pages read from (here the record) has a `Dependencies` in its attribute `dependencies`. Its attributes
and methods report each read themselves, by the decorators and mappings below: neither templates nor queries know of it.

| use | for |
| --- | --- |
| `tracked_fields` | fields of a dataclass that are inputs |
| `tracked_input` | an input that is read from disk only when a page asks for it |
| `tracked_index` | a lookup table made from inputs: each lookup records its own key, the making of the table none |
| `tracked_property` | a value derived from inputs, computed once; each read records what the computation read |
| `tracked_function` | the same as a function of the tracked object, for code above it |
| `query` | a derived value with early cutoff: readers depend on the result alone |
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, NamedTuple, ParamSpec, Protocol, TypeVar, cast, overload

if TYPE_CHECKING:
    from plugins.incremental.keys import KeyKind

Key = TypeVar("Key")
Value = TypeVar("Value")
Arguments = ParamSpec("Arguments")
QUERY_MARK = "?"
"""First character of a key that stands for the result of a query; sorts before the kinds of input keys."""
# `<function f at 0x7f5c…>`: such a repr is another one in each process.
_MEMORY_ADDRESS = re.compile(r" at 0x[0-9a-f]+>")


class Trace(NamedTuple):
    """Verifying trace of one computed value, an output file or the result of a query.

    As long as no key in `dependencies` (sorted) has changed, computing it again would give the same. `arguments` is
    what it was computed from besides: the arguments of a query, or `(File.key,)`. `result` is the plain value of a
    query, or the `StatSignature` of a file as it was written.
    """

    arguments: tuple[Any, ...]
    result: Any
    dependencies: tuple[str, ...]


class Dependencies:
    """The dependency keys read so far by what is being computed, and the results of queries.

    `results` are the traces of the queries that were asked in this build, by their keys. `valid` are traces of the last
    build that still hold; `verify(key)` is called before a query runs, and adds its trace to `valid` where it holds.
    """

    def __init__(self) -> None:
        """Nothing is being computed."""
        self.results: dict[str, Trace] = {}
        self.valid: dict[str, Trace] = {}
        self.verify: Callable[[str], None] = lambda _key: None
        self._keys: set[str] | None = None

    def depends_on(self, *keys: str) -> None:
        """Record keys as read by whatever is being computed."""
        if self._keys is not None:
            self._keys.update(keys)

    @contextmanager
    def tracking(self) -> Iterator[set[str]]:
        """The set that keys read inside the `with` block are added to; what encloses the block records none of them."""
        outer, self._keys = self._keys, set()
        try:
            yield self._keys
        finally:
            self._keys = outer

    def result_of(self, name: str, arguments: tuple[Any, ...], compute: Callable[[], Value]) -> Value:
        """The result of the query `name`, computed at most once a build; the reader depends on the result alone."""
        key = query_key(name, arguments)
        self.depends_on(key)
        if key not in self.results:
            self.verify(key)
        trace = self.results.get(key) or self.valid.get(key)
        if trace is None:
            with self.tracking() as keys:
                result = compute()
            trace = Trace(arguments, result, tuple(sorted(keys)))
        self.results[key] = trace
        value: Value = trace.result
        return value


class Tracked(Protocol):
    """An object whose reads are recorded."""

    @property
    def dependencies(self) -> Dependencies:
        """Where they are recorded."""


Owner = TypeVar("Owner", bound=Tracked)

QUERIES: dict[str, Callable[..., Any]] = {}
"""Every function under `query`, by module and qualified name."""


def query_key(name: str, arguments: tuple[Any, ...]) -> str:
    """The key of a query's result."""
    return f"{QUERY_MARK}{name}{arguments!r}"


def query_name(key: str) -> str:
    """The name of the query whose result a key stands for."""
    return key[1 : key.index("(")]


def query(
    function: Callable[Concatenate[Owner, Arguments], Value],
) -> Callable[Concatenate[Owner, Arguments], Value]:
    """Memoised query with early cutoff: files that called it are rendered again only when its result changes.

    The first argument is the tracked object. The other arguments and the result are str, int, float, bool, None or
    tuples of these; arguments are given by position. Raises `TypeError` for keyword arguments.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def ask(owner: Owner, /, *arguments: Arguments.args, **keywords: Arguments.kwargs) -> Value:
        if keywords:
            raise TypeError(f"{name}: give arguments by position, not by name")
        return owner.dependencies.result_of(name, arguments, lambda: function(owner, *arguments, **keywords))

    QUERIES[name] = ask
    return cast(Callable[Concatenate[Owner, Arguments], Value], ask)


def digest_of(value: object) -> str:
    """Hex digest of a value's `repr`; raises `TypeError` for one whose `repr` does not show what it holds."""
    text = repr(value)
    if _MEMORY_ADDRESS.search(text):
        raise TypeError(f"{type(value).__name__} cannot be compared by its repr")
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class tracked_property(Generic[Owner, Value]):  # noqa: N801 - a decorator, like `property`
    """Cached property. Each read adds the dependencies recorded when the value was computed."""

    def __init__(self, compute: Callable[[Owner], Value]) -> None:
        """`compute` is the property's function."""
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """The attribute's name, under which the value is cached."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "tracked_property[Owner, Value]": ...
    @overload
    def __get__(self, instance: Owner, owner: type) -> Value: ...
    def __get__(self, instance: Owner | None, owner: type) -> "tracked_property[Owner, Value] | Value":
        """The value, or the property itself where the class is asked."""
        if instance is None:
            return self
        cached = instance.__dict__.get(f"tracked {self._name}")
        if cached is None:
            cached = instance.__dict__[f"tracked {self._name}"] = self._computed(instance)
        value: Value = cached[0]
        instance.dependencies.depends_on(*cached[1])
        return value

    def _computed(self, instance: Owner) -> tuple[Value, set[str]]:
        with instance.dependencies.tracking() as keys:
            value = self._compute(instance)
        return value, keys

    def __set__(self, instance: Owner, value: Value) -> None:
        """Raise `AttributeError`: the value is computed, never set."""
        raise AttributeError(self._name)


def tracked_function(compute: Callable[[Owner], Value]) -> Callable[[Owner], Value]:
    """Cached function of the tracked object. Each call adds the dependencies recorded when the value was computed."""
    cached = tracked_property(compute)
    cached.__set_name__(object, f"{compute.__module__}.{compute.__qualname__}")

    @wraps(compute)
    def ask(owner: Owner) -> Value:
        return cached.__get__(owner, type(owner))

    return ask


class _TrackedInput(tracked_property[Owner, Value]):
    def __init__(self, compute: Callable[[Owner], Value], keys: set[str]) -> None:
        super().__init__(compute)
        self._keys = keys

    def _computed(self, instance: Owner) -> tuple[Value, set[str]]:
        return super()._computed(instance)[0], self._keys


def tracked_input(*kinds: "KeyKind") -> Callable[[Callable[[Owner], Value]], tracked_property[Owner, Value]]:
    """Cached property that is an input of these kinds: each read adds their keys, whatever the function reads."""
    keys = {kind() for kind in kinds}
    return lambda compute: _TrackedInput(compute, keys)


class TrackedMapping(Mapping[Key, Value]):
    """A mapping that records the key of each lookup, also of one in vain, and `kind.every` where it is looped over.

    A tuple as the mapping's key gives the parts of the dependency key.
    """

    def __init__(self, dependencies: Dependencies, kind: "KeyKind", values: Mapping[Key, Value]) -> None:
        """`values` must answer `get`; of a plain dict or of one that makes its values when they are looked up."""
        self._dependencies, self._kind, self._values = dependencies, kind, values

    def _depend_on(self, key: object) -> None:
        self._dependencies.depends_on(self._kind(*key) if isinstance(key, tuple) else self._kind(key))

    def __getitem__(self, key: Key) -> Value:
        """One value; raises `KeyError` where there is none."""
        self._depend_on(key)
        return self._values[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """One value, or `default`."""
        self._depend_on(key)
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether there is one."""
        self._depend_on(key)
        return key in self._values

    def __iter__(self) -> Iterator[Key]:
        """All keys, in order."""
        self._dependencies.depends_on(self._kind.every)
        return iter(self._values)

    def __len__(self) -> int:
        """How many there are."""
        self._dependencies.depends_on(self._kind.every)
        return len(self._values)


def tracked_index(
    kind: "KeyKind",
) -> Callable[[Callable[[Owner], Mapping[Key, Value]]], "_TrackedIndex[Owner, Key, Value]"]:
    """Cached property whose function makes a lookup table; reading it gives a `TrackedMapping` over the table.

    Making the table records nothing. Each lookup records `kind(key)`, so that a page depends on the entries that it
    looked up and not on all that the table was made from.
    """
    return lambda make: _TrackedIndex(kind, make)


class _TrackedIndex(Generic[Owner, Key, Value]):
    def __init__(self, kind: "KeyKind", make: Callable[[Owner], Mapping[Key, Value]]) -> None:
        self._kind, self._make = kind, make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Owner, owner: type) -> TrackedMapping[Key, Value]:
        table: TrackedMapping[Key, Value] | None = instance.__dict__.get(f"tracked {self._name}")
        if table is None:
            with instance.dependencies.tracking():
                values = self._make(instance)
            table = TrackedMapping(instance.dependencies, self._kind, values)
            instance.__dict__[f"tracked {self._name}"] = table
        return table

    def __set__(self, instance: Owner, value: object) -> None:
        raise AttributeError(self._name)


class _TrackedField:
    def __init__(self, name: str, kind: "KeyKind", is_mapping: bool) -> None:
        self._name, self._kind, self._is_mapping = name, kind, is_mapping

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        if not self._is_mapping:
            instance.dependencies.depends_on(self._kind())
        return instance.__dict__[self._name]

    def __set__(self, instance: Any, value: Any) -> None:
        tracked = TrackedMapping(instance.dependencies, self._kind, value) if self._is_mapping else value
        instance.__dict__[self._name] = tracked


def tracked_fields(mappings: Mapping[str, "KeyKind"], **fields: "KeyKind") -> Callable[[type[Value]], type[Value]]:
    """Class decorator of a dataclass: reading one of `fields` records its kind's one key.

    Of `mappings`, each lookup records its own key. The dataclass has a field `dependencies`, before all these.
    """

    def track(decorated: type[Value]) -> type[Value]:
        for name, kind in {**fields, **mappings}.items():
            setattr(decorated, name, _TrackedField(name, kind, name in mappings))
        return decorated

    return track
