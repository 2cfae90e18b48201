"""One publish from end to end: look at what is public, ask the gate, hand over, write it down."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from publish.gate import Refusal, Rules, refusals
from publish.manifest import address_of, compare, read_site
from publish.targets import Target
from record.errors import PantauError

NOINDEX = b'<meta name="robots" content="noindex">'
JOURNAL = "publishes.jsonl"


class Refused(PantauError):
    """The gate is shut; `str()` has a reason a line."""


@dataclass(frozen=True)
class Order:
    """What a person asked for: only to look, or to publish against the gate's word and why."""

    dry: bool = False
    force: str = ""


def hand_over(
    built: Path,
    target: Target,
    rules: Rules,
    order: Order,
    *,
    faults: Sequence[Refusal],
    state: Path,
    say: Callable[[str], None] = print,
) -> None:
    """Publish `built`, unless a fault of it or the gate speaks against it and no reason to do so all the same is given.

    Raises `Refused`, or what the target raises. Each publish is a line in `state/publishes.jsonl`; a dry run changes
    nothing anywhere.
    """
    new, old = read_site(built), target.public()
    plan = compare(old, new)
    against = [*faults, *refusals(old, new, hidden_addresses(built), rules)]
    if order.dry:
        for line in plan.lines():
            say(line)
    say(f"{target}: {plan}.")
    if against and not order.force:
        count = f"{len(against)} reasons against it" if len(against) > 1 else "1 reason against it"
        raise Refused("\n".join([*map(str, against), f"{count}; nothing is published until they are mended."]))
    if order.dry or not plan:
        say(f"{target} shows this site already." if not plan else "Nothing was changed.")
        return
    for reason in against:
        say(f"Published all the same ({order.force}): {reason}")
    sent = target.send(built, new, plan)
    say(f"Published to {target}; {sent} files travelled.")
    forced = {"force": order.force, "against": [str(reason) for reason in against]} if against else {}
    write_down(state, {"target": str(target), "plan": str(plan), "sent": sent, **forced})


def hidden_addresses(built: Path) -> set[str]:
    """Addresses of pages that ask not to be indexed: hidden items are among them."""
    pages = (path for path in built.rglob("*.html") if NOINDEX in path.read_bytes())
    return {address_of(path.relative_to(built).as_posix()) for path in pages}


def write_down(state: Path, row: dict[str, object]) -> None:
    """Add a line about a publish or a rollback, with the time."""
    state.mkdir(parents=True, exist_ok=True)
    line = {"when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), **row}
    with (state / JOURNAL).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
