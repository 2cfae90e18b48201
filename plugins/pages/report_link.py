"""The link with which a reader reports a mistake: a prepared mail, or a prepared issue of a tracker."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from jinja2 import pass_context
from jinja2.runtime import Context

from plugins.model.record import Record
from plugins.queries.last_word import last_word


@dataclass(frozen=True)
class Form:
    """How a kind of issue tracker takes a prepared issue."""

    pattern: re.Pattern[str]
    """Of host and path; what it captures is the project."""
    page: str
    """The form's page below the project."""
    title: str
    """The names of its fields."""
    body: str


FORMS = (
    # GitLab on any host: docs.gitlab.com, "Create issues", prefilled values.
    Form(re.compile(r"([^/]+/.+?)/-/issues(?:/new)?/?"), "/-/issues/new", "issue[title]", "issue[description]"),
    Form(
        re.compile(r"(gitlab\.[^/]+/[^/]+/.+?)(?:/issues(?:/new)?)?/?"),
        "/-/issues/new",
        "issue[title]",
        "issue[description]",
    ),
    # GitHub, Forgejo and Gitea on any host: docs.github.com, "Creating an issue from a URL query".
    Form(re.compile(r"([^/]+/[^/]+/[^/]+)/issues(?:/new)?/?"), "/issues/new", "title", "body"),
    Form(re.compile(r"((?:github\.com|codeberg\.org)/[^/]+/[^/]+)/?"), "/issues/new", "title", "body"),
)
"""The first that matches a web address in `CONTACT` wholly; another address is linked as it is."""


def report_link(contact: str, subject: str, body: str) -> str:
    """The address that opens a report at `contact` (a mailto: or web address) with a subject and text prepared."""
    if contact.startswith("mailto:"):
        # RFC 6068: line breaks are CRLF, and a space is never a plus.
        return _with_query(contact, {"subject": subject, "body": body.replace("\n", "\r\n")})
    parts = urlsplit(contact)
    for form in FORMS:
        if match := form.pattern.fullmatch(parts.netloc + parts.path):
            host, _, path = match[1].partition("/")
            address = urlunsplit((parts.scheme, host, f"/{path}{form.page}", parts.query, ""))
            return _with_query(address, {form.title: subject, form.body: body})
    return contact


def _with_query(address: str, values: Mapping[str, str]) -> str:
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items())
    return f"{address}{'&' if '?' in address else '?'}{query}"


@pass_context
def report_address(context: Context, *, mistake: str, page_word: str, version_word: str, asked: Sequence[str]) -> str:
    """Where a reader of the page reports a mistake on it: its address, id and version stand in the report.

    All words are in the page's language: `mistake` begins the subject, `asked` is what the reader fills in. Gives ""
    where `CONTACT` is empty, and on the page for addresses that are not there.
    """
    contact, page = str(context.get("CONTACT") or ""), str(context.get("address") or "")
    if not contact or page in ("", "/404.html"):
        return ""
    fact, version = _shown(context)
    lines = [f"{page_word}: {context['site']}{page}"]
    lines += [f"Id: {fact}"] if fact else []
    lines += [f"{version_word}: {version}"] if version else []
    lines += [f"\n{question}: " for question in asked]
    return report_link(contact, f"{mistake} {context['SITENAME']}: {page}", "\n".join(lines) + "\n")


def _shown(context: Context) -> tuple[str, str]:
    """Id of the item, fact or initiative that a page is about, and the newest day that it states; "" if not known."""
    record: Record = context["record"]
    if news := context.get("news"):
        return news.item.id, news.row.last_modified
    if fact := context.get("fact"):
        return str(getattr(fact, "id", "")), str(getattr(fact, "recorded", None) or "")
    if entry := context.get("initiative"):
        return entry.data.id, max(str(step.noted or step.date) for step in entry.data.steps)
    if place := context.get("place"):
        word = last_word(record, place.data.slug)
        return "", str(word.day) if word else ""
    return "", ""
