"""The English pages: every word of the site is there, the record's own texts are translated or marked as Indonesian."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from pydantic import BaseModel

from plugins.exports.tables import TABLES
from plugins.language import citations, dates, day_words, fact_words, feed_words, verdict_words, words
from plugins.language.english import TRANSLATIONS, catalogue, english, translate, twin
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.pages.record_pages import pages
from plugins.queries.progress import PLACE_ORDERS
from record.errors import ContentProblem, PantauError
from tests.site.building import ROOT

THEME = ROOT / "theme"
READ_AS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "encoding": "utf-8"}}


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(ROOT / "content")


def messages(record: Record) -> set[str]:
    """What templates and tables say on pages that are in both languages."""
    texts = {str(row[2]) for row in extract_from_dir(THEME / "templates", [("**.html", "jinja2")], READ_AS)}
    tables = (words.DIMENSIONS, words.STATUS, words.KINDS, words.CITATIONS)
    tables += (words.PARTIES, words.OUTAGES, {key: text for key, text in day_words.HEADLINES.items() if text})
    tables += (words.LAST_WORDS, dates.BOUNDS, day_words.ITEM_DAYS, day_words.FACT_BASES, day_words.UNITS)
    tables += (fact_words.FACT_KINDS, fact_words.STATEMENTS, fact_words.STATEMENTS_OF_PLACES, citations.FORMS)
    tables += (
        words.PLACE_ORDERS,
        words.CHANGES,
        verdict_words.OUTCOME_NAMES,
        verdict_words.OUTCOME_RULES,
        verdict_words.SENTENCES,
        verdict_words.COUNTED,
    )
    tables += (feed_words.TITLES, feed_words.TEXTS, feed_words.ABOUT, feed_words.GROUPS)
    texts |= {word for table in tables for word in table.values()} | {
        *dates.MONTHS,
        dates.UNDATED,
        dates.UNKNOWN_MONTH,
        words.UNRECORDED,
    }
    texts |= {verdict_words.PROVEN, "kota", "kabupaten", *map(words.kind_words, PLACE_ORDERS)}
    texts |= {text for table in TABLES for text in (table.description, *(c.description for c in table.columns))}
    texts |= {*filter(None, feed_words.HAPPENED.values()), feed_words.UNKNOWN_DAY, feed_words.RECORDED}
    return texts


@pytest.mark.record
def test_every_word_of_the_site_has_its_english_and_no_other(record: Record) -> None:
    translated = set(catalogue(THEME / TRANSLATIONS))
    assert messages(record) - translated == set(), "add them to theme/translations/en.po"
    assert translated - messages(record) == set(), "nothing says these any more"


@pytest.mark.parametrize(
    "folder", [THEME, pytest.param(ROOT / "content", marks=pytest.mark.record)], ids=["theme", "content"]
)
def test_a_translation_keeps_the_places_for_values(folder: Path) -> None:
    for one, other in catalogue(folder / TRANSLATIONS).items():
        assert sorted(re.findall(r"%\(\w+\)s", one)) == sorted(re.findall(r"%\(\w+\)s", other)), one


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


@pytest.mark.record
def test_what_the_record_no_longer_says_has_no_translation(record: Record) -> None:
    said = {text for place in record.places.values() for text in texts(place.data)} | set(texts(record.programme))
    said |= {text for entry in record.initiatives for text in texts(entry.data)}
    assert set(catalogue(ROOT / "content" / TRANSLATIONS)) - said == set(), "renew content/translations/en.po"


@pytest.mark.record
def test_every_step_of_a_place_and_the_programme_is_translated(record: Record) -> None:
    translations = catalogue(ROOT / "content" / TRANSLATIONS)
    steps = [step.milestone.summary for step in record.milestones() if step.milestone]
    assert [text for text in steps if text not in translations] == []


@pytest.mark.record
def test_both_languages_lead_to_each_other(record: Record) -> None:
    addresses = [page.address for page in pages(record)]
    there = [other for address in addresses if (other := english(address))]
    assert len(there) == len(set(there)) > len(record.places)
    assert all(twin(twin(address) or "") == address for address in there)
    assert english("/daerah/kota-bekasi/linimasa/") is None
    assert twin("/program/#matriks") == "/en/programme/#matriks"


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/inisiatif/", "/en/initiatives/"),
        ("/inisiatif/kota-bekasi/aduan/", "/en/initiatives/kota-bekasi/aduan/"),
        ("/inisiatif/kota-bekasi/", None),
        ("/inisiatif/kota-bekasi/aduan/linimasa/", None),
        ("/inisiatif//aduan/", None),
        ("/istilah/#spbe", "/en/glossary/#spbe"),
        ("/daerah/kota-bekasi/", "/en/places/kota-bekasi/"),
        ("/daerah/kota-bekasi/linimasa/", None),
    ],
)
def test_which_pages_are_in_english(address: str, other: str | None) -> None:
    assert twin(address) == other
    assert twin(other or "") == (address if other else None)


def test_an_initiative_in_english_has_its_name_in_both_languages(built: Path) -> None:
    tree = lxml_html.fromstring((built / "en/initiatives/kota-bekasi/aduan/index.html").read_bytes())
    (name,) = tree.iterfind(".//h1")
    assert name.text_content() == "Aduan warga (people’s complaints)"
    assert name.find("span[@lang='id']").text == "Aduan warga"
    assert tree.find(".//section[@class='ours']/p/span[@lang='id']").text_content() == "Aplikasi untuk aduan warga."
    assert next(link.get("href") for link in tree.iterfind(".//p[@class='lede']/a")) == "/en/places/kota-bekasi/"
    assert "Built by" in tree.text_content()
    index = (built / "en/initiatives/index.html").read_text("utf-8")
    assert (
        '<a href="/en/initiatives/kota-bekasi/aduan/"><span lang="id">Aduan warga</span> (people’s complaints)</a>'
        in index
    )
    assert "data-pagefind-body" not in lxml_html.tostring(tree, encoding="unicode"), "search has each page once"


@given(st.text(alphabet="/aen-", max_size=30))
def test_no_address_leads_round_in_a_circle(address: str) -> None:
    other = twin(address)
    assert other is None or twin(other) == address


def english_pages(built: Path) -> list[Path]:
    return sorted((built / "en").rglob("index.html"))


def test_english_pages_say_so_and_name_their_twin(built: Path) -> None:
    assert len(english_pages(built)) > 8
    for path in english_pages(built):
        tree = lxml_html.fromstring(path.read_bytes())
        assert tree.get("lang") == "en"
        if "embed" in path.parts:
            # A part of another page, and that page names its twin.
            continue
        links = {link.get("hreflang"): link.get("href") for link in tree.iterfind(".//link[@hreflang]")}
        assert links["en"] == f"/{path.parent.relative_to(built).as_posix()}/"
        assert links["x-default"] == links["id"]
        twin_tree = lxml_html.fromstring((built / links["id"].lstrip("/") / "index.html").read_bytes())
        back = {link.get("hreflang"): link.get("href") for link in twin_tree.iterfind(".//link[@hreflang]")}
        assert back == links


def test_a_text_without_english_stays_indonesian_and_says_so(built: Path) -> None:
    page = (built / "en/places/kota-bekasi/index.html").read_text("utf-8")
    assert "Memorandum of understanding signed in Makassar." in page
    assert '<span lang="id">Rencana induk disusun.</span>' in page
    assert "22 May 2017" in page
    assert "West Java" in page


def test_a_word_without_english_stops_the_build(tmp_path: Path) -> None:
    page: Any = {"THEME": str(tmp_path)}
    with pytest.raises(PantauError, match="no English for 'Kata baru'; add it"):
        translate(page | {"lang": "en"}, "Kata baru")
    assert translate(page | {"lang": "id"}, "Kata baru") == "Kata baru"


@pytest.mark.parametrize("line", ['msgid "Satu', "msgid Satu", 'msgstr "One" two"', '"lanjutan', 'msgstr "One\\"'])
def test_a_missing_quote_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "en.po"
    path.write_text(f'msgid "Nol"\nmsgstr "Zero, \\"nil\\""\n\n{line}\n', "utf-8")
    with pytest.raises(ContentProblem, match=r"en\.po:4: a text needs"):
        catalogue(path)


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    path.write_text('msgid "a"\nini bukan katalog\n', "utf-8")
    with pytest.raises(ContentProblem, match=r"en\.po.*no gettext catalogue"):
        catalogue(path)
