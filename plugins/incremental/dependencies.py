"""What is read while a file of the site is made: facts, each known by a name.

A page asks the record questions; each question notes the facts that its answer rests on ("place kota-bekasi", "news in
2019 of kota-bekasi"). The names are kept with the page, and it is made anew when one of them has changed. Neither
templates nor trackers know of it: the record's own attributes and methods do the noting.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, Generic, NamedTuple, ParamSpec, Protocol, TypeVar, cast, overload

Key = TypeVar("Key")
Value = TypeVar("Value")
Asked = ParamSpec("Asked")
QUESTION = "?"
"""What the name of an answer begins with; among sorted facts these come first."""
_ADDRESS_IN_MEMORY = re.compile(r" at 0x[0-9a-f]+>")


class Answer(NamedTuple):
    """A question that was asked, the plain value that was answered, and the facts that the answer rests on."""

    question: str
    arguments: tuple[Any, ...]
    value: Any
    read: tuple[str, ...]


class Facts:
    """Notes which facts are read, and remembers answers that are compared instead of what they rest on.

    `kept` are answers of an earlier build that still hold; `settle` finds out whether one of them does.
    """

    def __init__(self) -> None:
        """Nothing is being made."""
        self.answers: dict[str, Answer] = {}
        self.kept: dict[str, Answer] = {}
        self.settle: Callable[[str], None] = lambda _name: None
        self._read: set[str] | None = None

    def note(self, *facts: str) -> None:
        """Say that facts are being read."""
        if self._read is not None:
            self._read.update(facts)

    @contextmanager
    def reading(self) -> Iterator[set[str]]:
        """What is read meanwhile, and by nobody outside."""
        outer, self._read = self._read, set()
        try:
            yield self._read
        finally:
            self._read = outer

    def answer(self, question: str, arguments: tuple[Any, ...], make: Callable[[], Value]) -> Value:
        """The answer to a question, made once; who asks depends on the answer alone, not on what it rests on."""
        name = f"{QUESTION}{question}{arguments!r}"
        self.note(name)
        if name not in self.answers:
            self.settle(name)
        known = self.answers.get(name) or self.kept.get(name)
        if known is None:
            with self.reading() as read:
                value = make()
            known = Answer(question, arguments, value, tuple(sorted(read)))
        self.answers[name] = known
        found: Value = known.value
        return found


QUESTIONS: dict[str, Callable[..., Any]] = {}
"""The functions whose answers are compared, by module and name; the first argument has `facts`."""


class HasFacts(Protocol):
    """An object whose reading is noted."""

    @property
    def facts(self) -> Facts:
        """Where it is noted."""


Owner = TypeVar("Owner", bound=HasFacts)


def digest_of(value: object) -> str:
    """A digest of a value by what it shows of itself; raises `TypeError` for one that does not say what it holds."""
    told = repr(value)
    if _ADDRESS_IN_MEMORY.search(told):
        raise TypeError(f"{type(value).__name__} cannot be compared by what it shows")
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def compared(
    function: Callable[Concatenate[Owner, Asked], Value],
) -> Callable[Concatenate[Owner, Asked], Value]:
    """A question with a short, plain answer: who asked is made anew only when the answer is another.

    The answer holds texts, numbers, None and tuples of these, and so do the arguments, which are given in place.
    """
    question = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def ask(owner: Owner, /, *arguments: Asked.args, **named: Asked.kwargs) -> Value:
        if named:
            raise TypeError(f"{question}: give arguments in their places, not by name")
        return owner.facts.answer(question, arguments, lambda: function(owner, *arguments, **named))

    QUESTIONS[question] = ask
    return cast(Callable[Concatenate[Owner, Asked], Value], ask)


class noted(Generic[Owner, Value]):  # noqa: N801 - a decorator, like `property`
    """A property that is made once; whoever reads it reads what it was made of."""

    def __init__(self, make: Callable[[Owner], Value]) -> None:
        """`make` is the property's function."""
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        """Its name, under which the value is kept."""
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> "noted[Owner, Value]": ...
    @overload
    def __get__(self, instance: Owner, owner: type) -> Value: ...
    def __get__(self, instance: Owner | None, owner: type) -> "noted[Owner, Value] | Value":
        """The value; itself where the class is asked."""
        if instance is None:
            return self
        kept = instance.__dict__.get(f"noted {self._name}")
        if kept is None:
            with instance.facts.reading() as read:
                value = self._make(instance)
            kept = instance.__dict__[f"noted {self._name}"] = (value, read)
        instance.facts.note(*kept[1])
        found: Value = kept[0]
        return found

    def __set__(self, instance: Owner, value: Value) -> None:
        """It is made, never set."""
        raise AttributeError(self._name)


