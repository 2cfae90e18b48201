"""Weekly letters: their words, their bounds, which weeks have one, and what a day changes.

A case in `letters/` is a week's entries (`.toml`) and the letter as it must be: as plain text (`.txt`), and as a mail
(`.html`). `python -m tests.site.test_letters` writes these anew; read the difference.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader
from lxml import html as lxml_html

import pelicanconf
from plugins.exports.letters import IN_DOCUMENT, letter_documents, letter_id
from plugins.language.feed_words import TEXTS, TITLES, Sentence
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.pages.letter_forms import COLUMNS, LONGEST, LetterForms, Sender
from plugins.queries.feed_entry import FeedEntry
from plugins.queries.letter_weeks import letter_sources, letter_weeks, neighbours, over
from plugins.queries.letters import MOST_NAMED, MOST_SECTIONS, LetterSources, compose
from publish.checks.feed_rules import html_content
from record.weeks import Week
from tests.site.building import CONTENT, ROOT

CASES = sorted((Path(__file__).parent / "letters").glob("*.toml"))
SITE = "https://pantau.example"
TEMPLATES = FileSystemLoader(ROOT / "theme/templates")
ENVIRONMENT = Environment(loader=TEMPLATES, **pelicanconf.JINJA_ENVIRONMENT)  # noqa: S701 - it has autoescape
FORMS = LetterForms(ENVIRONMENT, Sender("Contoh 100", SITE, "mailto:a@b.example"))


def words(table: Mapping[str, str], value: Any) -> str:
    """A text, or one of our own sentences from its key and parts."""
    return value if isinstance(value, str) else Sentence(table[value["key"]], value)


def entry(number: int, values: dict[str, Any]) -> FeedEntry:
    recorded = values["recorded"]
    own = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    own |= {"title": words(TITLES, values["title"]), "text": words(TEXTS, values["text"])}
    return FeedEntry(
        id=f"urn:x:{number}", updated=dt.datetime(2026, 12, 1, tzinfo=dt.UTC), **own | {"recorded": recorded}
    )


def sources(path: Path) -> LetterSources:
    """The week of a case."""
    case = tomllib.loads(path.read_text("utf-8"))
    entries = [entry(number, values) for number, values in enumerate(case["entry"])]
    return LetterSources(Week.parse(case["week"]), case.get("until"), entries, case["names"])


def forms_of(path: Path) -> dict[str, str]:
    letter = FORMS.fitted(sources(path))
    return {".txt": FORMS.plain_text(letter), ".html": FORMS.mail_html(letter) + "\n"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_letter_is_as_it_was_read_by_a_person(path: Path) -> None:
    expected = {suffix: path.with_suffix(suffix).read_text("utf-8") for suffix in (".txt", ".html")}
    assert forms_of(path) == expected


def crowd(places: int, each: int, text: str) -> LetterSources:
    """A week in which so many entries of so many places became known, each with the text in all its parts."""
    item = {"kind": "item", "item_kind": "news", "title": text, "text": f"{text} {text}", "outlet": text}
    item |= {"address": f"/berita/2026/12/{'a' * 80}/", "recorded": dt.date(2026, 12, 1)}
    one = entry(0, item)
    entries = [replace(one, id=f"urn:x:{n}", places=(f"kota-{n % places}",)) for n in range(places * each)]
    return LetterSources(Week(2026, 49), None, entries, {f"kota-{n}": f"Kota {n} {text}"[:80] for n in range(places)})


TEXTS_OF_OTHERS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=400)


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([1, 26, 60]), st.integers(1, 15), TEXTS_OF_OTHERS | st.sampled_from(["&" * 400, "😀" * 400]))
def test_no_week_makes_a_letter_that_mail_programs_cut_off(places: int, each: int, text: str) -> None:
    week = crowd(places, each, text)
    letter = FORMS.fitted(week)
    assert len(FORMS.mail_html(letter).encode()) <= LONGEST
    assert len(FORMS.fragment(letter).encode()) <= LONGEST
    assert list(html_content(FORMS.fragment(letter))) == []


@pytest.mark.parametrize(("places", "each"), [(26, 20), (1, 400), (514, 2)])
def test_a_big_week_says_how_much_there_is_and_where_the_rest_is(places: int, each: int) -> None:
    week = crowd(places, each, "Kabar")
    letter = FORMS.fitted(week)
    assert letter.opening.startswith("Pekan ini tercatat ")
    assert len(letter.sections) == min(places, MOST_SECTIONS)
    shown = sum(len(section.lines) for section in letter.sections)
    assert 0 < shown <= 90
    assert all(section.rest.startswith("Selebihnya, ") == (len(section.lines) < each) for section in letter.sections)
    assert letter.others.count("Kota ") == min(max(0, places - MOST_SECTIONS), MOST_NAMED)


def test_plain_text_fits_a_terminal_but_for_addresses() -> None:
    lines = FORMS.plain_text(compose(crowd(3, 5, "Kabar tentang kota dan aduan"), 10)).split("\n")
    assert {line for line in lines if len(line) > COLUMNS} <= {line for line in lines if line.strip().startswith(SITE)}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mail_needs_nothing_from_elsewhere(path: Path) -> None:
    tree = lxml_html.document_fromstring(forms_of(path)[".html"])
    assert tree.xpath("//script | //link | //img | //iframe | //@class") == []
    assert {address.split(":")[0] for address in tree.xpath("//@href")} == {"https", "mailto"}
    assert tree.xpath("//*[@bgcolor]") == []


def test_the_words_of_the_programme_come_from_its_files() -> None:
    code = [*ROOT.glob("plugins/*/letter*.py"), *ROOT.glob("theme/templates/letter*.html"), ROOT / "tools/letter.py"]
    assert len(code) >= 10
    assert [path.name for path in code if "smart" in path.read_text("utf-8").casefold()] == []


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def test_each_week_has_what_was_recorded_in_it_and_the_last_is_not_over(record: Record) -> None:
    weeks = [Week.parse(week) for week in letter_weeks(record)]
    assert weeks == sorted(set(weeks))
    assert [*over(record), weeks[-1]] == weeks
    letters = [letter_sources(record, week) for week in weeks]
    for week, letter in zip(weeks, letters, strict=True):
        assert {Week.of(one.recorded) for one in letter.entries} == {week}
        assert (letter.until is None) == (week in over(record))
    ids = [one.id for letter in letters for one in letter.entries]
    assert len(ids) == len(set(ids))
    assert set(ids) >= {news.item.id for news in record.pages if news.is_published and news.item.recorded}
    assert [neighbours(record, week).earlier for week in weeks] == [None, *weeks[:-1]]
    assert [neighbours(record, week).later for week in weeks] == [*weeks[1:], None]


@pytest.mark.parametrize("count", [0, 1, 19, 20, 29, 30, 31])
def test_the_documents_of_the_feed_hold_each_letter_once_and_full_ones_stay(count: int) -> None:
    weeks = [Week.of(dt.date(2026, 1, 5) + dt.timedelta(weeks=number)) for number in range(count)]
    feed, *archived = letter_documents(weeks)
    assert [week for document in archived for week in document.weeks] + list(feed.weeks) == weeks
    assert all(len(document.weeks) == IN_DOCUMENT for document in archived)
    assert min(count, IN_DOCUMENT) <= len(feed.weeks) < 2 * IN_DOCUMENT
    later = letter_documents([*weeks, Week(2027, 1)])
    assert [document.weeks for document in later[1 : len(archived) + 1]] == [document.weeks for document in archived]


def test_the_id_of_a_letter_is_the_one_that_subscribers_have() -> None:
    assert letter_id(Week(2026, 48)) == "urn:uuid:9517f3fa-9891-5691-b44a-2a56bf31010a"


if __name__ == "__main__":
    for case in CASES:
        for suffix, text in forms_of(case).items():
            case.with_suffix(suffix).write_text(text, "utf-8")
