"""The one form in which all checks of a built site say what is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend in a built site."""

    file: str
    """Its path in the site."""
    what: str
    advice: str
    """What to do about it."""

    def __str__(self) -> str:
        """`file: what; advice`."""
        return f"{self.file}: {self.what}; {self.advice}"