class shared(noted[Owner, Value]):  # noqa: N801 - a decorator, like `property`
    """A property that is made once for many readers; who looks something up in it notes what was looked up."""

    @overload
    def __get__(self, instance: None, owner: type) -> "noted[Owner, Value]": ...
    @overload
    def __get__(self, instance: Owner, owner: type) -> Value: ...
    def __get__(self, instance: Owner | None, owner: type) -> "noted[Owner, Value] | Value":
        """The value; itself where the class is asked."""
        if instance is None:
            return self
        with instance.facts.reading():
            return super().__get__(instance, owner)


class Watched(Mapping[Key, Value]):
    """A mapping that notes each key that is asked for, also in vain, and the whole where it is gone through."""

    def __init__(self, facts: Facts, name: str, values: Mapping[Key, Value]) -> None:
        """`name` is what one of them is called; of the whole, the fact is `name *`."""
        self._facts, self._name, self._values = facts, name, values

    def __getitem__(self, key: Key) -> Value:
        """One value; `KeyError` where there is none."""
        self._facts.note(f"{self._name} {key}")
        return self._values[key]

    def get(self, key: Key, default: Any = None) -> Any:
        """One value, or `default`."""
        self._facts.note(f"{self._name} {key}")
        return self._values.get(key, default)

    def __contains__(self, key: object) -> bool:
        """Whether there is one."""
        self._facts.note(f"{self._name} {key}")
        return key in self._values

    def __iter__(self) -> Iterator[Key]:
        """All keys, in order."""
        self._facts.note(f"{self._name} *")
        return iter(self._values)

    def __len__(self) -> int:
        """How many there are."""
        self._facts.note(f"{self._name} *")
        return len(self._values)


class _WatchedField:
    """A dataclass's field that notes that it is read; a mapping notes which key."""

    def __init__(self, name: str, one: str) -> None:
        self._name, self._one = name, one

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        if not self._one:
            instance.facts.note(self._name)
        return instance.__dict__[self._name]

    def __set__(self, instance: Any, value: Any) -> None:
        watched = Watched(instance.facts, self._one, value) if self._one else value
        instance.__dict__[self._name] = watched


def watched(*names: str, **mappings: str) -> Callable[[type[Value]], type[Value]]:
    """A dataclass whose fields `names` are facts of their own; of `mappings`, each value is one, called as told.

    The dataclass has a field `facts`, before these.
    """

    def watch(made: type[Value]) -> type[Value]:
        for name, one in {**dict.fromkeys(names, ""), **mappings}.items():
            setattr(made, name, _WatchedField(name, one))
        return made

    return watch


class Changes:
    """Which facts are no longer as they were; of an answer, that is found out when it matters to somebody."""

    def __init__(self, changed: Iterable[str], before: Mapping[str, Answer], owner: HasFacts) -> None:
        """`changed` are facts that differ; answers of last time that rest on one are asked again of `owner`."""
        self.facts = set(changed)
        self._before = before
        self._owner = owner
        self._settled: set[str] = set()
        if not self.facts:
            owner.facts.kept.update(before)
            self._settled.update(before)
        owner.facts.settle = self._settle

    def touch(self, read: Iterable[str]) -> bool:
        """Whether any of some facts, sorted, has changed."""
        for fact in read:
            if fact[0] != QUESTION:
                break
            self._settle(fact)
        return not self.facts.isdisjoint(read)

    def settle(self) -> None:
        """Find it out of every answer: what that takes is then there for all copies of this process."""
        for name in self._before:
            self._settle(name)

    def _settle(self, name: str) -> None:
        """Find out whether one answer still holds, after those that it rests on."""
        if name in self._settled:
            return
        self._settled.add(name)
        answer = self._before.get(name)
        if answer and not self.touch(answer.read):
            self._owner.facts.kept[name] = answer
        elif not (answer and self._is_same(answer)):
            self.facts.add(name)

    def _is_same(self, answer: Answer) -> bool:
        question = QUESTIONS.get(answer.question)
        try:
            # Whoever made us ask has not read what the question leads to.
            with self._owner.facts.reading():
                return question is not None and question(self._owner, *answer.arguments) == answer.value
        except LookupError:
            # It asked about something that is no longer there.
            return False
