import datetime as dt
import json
from pathlib import Path

import feedparser
import pytest

from plugins import tracker
from plugins.archive import Archive, read_archive
from plugins.words import MILESTONE_STEPS
from scrapers.errors import ContentProblem
from scrapers.store.record import read_initiative
from tests.site.building import CONTENT, ROOT


@pytest.fixture(scope="module")
def archive() -> Archive:
    return read_archive(CONTENT)


@pytest.fixture(scope="module")
def record() -> Archive:
    return read_archive(ROOT / "content")


def text(built: Path, address: str) -> str:
    return (built / address.strip("/") / "index.html").read_text("utf-8")


def test_a_step_without_a_source_is_said_to_have_no_evidence(built: Path, archive: Archive) -> None:
    rows = {row.place.facts.slug: row for row in tracker.matrix(archive)}
    assert [step.kind for step in rows["kota-bekasi"].steps if step.first] == ["mou", "masterplan"]
    assert rows["kota-samarinda"].reached == 0
    page = text(built, "daerah/kota-samarinda")
    assert page.count("<dd>tidak ada bukti</dd>") == len(MILESTONE_STEPS)


@pytest.mark.parametrize("order", tracker.MATRIX_ORDERS)
def test_each_order_of_the_matrix_has_every_place_once(record: Archive, order: str) -> None:
    rows = tracker.matrix(record, order)
    assert sorted(row.place.facts.slug for row in rows) == sorted(record.places)
    if order in MILESTONE_STEPS:
        days = [row.steps[MILESTONE_STEPS.index(order)].first for row in rows]
        known = [first.date for first in days if first]
        assert known == sorted(known)
        assert all(days[: len(known)]), "places without evidence come last"


def test_the_matrix_is_the_data_file(built: Path, archive: Archive) -> None:
    rows = json.loads((built / "data/progress.json").read_text("utf-8"))
    assert len(rows) == len(archive.places) * len(MILESTONE_STEPS)
    assert sum(row["reached"] for row in rows) == sum(row.reached for row in tracker.matrix(archive))
    local = json.loads((built / "daerah/kota-bekasi/data.json").read_text("utf-8"))
    assert local["progress"] == [row for row in rows if row["place"] == "kota-bekasi"]
    assert {row["title"] for row in local["items"]} >= {"Pemkot Bekasi Buka Pusat Aduan"}


def test_silence_is_measured_against_the_record_and_not_the_clock(archive: Archive) -> None:
    bekasi, samarinda = archive.initiatives
    assert tracker.last_heard(archive, bekasi) == tracker.Heard(dt.date(2018, 3, 6), "day", silent=False)
    assert tracker.last_heard(archive, samarinda).silent


def test_an_initiative_tells_its_steps_its_makers_and_its_silence(built: Path) -> None:
    page = text(built, "inisiatif/kota-bekasi/aduan")
    assert page.index("Ternyata baru rencana.") < page.index("Diluncurkan di Makassar."), (
        "newest first, also going back"
    )
    assert "Dibuat oleh" in page
    assert "Aturan: “terakhir terdengar”" in page
    assert "senyap</b>, terakhir terdengar" in text(built, "inisiatif/kota-samarinda/aduan")


def test_status_must_be_that_of_the_last_step(tmp_path: Path) -> None:
    right = (CONTENT / "initiatives/kota-bekasi/aduan.md").read_text("utf-8")
    wrong = right.replace('status = "announced"', 'status = "running"', 1)
    path = tmp_path / "kota-bekasi" / "aduan.md"
    path.parent.mkdir()
    path.write_text(wrong, "utf-8")
    with pytest.raises(ContentProblem, match="must be those of the last step"):
        read_initiative(path)


def test_a_timeline_shows_years_without_anything_and_blind_spots(built: Path) -> None:
    page = text(built, "daerah/kota-bekasi/linimasa")
    assert "Tidak ada yang ditemukan pada 2016." in page
    assert "Kabar Satu tidak dapat dibaca sejak" in page
    assert "Titik buta" not in text(built, "daerah/kota-samarinda/linimasa")


def test_a_narrowed_timeline_has_that_and_nothing_else(built: Path) -> None:
    page = text(built, "daerah/kota-bekasi/linimasa/siaran-pers")
    assert "Pemkot Bekasi Buka Pusat Aduan" in page
    assert "Nota kesepahaman diteken" not in page
    milestones = text(built, "daerah/kota-bekasi/linimasa/tonggak")
    assert "Nota kesepahaman diteken" in milestones
    assert "Pemkot Bekasi Buka" not in milestones


