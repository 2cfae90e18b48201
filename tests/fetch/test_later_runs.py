"""Runs after the first: edits, changes at the source and new rights, over real HTTP; and reprocessing."""

from dataclasses import replace

import pytest

from record.errors import ContentProblem
from record.item import is_edited, loads
from record.items import Items
from record.review import Review
from tests.conftest import Answer, article
from tests.fetch.written import items


def test_a_deleted_item_is_fetched_again(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    next(content.glob("news/*/*/*.md")).unlink()
    assert collect(site.sources()).outlet()["new"] == 1


@pytest.mark.parametrize("edited", [False, True])
def test_a_change_at_the_source_never_undoes_an_edit(site, collect, content, edited) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    if edited:
        path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    before = path.read_text("utf-8")
    changed = site.feed("/a")
    site.answers = {
        "/feed/": Answer(changed.body.replace("<title>/a", "<title>Ralat"), changed.kind),
        "/a": article("Ralat: Kabar Kota Bekasi"),
    }
    run = collect(site.sources())
    if edited:
        assert path.read_text("utf-8") == before
        assert run.outlet()["rejected"] == [{"url": f"{site.base}/a", "reason": "edited-by-hand"}]
    else:
        after = loads(path.read_text("utf-8"), path)
        assert (after.title, after.id) == ("Ralat: Kabar Kota Bekasi", loads(before, path).id)
        assert run.outlet()["updated"] == 1


def changed_site(site) -> None:
    """A page that was collected, then changed at its source."""
    changed = site.feed("/a")
    site.answers["/feed/"] = Answer(changed.body.replace("<title>/a", "<title>Ralat"), changed.kind)


def test_a_newer_version_of_an_edited_item_waits_and_can_be_settled(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    changed_site(site)
    site.answers["/a"] = article("Ralat: Kabar Kota Bekasi")
    collect(site.sources())
    tray = Items(content)
    [(waits_for, known, newer)] = tray.waiting()
    assert (waits_for, known.title, newer.title) == (path, "Kabar Kota Bekasi", "Ralat: Kabar Kota Bekasi")
    settled = tray.settle(path, accept=True)
    assert (settled.title, settled.kind, settled.id) == ("Ralat: Kabar Kota Bekasi", "release", known.id)
    assert settled.changed is not None
    assert is_edited(settled)
    assert list(tray.waiting()) == []
    with pytest.raises(ContentProblem, match="nothing waits"):
        tray.settle(path, accept=True)


def test_a_rejected_version_is_not_offered_again_until_the_source_changes(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    for number in (1, 2, 3):
        fresh = site.feed("/a")
        site.answers["/feed/"] = Answer(fresh.body.replace("<title>/a", f"<title>{number}"), fresh.kind)
        site.answers["/a"] = article(f"Ralat {number // 3}: Kabar Kota Bekasi")
        collect(site.sources())
        waits = list(Items(content).waiting())
        assert len(waits) == (number != 2)
        if waits:
            Items(content).settle(path, accept=False)
    assert loads(path.read_text("utf-8"), path).title == "Kabar Kota Bekasi"


@pytest.mark.parametrize("edited", [False, True])
def test_an_item_that_is_gone_at_its_source_stays_and_is_marked(site, collect, content, edited) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    if edited:
        path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    before = loads(path.read_text("utf-8"), path)
    changed_site(site)
    del site.answers["/a"]
    collect(site.sources())
    after = loads(path.read_text("utf-8"), path)
    assert after.gone is not None
    assert replace(after, gone=None, seal="") == replace(before, seal="")
    assert is_edited(after) == edited


def test_each_item_knows_its_evidence_and_reads_the_same_from_it(site, collect, content, tmp_path) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    path = next(content.glob("news/*/*/*.md"))
    before = path.read_bytes()
    assert loads(before.decode(), path).evidence[0].startswith("urn:uuid:")
    assert [file.name[-8:] for file in (tmp_path / "evidence").glob("*.gz")] == [".warc.gz"]
    site.asked.clear()
    again = collect(site.sources(), command="reprocess")
    assert (again.status, again.outlet()["unchanged"]) == (0, 1)
    assert path.read_bytes() == before
    assert site.asked == []


def test_new_rights_are_applied_to_old_items_but_not_to_edited_ones(site, collect, content) -> None:
    site.answers = {
        "/feed/": site.feed("/a", "/b"),
        "/a": article("Kabar A Kota Bekasi"),
        "/b": article("Kabar B Kota Bekasi"),
    }
    collect(site.sources(rights="full"))
    edited = next(path for path in content.glob("news/*/*/*.md") if "kabar-b" in path.name)
    edited.write_text(edited.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    run = collect(site.sources(rights="link"), command="reprocess")
    assert run.outlet()["updated"] == 1
    by_title = items(content)
    assert (by_title["Kabar A Kota Bekasi"].body, by_title["Kabar A Kota Bekasi"].rights) == ("", "link")
    assert by_title["Kabar B Kota Bekasi"].body


def test_reprocessing_brings_no_deleted_item_back(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources())
    next(content.glob("news/*/*/*.md")).unlink()
    collect(site.sources(), command="reprocess")
    assert items(content) == {}


def test_reprocessing_finds_what_an_earlier_reading_missed(site, collect, content) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    wrong = site.sources() + '[outlet.article]\nbody = "h1"\n'
    assert collect(wrong).outlet()["rejected"] == [{"url": f"{site.base}/a", "reason": "no-text"}]
    assert collect(site.sources(), command="reprocess").outlet()["new"] == 1


@pytest.mark.parametrize(
    ("rights", "words"), [("link", range(1)), ("excerpt", range(10, 61)), ("full", range(35, 200))]
)
def test_rights_decide_how_much_is_kept(site, collect, content, rights, words) -> None:
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kabar Kota Bekasi")}
    collect(site.sources(rights=rights))
    assert len(next(iter(items(content).values())).body.split()) in words


def test_what_an_editor_refused_is_not_asked_for_again(site, collect, content) -> None:
    bare = "Warga Bandung menyambut layanan baru yang diumumkan kemarin. " * 5
    site.answers = {"/feed/": site.feed("/bare"), "/bare": article("Layanan Baru di Bandung", bare)}
    collect(site.sources())
    review = Review(content)
    review.reject(review.waiting()[0])
    site.answers["/feed/"] = site.feed("/bare", "/again", etag='"v2"')
    # The same page under another address, which names the refused one as its own.
    page = article("Layanan Baru di Bandung", bare)
    page.body = str(page.body).replace("<head>", f'<head><link rel="canonical" href="{site.base}/bare">')
    site.answers["/again"] = page
    run = collect(site.sources())
    assert items(content) == {}
    assert site.paths().count("/bare") == 1
    assert run.outlet()["rejected"] == [{"url": f"{site.base}/again", "reason": "refused-by-editor"}]


def test_a_later_reprint_joins_the_story_of_an_item_that_a_person_edited(site, collect, content) -> None:
    text = (
        "Pemerintah Kota Bekasi membuka 12 taman di Jatiasih dan Pondok Gede, kata Ratna Widuri dari dinas taman. " * 2
    )
    text += "Sebanyak 340 pohon trembesi ditanam di tepi Kali Cikeas oleh pelajar SMP pada Selasa pagi yang cerah."
    site.answers = {"/feed/": site.feed("/a"), "/a": article("Kota Bekasi Buka Taman", text)}
    collect(site.sources())
    (path,) = content.glob("news/*/*/*.md")
    path.write_text(path.read_text("utf-8").replace("Kind: news", "Kind: release"), "utf-8")
    site.answers["/feed/"] = site.feed("/a", "/b", etag='"v2"')
    site.answers["/b"] = article("Taman Dibuka di Kota Bekasi", text)
    collect(site.sources())
    first, second = items(content)["Kota Bekasi Buka Taman"], items(content)["Taman Dibuka di Kota Bekasi"]
    assert first.story == second.story != ""
    assert second.origin == first.id
    assert first.kind == "release", "what a person wrote stays"
