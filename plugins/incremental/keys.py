"""Dependency keys: the names of what output files are made from.

A key is a string, `"<kind> <part> <part>…"`, such as `"place kota-bekasi"`. It is built in one place, by calling its
`KeyKind`, on both sides: where a value is read while a file is rendered, and where a changed input is reported. A key
whose kind was never declared cannot be right on either side, so that `check_keys` fails the build rather than leave a
page stale.
"""

from collections.abc import Iterable

from plugins.incremental.tracking import QUERY_MARK

EVERY = "*"
"""Stands for all keys of a kind: what a page depends on that loops over a whole mapping."""
_kinds: set[str] = set()


class KeyKind:
    """One kind of dependency key. Calling it with the parts of a key (str or int) gives the key."""

    def __init__(self, name: str) -> None:
        """`name` has no spaces, and no other kind has it; raises `ValueError`."""
        if " " in name or not name.isidentifier():
            raise ValueError(f"{name!r} cannot be the name of a kind of key")
        self.name = name

    def __call__(self, *parts: object) -> str:
        """The key with these parts; without any, the one key of a kind that has no parts."""
        return " ".join((self.name, *map(str, parts)))

    @property
    def every(self) -> str:
        """The key that changes with any key of this kind."""
        return self(EVERY)


def declare(name: str) -> KeyKind:
    """A new kind of key, known to `check_keys`. Raises `ValueError` where the name is taken."""
    if name in _kinds:
        raise ValueError(f"two kinds of key are called {name!r}")
    kind = KeyKind(name)
    _kinds.add(name)
    return kind


def kind_of(key: str) -> str:
    """The name of a key's kind."""
    return key.partition(" ")[0]


def check_keys(keys: Iterable[str], side: str) -> None:
    """Raise `UnknownKey` for a key of no declared kind; results of queries are known by their functions instead.

    `side` says where the keys come from, for the message.
    """
    unknown = sorted(key for key in keys if not key.startswith(QUERY_MARK) and kind_of(key) not in _kinds)
    if unknown:
        raise UnknownKey(f"{unknown[0]!r} ({side}) is a dependency key of no declared kind; build it with a KeyKind")


class UnknownKey(AssertionError):
    """The code, not the content, is wrong: a key was misspelt, and a page would go stale unseen."""
