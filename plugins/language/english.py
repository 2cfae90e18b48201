"""Pelican plugin: the English pages. Indonesian is the site's own language; English comes from two gettext catalogues.

`theme/translations/en.po` has the words of templates, tables and dates, all of them or the build stops;
`content/translations/en.po` has the record's own texts. A text of the record that is not in it, or that was changed
since, stays Indonesian and is marked so: English never says what the record no longer says.
"""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from plugins.language import words
from plugins.language.catalogue import TRANSLATIONS, catalogue
from record.errors import PantauError

OWN, OTHER = "id", "en"
PAGES = {
    "/": "/en/",
    "/daerah/": "/en/places/",
    "/program/": "/en/programme/",
    "/metodologi/": "/en/method/",
    "/data/": "/en/data/",
    "/feeds/": "/en/feeds/",
}
"""Pages that are in both languages."""
FOLDERS = {"/daerah/": "/en/places/", "/program/urut/": "/en/programme/by/"}
"""Folders of which every page is in both languages, but not the pages below those."""
TEMPLATES = {"place": "place_english"}
"""Templates that say less in English; all others serve both languages."""


def twin(address: str) -> str | None:
    """The address of the same page in the other language, if there is one; an anchor comes along."""
    page, mark, anchor = address.partition("#")
    for there, here in _BOTH_WAYS:
        found = there.get(page) or _below(page, here)
        if found:
            return found + mark + anchor
    return None


def _turned(table: Mapping[str, str]) -> dict[str, str]:
    return {value: name for name, value in table.items()}


_BOTH_WAYS = ((PAGES, FOLDERS), (_turned(PAGES), _turned(FOLDERS)))


def _below(page: str, folders: Mapping[str, str]) -> str | None:
    for one, other in folders.items():
        rest = page.removeprefix(one)
        if rest != page and rest.count("/") == 1 and rest.endswith("/"):
            return other + rest
    return None


def english(address: str) -> str | None:
    """The English address of an Indonesian page, if there is one."""
    return None if address.startswith("/en/") else twin(address)


def language(context: Context) -> str:
    """The language of the page that is being written."""
    return str(context.get("lang") or getattr(context.get("page"), "lang", OWN))


def _is_english(context: Context) -> bool:
    return language(context) == OTHER


@pass_context
def say(context: Context, message: str) -> str:
    """A word or sentence of the site in the page's language. Raises `PantauError` where English lacks it."""
    if not _is_english(context):
        return message
    path = Path(context["THEME"]) / TRANSLATIONS
    found = catalogue(path).get(message)
    if found is None:
        raise PantauError(f"{path}: no English for {message!r}; add it")
    return found


@pass_context
def tell(context: Context, text: str) -> str | Markup:
    """A text of the record in the page's language, else as it is and marked as Indonesian."""
    if not _is_english(context) or not text:
        return text
    found = context["record"].translations.get(text)
    return found or Markup('<span lang="id">{}</span>').format(text)


@pass_context
def here(context: Context, address: str) -> str:
    """An address of ours in the page's language; the Indonesian one where there is no other."""
    return (english(address) or address) if _is_english(context) else address


def _said(function: Callable[..., str]) -> Callable[..., str]:
    """A filter whose words are in the page's language."""

    @pass_context
    def filter_(context: Context, *values: Any) -> str:
        return str(say(context, function(*values)))

    return filter_


def _dated(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that writes dates with the months of the page's language."""

    @pass_context
    def filter_(context: Context, day: Any, *values: Any) -> str:
        if day is None:
            return str(say(context, words.UNDATED))
        return function(day, *values, say=partial(say, context))

    return filter_


@pass_context
def _thousands(context: Context, count: int) -> str:
    return f"{count:,}" if _is_english(context) else words.thousands(count)


@pass_context
def subtitle(context: Context) -> str:
    """What the site is, in the page's language, as the settings say it."""
    return str(context["SITESUBTITLE_EN" if _is_english(context) else "SITESUBTITLE"])


FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: _said(function) for name, function in words.SAID.items()},
    **{name: _dated(function) for name, function in words.DATED.items()},
    "ribuan": _thousands,
    "kata": say,
    "isi": tell,
    "alamat": here,
}


def add_filters(pelican: Any) -> None:
    """Give every template the words in its page's language, from catalogues read anew for each build."""
    catalogue.cache_clear()
    settings = pelican.settings
    settings["JINJA_FILTERS"] = {**settings["JINJA_FILTERS"], **FILTERS}
    told = {"twin": twin, "language": pass_context(language), "subtitle": subtitle}
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **told}


def add_translations(generator: Generator) -> None:
    """Let `{% trans %}` speak the page's language."""
    generator.env.install_gettext_callables(say, _say_one_or_more, newstyle=True)


@pass_context
def _say_one_or_more(context: Context, one: str, more: str, count: int) -> str:
    """Indonesian has one form for both; English says "one" only of one."""
    return str(say(context, one if count == 1 else more))


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(add_filters)
    signals.generator_init.connect(add_translations)
