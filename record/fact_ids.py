"""Ids of facts: eight letters and digits that say nothing, so that nothing that is corrected can change them."""

import hashlib
import secrets
from collections.abc import Container

LETTERS = "bcdfghjkmnpqrstvwxz"
DIGITS = "23456789"
"""No vowels, so that no word comes about; nothing that is taken for another: 0 and o, 1 and l."""
LENGTH = 8


def new_id(taken: Container[str]) -> str:
    """An id at random that is not among `taken`. It begins with a letter, as an HTML anchor should."""
    while True:
        made = _spelt(secrets.randbits(64))
        if made not in taken:
            return made


def derived_id(*parts: str) -> str:
    """An id made from `parts`, the same each time: for what a program writes from a row or an address that is given."""
    digest = hashlib.sha256("|".join(parts).encode()).digest()
    return _spelt(int.from_bytes(digest[:8], "big"))


def _spelt(number: int) -> str:
    number, at = divmod(number, len(LETTERS))
    letters = [LETTERS[at]]
    for _ in range(LENGTH - 1):
        number, at = divmod(number, len(LETTERS + DIGITS))
        letters.append((LETTERS + DIGITS)[at])
    return "".join(letters)
