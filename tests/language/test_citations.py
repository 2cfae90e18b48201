"""How a fact is cited: a table of references, and that whatever a text holds, the forms stay whole."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.language.citations import Reference, apa, bibtex, newspaper, ris
from plugins.language.fact_words import FACT_KINDS, STATEMENTS, STATEMENTS_OF_PLACES, statement_markup, statement_words

CASES = tomllib.loads((Path(__file__).parent / "citations.toml").read_text("utf-8"))["case"]
HOSTILE = (Path(__file__).parents[1] / "site" / "hostile.txt").read_text("utf-8").splitlines()
ORDINARY = Reference(
    "k7m2x9qd",
    "Anggaran pusat kendali: Rp50 miliar",
    "Dinas Contoh",
    "Pantau 100",
    "https://situs.example/fakta/k7m2x9qd/",
    dt.date(2026, 11, 29),
)
TEXTS = st.text(max_size=60) | st.sampled_from(HOSTILE) | st.text(alphabet='{}\\%"@,=\r\n -TYER\u2028', max_size=40)
ESCAPES = {
    r"{\textbackslash}": "\\",
    r"{\textbraceleft}": "{",
    r"{\textbraceright}": "}",
    r"{\textasciitilde}": "~",
    r"{\textasciicircum}": "^",
    **{"\\" + char: char for char in "$&#_%"},
}


def bibtex_fields(text: str) -> dict[str, str]:
    """The fields of an entry, read as BibTeX reads them: a value ends where its braces are closed, escaped or not."""
    head, _, rest = text.partition(",\n")
    assert re.fullmatch(r"@misc\{fakta-[a-z0-9-]+", head)
    fields = {}
    while match := re.match(r"\s*(\w+) = ", rest):
        rest = rest[match.end() :]
        end = _end_of_group(rest) if rest.startswith("{") else rest.index(",")
        fields[match[1]] = rest[:end]
        assert rest[end] == ","
        rest = rest[end + 1 :]
    assert rest.strip() == "}"
    return fields


def _end_of_group(text: str) -> int:
    depth = 0
    for at, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return at + 1
    raise AssertionError("a group is never closed")


def unescaped(value: str) -> str:
    """What LaTeX prints of a value; anything left that it would obey is an error."""
    pattern = "|".join(map(re.escape, ESCAPES))
    assert not re.search(r"[\\{}$&#_%~^]", re.sub(pattern, "", value))
    return re.sub(pattern, lambda match: ESCAPES[match[0]], value)


def ris_fields(text: str) -> dict[str, str]:
    """The fields of a record, by lines as any program splits them."""
    assert text.endswith("ER  -\r\n")
    lines = text.splitlines()
    assert text.split("\r\n")[:-1] == lines
    assert all(re.match(r"[A-Z][A-Z0-9]  -( |$)", line) for line in lines)
    return {line[:2]: line[6:] for line in lines}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_form_says_a_reference(case: dict[str, Any]) -> None:
    reference = replace(ORDINARY, title=case.get("title", ORDINARY.title))
    for name, form in {"apa": apa, "newspaper": newspaper}.items():
        if name in case:
            assert form(reference) == case[name]
    assert bibtex_fields(bibtex(reference))["title"] == case["bibtex_title"]
    assert ris_fields(ris(reference))["TI"] == case["ris_title"]


def test_the_day_is_that_of_the_version() -> None:
    assert bibtex_fields(bibtex(ORDINARY)).items() >= {
        "year": "{2026}", "month": "nov", "version": "{2026-11-29}", "url": f"{{{ORDINARY.url}}}",
    }.items()  # fmt: skip
    assert ris_fields(ris(ORDINARY)).items() >= {"DA": "2026/11/29", "PY": "2026", "UR": ORDINARY.url}.items()


@given(TEXTS, TEXTS, TEXTS)
def test_no_text_breaks_out_of_its_field(title: str, said_by: str, author: str) -> None:
    reference = replace(ORDINARY, title=title, said_by=said_by, author=author)
    fields, record = bibtex_fields(bibtex(reference)), ris_fields(ris(reference))
    assert len(fields) == 8
    assert list(record) == ["TY", "ID", "AU", "TI", "PY", "DA", "ET", "N1", "LA", "UR", "ER"]
    assert unescaped(fields["title"][2:-2]) == record["TI"]
    assert unescaped(fields["author"][2:-2]) == record["AU"]
    assert unescaped(fields["note"][1:-1]) == record["N1"]
    assert len(apa(reference).splitlines()) == len(newspaper(reference).splitlines()) == 1


@pytest.mark.parametrize("form", [apa, newspaper, bibtex, ris])
def test_the_same_reference_gives_the_same_bytes(form: Callable[[Reference], str]) -> None:
    assert form(ORDINARY) == form(replace(ORDINARY)) != form(replace(ORDINARY, version=dt.date(2026, 11, 30)))


def test_every_kind_of_fact_has_a_sentence() -> None:
    assert STATEMENTS.keys() == FACT_KINDS.keys() >= STATEMENTS_OF_PLACES.keys()


@given(TEXTS, TEXTS)
def test_a_sentence_holds_its_parts_as_they_are(subject: str, value: str) -> None:
    parts = (("subject", subject), ("value", value))
    assert statement_words("claim", parts) == f"{subject}: {value}"
    assert not set("<>") & set(statement_markup("claim", parts, str, str)), "no text becomes an element"


def test_a_claim_of_a_place_names_it() -> None:
    parts = (("place", "Kota Contoh"), ("subject", "jumlah kamera"), ("value", "12"))
    assert statement_words("claim", parts) == "Kota Contoh, jumlah kamera: 12"
