"""How well answers are told from articles: `python -m tests.extract.answers [FOLDER…]`.

Prints what is judged wrongly, and recall by set: `made` are the cases that the rules were made with, `held` those
written before and not looked at. Of a folder of articles (`*.html`, `*.html.gz`) it names each that is called none.
"""

import gzip
import sys
from collections import Counter
from pathlib import Path

from scrapers.errors import ArticleRejected
from scrapers.extract.article import extract
from tests.extract.answers.cases import Case, cases


def rejection(page: bytes, url: str) -> tuple[str, str]:
    """The reason and the kind for which a page is rejected; ("", "") for an article."""
    try:
        extract(page, url)
    except ArticleRejected as rejected:
        return rejected.reason, rejected.detail
    return "", ""


def _measure(name: str, rows: list[Case]) -> None:
    right: Counter[str] = Counter()
    exact: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in rows:
        reason, kind = rejection(case.html.encode(), case.url)
        total[case.set] += 1
        right[case.set] += bool(reason) == bool(case.kind)
        exact[case.set] += kind == case.kind
        if bool(reason) != bool(case.kind) or kind != case.kind:
            print(f"{name}: {case.set}: {case.kind or 'article'} was {kind or reason or 'article'}: {case.title}")
    for name_of_set in total:
        print(f"{name}, {name_of_set}: {right[name_of_set]} of {total[name_of_set]}, {exact[name_of_set]} by kind")


def main(folders: list[str]) -> None:
    """Measure the cases and the folders."""
    _measure("answers", cases("not_articles.jsonl"))
    _measure("articles", cases("articles.jsonl"))
    for folder in folders:
        paths = sorted([*Path(folder).rglob("*.html"), *Path(folder).rglob("*.html.gz")])
        bad = 0
        for path in paths:
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            reason, kind = rejection(data, "https://www.example.org/a/1")
            if reason:
                bad += 1
                print(f"{path}: {reason} {kind}")
        print(f"{folder}: {bad} of {len(paths)}")


if __name__ == "__main__":
    main(sys.argv[1:])
