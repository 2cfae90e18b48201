"""How well articles are read off the labelled pages, beside other libraries: `python -m tests.extract.score`.

A page is a file in pages/ with its label beside it: `url`, `platform`, `title`, `published` (with a time, or a day),
`author` (null: nobody is named), `start` and `end` of the text, `must` and `must_not` (phrases).
"""

import argparse
import datetime as dt
import importlib.util
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parent / "pages"
MEASURES = ("title", "date", "author", "start", "end", "whole", "clean", "all right")


@dataclass(frozen=True)
class Extracted:
    """What one library read; `published` is ISO 8601 or ""."""

    title: str = ""
    published: str = ""
    author: str = ""
    text: str = ""


Reader = Callable[[bytes, str], Extracted]


def labels() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each page with its label."""
    for path in sorted(PAGES.glob("*.json")):
        yield path.with_suffix(".html"), json.loads(path.read_text("utf-8"))


def judge(extracted: Extracted, label: dict[str, Any]) -> dict[str, bool]:
    """Each measure of one page."""
    text = plain(extracted.text)
    right = {
        "title": plain(extracted.title) == plain(label["title"]),
        "date": _same_date(extracted.published, label["published"]),
        "author": plain(extracted.author) == plain(label["author"] or ""),
        "start": text.startswith(plain(label["start"])),
        "end": text.endswith(plain(label["end"])),
        "whole": all(plain(phrase) in text for phrase in label["must"]),
        "clean": not any(plain(phrase) in text for phrase in label["must_not"]),
    }
    return right | {"all right": all(right.values())}


def ours(page: bytes, url: str) -> Extracted:
    """This project's extracted."""
    from scrapers.errors import ArticleRejected  # noqa: PLC0415
    from scrapers.extract.article import extract  # noqa: PLC0415

    try:
        article = extract(page, url)
    except ArticleRejected:
        return Extracted()
    published = article.published.isoformat() if article.published else ""
    return Extracted(article.title, published, article.author or "", article.text)


def _trafilatura(page: bytes, url: str) -> Extracted:
    import trafilatura  # noqa: PLC0415

    read = trafilatura.bare_extraction(page, url=url, with_metadata=True, include_comments=False)
    return Extracted(read.title or "", read.date or "", read.author or "", read.text or "") if read else Extracted()


def _newspaper(page: bytes, url: str) -> Extracted:
    import newspaper  # noqa: PLC0415

    article = newspaper.Article(url, language="id")
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    published = article.publish_date.isoformat() if article.publish_date else ""
    return Extracted(article.title or "", published, ", ".join(article.authors), article.text or "")


def _goose(page: bytes, url: str) -> Extracted:
    from goose3 import Goose  # noqa: PLC0415

    with Goose({"target_language": "id", "enable_image_fetching": False}) as goose:
        article = goose.extract(raw_html=page.decode("utf-8", "replace"))
    published = article.publish_datetime_utc or article.publish_date or ""
    return Extracted(article.title or "", str(published), ", ".join(article.authors or []), article.cleaned_text or "")


PEERS: dict[str, tuple[str, Reader]] = {
    "pantau": ("scrapers", ours),
    "trafilatura": ("trafilatura", _trafilatura),
    "newspaper4k": ("newspaper", _newspaper),
    "goose3": ("goose3", _goose),
}


def score(reader: Reader) -> tuple[dict[str, float], list[tuple[str, list[str]]]]:
    """The share of right pages by measure, and for each page that is not all right, which measures are wrong."""
    judged = {page.stem: judge(_read(reader, page, label["url"]), label) for page, label in labels()}
    shares = {measure: sum(right[measure] for right in judged.values()) / len(judged) for measure in MEASURES}
    wrong = [(name, [m for m in MEASURES[:-1] if not right[m]]) for name, right in judged.items()]
    return shares, [(name, measures) for name, measures in wrong if measures]


def _read(reader: Reader, page: Path, url: str) -> Extracted:
    try:
        return reader(page.read_bytes(), url)
    except Exception:
        # A peer that fails on a page has read nothing from it.
        return Extracted()


def plain(text: str) -> str:
    """Without Markdown's and typography's differences."""
    bare = re.sub(r"[*_#>`|\\]|^- ", " ", text, flags=re.MULTILINE)
    for mark, plain in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("–", "-"), ("—", "-"), ("\u00a0", " ")):
        bare = bare.replace(mark, plain)
    return re.sub(r"\s+([.,;:])", r"\1", " ".join(bare.split())).casefold()


def _same_date(extracted: str, label: str) -> bool:
    """The same moment to the minute, or the same day where the page tells no time."""
    try:
        mine, truth = (dt.datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (extracted, label))
    except ValueError:
        return False
    if truth.tzinfo is None:
        return mine.date() == truth.date()
    return mine.tzinfo is not None and abs(mine - truth) < dt.timedelta(minutes=1)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Scores article extraction on the labelled pages.")
    parser.add_argument("--wrong", action="store_true", help="name the pages that are not all right")
    options = parser.parse_args()
    print(f"{len(list(labels()))} pages of {len({label['platform'] for _, label in labels()})} platforms")
    print(f"{'':14}" + "".join(f"{measure:>10}" for measure in MEASURES))
    for name, (module, reader) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name:14} not installed")
            continue
        shares, wrong = score(reader)
        print(f"{name:14}" + "".join(f"{shares[measure]:10.2f}" for measure in MEASURES))
        if options.wrong and reader is ours:
            print("".join(f"    {page}: {', '.join(measures)}\n" for page, measures in wrong), end="")


if __name__ == "__main__":
    main()
