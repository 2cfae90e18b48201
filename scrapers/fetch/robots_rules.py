"""robots.txt read by RFC 9309, as Google's own parser reads it (https://github.com/google/robotstxt). Pure."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LONGEST_FILE = 512 * 1024
"""Bytes of a file that are read; the RFC (2.5) asks for at least 500 KiB."""
LONGEST_LINE = 2083 * 8
"""Bytes of a line that are read, as many as Google's parser reads."""
# Beginnings of keys; those after the first are misspellings that Google's parser takes for it.
_KEYS = {
    "user-agent": ("user-agent", "useragent", "user agent"),
    "allow": ("allow",),
    "disallow": ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"),
    "crawl-delay": ("crawl-delay", "crawldelay"),
}
_BLANKS = " \t\v\f\0"
_TOKEN = re.compile(r"[A-Za-z_-]*")
"""The characters of a product token (2.2.1)."""
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_INDEX = re.compile(r"/index\.htm[^/]*$")


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: str
    allows: bool


@dataclass
class _Group:
    """What is said of one crawler, or of all others."""

    rules: list[_Rule] = field(default_factory=list)
    delay: float | None = None


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of a robots.txt for the crawler whose product token is `token`: its own group, or that for all."""

    own: _Group | None
    others: _Group

    @classmethod
    def parse(cls, body: bytes, token: str) -> "RobotsRules":
        """Read a robots.txt; anything can be read, and what makes no sense is passed over."""
        own, others = _Group(), _Group()
        is_named = has_rules = False
        current: list[_Group] = []
        for key, value in _lines(body):
            if key == "user-agent":
                # Names in a row share what follows; a name after rules begins a new group.
                current, has_rules = ([] if has_rules else current), False
                if _is_everyone(value):
                    current.append(others)
                elif token_of(value).casefold() == token.casefold():
                    is_named = True
                    current.append(own)
            elif key == "crawl-delay":
                for group in current:
                    group.delay = _seconds(value) or group.delay
            else:
                has_rules = bool(current)
                for group in current:
                    group.rules.append(_Rule(_escaped(value), key == "allow"))
        return cls(own if is_named else None, others)

    @property
    def group(self) -> _Group:
        """The group that counts: all that is said of the crawler by name, or else of all."""
        return self.own or self.others

    @property
    def delay(self) -> float | None:
        """The Crawl-delay in seconds, if one is asked for."""
        return self.group.delay

    def allows(self, url: str) -> bool:
        """Whether an absolute address may be fetched.

        Letters in an address may be written as codes (`%62`); the RFC (2.2.2) takes them for the letters, Google's
        parser does not. Where that makes a difference, the stricter reading counts.
        """
        path = _path(url)
        return self._allows(path, decoded=False) and self._allows(_decoded(path), decoded=True)

    def _allows(self, path: str, *, decoded: bool) -> bool:
        longest = {True: 0, False: 0}
        for rule in self.group.rules:
            for written in _forms(rule):
                pattern = _decoded(written) if decoded else written
                if _matches(path, pattern):
                    longest[rule.allows] = max(longest[rule.allows], len(pattern))
        # Of rules of the same length the one that allows counts (2.2.2).
        return longest[True] >= longest[False]


def token_of(agent: str) -> str:
    """The product token at the beginning of a User-Agent: `Pantau` of `Pantau/1.0 (+mailto:…)`."""
    match = _TOKEN.match(agent)
    return match[0] if match else ""


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    """The key, in its right spelling, and the value of each line that has a known one."""
    for line in re.split(rb"\r\n|\n|\r", body[:LONGEST_FILE].removeprefix(b"\xef\xbb\xbf")):
        # Bytes that are no UTF-8 are kept, for they may be those of an address.
        text = line[:LONGEST_LINE].decode("utf-8", "surrogateescape").partition("#")[0].strip(_BLANKS)
        key, colon, value = text.partition(":")
        if not colon and len(words := text.split()) == 2:
            # Some forget the colon.
            key, value = words
        named = next((name for name, forms in _KEYS.items() if key.strip(_BLANKS).lower().startswith(forms)), None)
        if named:
            yield named, value.strip(_BLANKS)


def _is_everyone(agent: str) -> bool:
    return agent[:1] == "*" and not agent[1:2].strip()


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _path(url: str) -> str:
    """Path, parameters and query of an address, escaped as a rule is."""
    parts = urlsplit(url)
    return _escaped((parts.path or "/") + (f"?{parts.query}" if "?" in url.partition("#")[0] else ""))


def _escaped(pattern: str) -> str:
    """With codes in capitals, and for all that is not ASCII."""
    plain = _ESCAPE.sub(lambda code: code[0].upper(), pattern)
    if plain.isascii():
        return plain
    coded = plain.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in coded)


def _decoded(path: str) -> str:
    """With letters, digits and the like in place of their codes."""
    return _ESCAPE.sub(lambda code: letter if _UNRESERVED.fullmatch(letter := chr(int(code[1], 16))) else code[0], path)


def _forms(rule: _Rule) -> Iterator[str]:
    """A rule's pattern; who allows a folder's own page by its name allows the folder's address too."""
    yield rule.pattern
    if rule.allows and (index := _INDEX.search(rule.pattern)):
        yield f"{rule.pattern[: index.start()]}/$"


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern fits the beginning of a path: `*` is anything, `$` at the end is the path's end.

    The pieces between stars are looked for from left to right, which takes no more than path times pattern: a regular
    expression of a hostile file could take years.
    """
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if is_whole and others else None
    for piece in others:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if not is_whole:
        return True
    return at == len(path) if last is None else path.endswith(last) and len(path) - len(last) >= at
