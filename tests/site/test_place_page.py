"""A place's page in its reader's order: what became of promises first, what it rests on folded, and nothing hidden."""

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html

from plugins.language.english import twin
from plugins.language.verdict_words import OUTCOME_NAMES
from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.queries.outcomes import outcome
from plugins.queries.promises import by_outcome
from tests.conftest import ROOT
from tests.site.building import CONTENT
from tests.site.visit import Reader

ORDER = ["inisiatif", "berita", "hasil", "bandingkan", "posisi", "lengkap", "ikuti"]
GREEN = "#2f7d4f"


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def page(built: Path, address: str) -> lxml_html.HtmlElement:
    return lxml_html.fromstring((built / address / "index.html").read_bytes())


@pytest.mark.parametrize("address", ["daerah/kota-bekasi", "en/places/kota-bekasi"])
def test_the_verdict_comes_first_and_what_it_rests_on_last(built: Path, address: str) -> None:
    tree = page(built, address)
    assert tree.xpath("//main//h2/@id") == ORDER
    (verdict,) = tree.xpath("//*[@class='verdict']")
    assert not verdict.xpath("preceding::h2")
    assert {part.get("class") for part in tree.xpath("//main//details[.//*[@id='fakta' or @id='bukti']]")} == {"fold"}


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("daerah/kota-bekasi", "//li[@class='init']"),
        ("daerah/kota-samarinda", "//li[@class='init']"),
        ("en/places/kota-samarinda", "//li[@class='init']"),
        ("inisiatif", "//li[@class='row']"),
        ("dimensi/governance", "//li[@class='row']"),
    ],
)
def test_an_initiative_has_the_colour_of_what_became_of_it(
    built: Path, address: str, rows: str, record: Record
) -> None:
    known = {entry.address: outcome(record, entry) for entry in record.initiatives}
    known |= {twin(own) or own: became for own, became in known.items()}
    seen = 0
    for row in page(built, address).xpath(rows):
        (link,) = {link for link in row.xpath(".//a/@href") if link in known}
        (colour,) = row.xpath("(. | ancestor::section[1]/h3 | .//span)[contains(@class, 'outcome-')]/@class")
        assert colour == f"outcome outcome-{known[link]}"
        seen += 1
    assert seen


def test_green_is_what_is_shown_to_run_and_nothing_else() -> None:
    css = (ROOT / "theme/static/site.css").read_text("utf-8")
    assert re.findall(r"([^\s{};]+) \{[^}]*" + GREEN, css) == [".outcome-proven"]
    assert not re.findall(r"\.status-", css)
    assert "proven" in OUTCOME_NAMES


def test_the_newest_word_s_source_is_named_first(record: Record) -> None:
    for slug in record.places:
        for _, promises in by_outcome(record, slug):
            days = [promise.mention.day for promise in promises]
            assert days == sorted(days, reverse=True)
            for promise in promises:
                said = {url for step in promise.entry.data.steps for url in step.sources}
                assert said | set(promise.entry.data.sources) <= set(promise.sources)
                assert len(set(promise.sources)) == len(promise.sources)
                dated = [step for step in promise.entry.data.steps if step.date == promise.mention.day]
                news = record.evidence(promise.sources[0])
                assert any(promise.sources[0] in step.sources for step in dated) or (
                    news and news.day == promise.mention.day
                )


@pytest.mark.browser
def test_a_link_into_what_is_folded_unfolds_it_without_script(address: str, reader: Reader) -> None:
    where = f"{address}/daerah/kota-bekasi/"
    visit = reader.open(where, script=False)
    parts = [
        part
        for part in visit.page.locator(".fold, .fold details").all()
        if part.locator("[id]").count() and not part.get_attribute("open")
    ]
    inside = [part.locator("[id]").last.get_attribute("id") for part in parts]
    assert {"fakta", "media"} <= set(inside)
    for anchor in inside:
        reader.open("about:blank", script=False)
        visit = reader.open(f"{where}#{anchor}", script=False)
        assert visit.page.locator(f"[id='{anchor}']").is_visible(), anchor
