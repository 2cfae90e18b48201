"""`invoke letter`: writes the letter of a week as a mail, which any mail program opens and any list server sends.

Its date and its ids come from the week, so that the same record gives the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader

from plugins.build import site_address
from plugins.exports.letters import letter_id
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.pages.letter_forms import LetterForms, Sender
from plugins.queries.feed_entry import noon, zone_of
from plugins.queries.letter_weeks import letter_sources, letter_weeks
from plugins.queries.letters import Letter
from record.atomic_write import write_bytes
from record.errors import PantauError
from record.weeks import Week
from tools.commands import WARNING

MOST_NAMED = 5
"""Weeks that an error names, the newest."""
NO_REPLY = "surat"
"""The local part of the sender's address where readers have no address to write to."""


class NoLetter(PantauError):
    """There is no letter of the week that was asked for: ask for one of the weeks that it names."""


@dataclass(frozen=True)
class WrittenLetter:
    """The week whose letter was written, and what a person should know about it."""

    week: Week
    warnings: tuple[str, ...]


def write_letter(content: Path, settings: Mapping[str, Any], to: Path, week: str = "") -> WrittenLetter:
    """Write the letter of a week (`2026-W48`; without one, the newest that is over) into the file `to`.

    Raises `ContentFaults`, `NoLetter`, and `StoreFailed` where the file cannot be written.
    """
    record = load_record(content)
    chosen = _chosen(letter_weeks(record), week)
    forms = letter_forms(settings)
    letter = forms.fitted(letter_sources(record, chosen))
    sender = sender_address(settings)
    write_bytes(to, bytes(mail(record, letter, forms, sender, str(settings.get("LETTER_UNSUBSCRIBE") or ""))))
    return WrittenLetter(chosen, tuple(_warnings(letter, settings, sender)))


def letter_forms(settings: Mapping[str, Any]) -> LetterForms:
    """Writes letters with the templates of a site's theme, and of those laid over it."""
    folders = [*settings.get("THEME_TEMPLATES_OVERRIDES", ()), Path(settings["THEME"]) / "templates"]
    environment = Environment(loader=FileSystemLoader(folders), **settings["JINJA_ENVIRONMENT"])  # noqa: S701 - it has
    contact = str(settings.get("CONTACT") or "")
    return LetterForms(environment, Sender(settings["SITENAME"], site_address(dict(settings)), contact))


def _chosen(weeks: tuple[str, ...], week: str) -> Week:
    if not weeks:
        raise NoLetter("nothing has come into the record yet; collect or write something, then ask again")
    if not week:
        # The last one is not over; a young record has no other.
        return Week.parse(weeks[-2] if len(weeks) > 1 else weeks[-1])
    if week not in weeks:
        try:
            Week.parse(week)
        except ValueError as error:
            raise NoLetter(str(error)) from error
        known = ", ".join(reversed(weeks[-MOST_NAMED:]))
        raise NoLetter(f"nothing came into the record in {week}; the newest weeks with a letter are {known}")
    return Week.parse(week)


def sender_address(settings: Mapping[str, Any]) -> Address:
    """The site's name with the address of `CONTACT`; where that is no mail address, one that is not read."""
    name = str(settings["SITENAME"])
    contact = urlsplit(str(settings.get("CONTACT") or ""))
    if contact.scheme == "mailto":
        try:
            return Address(name, addr_spec=unquote(contact.path))
        except (ValueError, IndexError, MessageError):
            # An address that no mail can be from, such as one with several recipients.
            pass
    return Address(name, NO_REPLY, _host(settings))


def _host(settings: Mapping[str, Any]) -> str:
    return urlsplit(site_address(dict(settings))).hostname or "localhost"


def mail(record: Record, letter: Letter, forms: LetterForms, sender: Address, unsubscribe: str = "") -> EmailMessage:
    """The letter as a mail (RFC 5322) of plain text and HTML; `unsubscribe` is an address for who wants no more."""
    site = urlsplit(forms.sender.site)
    message = EmailMessage(SMTP)
    message["Subject"] = f"{forms.sender.name}, {letter.title}"
    message["From"] = sender
    message["To"] = "undisclosed-recipients:;"
    message["Date"] = noon(letter.until or letter.week.last, zone_of(record, ()))
    message["Message-ID"] = f"<{letter_id(letter.week).rpartition(':')[2]}@{site.hostname or 'localhost'}>"
    message["Archived-At"] = f"<{forms.sender.site}{letter.address}>"
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
    message.set_content(forms.plain_text(letter), cte="quoted-printable")
    # No line of quoted-printable text has an equals sign before an underscore.
    message.make_alternative(boundary=f"=_{letter.week}")
    message.add_alternative(forms.mail_html(letter), subtype="html", cte="quoted-printable")
    message["Content-Language"] = "id"
    return message


def _warnings(letter: Letter, settings: Mapping[str, Any], sender: Address) -> list[str]:
    warnings = []
    if letter.until:
        warnings.append(f"{WARNING}{letter.week} is not over: this letter is of all until {letter.until}.")
    if sender.username == NO_REPLY and sender.domain == _host(settings):
        advice = "set CONTACT to a mailto: address, or PANTAU_CONTACT"
        warnings.append(f"{WARNING}nobody reads {sender.addr_spec}, from which this letter is; {advice}.")
    return warnings
