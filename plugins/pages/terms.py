"""The filter that links the first occurrence of each term on a page to its explanation."""

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugins.language.english import OWN, language, localized_address
from plugins.language.term_links import link_terms
from plugins.queries.glossary import forms

PAGE = "/istilah/"
"""The page that explains them; it links none to itself."""


@pass_context
def linked_terms(context: Context, html: str) -> str:
    """What a page shows, with the first occurrence of each explained term linked, in the page's language."""
    page = localized_address(context, PAGE)
    if context.get("address") == page:
        return html
    record = context["record"]
    translations = {} if language(context) == OWN else record.translations
    return Markup(link_terms(str(html), forms(record, translations), context["root"] + page))  # noqa: S704 - HTML before as after
