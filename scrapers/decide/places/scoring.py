"""Points for each region that a text names: how much of the text is about it. Pure.

The numbers here, in `about.py` and in `namesakes.py` are points, or shares of points. They were fitted by hand on the
labelled texts in `tests/decide/labelled/`; `python -m tests.decide.score --wrong` measures a change and names the cases
that go wrong, and `tests/decide/test_labelled.py` holds the floors.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scrapers.decide.places.cues import GUEST_WORDS
from scrapers.decide.places.mentions import Mention, MentionForm, TextMentions
from scrapers.gazetteer import Region

WEIGHTS: dict[MentionForm, float] = {
    "office": 1.5, "full": 1.5, "nickname": 1.5, "name": 1.0, "spelling": 1.0, "capital": 1.0, "leader": 1.0,
    "landmark": 0.6, "district": 0.6,
}  # fmt: skip
"""Points of a mention in the body: more with an office or its kind before the name, fewer for a part of the place."""
TITLE = 3.0
"""Points of a mention in the title, in any form."""
TITLE_GUEST = 1.5
"""Points in the title as the other party: "dari Bogor"."""
TITLE_WEAK = 1.5
"""Points in the title of something inside the place: its district, landmark, seat or leader."""
LEAD = 0.5
"""Points added to a mention's own in the first `LEAD_CHARACTERS` of the body."""
DATELINE = 0.4
"""Points of a mention in the dateline, in any form: it says where the reporter was."""
OFFICE, MOST_OFFICES = 1.0, 3
"""Points for each office that the text names without its place ("wali kota"), and how many offices count."""
FIRST_WORD = frozenset({"\n", "–", "—", "-"})
"""What stands before a name that begins the text, or follows the dateline."""


@dataclass(slots=True)
class ScoredRegion:
    """One region of the text with the points for it.

    `score` counts all mentions, `body` those outside the title; `governs`: offices without a name are its own.
    """

    code: str
    mentions: list[Mention] = field(default_factory=list)
    score: float = 0.0
    body: float = 0.0
    governs: bool = False

    @property
    def in_title(self) -> bool:
        """Whether the title names it."""
        return any(mention.zone == "title" for mention in self.mentions)

    @property
    def is_guest(self) -> bool:
        """Whether the title names it only as the other party: "dari Bogor"."""
        titled = [mention for mention in self.mentions if mention.zone == "title"]
        return bool(titled) and all(mention.before in GUEST_WORDS for mention in titled)

    @property
    def is_named(self) -> bool:
        """Whether the place itself is named, not only something in it."""
        return any(not mention.is_weak for mention in self.mentions)

    @property
    def is_spoken_of(self) -> bool:
        """Whether the body names its government, begins with it or names it again.

        "di Sidoarjo" alone tells where, not what.
        """
        strong = [
            mention for mention in self.mentions if mention.zone in {"lead", "body"} and mention.form != "landmark"
        ]
        acts = any(m.form in {"office", "full", "leader"} or m.before in FIRST_WORD for m in strong)
        return self.governs or len(strong) > 1 or acts

    @property
    def first(self) -> int:
        """Where it is named first."""
        return self.mentions[0].start


def score_regions(
    settled: Iterable[tuple[Mention, str]], in_text: TextMentions, regions: Mapping[str, Region]
) -> dict[str, ScoredRegion]:
    """The regions that the text names by code, those with most points first.

    `settled` are the mentions with the code that each was settled on; `regions` the gazetteer's, by code.
    """
    scored_by_code: dict[str, ScoredRegion] = {}
    for mention, code in settled:
        scored = scored_by_code.setdefault(code, ScoredRegion(code))
        scored.mentions.append(mention)
        weight = WEIGHTS[mention.form]
        if mention.zone == "title":
            if mention.is_weak:
                scored.score += TITLE_WEAK
            else:
                scored.score += TITLE_GUEST if mention.before in GUEST_WORDS else TITLE
            continue
        if mention.zone == "dateline":
            weight = DATELINE
        elif mention.zone == "lead":
            weight += LEAD
        scored.score += weight
        scored.body += weight
    _credit_offices(scored_by_code, in_text, regions)
    return dict(sorted(scored_by_code.items(), key=lambda row: (-row[1].score, row[1].first)))


def _credit_offices(scored: dict[str, ScoredRegion], in_text: TextMentions, regions: Mapping[str, Region]) -> None:
    """ "Wali kota" without a name speaks for the one kota of the text."""
    for kind in ("kota", "kabupaten", "provinsi"):
        fitting = [region for code, region in scored.items() if regions[code].kind == kind]
        if len(fitting) == 1 and in_text.offices[kind]:
            credit = min(in_text.offices[kind], MOST_OFFICES) * OFFICE
            fitting[0].score += credit
            fitting[0].body += credit
            fitting[0].governs = in_text.offices[kind] > 1 or kind in in_text.title_offices
