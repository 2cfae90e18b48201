"""`invoke demo`: the whole way from outlets to a published site, with the embedded newsroom, in a folder of its own."""

import shutil
import sys
import time
from pathlib import Path

from scrapers.newsroom.server import serve as newsroom
from tools.commands import collect
from tools.publish_site import publish


def run_demo(content: Path, folder: Path) -> None:
    """Scrape the newsroom into a copy of `content`, build, check and publish it in `folder`; print where to look.

    Whatever is in `folder` is removed first. Raises `Exit` where a step fails.
    """
    began = time.monotonic()
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(content, folder / "content")
    with newsroom() as press:
        sources = folder / "sources.toml"
        sources.write_text(press.sources_toml(), "utf-8")
        # Two of the newsroom's outlets are broken on purpose: "some failed" is the right answer here.
        collect(sources, folder / "content", folder / "state", "--report", str(folder / "report.json"))
    publish(folder / "content", str(folder / "public"), no_contact="A demo, which nobody else reads.")
    memory = f" and at most {peak} MB a process" if (peak := _peak_megabytes()) else ""
    print(f"\nThe demo took {time.monotonic() - began:.0f} s{memory}.")
    print(f"The site is in {folder / 'public'}. To look at it:")
    print(f"  {sys.executable} -m http.server 8000 --bind 127.0.0.1 --directory {folder / 'public'}")
    print("  then open http://127.0.0.1:8000/")


def _peak_megabytes() -> int | None:
    """The largest resident size of any process that was run; None on Windows, which has no `resource`."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
