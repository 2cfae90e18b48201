"""Each fact has a page, a row and a citation of its own, and nothing of them changes but with the fact."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html as lxml_html

from plugins.build import LOCAL
from plugins.exports.fact_files import CITED
from plugins.model.load import load_record
from plugins.model.pages import CorrectionPage
from plugins.model.record import Record
from plugins.queries.coverage import source_voices
from plugins.queries.facts import TABLES, fact, fact_days, fact_pages
from record.models import Correction
from tests.language.test_citations import bibtex_fields, ris_fields
from tests.site.building import CONTENT

LATER = dt.date(2026, 12, 24)


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


def page(built: Path, address: str) -> Any:
    return lxml_html.fromstring((built / address.strip("/") / "index.html").read_bytes())


def text_of(tree: Any) -> str:
    return " ".join(" ".join(tree.xpath("//main//text()")).split())


def links(tree: Any) -> set[str]:
    return set(tree.xpath("//main//a/@href"))


def with_place(record: Record, slug: str, **values: Any) -> Record:
    places = {name: record.places[name] for name in record.places}
    data = places[slug].data.model_copy(update=values)
    return replace(record, places=places | {slug: replace(places[slug], data=data)})


def test_every_row_of_every_table_of_facts_has_a_page_and_the_same_row_beside_it(built: Path) -> None:
    rows = {
        row["id"]: row
        for table in dict.fromkeys(TABLES.values())
        for row in json.loads((built / "data" / f"{table}.json").read_bytes())
    }
    # An initiative with steps is told by these.
    told = {row["initiative"] for row in json.loads((built / "data/steps.json").read_bytes())}
    expected = {name: row for name, row in rows.items() if name not in told}
    assert {path.name for path in (built / "fakta").iterdir()} == expected.keys()
    assert {path.name for path in (built / "en/facts").iterdir()} == expected.keys()
    for name, row in expected.items():
        assert json.loads((built / "fakta" / name / "data.json").read_bytes()) == row
        if "/inisiatif/" not in row["address"]:
            assert row["address"] == f"{LOCAL}/fakta/{name}/"


def test_a_fact_is_cited_by_its_address_and_version(built: Path, record: Record) -> None:
    for name, version in fact_days(record):
        bib, ris = ((built / "fakta" / name / file).read_bytes().decode() for file in CITED)
        assert bibtex_fields(bib)["url"] == f"{{{LOCAL}/fakta/{name}/}}"
        assert bibtex_fields(bib)["version"] == f"{{{version}}}"
        assert (ris_fields(ris)["UR"], ris_fields(ris)["ET"]) == (f"{LOCAL}/fakta/{name}/", version)
        for folder in ("fakta", "en/facts"):
            shown = [" ".join(pre.text_content().split()) for pre in page(built, f"{folder}/{name}").iter("pre")]
            assert shown == [" ".join(form.split()) for form in (bib, ris)]


def test_every_fact_is_linked_where_it_is_shown(built: Path, record: Record) -> None:
    own = {built / folder for folder in ("fakta", "en/facts")}
    others = [path for path in built.rglob("index.html") if path.parent.parent not in own]
    cited = {
        urlsplit(link).path.split("/")[-2]
        for path in others
        for link in lxml_html.fromstring(path.read_bytes()).xpath("//a[contains(@class, 'cite')]/@href")
    }
    assert cited == set(fact_pages(record))
    for one in fact_pages(record).values():
        address, _, anchor = one.shown_on.partition("#")
        assert page(built, address).get_element_by_id(anchor) is not None


@pytest.mark.parametrize(
    ("name", "other", "words"),
    [
        ("fakta-03", "/fakta/fakta-04/", "Sumber berbeda."),
        ("fakta-06", "/fakta/fakta-18/", "Sumber berbeda."),
        ("fakta-13", "/program/peserta/#fakta-14", "Sumber berbeda."),
        ("fakta-05", "/daerah/kota-bekasi/#fakta-05", "Sumber berbeda."),
        ("fakta-01", "/daerah/kota-bekasi/#fakta-01", "Tidak ada versi lain dalam catatan kami."),
    ],
)
def test_a_page_says_how_certain_its_fact_is(built: Path, name: str, other: str, words: str) -> None:
    tree = page(built, f"fakta/{name}")
    assert other in links(tree)
    assert words in text_of(tree)


def test_a_page_says_when_and_how_we_know(built: Path) -> None:
    assert "Kapan 22 Mei 2017 (tanggal menurut teks sumbernya)" in text_of(page(built, "fakta/fakta-01"))
    assert "Kapan tanggal tidak diketahui" in text_of(page(built, "fakta/fakta-04"))
    assert "When not after 28 February 2018 (by an archived copy)" in text_of(page(built, "en/facts/fakta-19"))


def test_programs_read_it_as_a_claim_that_nobody_here_judges(built: Path) -> None:
    tree = page(built, "fakta/fakta-03")
    things = [json.loads(script.text) for script in tree.xpath("//script[@type='application/ld+json']")]
    (claim,) = (thing for thing in things if thing["@type"] == "Claim")
    assert claim["text"] == "Kota Bekasi, jumlah aplikasi: 10"
    assert claim["creditText"] == "Kabar Satu"
    assert [thing["url"] for thing in claim["appearance"]] == ["https://satu.example/mei"]
    assert [thing["name"] for thing in claim["about"]] == ["Kota Bekasi"]
    assert "ClaimReview" not in str(things)


@pytest.mark.parametrize("corrected", ["/fakta/fakta-03/", "/daerah/kota-bekasi/#fakta-03"])
def test_a_correction_of_a_fact_makes_a_new_version_of_it_alone(record: Record, corrected: str) -> None:
    data = Correction(date=LATER, page=corrected, was="9", now="10", why="Salah salin.")
    changed = replace(record, corrections=(*record.corrections, CorrectionPage(name="x", data=data)))
    before, after = dict(fact_days(record)), dict(fact_days(changed))
    assert {name for name in after if after[name] != before[name]} == {"fakta-03"}
    assert after["fakta-03"] == LATER.isoformat()
    assert fact(changed, "fakta-03").corrections[0].name == "x"


def test_a_changed_claim_changes_its_own_page_and_those_that_name_it(record: Record) -> None:
    claims = [
        claim.model_copy(update={"value": "11"}) if claim.id == "fakta-03" else claim
        for claim in record.places["kota-bekasi"].data.claim
    ]
    before, after = fact_pages(record), fact_pages(with_place(record, "kota-bekasi", claim=claims))
    assert {name for name in before if before[name] != after[name]} == {"fakta-03", "fakta-04"}


def test_what_no_fact_says_changes_no_fact(record: Record) -> None:
    other = with_place(record, "kota-bekasi", aliases=["Bekasi Raya"], website="https://lain.example/")
    assert fact_pages(other) == fact_pages(record)


def test_later_steps_of_an_initiative_are_what_changed_since(record: Record) -> None:
    for one in record.initiatives:
        ids = [step.id for step in one.data.steps]
        assert [[line.id for line in fact(record, name).later] for name in ids] == [
            ids[at + 1 :] for at in range(len(ids))
        ]


def test_a_page_depends_on_its_fact_and_not_on_files(record: Record) -> None:
    with record.dependencies.tracking() as keys:
        fact(record, "fakta-03")
    assert len(keys) == 1


@pytest.mark.parametrize(
    ("urls", "voices"),
    [
        (["https://satu.example/a"], 1),
        (["https://satu.example/a", "https://satu.example/b"], 1),
        (["https://satu.example/a", "https://lain.example/b"], 2),
        (["https://satu.example/a", "https://a.go.id/b", "https://b.go.id/c"], 2),
    ],
)
def test_voices_behind_a_fact_are_publishers_and_all_governments_one(
    record: Record, urls: list[str], voices: int
) -> None:
    assert source_voices(record, *urls) == voices
