"""Time and memory to build the same site with this project, stock Pelican, Hugo and Eleventy, as ratios to Hugo."""

import argparse
import math
import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.bench import CONTENT, ROOT, Cost, median
from benchmarks.build_sites import cost
from benchmarks.build_sites.corpus import Place, corpus, edited, written
from benchmarks.build_sites.same import Site, differences, read_site
from benchmarks.build_sites.tools import TOOLS, Tool, environment, versions
from record.content_files import read_place

PAGE = ROOT / "docs" / "performance.md"
MEMORY = Path("/dev/shm")  # noqa: S108 - the memory's own file system
BEGIN, END = "<!-- figures: written by python -m benchmarks.build --write -->\n", "<!-- end of figures -->\n"
PHASES = {"cold": "cold", "changed": "1 changed", "new": "20 new", "nothing": "nothing changed"}
NEW = 20
FEW_ROUNDS = {100_000: 1}
"""From so many items on, at most so many rounds."""

Costs = Mapping[tuple[int, str, str], Sequence[Cost]]
"""By number of items, tool and phase."""


@dataclass(frozen=True)
class Target:
    """The most that a figure of this project may be, in parts of Hugo's cold build of as many items."""

    words: str
    items: int
    phase: str
    most: float
    figure: str = "wall"


TARGETS = (
    Target("20 new items", 10_000, "new", 0.2),
    Target("1 changed item", 10_000, "changed", 0.17),
    Target("nothing changed", 10_000, "nothing", 0.1),
    Target("cold", 10_000, "cold", 1.0),
    Target("cold", 100_000, "cold", 1.0),
    Target("20 new items", 100_000, "new", 0.08),
    Target("memory for 20 new items", 100_000, "new", 1 / 3, "peak"),
)
GROWTH, SMALLEST, LARGEST = 1.05, 1_000, 100_000
"""The largest exponent with which a cold build may grow, and between which sizes."""


