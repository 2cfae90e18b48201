"""What a good reader gets from an article, however its page shows it: the expected results of tests."""

from dataclasses import dataclass

from scrapers.newsroom.articles import NewsroomArticle, Press

WORDS = 5
PART = 3
"""Paragraphs on the first page of an article that its outlet cuts in two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The expected reading of one article.

    `published` is None where the page has no date; `last` ends the whole body, `last_here` the page at the article's
    own address: they differ where the outlet cuts articles in two.
    """

    outlet: str
    title: str
    published: str | None
    author: str
    about: list[str]
    mentions: list[str]
    first: str
    last: str
    last_here: str
    pages: int


def parts(press: Press, article: NewsroomArticle) -> list[tuple[str, ...]]:
    """The paragraphs by page."""
    if press.settings["make"] != "portal" or len(article.paragraphs) <= PART:
        return [article.paragraphs]
    return [article.paragraphs[:PART], article.paragraphs[PART:]]


def expected(press: Press, article: NewsroomArticle) -> Expected:
    """The expected reading of `article`."""
    cut = parts(press, article)
    return Expected(
        outlet=press.id,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        author=article.author,
        about=list(article.places),
        mentions=list(article.mentions),
        first=" ".join(article.paragraphs[0].split()[:WORDS]),
        last=_end(article.paragraphs[-1]),
        last_here=_end(cut[0][-1]),
        pages=len(cut),
    )


def _end(paragraph: str) -> str:
    return " ".join(paragraph.split()[-WORDS:])
