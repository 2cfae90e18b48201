import shutil
from pathlib import Path

import feedparser
import pytest

from plugins.model.safe_markdown import render
from tests.site.building import CONTENT, EXPECTED, build, build_anew, contents, files

NEWS = "news/2017/05/2017-05-22-mei.md"


def test_the_whole_site_is_as_kept(built: Path) -> None:
    assert contents(built) == contents(EXPECTED)


def test_neither_zone_nor_language_changes_a_byte(built: Path, tmp_path: Path) -> None:
    done = build_anew(CONTENT, tmp_path / "again", TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert files(tmp_path / "again") == files(built)


def test_a_draft_is_nowhere(built: Path) -> None:
    holding = [name for name, data in files(built).items() if "konsep" in name or b"Konsep rahasia" in data]
    assert holding == ["meja/index.html"], "only the editors' own desk shows it"


def test_the_desk_is_never_published(tmp_path: Path, built: Path) -> None:
    assert build(CONTENT, tmp_path / "public", "publishconf.py").returncode == 0
    assert not (tmp_path / "public" / "meja").exists()
    desk = (built / "meja/index.html").read_text("utf-8")
    assert "noindex" in desk
    assert "&lt;b&gt;pusat aduan&lt;/b&gt;" in desk, "the publisher's sentence is text, not markup"
    assert "meja" not in (built / "sitemap.xml").read_text("utf-8")


def test_an_item_says_why_it_is_where_it_is(built: Path) -> None:
    page = (built / "berita/2018/03/siaran/index.html").read_text("utf-8")
    assert "“Pemkot Bekasi”, “Wali Kota Bekasi”" in page
    assert "Bukan “Kabupaten Bekasi”: daerah lain yang senama" in page
    reprint = (built / "berita/2018/03/cetak-ulang/index.html").read_text("utf-8")
    assert "Kota Samarinda</a>: ditetapkan redaksi" in reprint, "what no words of ours decided, a person did"


def test_a_story_counts_its_separate_voices(built: Path) -> None:
    page = (built / "berita/2018/03/siaran/index.html").read_text("utf-8")
    assert "Dimuat 3 penerbit, dari 2 sumber independen." in page
    assert "Ada sumber di luar pemerintah." in page


def test_the_method_page_shows_what_was_measured(built: Path) -> None:
    page = (built / "metodologi/index.html").read_text("utf-8")
    row = page[page.index("Kota Bekasi</a></th>") :].partition("</tr>")[0]
    assert "<td>2</td><td>1</td><td>0</td><td>67%</td><td>100%</td>" in row


def test_a_hidden_item_has_its_page_and_nothing_else(built: Path) -> None:
    holding = [name for name, data in files(built).items() if b"Berita tersembunyi" in data]
    assert holding == ["berita/2018/02/sembunyi/index.html"]
    assert b"noindex" in files(built)[holding[0]]
    assert "sembunyi" not in (built / "sitemap.xml").read_text("utf-8")


def test_an_undated_item_gets_no_date_and_its_feed_entry_neither(built: Path) -> None:
    page = (built / "berita/0000/00/tanpa/index.html").read_text("utf-8")
    assert "tanggal tidak diketahui" in page
    assert "<time" not in page
    feed = feedparser.parse((built / "feed.rss").read_bytes())
    (entry,) = (entry for entry in feed.entries if entry.title == "Berita tanpa tanggal")
    assert "published" not in entry
    assert "Harinya tidak diketahui." in entry.description


def test_times_are_told_in_the_zone_of_the_place(built: Path) -> None:
    page = (built / "berita/2017/05/tengah-malam/index.html").read_text("utf-8")
    assert "31 Mei 2017 pukul 00.30 WITA" in page


def test_a_collected_summary_is_not_called_ours(built: Path) -> None:
    assert "Ringkasan kami" not in (built / "berita/2018/02/bermusuhan/index.html").read_text("utf-8")
    assert "Ringkasan kami" in (built / "berita/2017/05/mei/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom", "dimensi/branding/feed.atom", "dimensi/branding/feed.rss"])
def test_feeds_are_valid_even_when_empty(built: Path, name: str) -> None:
    feed = feedparser.parse((built / name).read_bytes())
    assert not feed.bozo
    assert feed.feed.updated_parsed[:3] == ((2026, 11, 29) if name.startswith("feed") else (2017, 5, 21))
    assert all(entry.id.startswith("urn:uuid:") for entry in feed.entries)


