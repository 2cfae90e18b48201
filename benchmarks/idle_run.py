"""CPU of a run with nothing new over a large archive, beside the same run when every item must be read."""

import argparse
import datetime as dt
import shutil
import tempfile
from pathlib import Path

from benchmarks.bench import collect, content_folder, median, server, sources_file
from record.item import Item, dumps


def fill(content: Path, count: int) -> None:
    """`count` items over a hundred months."""
    words = "Pemerintah Kota Bekasi membuka pusat kendali yang memantau lalu lintas, banjir, dan aduan warga. " * 4
    for number in range(count):
        year, month = 2016 + number % 10, number // 10 % 12 + 1
        day = dt.datetime(year, month, number % 28 + 1, tzinfo=dt.timezone(dt.timedelta(hours=7)))
        path = content / "news" / f"{year}/{month:02}/{day.date()}-kabar-{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        item = Item(
            title=f"Kabar {number}",
            id=f"urn:x:{number}",
            date=day,
            places=("kota-bekasi",),
            outlet="lokal",
            source="Lokal",
            source_url=f"https://lokal.example/{number}",
            body=words,
        )
        path.write_text(dumps(item), "utf-8")


def main() -> None:
    """Warm up once, then alternate warm and cold runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000, metavar="N", help="items of the archive (default: 10000)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each (default: 3)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, server(0) as port:
        place = Path(name)
        content, sources = content_folder(place), sources_file(place, port)
        fill(content, options.items)
        warm, cold = [], []
        for _ in range(options.rounds):
            shutil.rmtree(place / "state", ignore_errors=True)
            cold.append(collect(sources, content).cpu)
            warm.append(collect(sources, content).cpu)
    print(f"CPU of a run with nothing new over {options.items} items: {median(warm):.2f} s")
    print(f"the same when every item is read: {median(cold):.2f} s; ratio: {median(warm) / median(cold):.2f}")


if __name__ == "__main__":
    main()
