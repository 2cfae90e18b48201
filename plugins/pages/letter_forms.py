"""The weekly letter as a mail's HTML, as a fragment of HTML for feeds, and as plain text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from textwrap import wrap

from jinja2 import Environment

from plugins.queries.letters import LETTERS, Letter, LetterSources, Section, compose
from record.urls import is_web

MOST_LINES = (90, 50, 30, 15, 0)
"""Lines of a letter; fewer where it would be longer than `LONGEST`."""
LONGEST = 100_000
"""Bytes of a letter's HTML at most: Gmail cuts off what is beyond 102 kB."""
COLUMNS = 72
"""Characters of a line of plain text (RFC 3676, section 4.2), but for addresses, which are never broken."""
ABOUT = "Surat ini memuat apa yang baru tercatat dalam sepekan, kapan pun terjadinya."


@dataclass(frozen=True)
class Sender:
    """What a letter says of the site: its name, its absolute address without a slash at the end, and its contact."""

    name: str
    site: str
    contact: str = ""


@dataclass(frozen=True)
class LetterForms:
    """Writes letters with the templates of an environment."""

    environment: Environment
    sender: Sender

    def fitted(self, sources: LetterSources) -> Letter:
        """The longest letter whose mail has at most `LONGEST` bytes of HTML; the last of `MOST_LINES` always fits."""
        for most in MOST_LINES:
            letter = compose(sources, most)
            if len(self.mail_html(letter).encode()) <= LONGEST:
                break
        return letter

    def mail_html(self, letter: Letter) -> str:
        """The whole document of a mail."""
        template = self.environment.get_template("letter_mail.html")
        return str(template.render(letter=letter, sender=self.sender, about=ABOUT, letters=LETTERS))

    def fragment(self, letter: Letter) -> str:
        """The letter for a feed: with absolute addresses, inline style, and no colours of its own.

        Readers open web addresses alone, so that a contact by mail is left out.
        """
        sender = replace(self.sender, contact=self.sender.contact if is_web(self.sender.contact) else "")
        module = self.environment.get_template("letter_macro.html").make_module()
        whole: Callable[..., str] = module.whole  # type: ignore[attr-defined]
        return str(whole(letter, sender, ABOUT, LETTERS))

    def plain_text(self, letter: Letter) -> str:
        """The letter for programs that show no HTML."""
        return "\n".join(_plain_lines(letter, self.sender)) + "\n"


def _plain_lines(letter: Letter, sender: Sender) -> Iterator[str]:
    heading = f"{sender.name}, surat mingguan: {letter.heading}"
    yield from wrap(heading, COLUMNS)
    yield "-" * min(len(heading), COLUMNS)
    yield from ("", *_wrapped(letter.opening))
    for section in letter.sections:
        yield from _plain_section(section, sender.site)
    if letter.others:
        yield from ("", "", *_wrapped(letter.others))
    # What stands below two dashes and a space is a signature, which mail programs show more faintly (RFC 3676, 4.3).
    yield from ("", "-- ", *_wrapped(ABOUT))
    yield f"Di situs: {sender.site}{letter.address}"
    yield f"Semua surat: {sender.site}{LETTERS}"
    if sender.contact:
        yield f"Laporkan kekeliruan: {sender.contact.removeprefix('mailto:')}"


def _plain_section(section: Section, site: str) -> Iterator[str]:
    yield from ("", "", section.name.upper())
    if section.lead:
        yield from _wrapped(section.lead)
    bullet, gap = ("* ", [""]) if section.lead else ("", [])
    for line in section.lines:
        yield from (*gap, *_wrapped(f"{bullet}{line.before}{line.linked}{line.after}", " " * len(bullet)))
        yield f"{' ' * len(bullet)}{site}{line.address}"
    if section.rest:
        yield from ("", *_wrapped(f"{section.rest} {section.rest_name}:"), f"{site}{section.rest_address}")


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(text, COLUMNS, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
