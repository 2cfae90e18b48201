"""Checks a built site: links, anchors, HTML, feeds, sitemap, tables, weight.

`python -m publish.checks.site output` prints every fault and ends with status 1 if there is one.
"""

import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from publish.checks import weight
from publish.checks.cache import CheckCache
from publish.checks.fault import Fault
from publish.checks.feeds import is_feed
from publish.checks.files import FileReport, Link, is_checked, read_file
from publish.checks.page_kinds import KINDS, page_file, sample
from publish.checks.search_index import index_faults
from publish.checks.tables import table_faults
from publish.manifest import digest_files
from publish.site_address import public_address
from record.site_files import site_path, site_root

_PARALLEL_FROM = 100
"""Files from which starting worker processes costs less than it saves."""


def check(output: Path, known: CheckCache | None = None) -> list[Fault]:
    """Every fault of the site in the folder `output`, sorted; but for accessibility, which needs a browser.

    With the results of earlier checks, only what changed since is read; the faults are the same.
    """
    results = known or CheckCache(digest_files(output))
    files = results.digests.keys()
    if "index.html" not in files:
        return [Fault(str(output), "there is no index.html", "build the site first")]
    site = public_address(output)
    reports = _read_files(output, site, results)
    faults = [Fault(file, *said) for file, report in reports.items() for said in report.faults]
    faults += [Fault(file, "the file is empty", "build again") for file in files if not (output / file).stat().st_size]
    faults += link_faults(reports, files)
    if not site:
        faults.append(Fault("robots.txt", "it names no sitemap, and so not the site's address", "build from scratch"))
    faults += _table_faults(output, results)
    if "cari/index.html" in files:
        wrong = index_faults(output, sum(report.is_searched for report in reports.values()))
        faults += [Fault(file, what, "build again") for file, what in wrong]
    return sorted({*faults, *_weight_faults(output, results)})


def _read_files(output: Path, site: str, results: CheckCache) -> dict[str, FileReport]:
    """The report of each file that is checked alone, by path."""
    root = site_root(site)
    keys = {file: ("file", file, site if is_feed(file) else root) for file in results.digests if is_checked(file)}
    known = {file: results.recall(key) for file, key in keys.items()}
    changed = [file for file, report in known.items() if report is None]
    shared: dict[Link, Link] = {}
    for file, report in zip(changed, _read_changed(output, site, changed), strict=True):
        # Most pages have the same links: one tuple for all of them is saved, and loaded, once.
        links = tuple(shared.setdefault(link, link) for link in report.links)
        results.store(keys[file], [file], tuple(report._replace(links=links)))
        known[file] = report
    return {file: FileReport(*report) for file, report in known.items()}


def _read_changed(output: Path, site: str, files: Sequence[str]) -> list[FileReport]:
    workers = os.cpu_count() or 1
    if len(files) < _PARALLEL_FROM or workers == 1:
        return [read_file(output, file, site) for file in files]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(read_file, [output] * len(files), files, [site] * len(files), chunksize=16))


def link_faults(reports: Mapping[str, FileReport], files: Collection[str]) -> Iterator[Fault]:
    """Links that lead to none of the site's `files`, or to an anchor that is not there."""
    # As sets, but only of pages that a link with an anchor leads to.
    anchors = cache(lambda target: frozenset(reports[target].anchors) if target in reports else frozenset())
    for file, report in reports.items():
        for target, anchor, link in report.links:
            if target not in files:
                yield Fault(
                    file, f"{link} leads nowhere", f"there is no {target}; mend the link, or build from scratch"
                )
            elif anchor and anchor not in anchors(target):
                yield Fault(file, f"{link} has no anchor", f"{target} has no id {anchor!r}")


def _table_faults(output: Path, results: CheckCache) -> Iterator[Fault]:
    """Faults of the tables, which are one to the check: it reads each beside its description and its twin."""
    names = sorted(file for file in results.digests if file.startswith("data/") and file.endswith((".csv", ".json")))
    if "data/index.html" not in results.digests:
        return
    key = ("tables", *names)
    faults = results.recall(key)
    if faults is None:
        faults = tuple(table_faults(output / "data"))
        results.store(key, names, faults)
    yield from (Fault(f"data/{file}", what, "mend plugins/exports/open_data.py") for file, what in faults)


def _weight_faults(output: Path, results: CheckCache) -> Iterator[Fault]:
    """Faults of the largest page of each kind, where it is too heavy for a slow line."""
    for kind in KINDS:
        if not (address := sample(output, kind)):
            continue
        file, key = page_file(output, address).relative_to(output).as_posix(), ("weight", kind, address)
        broken = results.recall(key)
        if broken is None:
            page = weight.weigh(output, address)
            broken = tuple(weight.faults(kind, page))
            results.store(key, [site_path(path) for path in page.files if path.startswith("/")], broken)
        for fault in broken:
            what, _, advice = fault.partition("; ")
            yield Fault(file, what, advice)


def main() -> int:
    """Print the faults of the folder named on the command line (or `output`); give 1 if there is one, else 0."""
    faults = check(Path(sys.argv[1] if len(sys.argv) > 1 else "output"))
    print("\n".join(map(str, faults)) or "no faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
