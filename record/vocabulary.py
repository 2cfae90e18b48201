"""The closed lists of words that files below `content/` may use: each is defined here, everything else derives from it.

A `Literal` is what models check against, the tuple of the same words is their order on pages and in messages. Labels
(`plugins.language.words`, `plugins.language.english`) and the terms that point to a word (`scrapers.decide.terms`) are
tables by these words; `tests/record/test_vocabulary.py` compares their keys with these lists.
"""

from typing import Literal, get_args

Dimension = Literal["governance", "branding", "economy", "living", "society", "environment"]
"""The six dimensions of a smart city, as the programme's masterplans use them."""
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

NewsKind = Literal["news", "release", "opinion", "study", "regulation", "award"]
NEWS_KINDS: tuple[NewsKind, ...] = get_args(NewsKind)

ItemStatus = Literal["published", "draft", "hidden"]
"""`draft` waits for an editor; `hidden` keeps its page but is on no list."""
ITEM_STATUSES: tuple[ItemStatus, ...] = get_args(ItemStatus)

Rights = Literal["link", "excerpt", "full"]
"""What may be shown of an item: the headline alone, a short excerpt, or the whole text."""
RIGHTS: tuple[Rights, ...] = get_args(Rights)

Precision = Literal["day", "month", "year", "not-after", "not-before"]
"""How much of a date is known; with the last two the date is a bound, and the day itself is not known."""
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
DateBasis = Literal["publisher", "address", "text", "archive", "editor"]
"""How a date is known: the publisher states it, the address has it, the text tells the day of what it is about, an
archive took its copy then, or an editor wrote it down without any of these."""
DATE_BASES: tuple[DateBasis, ...] = get_args(DateBasis)
HeadlineFrom = Literal["page", "address", "ours"]
"""Where an item's title is from: the page shows it, it was read off the address, or it is in our own words."""
HEADLINES_FROM: tuple[HeadlineFrom, ...] = get_args(HeadlineFrom)
Stage = Literal["begun", "finished", "handed-over"]
"""How far what a fact tells had come; what is defined as finished needs evidence of an end."""
InitiativeKind = Literal[
    "app", "command-centre", "network", "policy", "open-data", "payment", "sensor", "service", "other"
]
InitiativeStatus = Literal["announced", "launched", "running", "stopped", "unknown"]
Outcome = Literal["proven", "silent", "promised", "stopped", "unclear"]
"""What became of an initiative, the best first: shown to run lately; shown to run, but not lately; announced and no
more; stopped; none of these can be told.
"""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
MilestoneKind = Literal[
    "assessment", "selected", "mou", "masterplan", "bimtek", "quick-win",
    "launch", "evaluation", "award", "regulation", "other",
]  # fmt: skip
EvidenceKind = Literal["milestone", "roster", "initiative", "evaluation", "item", "ceremony"]
"""What may be evidence of a step of the programme: a milestone of the place; a roster or member that names it; an
initiative of it; a result of an evaluation; an item of news about it; an item that a milestone of the programme rests
on, and that names it.
"""
OutletKind = Literal["government", "local", "national", "agency"]
CitationState = Literal["live", "changed", "unreached", "gone"]
OutageState = Literal["amber", "blind"]
"""`amber`: the outlet answers, but not with what it usually yields; `blind`: it could not be read."""
PlaceKind = Literal["kota", "kabupaten"]
Zone = Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
"""WIB, WITA and WIT."""
Contradiction = Literal["roster", "status", "newest", "stage", "address", "basis", "date"]
"""Rules that the record is held to, and from which an editor may exempt one fact with a reason:

- `roster`: a list names a place once, and a place's cohort and its being selected agree with the lists
- `status`: an initiative's status and day are those of its last step, and which step is the last is certain
- `newest`: an initiative's day is no older than its newest dated source, nor than a milestone of its own
- `stage`: an initiative's status agrees with the stage that its own sources tell
- `address`: a source's address can prove something
- `basis`: an exact day, and a bound, say how they are known
- `date`: a date that is known by an address, or by its publisher, is the one that stands there, and no date is after
  the day on which its fact was recorded
"""
