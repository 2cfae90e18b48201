"""How often the review tray's suggestions are right: `python -m tests.decide.suggestions`; with --write for the tray.

A place is judged by the labelled cases: the first place that a draft names against the first that it is about. A
proposal is judged by the record: an item that suggests a milestone or an initiative against what editors recorded from
that very address.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from record.content_files import read_initiative, read_place
from record.items import Items
from record.suggestions import FILE, Measured, is_likely
from record.urls import url_key
from scrapers.decide.topics import proposals
from tests.decide.score import ROOT, SPLITS, cases, place_all, split_cases

HEAD = """# How often each kind of suggestion was right, and of how many (python -m tests.decide.suggestions --write).
# The tray suggests no place, and asks about no milestone or initiative, of a kind that is likelier wrong than right.
"""
Rows = dict[tuple[str, str], Measured]


def measured_places() -> Iterator[tuple[str, bool]]:
    """Why a draft would wait, and whether the first place that it names is what the text is about, for each case."""
    labelled = [*cases(), *(case for split in SPLITS for case in split_cases(split))]
    for case, placed in zip(labelled, place_all(labelled), strict=True):
        if placed.candidates:
            yield "place-unsure", placed.candidates[0] in case["about"]
        elif placed.mentions and not placed.about:
            yield "only-mentioned", placed.mentions[0] in case["about"]


def measured_proposals(content: Path) -> Iterator[tuple[str, str, bool]]:
    """What each item of the record suggests, and whether an editor recorded that from it."""
    recorded = frozenset(_recorded(content))
    for _, item in Items(content).all():
        for proposal in proposals(item.title, f"{item.title}. {item.body or item.summary}") if item.places else ():
            fact = (proposal.what, proposal.kind, item.places[0], url_key(item.source_url))
            yield proposal.what, proposal.kind, fact in recorded


def _recorded(content: Path) -> Iterator[tuple[str, str, str, str]]:
    for path in content.glob("cities/*.md"):
        for step in read_place(path)[0].milestone:
            yield from (("milestone", step.kind, path.stem, url_key(url)) for url in step.sources)
    for path in content.glob("initiatives/*/*.md"):
        entry = read_initiative(path)[0]
        urls = [*entry.sources, *(url for step in entry.step for url in step.sources)]
        yield from (("initiative", entry.kind, path.parent.name, url_key(url)) for url in urls)


def measure(content: Path) -> Rows:
    """Every kind of suggestion that was made, in order."""
    counts: defaultdict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    for why, is_right in measured_places():
        counts["place", why][is_right] += 1
    for what, kind, is_right in measured_proposals(content):
        counts[what, kind][is_right] += 1
    return {key: Measured(count[True], count.total()) for key, count in sorted(counts.items())}


def as_toml(rows: Rows) -> str:
    """The text of `record/suggestions.toml`."""
    tables: defaultdict[str, list[str]] = defaultdict(list)
    for (what, kind), one in rows.items():
        tables[what].append(f"{kind} = [{one.right}, {one.cases}]")
    return HEAD + "".join(f"\n[{what}]\n" + "\n".join(lines) + "\n" for what, lines in tables.items())


def main() -> None:
    """Print a line a kind."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--write", action="store_true")
    rows = measure(ROOT / "content")
    if parser.parse_args().write:
        FILE.write_text(as_toml(rows), "utf-8")
    for (what, kind), one in rows.items():
        shown = "suggested" if is_likely(what, kind) else "not suggested"
        print(f"{what:10} {kind:15} {one.right:4} of {one.cases:4}  {one.likelihood:.2f}  {shown}")


if __name__ == "__main__":
    main()
