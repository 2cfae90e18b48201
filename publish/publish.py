"""One publish from end to end: compare with what is public, ask the gate, send, and log it."""

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
"""The log below `state/`, a line for each publish and rollback."""


class Refused(PantauError):
    """The gate or a check objects, a reason a line in `str()`: mend each, or publish with `force` and say why."""


@dataclass(frozen=True)
class PublishOptions:
    """How a person wants to publish."""

    dry: bool = False
    """Only say what would be added, changed and removed."""
    force: str = ""
    """Why to publish although the gate or a check objects; "" to refuse then."""


def publish_site(
    built: Path,
    target: Target,
    rules: Rules,
    options: PublishOptions,
    *,
    faults: Sequence[Refusal],
    state: Path,
    say: Callable[[str], None] = print,
) -> None:
    """Make `target` show the site in the folder `built`, unless `faults` or the gate object and `options.force` is "".

    `faults` are those of the checks, `say` prints a line for people. Each publish is logged in `state/`; a dry run
    changes nothing anywhere. Raises `Refused`, and what the target raises (`PantauError`): the old site then stands.
    """
    new, old = read_site(built), target.public()
    plan = compare(old, new)
    against = [*faults, *refusals(old, new, hidden_addresses(built), rules)]
    if options.dry:
        for line in plan.lines():
            say(line)
    say(f"{target}: {plan}.")
    if against and not options.force:
        count = f"{len(against)} reasons against it" if len(against) > 1 else "1 reason against it"
        raise Refused("\n".join([*map(str, against), f"{count}; nothing is published until they are mended."]))
    if options.dry or not plan:
        say(f"{target} shows this site already." if not plan else "Nothing was changed.")
        return
    for reason in against:
        say(f"Published all the same ({options.force}): {reason}")
    sent = target.send(built, new, plan)
    say(f"Published to {target}; {sent} files travelled.")
    forced = {"force": options.force, "against": [str(reason) for reason in against]} if against else {}
    log_publish(state, {"target": str(target), "plan": str(plan), "sent": sent, **forced})


def hidden_addresses(built: Path) -> set[str]:
    """Addresses of pages that ask search engines not to index them, among them those of hidden items."""
    pages = (path for path in built.rglob("*.html") if NOINDEX in path.read_bytes())
    return {address_of(path.relative_to(built).as_posix()) for path in pages}


def log_publish(state: Path, row: dict[str, object]) -> None:
    """Add a line about a publish or a rollback, with the time (UTC), to the log."""
    state.mkdir(parents=True, exist_ok=True)
    line = {"when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), **row}
    with (state / JOURNAL).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