def test_all_views_together_hold_every_step(record: Archive) -> None:
    for slug in record.places:
        whole, *rest = tracker.views(record.steps(slug), record.of_place(record.undated, slug))
        by_kind = [view for view in rest if view.kind and not view.dimension]
        assert sum(len(view.steps) for view in by_kind) == len(whole.steps)
        assert sum(len(view.undated) for view in by_kind) == len(whole.undated)


def test_a_view_of_kind_and_dimension_holds_what_both_hold(record: Archive) -> None:
    views = {(view.kind, view.dimension): view for view in tracker.views(record.steps(), record.undated)}
    pairs = [pair for pair in views if all(pair)]
    assert pairs
    for kind, dimension in pairs:
        both = set(views[kind, ""].steps) & set(views["", dimension].steps)
        assert set(views[kind, dimension].steps) == both


def test_filter_links_keep_what_the_other_row_narrows_to(built: Path) -> None:
    page = text(built, "daerah/kota-bekasi/linimasa/siaran-pers/governance")
    assert 'href="/daerah/kota-bekasi/linimasa/governance/">Semua</a>' in page
    assert 'href="/daerah/kota-bekasi/linimasa/siaran-pers/">Semua</a>' in page
    assert '<b aria-current="page">Siaran pers</b>' in page


def test_every_step_stands_in_its_year_and_month_once(record: Archive) -> None:
    for slug in ("", *record.places):
        steps = record.steps(slug)
        years = tracker.timeline(record, steps, slug)
        covered = [year for entry in years for year in range(entry.last, entry.first - 1, -1)]
        assert covered == list(range(years[0].last, years[-1].first - 1, -1))
        assert all(entry.first == entry.last for entry in years if entry.months)
        assert sum(len(group) for entry in years for _, group in entry.months) == len(steps)


def test_open_disputes_stand_on_one_page(built: Path) -> None:
    page = text(built, "perbedaan")
    assert "Kota Lain, angkatan 2017" in page
    assert "Jumlah aplikasi" in page
    assert "tidak ada dalam daftar" in page


def test_the_disputes_of_the_record_s_roster_are_all_there(record: Archive) -> None:
    told = {row.place for row in tracker.roster_disputes(record) if row.cohort == 2017}
    told |= {subject for _, rows in tracker.claim_disputes(record) for subject, _, _ in rows}
    told |= {owner.facts.name for owner, rows in tracker.claim_disputes(record) if owner for _ in rows}
    for place in ("Kabupaten Badung", "Kabupaten Bandung", "Lombok Timur", "Kota Singkawang", "Kabupaten Purwakarta"):
        assert any(place in words for words in told), place


def test_a_claim_whose_note_names_another_version_is_no_quiet_one(record: Archive) -> None:
    subjects = {claim.subject for _, claims in tracker.noted_disputes(record) for claim in claims}
    assert "jumlah daerah yang dinilai Mei 2017" in subjects
    assert "jumlah aplikasi" not in subjects, "those already stand side by side"


def test_the_changes_feed_tells_what_moved(built: Path) -> None:
    feed = feedparser.parse((built / "perubahan/feed.atom").read_bytes())
    assert not feed.bozo
    kinds = [entry.tags[0].term for entry in feed.entries]
    assert kinds == ["sumber hilang", "status inisiatif", "koreksi", "pindah daerah"]
    assert "Dari Kota Samarinda ke Kota Bekasi." in feed.entries[-1].summary
    corrections = feedparser.parse((built / "koreksi/feed.atom").read_bytes())
    assert [entry.id for entry in corrections.entries] == [feed.entries[2].id]


def test_a_citation_tells_its_state_and_its_copy(built: Path) -> None:
    page = text(built, "berita/2017/05/mei")
    assert "masih ada, diperiksa" in page
    assert "https://arsip.example/satu-mei" in page
    assert "belum diperiksa" in text(built, "berita/2018/03/siaran")


def test_the_chart_counts_a_story_once(archive: Archive) -> None:
    news = archive.of_place(archive.listed, "kota-bekasi")
    counts = {count.year: count.stories for count in tracker.stories_by_year(archive, news)}
    assert counts[2018] < len([entry for entry in news if entry.when and entry.when.year == 2018])


def test_neighbours_are_the_nearest(record: Archive) -> None:
    found = tracker.neighbours(record, record.places["kota-tangerang"])
    assert next(other.facts.slug for other, _ in found) == "kota-tangerang-selatan"
    assert [km for _, km in found] == sorted(km for _, km in found)