@pytest.mark.parametrize(
    "text", ["<script>x</script>", '<b onclick="x">y</b>', "[a](javascript:x)", "[a](/x)", "<!-- x"]
)
def test_hostile_markdown_is_inert(text: str) -> None:
    html = render(text)
    assert "<script" not in html
    assert "<b" not in html
    assert "href" not in html


BROKEN = {
    "news key": (NEWS, "Source:", "Sumber:", "2017-05-22-mei.md:8: Sumber:"),
    "news place": (NEWS, "Places: kota-bekasi", "Places: kota-hilang", "2017-05-22-mei.md:4: Places:"),
    "news mention": (NEWS, "Mentions: kota-samarinda", "Mentions: kota-hilang", "2017-05-22-mei.md:5: Mentions:"),
    "news control character": (NEWS, "Title: ", "Title: \x01", "2017-05-22-mei.md:1: Title: has a control character"),
    "news body": (NEWS, "\n\n", "\n\nIsi:\x0b\n", "2017-05-22-mei.md:13: has a control character"),
    "news id": (NEWS, "000000000001", "000000000002", "bermusuhan.md:2: Id:"),
    "city": ("cities/kota-bekasi.md", "cohort = 2017", 'cohort = "x"', "kota-bekasi.md:9: cohort:"),
    "initiative": ("initiatives/kota-bekasi/aduan.md", '"announced"', '"x"', "aduan.md:8: status:"),
    "programme": ("programme/program.md", "size = 3", "size = true_", "program.md:12: "),
    "page": ("pages/tentang.md", "Title: Tentang", "Judul: Tentang", "tentang.md:1: "),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_stops_the_build_and_is_named(case: str, tmp_path: Path) -> None:
    name, old, new, named = BROKEN[case]
    content = shutil.copytree(CONTENT, tmp_path / "content")
    text = (content / name).read_text("utf-8")
    assert old in text
    (content / name).write_text(text.replace(old, new, 1), "utf-8")
    done = build(content, tmp_path / "output")
    assert done.returncode != 0
    assert named in done.stderr
    assert not list((tmp_path / "output").rglob("*.html"))


def test_two_files_with_one_address_stop_the_build(tmp_path: Path) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    text = (content / NEWS).read_text("utf-8").replace("000000000001", "000000000009")
    (content / "news/2017/05/2017-05-23-mei.md").write_text(text, "utf-8")
    done = build(content, tmp_path / "output")
    assert done.returncode != 0
    assert "2017-05-23-mei.md:1: gives the address /berita/2017/05/mei/" in done.stderr


def test_a_page_goes_when_its_item_becomes_a_draft(tmp_path: Path) -> None:
    content = shutil.copytree(CONTENT, tmp_path / "content")
    assert build(content, tmp_path / "output").returncode == 0
    (content / "moved.toml").unlink()  # a line there leads to this item
    path = content / NEWS
    path.write_text(path.read_text("utf-8").replace("Status: published", "Status: draft"), "utf-8")
    assert build(content, tmp_path / "output").returncode == 0
    assert not (tmp_path / "output/berita/2017/05/mei").exists()


def test_a_fork_brings_its_own_name_and_words(tmp_path: Path) -> None:
    settings = tmp_path / "forkconf.py"
    words = {"SITENAME": "Amati Sekolah", "SITESUBTITLE": "Jejak Program Lain", "CONTACT": "mailto:meja@amati.example"}
    lines = [f"{name} = {value!r}" for name, value in words.items()]
    settings.write_text("\n".join(["from pelicanconf import *", *lines, ""]), "utf-8")
    done = build(CONTENT, tmp_path / "out", str(settings))
    assert done.returncode == 0, done.stderr
    assert "Jejak Program Lain" in (tmp_path / "out/index.html").read_text("utf-8")
    assert 'href="mailto:meja@amati.example"' in (tmp_path / "out/koreksi/index.html").read_text("utf-8")
    for name, data in files(tmp_path / "out").items():
        if name.endswith((".html", ".json", ".rss", ".atom", ".opml")):
            assert b"Pantau" not in data, name