@dataclass(frozen=True)
class Work:
    """The sites of one size: what of them is in which folder."""

    folder: Path
    count: int
    places: Sequence[Place]
    content: Path = CONTENT
    """A content folder, of whose record a site with everything on is."""

    def site(self, key: str) -> Path:
        """A tool's folder."""
        return self.folder / str(self.count) / key

    def changed(self, turn: int) -> int:
        """The item that changes in a round."""
        return (turn * 7919 + self.count // 3) % self.count

    def samples(self, turn: int) -> list[str]:
        """Paths of the pages whose words are compared."""
        numbers = {0, self.count // 2, self.count - 1, self.changed(turn), self.count, self.count + NEW - 1}
        items = [written(number, self.count, self.places).address for number in sorted(numbers)]
        folders = [*items, *(f"/daerah/{slug}/" for slug, _ in (self.places[0], self.places[-1]))]
        feeds = [f"{folder[1:]}feed.rss" for folder in folders[len(items) :]]
        return [*(f"{folder[1:]}index.html" for folder in folders), *feeds, "sitemap.xml"]


def fill(work: Work, tools: Mapping[str, Tool]) -> None:
    """Make every tool's site with the same news."""
    names = dict(work.places)
    for key, tool in tools.items():
        tool.make(work.site(key), names, work.content)
    for one in corpus(work.count, work.places):
        for key, tool in tools.items():
            tool.put(work.site(key), one, names)


def play(work: Work, key: str, turn: int) -> Iterator[tuple[str, Cost]]:
    """One round of one tool: each phase and its cost; the news are afterwards as they were."""
    tool, site, names = TOOLS[key], work.site(key), dict(work.places)
    known = written(work.changed(turn), work.count, work.places)
    fresh = [written(work.count + number, work.count, work.places) for number in range(NEW)]
    tool.forget(site)
    for phase in PHASES:
        for one in {"changed": [edited(known)], "new": fresh}.get(phase, []):
            tool.put(site, one, names)
        yield phase, cost.run(tool.command(site), site, environment())
    tool.put(site, known, names)
    for one in fresh:
        (site / "content" / "news" / one.path).unlink()


def measure(work: Work, tools: Mapping[str, Tool], rounds: int, progress: "Steps") -> Costs:
    """Every round of every tool; raises `SystemExit` where two tools' sites are not the same."""
    costs: dict[tuple[int, str, str], list[Cost]] = defaultdict(list)
    progress.say(f"{work.count} items: writing")
    fill(work, tools)
    for turn in range(rounds):
        built: dict[tuple[str, str], Site] = {}
        for key, tool in tools.items():
            progress.say(f"{work.count} items, round {turn + 1}: {tool.name}")
            for phase, paid in play(work, key, turn):
                costs[work.count, key, phase].append(paid)
                progress.advance()
                if tool.equal and turn == 0 and phase in {"cold", "nothing"}:
                    built[phase, key] = read_site(work.site(key) / "output", work.samples(turn))
        compare(built)
    for key in tools:
        shutil.rmtree(work.site(key))
    return costs


def compare(built: Mapping[tuple[str, str], Site]) -> None:
    """Compare each tool's sites with the first one's; raises `SystemExit` naming every difference."""
    first: dict[str, str] = {}
    lines: list[str] = []
    for (phase, key), site in built.items():
        beside = first.setdefault(phase, key)
        lines += [f"{phase}: {line}" for line in differences(beside, built[phase, beside], key, site)]
    if lines:
        raise SystemExit("the sites are not the same, so that nothing can be compared:\n" + "\n".join(lines))


def middle(costs: Costs, count: int, key: str, phase: str, figure: str = "wall") -> float:
    """The median of a figure; not a number where it was not measured."""
    values = [getattr(paid, figure) for paid in costs.get((count, key, phase), ())]
    return median(values) if values else math.nan


def ratio(costs: Costs, count: int, key: str, phase: str, figure: str = "wall") -> float:
    """The median in parts of Hugo's for a cold build of as many items."""
    return middle(costs, count, key, phase, figure) / middle(costs, count, "hugo", "cold", figure)


def growth(costs: Costs, key: str = "ours") -> float:
    """The exponent with which a cold build grows."""
    small, large = (middle(costs, count, key, "cold") for count in (SMALLEST, LARGEST))
    return math.log(large / small) / math.log(LARGEST / SMALLEST)


def table(costs: Costs, count: int) -> str:
    """The figures of one size: seconds and the ratio to Hugo's cold build, CPU seconds, and MB."""
    keys = dict.fromkeys(key for items, key, _ in costs if items == count)
    head = [f"{_number(count)} items", *PHASES.values(), "CPU cold", "peak cold", "peak 20 new"]
    rows = [
        [
            TOOLS[key].name,
            *(
                f"{middle(costs, count, key, phase):.2f} s ({_plain(ratio(costs, count, key, phase))})"
                for phase in PHASES
            ),
            f"{middle(costs, count, key, 'cold', 'cpu'):.2f} s",
            *(f"{middle(costs, count, key, phase, 'peak'):.0f} MB" for phase in ("cold", "new")),
        ]
        for key in keys
    ]
    return _markdown(head, rows)


def verdicts(costs: Costs) -> str:
    """Each target, what was measured, and whether it is met."""
    rows = [
        (f"{target.words}, {_number(target.items)} items", target.most, _reached(costs, target)) for target in TARGETS
    ]
    sizes = f"{_number(SMALLEST)} to {_number(LARGEST)} items"
    rows.append((f"exponent of a cold build’s growth, {sizes}", GROWTH, growth(costs)))
    return _markdown(
        ["target, ratio to Hugo’s cold build", "at most", "measured", "met"],
        [[words, f"{most:.2f}", _plain(figure), _met(figure, most)] for words, most, figure in rows],
    )


def _reached(costs: Costs, target: Target) -> float:
    return ratio(costs, target.items, "ours", target.phase, target.figure)


def _met(figure: float, most: float) -> str:
    return "not measured" if math.isnan(figure) else "yes" if figure <= most else "no"


def _plain(figure: float) -> str:
    return "–" if math.isnan(figure) else f"{figure:.2f}"


def _number(count: int) -> str:
    return f"{count:,}".replace(",", " ")


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def caption(where: str, rounds: Mapping[int, int]) -> str:
    """With what, on what and how often it was measured."""
    turns = ", ".join(f"{turn} with {_number(count)}" for count, turn in rounds.items())
    return (
        f"{versions()}; {platform.system()} on {platform.machine()}, {os.cpu_count()} cores; sites in {where}; "
        f"rounds: {turns} items. Medians; in brackets the ratio to Hugo’s cold build.\n"
    )


def renewed(text: str, figures: str, mark: str = BEGIN) -> str:
    """The page with other figures between `mark` and the next end; raises `ValueError` where it has none."""
    before, begin, rest = text.partition(mark)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} has no marks for the figures; put {mark!r} and {END!r} where they belong")
    return f"{before}{begin}\n{figures}\n{end}{after}"


class Steps:
    """Progress on a terminal; silent elsewhere."""

    def __init__(self, bar: Progress, total: int) -> None:
        """Begin with nothing done."""
        self._bar, self._task = bar, bar.add_task("builds", total=total, doing="starting")

    def say(self, doing: str) -> None:
        """What is done now."""
        self._bar.update(self._task, doing=doing)

    def advance(self) -> None:
        """One build more."""
        self._bar.advance(self._task)


def known_places(content: Path = CONTENT) -> list[Place]:
    """Slug and name of every place of the record."""
    return [(path.stem, read_place(path)[0].name) for path in sorted((content / "cities").glob("*.md"))]


def usable(keys: Sequence[str]) -> dict[str, Tool]:
    """The tools that this machine has, in order; says on standard error which it lacks."""
    ready = {}
    for key in (key for key in TOOLS if key in keys):
        if lacks := TOOLS[key].ready():
            print(f"{TOOLS[key].name} is left out: {lacks}", file=sys.stderr)
        else:
            ready[key] = TOOLS[key]
    return ready


def workplace() -> Path:
    """Where sites are made: in memory, where that has a file system."""
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def main() -> None:
    """Measure, print, and with `--write` renew the page about it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="N")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each size (default: 5)")
    parser.add_argument("--tools", nargs="+", default=list(TOOLS), choices=list(TOOLS), help="only these tools")
    parser.add_argument("--write", action="store_true", help=f"write the figures into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args()
    where = workplace()
    tools, places = usable(options.tools), known_places()
    rounds = {
        count: min([options.rounds, *(few for size, few in FEW_ROUNDS.items() if count >= size)])
        for count in options.items
    }
    chosen = {count: {key: tool for key, tool in tools.items() if count <= tool.most} for count in options.items}
    total = sum(len(chosen[count]) * turns * len(PHASES) for count, turns in rounds.items())
    console = Console(stderr=True)
    columns = (
        TextColumn("builds"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[doing]}"),
        TimeElapsedColumn(),
    )
    costs: dict[tuple[int, str, str], Sequence[Cost]] = {}
    parts = [caption("memory (/dev/shm)" if where == MEMORY else str(where), rounds)]
    print(parts[0])
    with (
        tempfile.TemporaryDirectory(prefix="pantau-build-", dir=where) as folder,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        steps = Steps(bar, total)
        for count, turns in rounds.items():
            costs |= measure(Work(Path(folder), count, places), chosen[count], turns, steps)
            parts.append(table(costs, count))
            print(parts[-1], flush=True)
    parts.append(verdicts(costs))
    print(parts[-1])
    if options.write:
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), "\n".join(parts)), "utf-8")


if __name__ == "__main__":
    main()
