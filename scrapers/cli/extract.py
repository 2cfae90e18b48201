"""`extract`: the article of a saved page as JSON."""

import argparse
from pathlib import Path
from typing import Any

from record.errors import FileProblem
from scrapers.cli.options import EXIT_OTHER, Commands, input_rows, print_json
from scrapers.errors import ArticleRejected


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    extract = commands.add_parser("extract", help="print the article of a saved page as JSON")
    extract.set_defaults(command=run_extract)
    extract.add_argument("file", nargs="?", type=Path, metavar="FILE")
    extract.add_argument("--url", default="", help="the page's address")
    extract.add_argument("--jsonl", action="store_true", help='read {"id", "path", "url"} a line, answer a line each')


def run_extract(options: argparse.Namespace) -> int:
    """Print one object, or one a line of standard input; 1 where the only page holds no article.

    Raises `FileProblem` where neither a file nor lines are given.
    """
    from scrapers.extract.article import extract  # noqa: PLC0415

    if options.jsonl:
        for row in input_rows():
            try:
                article: dict[str, Any] = extract(Path(row["path"]).read_bytes(), row["url"]).as_json()
            except (ArticleRejected, OSError) as error:
                article = _empty_article(row["url"], error)
            print_json({"id": row["id"], **article})
        return 0
    if options.file is None:
        raise FileProblem("-", "give a FILE, or --jsonl with lines on standard input")
    try:
        print_json(extract(options.file.read_bytes(), options.url).as_json())
    except ArticleRejected as rejected:
        print_json(_empty_article(options.url, rejected))
        return EXIT_OTHER
    return 0


def _empty_article(url: str, error: Exception) -> dict[str, Any]:
    keys = ("title", "published", "modified", "author", "language", "image")
    reason = error.reason if isinstance(error, ArticleRejected) else str(error)
    return {**dict.fromkeys(keys), "canonical_url": url, "body": "", "text": "", "error": reason}
