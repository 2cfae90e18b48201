"""No file with a character that its format forbids is written, whoever made its text."""

import datetime as dt
import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.exports.feed_formats import FORMS, Document, opml
from plugins.exports.ical import calendar
from plugins.exports.open_data import as_csv
from plugins.exports.sitemap import sitemaps
from plugins.exports.tables import TABLES
from plugins.incremental.characters import FORMATS, ForbiddenCharacter, verify
from plugins.incremental.output import Output
from plugins.incremental.tracking import Dependencies
from plugins.model.safe_markdown import render_body
from record.text import is_clean

FORBIDDEN = json.loads((Path(__file__).parent / "forbidden.json").read_text("utf-8"))
SITE, DAY = "https://a.example", dt.datetime(2017, 5, 22, tzinfo=dt.UTC)


def feed(form: str) -> Callable[[str], str]:
    return lambda words: FORMS[form](Document(words, "", "id", SITE, f"{SITE}/feed", "Redaksi", DAY, ()))


WRITERS: dict[str, Callable[[str], str | bytes]] = {
    "feed.rss": feed("rss"),
    "feed.atom": feed("atom"),
    "feed.json": feed("json"),
    "feeds.opml": lambda words: opml(words, SITE, [("Daerah", words, "/a/", "/a/")]),
    "sitemap.xml": lambda words: sitemaps([(f"/{words}/", None)], SITE)["/sitemap.xml"],
    "kalender.ics": lambda words: calendar([], SITE, words, lambda milestone: milestone.revised),
    "items.csv": lambda words: as_csv(TABLES[0], [{column.name: words for column in TABLES[0].columns}]),
    "index.html": lambda words: f"<title>{words}</title>{render_body('x')}",
}


def test_every_format_has_its_writer() -> None:
    assert {Path(name).suffix for name in WRITERS} == set(FORMATS)


@pytest.mark.parametrize("char", FORBIDDEN)
@pytest.mark.parametrize("name", WRITERS)
def test_nothing_forbidden_is_written(name: str, char: str, tmp_path: Path) -> None:
    output = Output(tmp_path, Dependencies(), {}, None)
    output.add_file(name, lambda: WRITERS[name]("Kota Bekasi “Siap” 🙂 \t \\ufffe"))
    before = (tmp_path / name).read_bytes()
    with pytest.raises(ForbiddenCharacter) as caught:
        output.add_file(name, lambda: WRITERS[name](f"Kota {FORBIDDEN[char]}Bekasi"))
    assert "build again" in str(caught.value)
    assert (tmp_path / name).read_bytes() == before


def test_a_fault_names_file_line_character_and_the_words_before_it() -> None:
    with pytest.raises(ForbiddenCharacter) as caught:
        verify("a/index.html", "<p>\nKota “Bekasi” \ufffe</p>".encode())
    assert str(caught.value) == (
        "a/index.html:2: U+FFFE after '<p>\\nKota “Bekasi” ', which HTML forbids; look for these words in content/, "
        "take the character out and build again"
    )
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own


@pytest.mark.parametrize("escape", [r"\u0000", r"\b", r"\\\f", r"\uFFFE", r"\ud83d", r"\u0085"])
def test_what_json_spells_out_is_seen(escape: str) -> None:
    with pytest.raises(ForbiddenCharacter):
        verify("a.json", f'["{escape}"]'.encode())
    verify("a.json", f'["\\{escape}", "\\n\\t\\u2028"]'.encode())


def test_files_of_other_formats_hold_anything() -> None:
    verify("a.png", bytes(range(256)))


@given(st.text(max_size=20) | st.sampled_from(list(FORBIDDEN.values())))
def test_clean_text_can_be_written_everywhere(text: str) -> None:
    """What `clean_text` leaves is what the writers take, so that no build stops for what it cleaned."""
    if is_clean(text):
        for suffix in FORMATS:
            verify(f"a{suffix}", text.encode())
