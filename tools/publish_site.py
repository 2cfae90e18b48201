"""`invoke check`, `invoke publish` and `invoke rollback`: checks a site and brings it to where readers find it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from invoke.exceptions import Exit

from plugins.incremental import unfinished_mark
from plugins.plain_run import building_alone
from publish.checks.accessibility import accessibility
from publish.checks.fault import Fault
from publish.checks.site import check as check_site
from publish.gate import Refusal, Rules
from publish.publish import PublishOptions, Refused, log_publish, publish_site
from publish.targets import Target, choose
from record.errors import StoreFailed
from tools import check_cache
from tools.commands import ROOT, build, plain_errors
from tools.site_settings import CONTACT_ADVICE, contact_missing, read_site_settings

SETTINGS = "publishconf.py"


def check(output: Path, *, clean: bool = False) -> None:
    """Print every fault of the site in `output`; `clean` trusts no earlier check. Raises `Exit` if there is one."""
    faults = _faults(output, clean=clean)
    for fault in faults:
        print(fault)
    if faults:
        raise Exit(f"{len(faults)} faults in {output}; nothing is published until they are mended.", 1)
    print(f"{output}: no faults.")


def publish(content: Path, target: str, *, dry: bool = False, force: str = "", no_contact: str = "") -> None:
    """Build `content` with publishconf.py, check the site, and publish it to one of its targets or to a folder.

    `dry` and `force` are those of `PublishOptions`, `no_contact` stands for a setting `NO_CONTACT`; publishes are
    logged in `state/` beside `content`. Raises `Exit` where anything fails or the gate or a check objects, and where
    readers have nowhere to report mistakes: the old site then stands.
    """
    built, state = content.parent / ".site" / "public", content.parent / "state"
    with plain_errors(), _only_publish(built):
        settings, chosen = _settings(), _target(target)
        contact = [] if no_contact else _contact_refusals(settings)
        if contact and not force:
            # Before the build, for nothing in it can mend this.
            raise Refused(f"{contact[0]}. Nothing was built or published.")
        build(content, built, SETTINGS)
        # From here on no other build may change what is checked and sent.
        with building_alone(built):
            faults = [Refusal(f"{fault.file}: {fault.what}", fault.advice) for fault in _faults(built)]
            print(f"{built}: {len(faults) or 'no'} faults.")
            rules = Rules(settings["PUBLISH_MOST_LOST"], settings["PUBLISH_MAY_VANISH"])
            options = PublishOptions(dry, force)
            publish_site(built, chosen, rules, options, faults=[*contact, *faults], state=state)


def _contact_refusals(settings: Mapping[str, Any]) -> list[Refusal]:
    missing = contact_missing(settings)
    advice = f'{CONTACT_ADVICE}, or say in {SETTINGS} why there is none: NO_CONTACT = "reason"'
    return [Refusal(missing, advice)] if missing else []


@contextmanager
def _only_publish(built: Path) -> Iterator[None]:
    """Be the only publish of the site in `built`. Raises `StoreFailed` where another one is at work."""
    built.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(built.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreFailed(f"{built}: another publish is at work here; wait for its end, then publish again") from error
    try:
        yield
    finally:
        lock.release()


def rollback(target: str, state: Path) -> None:
    """Show the release before the present one again, and log it in `state`. Raises `Exit` if there is none."""
    with plain_errors():
        chosen = _target(target)
        shown = chosen.rollback()
        log_publish(state, {"target": str(chosen), "rollback": shown})
    print(f"{chosen} shows {shown}.")


def _unfinished(output: Path) -> list[Fault]:
    if not unfinished_mark(output).exists():
        return []
    return [Fault(output.name, "the last build of this site did not come to its end", "build again")]


def _faults(output: Path, *, clean: bool = False) -> list[Fault]:
    results = check_cache.load(output, clean=clean)
    accessibility_faults, summary = accessibility(output, results)
    print(summary)
    faults = [*_unfinished(output), *check_site(output, results), *accessibility_faults]
    check_cache.save(output, results)
    return faults


def _target(name: str) -> Target:
    return choose(name, _settings()["PUBLISH_TARGETS"], ROOT)


def _settings() -> dict[str, Any]:
    return read_site_settings(ROOT / SETTINGS)
