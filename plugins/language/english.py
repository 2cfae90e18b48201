"""Pelican plugin: the English pages. Indonesian is the site's own language; English comes from two gettext catalogues.

`theme/translations/en.po` has the words of templates, tables and dates, all of them or the build stops;
`content/translations/en.po` has the record's own texts. A text of the record that is not in it, or that was changed
since, stays Indonesian and is marked so: English never says what the record no longer says.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from plugins.language.catalogue import TRANSLATIONS, catalogue
from plugins.language.fact_words import statement_markup
from plugins.language.filters import DATE_FILTERS, WORD_FILTERS, decimal, plain_decimal, thousands
from record.errors import PantauError

OWN, OTHER = "id", "en"
PAGES = {
    "/": "/en/",
    "/daerah/": "/en/places/",
    "/banding/": "/en/compare/",
    "/program/": "/en/programme/",
    "/program/peserta/": "/en/programme/participants/",
    "/program/hasil/": "/en/programme/results/",
    "/metodologi/": "/en/method/",
    "/istilah/": "/en/glossary/",
    "/data/": "/en/data/",
    "/feeds/": "/en/feeds/",
    "/inisiatif/": "/en/initiatives/",
}
"""Pages that are in both languages."""
FOLDERS = {
    "/daerah/": ("/en/places/", 1),
    "/banding/": ("/en/compare/", 1),
    "/daerah/urut/": ("/en/places/by/", 1),
    "/fakta/": ("/en/facts/", 1),
    "/inisiatif/": ("/en/initiatives/", 2),
    "/program/urut/": ("/en/programme/by/", 1),
    "/sematkan/": ("/en/embed/", 1),
}
"""Folders whose pages are in both languages, and how many folders below them these are; pages further below are not."""
TEMPLATES = {"place": "place_english"}
"""Templates that say less in English; all others serve both languages."""


def twin(address: str) -> str | None:
    """The address of the same page in the other language, with its anchor; None where there is none."""
    page, mark, anchor = address.partition("#")
    for there, here in _BOTH_WAYS:
        other = there.get(page) or _below(page, here)
        if other:
            return other + mark + anchor
    return None


_BOTH_WAYS = (
    (PAGES, FOLDERS),
    (
        {other: page for page, other in PAGES.items()},
        {other: (folder, depth) for folder, (other, depth) in FOLDERS.items()},
    ),
)


def _below(page: str, folders: Mapping[str, tuple[str, int]]) -> str | None:
    for one, (other, depth) in folders.items():
        rest = page.removeprefix(one)
        if rest != page and rest.count("/") == depth and all(rest.split("/")[:depth]) and rest.endswith("/"):
            return other + rest
    return None


def english(address: str) -> str | None:
    """The English address of an Indonesian page, if there is one."""
    return None if address.startswith("/en/") else twin(address)


def language(context: Context) -> str:
    """The language of the page that is being rendered, "id" or "en"."""
    return str(context.get("lang") or getattr(context.get("page"), "lang", OWN))


def _is_english(context: Context) -> bool:
    return language(context) == OTHER


@pass_context
def translate(context: Context, message: str) -> str:
    """A text of the theme in the page's language. Raises `PantauError` where the English catalogue lacks it."""
    return english_words(context["THEME"], message) if _is_english(context) else message


def english_words(theme: str, message: str) -> str:
    """The English of a text of the theme in that folder. Raises `PantauError` where its catalogue lacks it."""
    path = _catalogue_path(theme)
    translation = catalogue(path).get(message)
    if translation is None:
        raise PantauError(f"{path}: no English for {message!r}; add it")
    return translation


@cache
def _catalogue_path(theme: str) -> Path:
    # Made once: pages ask for a hundred words each.
    return Path(theme) / TRANSLATIONS


@pass_context
def translate_record_text(context: Context, text: str) -> str | Markup:
    """A text of the record in the page's language; without a translation as it is, marked as Indonesian."""
    if not _is_english(context) or not text:
        return text
    translation = context["record"].translations.get(text)
    return translation or Markup('<span lang="id">{}</span>').format(text)


@pass_context
def localized_address(context: Context, address: str) -> str:
    """The address of a page of this site in the language of the page that links to it, else in Indonesian."""
    return (english(address) or address) if _is_english(context) else address


def _translated(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that translates what `function` gives."""

    @pass_context
    def filter_(context: Context, *values: Any) -> str:
        return str(translate(context, function(*values)))

    return filter_


def _with_translated_words(function: Callable[..., str]) -> Callable[..., str]:
    """A filter that takes its words, such as months, in the page's language."""

    @pass_context
    def filter_(context: Context, *values: Any, **named: Any) -> str:
        return function(*values, **named, translate=partial(translate, context))

    return filter_


@pass_context
def _statement(context: Context, line: Any) -> Markup:
    return statement_markup(line.kind, line.parts, partial(translate, context), partial(translate_record_text, context))


@pass_context
def _thousands(context: Context, count: int) -> str:
    return f"{count:,}" if _is_english(context) else thousands(count)


@pass_context
def _decimal(context: Context, number: float, digits: int | None = None) -> str:
    return plain_decimal(number, digits) if _is_english(context) else decimal(number, digits)


@pass_context
def subtitle(context: Context) -> str:
    """What the site is, in the page's language, as the settings say it."""
    return str(context["SITESUBTITLE_EN" if _is_english(context) else "SITESUBTITLE"])


FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: _translated(function) for name, function in WORD_FILTERS.items()},
    **{name: _with_translated_words(function) for name, function in DATE_FILTERS.items()},
    "ribuan": _thousands,
    "desimal": _decimal,
    "kata": translate,
    "isi": translate_record_text,
    "kalimat": _statement,
    "alamat": localized_address,
}


def add_filters(pelican: Any) -> None:
    """Add the filters and functions that depend on the page's language; each build reads the catalogues again."""
    catalogue.cache_clear()
    settings = pelican.settings
    settings["JINJA_FILTERS"] = {**settings["JINJA_FILTERS"], **FILTERS}
    functions = {"twin": twin, "language": pass_context(language), "subtitle": subtitle}
    settings["JINJA_GLOBALS"] = {**settings["JINJA_GLOBALS"], **functions}


def add_translations(generator: Generator) -> None:
    """Let `{% trans %}` and `_()` translate into the page's language."""
    generator.env.install_gettext_callables(translate, _translate_plural, newstyle=True)


@pass_context
def _translate_plural(context: Context, one: str, more: str, count: int) -> str:
    """Indonesian has one form for both; English has a singular, used of one."""
    return str(translate(context, one if count == 1 else more))


def register() -> None:
    """Connect the signals."""
    signals.initialized.connect(add_filters)
    signals.generator_init.connect(add_translations)
