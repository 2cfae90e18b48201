import datetime as dt
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from plugins.model.load import load_record
from plugins.model.record import Record
from plugins.queries import coverage, disputes, silence
from plugins.queries.changes import changes
from record.content_files import read_initiative
from tests.site.building import CONTENT, ROOT


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(CONTENT)


@pytest.fixture(scope="module")
def living() -> Record:
    return load_record(ROOT / "content")


def text(built: Path, address: str) -> str:
    return (built / address.strip("/") / "index.html").read_text("utf-8")


def test_silence_is_measured_against_the_record_and_not_the_clock(record: Record) -> None:
    bekasi, samarinda = record.initiatives
    assert silence.last_mention(record, bekasi) == silence.LastMention(dt.date(2018, 3, 6), "day", silent=False)
    assert silence.last_mention(record, samarinda).silent


def test_an_initiative_shows_its_steps_its_makers_and_its_silence(built: Path) -> None:
    page = text(built, "inisiatif/kota-bekasi/aduan")
    assert page.index("Ternyata baru rencana.") < page.index("Diluncurkan di Makassar."), (
        "newest first, also going back"
    )
    assert page.count("<dt>Dibuat oleh</dt>") == 1, "two makers stand under one heading"
    assert page.index("PT Contoh") < page.index("CV Misal")
    assert "Aturan: “kabar terakhir”" in page
    assert "tak ada kabar lagi sejak itu</a></b>" in text(built, "inisiatif/kota-samarinda/aduan")


def test_open_disputes_stand_on_one_page(built: Path) -> None:
    page = text(built, "perbedaan")
    assert "Kota Lain, angkatan 2017" in page
    assert "Jumlah aplikasi" in page
    assert "tidak ada dalam daftar" in page


@pytest.mark.record
def test_the_disputes_of_the_record_s_roster_are_all_there(living: Record) -> None:
    names = {row.place for row in disputes.disputed_places(living) if row.cohort == 2017}
    names |= {subject for _, rows in disputes.disputed_claims(living) for subject, _, _ in rows}
    names |= {owner.data.name for owner, rows in disputes.disputed_claims(living) if owner for _ in rows}
    for place in ("Kabupaten Badung", "Kabupaten Bandung", "Lombok Timur", "Kota Singkawang", "Kabupaten Purwakarta"):
        assert any(place in words for words in names), place


def test_a_claim_whose_note_names_another_version_is_no_quiet_one(built: Path, record: Record) -> None:
    subjects = {subject for _, rows in disputes.claims_with_noted_version(record) for subject, _, _ in rows}
    assert subjects == {"jumlah kamera"}, "of the others several versions already stand side by side"
    page = text(built, "perbedaan")
    entry = page[page.index("Jumlah kamera") :].partition("</section>")[0]
    assert "kabar lain menulis 20" in entry
    assert 'href="https://dua.example/kamera"' in entry


def test_what_a_place_says_of_the_programme_stands_beside_what_others_say(record: Record) -> None:
    owner, rows = disputes.disputed_claims(record)[0]
    assert owner is None
    ((subject, claims, differ),) = rows
    assert (subject, [claim.value for claim in claims], differ) == ("jumlah peserta", ["25", "24"], True)


def test_the_changes_feed_has_every_change(built: Path) -> None:
    feed = feedparser.parse((built / "perubahan/feed.atom").read_bytes())
    assert not feed.bozo
    kinds = [tag.term for entry in feed.entries for tag in entry.tags if tag.scheme.endswith("/feeds/")]
    assert kinds == [
        *("status inisiatif", "sumber hilang", "koreksi", "koreksi", "pindah daerah"),
        *("koreksi", "koreksi", "ditarik", "sumber hilang"),
    ]
    assert "Dari Kota Samarinda ke Kota Bekasi." in feed.entries[4].summary
    assert feed.entries[8].link.endswith("/daerah/kota-bekasi/"), (
        "an address without an item of ours, where it is cited"
    )
    assert "Konsep rahasia" not in str(feed), "a draft that was moved had been nowhere"
    corrections = feedparser.parse((built / "koreksi/feed.atom").read_bytes())
    assert [entry.id for entry in corrections.entries] == [feed.entries[at].id for at in (2, 3, 5, 6)]


