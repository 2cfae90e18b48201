"""CPU of writing one feed as RSS and Atom beside feedgenerator, which Pelican writes its feeds with; and as JSON Feed.

Of the same entries feedgenerator writes less: no links to originals, no schemes of categories, no JSON Feed.
"""

import argparse
import datetime as dt
import io
import timeit
from collections.abc import Callable
from functools import partial
from time import process_time

from feedgenerator import Atom1Feed, Rss201rev2Feed

from plugins.exports.feed_formats import FORMS, Document, Entry

SITE = "https://pantau.example"
MOMENT = dt.datetime(2018, 3, 6, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
TEXT = "Pemerintah Kota Bekasi membuka pusat kendali yang memantau lalu lintas, banjir, dan aduan warga. " * 2


def document(count: int) -> Document:
    """A feed of `count` entries."""
    categories = (("place", "Kota Bekasi"), ("dimension", "Tata kelola"), ("kind", "Berita"), ("outlet", "Kabar Kota"))
    entries = tuple(
        Entry(
            id=f"urn:uuid:00000000-0000-4000-8000-{number:012}",
            title=f"Kota Bekasi membuka pusat kendali & pemantau banjir ke-{number}",
            link=f"{SITE}/berita/2018/03/{number}/",
            content=f"<p>{TEXT}</p>",
            updated=MOMENT,
            published=MOMENT,
            author="Kabar Kota",
            via=(f"https://kabar.example/{number}/",),
            categories=categories,
        )
        for number in range(count)
    )
    schemes = {scheme: f"{SITE}/{scheme}/" for scheme, _ in categories}
    return Document("Pantau", "Jejak", "id", f"{SITE}/", f"{SITE}/feed", "Pantau", MOMENT, entries, schemes=schemes)


def peer(document: Document) -> None:
    """Write RSS and Atom of a document with feedgenerator."""
    for form, writer in (("rss", Rss201rev2Feed), ("atom", Atom1Feed)):
        feed = writer(document.title, document.page, document.description, feed_url=document.address(form))
        for entry in document.entries:
            feed.add_item(
                title=entry.title,
                link=entry.link,
                description=entry.content,
                unique_id=entry.id,
                unique_id_is_permalink=False,
                pubdate=entry.published,
                updateddate=entry.updated,
                author_name=entry.author,
                categories=[words for _, words in entry.categories],
            )
        feed.write(io.StringIO(), "utf-8")


def milliseconds(write: Callable[[], object], rounds: int) -> float:
    """CPU of one run: the least of `rounds` rounds of ten."""
    return min(timeit.repeat(write, number=10, repeat=rounds, timer=process_time)) / 10 * 1000


def main() -> None:
    """Both writers, then the ratio of the two forms that both know."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=50, metavar="N", help="entries of the feed (default: 50)")
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="rounds of ten feeds each (default: 15)")
    options = parser.parse_args()
    made = document(options.entries)
    cost = {form: milliseconds(partial(write, made), options.rounds) for form, write in FORMS.items()}
    theirs = milliseconds(partial(peer, made), options.rounds)
    shown = ", ".join(f"{form} {value:.2f}" for form, value in cost.items())
    print(f"{options.entries} entries, CPU in ms: pantau {shown}; feedgenerator rss and atom {theirs:.2f}")
    print(f"ratio pantau / peer, rss and atom: {(cost['rss'] + cost['atom']) / theirs:.2f}")


if __name__ == "__main__":
    main()
