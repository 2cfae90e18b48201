"""Pages a second collected from a local server, beside plain Scrapy with trafilatura in a pipeline."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.bench import article_page, collect, content_folder, median, run, server, sources_file

PEER = """
import json, sys
import feedparser, scrapy, trafilatura
from scrapy.crawler import CrawlerProcess

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [sys.argv[1]]
    def parse(self, response):
        for entry in feedparser.parse(response.body).entries:
            yield response.follow(entry.link, self.read)
    def read(self, response):
        yield {"url": response.url, "body": response.body}

class Extract:
    def open_spider(self):
        self.out = open(sys.argv[2], "w")
    def process_item(self, item):
        read = trafilatura.bare_extraction(item["body"], url=item["url"], with_metadata=True)
        row = {"url": item["url"], "title": read.title, "date": read.date, "text": read.text}
        self.out.write(json.dumps(row) + "\\n")
        return item
    def close_spider(self):
        self.out.close()

process = CrawlerProcess({"ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0,
                          "LOG_ENABLED": False, "ITEM_PIPELINES": {Extract: 1}})
process.crawl(Pages)
process.start()
"""


def main() -> None:
    """Alternate both, then print pages a second and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=600, metavar="N", help="pages the outlet offers (default: 600)")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="rounds of each (default: 3)")
    options = parser.parse_args()
    ours, peer = [], []
    with server(options.pages, article_page()) as port:
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as name:
                place = Path(name)
                (place / "peer.py").write_text(PEER, "utf-8")
                peer_items = place / "items.jsonl"
                command = [sys.executable, str(place / "peer.py"), f"http://127.0.0.1:{port}/feed/", str(peer_items)]
                peer.append(run(command))
                content = content_folder(place)
                ours.append(collect(sources_file(place, port), content))
                items = len(list(content.glob("news/*/*/*.md")))
                read = len(peer_items.read_text("utf-8").splitlines())
                if items != options.pages or read != options.pages:
                    raise SystemExit(f"of {options.pages} pages we kept {items}, the peer {read}: nothing to compare")
    for what, by_round in (
        ("wall", [(a.wall, b.wall) for a, b in zip(ours, peer, strict=True)]),
        ("CPU", [(a.cpu, b.cpu) for a, b in zip(ours, peer, strict=True)]),
    ):
        rates = [median([options.pages / pair[side] for pair in by_round]) for side in (0, 1)]
        # Of each round, for the machine may be busier in another.
        ratio = median([theirs / own for own, theirs in by_round])
        print(
            f"pages a second of {what}, start-up included: pantau {rates[0]:.0f}, scrapy + trafilatura {rates[1]:.0f}"
        )
        print(f"ratio pantau / peer: {ratio:.2f}")


if __name__ == "__main__":
    main()
