"""The measured accuracy of the placer: `content/measured/places.json`."""

from pydantic import BaseModel


class MeasuredPlace(BaseModel):
    """How often a place was named rightly, named wrongly and missed among the labelled cases."""

    place: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of its namings that were right; None where it was never named."""
        named = self.right + self.wrong
        return self.right / named if named else None

    @property
    def recall(self) -> float | None:
        """The share of the cases about it that were found; None where there is none."""
        cases = self.right + self.missed
        return self.right / cases if cases else None


class Measured(BaseModel):
    """The file, which `python -m tests.decide.score --write` makes."""

    cases: int
    main_right: int
    about_f1: float
    false_places: int
    places: list[MeasuredPlace]
