"""The attributes that Pelican's templates and plugins expect of an article, for a news item."""

import datetime as dt
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from plugins.language.words import dimension_words, kind_slug, kind_words
from record.site_files import site_path

if TYPE_CHECKING:
    from plugins.model.news import News


class Label(NamedTuple):
    """A category or tag as templates use it: its text is its name; `url` is relative, "" where it has no page."""

    name: str
    slug: str
    url: str = ""

    def __str__(self) -> str:
        """Its name."""
        return self.name


class ArticleAttributes:
    """What `pelican.contents.Article` has, under the same names; see docs/theme.md.

    A news item may have no date: `date` and `modified` are then None, and a plugin that needs them must look.
    """

    __slots__ = ()
    lang = "id"
    in_default_lang = True
    translations: tuple[()] = ()
    template = "news"

    @property
    def slug(self: "News") -> str:  # type: ignore[misc]
        """The last part of its address."""
        return PurePosixPath(self.address).name

    @property
    def url(self: "News") -> str:  # type: ignore[misc]
        """Its address without the leading slash, as Pelican has it."""
        return self.address.removeprefix("/")

    @property
    def save_as(self: "News") -> str:  # type: ignore[misc]
        """Its page's file, relative to the output folder."""
        return site_path(self.address)

    @property
    def source_path(self: "News") -> str:  # type: ignore[misc]
        """Its Markdown file."""
        return str(self.path)

    @property
    def status(self: "News") -> str:  # type: ignore[misc]
        """ "published" or "hidden"."""
        return self.row.status

    @property
    def date(self: "News") -> dt.datetime | None:  # type: ignore[misc]
        """When it was published, in the zone of its main place; None where no source states it."""
        return self.when

    @property
    def modified(self: "News") -> dt.datetime | None:  # type: ignore[misc]
        """When its publisher changed it; None where it states nothing."""
        return self.item.modified

    @property
    def category(self: "News") -> Label:  # type: ignore[misc]
        """Its kind, such as "berita"."""
        kind = self.row.kind
        return Label(kind_words(kind), kind_slug(kind), f"linimasa/{kind_slug(kind)}/")

    @property
    def tags(self: "News") -> list[Label]:  # type: ignore[misc]
        """Its dimensions."""
        return [Label(dimension_words(name), name, f"dimensi/{name}/") for name in self.row.dimensions]

    @property
    def author(self: "News") -> Label:  # type: ignore[misc]
        """Its publisher: the record names no persons."""
        return Label(self.publisher, "")

    @property
    def authors(self: "News") -> list[Label]:  # type: ignore[misc]
        """The same, as a list."""
        return [self.author]

    @property
    def summary(self: "News") -> str:  # type: ignore[misc]
        """Its summary, as plain text."""
        return self.item.summary

    @property
    def content(self: "News") -> Markup:  # type: ignore[misc]
        """Its body as sanitised HTML; empty where only a link is allowed."""
        return self.body

    @property
    def metadata(self: "News") -> dict[str, Any]:  # type: ignore[misc]
        """Its front matter by key in small letters, as Pelican's readers give it; keys without a value are left out."""
        item = self.item
        values = {name: getattr(item, name) for name in item.__slots__ if name != "body"}
        return {name: value for name, value in values.items() if value not in ("", (), None)}