def test_a_step_that_leaves_the_status_as_it_was_is_no_change(record: Record) -> None:
    entry = record.initiatives[0]
    still = entry.data.step[-1].model_copy(update={"id": "masih", "date": dt.date(2019, 1, 1)})
    longer = replace(entry, data=entry.data.model_copy(update={"step": [*entry.data.step, still]}))
    later = replace(record, initiatives=(longer, *record.initiatives[1:]))
    assert changes(later) == changes(record)


def test_a_move_is_known_by_its_own_id_whatever_is_corrected(record: Record) -> None:
    entry = record.initiatives[0]
    steps = [step.model_copy(update={"date": step.date + dt.timedelta(days=1)}) for step in entry.data.step]
    moved = replace(entry, data=entry.data.model_copy(update={"step": steps}))
    later = replace(record, initiatives=(moved, *record.initiatives[1:]))
    ids = [[change.id for change in changes(each) if change.kind == "status"] for each in (record, later)]
    assert ids[0] == ids[1] != []


def test_a_dead_address_died_on_the_day_on_record_and_not_when_it_was_last_asked(record: Record) -> None:
    url = "https://satu.example/musuh"
    asked = record.citations[url].model_copy(update={"checked": dt.date(2020, 1, 1), "since": dt.date(2018, 3, 13)})
    again = replace(record, citations={url: asked})
    assert [change.day for change in changes(again) if change.kind == "gone"] == [dt.date(2018, 3, 13)]


def test_a_citation_shows_its_state_and_its_copy(built: Path) -> None:
    page = text(built, "berita/2017/05/mei")
    assert "masih ada, diperiksa" in page
    assert "https://arsip.example/web/20180603101112/https://satu.example/mei" in page
    assert "salinan arsip 3 Juni 2018" in page
    assert "belum diperiksa" in text(built, "berita/2018/03/siaran")


def test_the_chart_counts_a_story_once(record: Record) -> None:
    news = record.news(place="kota-bekasi")
    counts = {count.year: count.events for count in coverage.events_by_year(record, news)}
    assert counts[2018] < len([entry for entry in news if entry.year == 2018])


def test_a_story_counts_in_the_year_of_its_first_telling(record: Record) -> None:
    first = next(news for news in record.listed if news.item.story)
    late = first.changed(when=dt.datetime(2018, 12, 1, tzinfo=dt.UTC).replace(year=first.when.year + 1))
    counts = {count.year: count.events for count in coverage.events_by_year(record, [late, first])}
    assert counts[first.when.year] == 1
    assert counts.get(first.when.year + 1, 0) == 0


def test_of_two_moves_on_one_day_the_last_in_the_file_holds(tmp_path: Path) -> None:
    text = (CONTENT / "initiatives/kota-bekasi/aduan.md").read_text("utf-8")
    path = tmp_path / "kota-bekasi" / "aduan.md"
    path.parent.mkdir()
    for old, new in (('as_of_precision = "month"\n', ""), ('precision = "month"\n', ""), ("2017-05-22", "2017-06-01")):
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    assert read_initiative(path)[0].steps[-1].earlier_id == "rencana"


@pytest.mark.record
def test_pages_agree_on_whose_part_is_told_differently(living: Record) -> None:
    contested = {(cohort, name) for cohort, names in disputes.contested_participants(living) for name in names}
    assert contested >= {(row.cohort, row.place) for row in disputes.disputed_places(living)}
    assert {(2017, f"Kabupaten {name}") for name in ("Badung", "Bandung", "Lombok Timur", "Purwakarta")} <= contested


def test_who_took_part_by_some_sources_stands_on_both_pages(built: Path) -> None:
    words = "Sumber berbeda tentang keikutsertaan 3 daerah:"
    assert words in text(built, "tentang")
    assert words in text(built, "perbedaan")
