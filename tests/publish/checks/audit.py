"""`invoke audit`: what pages weigh, whether their HTML is valid, and what Lighthouse says of them.

Without `--site` it builds the record and the test site as they would be published, and audits both.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from publish.checks import weight
from publish.checks.page_kinds import KINDS, sample
from tests.publish.checks import lighthouse, npm_checkers, nu
from tests.site.building import CONTENT, ROOT, build
from tests.site.serving import serving

SCORED = ("beranda", "daerah", "linimasa-daerah", "satu-berita", "inggris")
"""The kinds of page that Lighthouse looks at; the fullest page of each."""


def audit(site: Path, name: str, *, scored: bool) -> list[str]:
    """Print what was measured in a site; every fault, as `where: what`."""
    faults: list[str] = []
    with _timed(f"{name}: weight, the heaviest page of each kind"):
        faults += _weigh(site)
    with _timed(f"{name}: Nu HTML checker, {sum(1 for _ in site.rglob('*.html'))} pages"):
        faults += nu.check(site)
    if scored:
        with _timed(f"{name}: Lighthouse, as a phone loads it"), serving(site) as address:
            faults += [fault for kind in SCORED for fault in _score(site, address, kind)]
    return faults


def _weigh(site: Path) -> Iterator[str]:
    for kind in KINDS:
        pages = weight.weigh_kind(site, kind)
        if pages:
            limit = f"of {weight.LIMITS[kind]}" if kind in weight.LIMITS else ""
            size = f"{pages[0].bytes:>7} bytes {limit:9}"
            print(f"  {kind:22}{len(pages):>4} pages {size} {len(pages[0].files)} requests  {pages[0].address}")
        for one in pages:
            yield from weight.faults(kind, one)


def _score(site: Path, address: str, kind: str) -> Iterator[str]:
    path = sample(site, kind)
    report = lighthouse.measure(address + path)
    print("  " + "  ".join(f"{name} {score}" for name, score in report.scores.items()) + f"  {path}", flush=True)
    for name, score in report.below().items():
        why = "; ".join(reason for reason in report.wanting if reason.startswith(name))
        yield f"{path}: Lighthouse gives {score} of {lighthouse.FULL} for {why or name}"


@contextmanager
def _timed(what: str) -> Iterator[None]:
    print(f"\n{what}", flush=True)
    began = time.monotonic()
    yield
    print(f"  took {time.monotonic() - began:.0f} s", flush=True)


def _built(content: Path, folder: Path) -> Path:
    site = folder / "site"
    with _timed(f"{content.relative_to(ROOT)}: building it as it would be published"):
        done = build(content, site, "publishconf.py")
    if done.returncode:
        raise RuntimeError(f"{content} could not be built: {done.stderr[-2000:]}")
    return site


def _sites(given: Path | None, folder: Path) -> Iterator[tuple[Path, str, bool]]:
    if given:
        yield given, str(given), True
        return
    for name, content in (("record", ROOT / "content"), ("test site", CONTENT)):
        yield _built(content, folder / name), name, name == "record"


def main() -> int:
    """Audit, print every fault, and end with status 1 if there is one, 2 if something is missing."""
    parser = argparse.ArgumentParser(prog="invoke audit", description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site to audit instead")
    given = parser.parse_args().site
    if given and not (given / "index.html").is_file():
        print(f"{given}: there is no index.html; build the site first", file=sys.stderr)
        return 2
    if absent := npm_checkers.missing():
        print("\n".join(absent), file=sys.stderr)
        return 2
    try:
        npm_checkers.install()
        with tempfile.TemporaryDirectory() as folder:
            faults = [
                f"{name}: {fault}"
                for site, name, scored in _sites(given, Path(folder))
                for fault in audit(site, name, scored=scored)
            ]
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        print(f"The audit could not be finished: {error}", file=sys.stderr)
        return 1
    print("\n" + "\n".join([*faults, f"{len(faults)} faults." if faults else "No faults."]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
