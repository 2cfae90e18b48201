"""An incremental build gives byte for byte what a build from scratch gives, whatever was edited before it."""

import datetime as dt
import json
import logging
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pelican import Pelican
from pelican.settings import read_settings

from plugins.build import TEMPLATES
from plugins.incremental import state_folder
from plugins.model.contradictions.addresses import item_findings
from record.item import Item, dumps, loads
from tests.site.building import CONTENT, ROOT, files

THEME = ROOT / "theme"


@dataclass
class Shop:
    """A content folder and a theme that are edited, and settings; each edit takes its chances from `chance`."""

    root: Path
    settings: dict[str, object]
    chance: random.Random

    @property
    def content(self) -> Path:
        return self.root / "content"

    def one(self, pattern: str) -> Path | None:
        paths = sorted(self.root.glob(pattern))
        return self.chance.choice(paths) if paths else None

    def swap(self, pattern: str, old: str, new: str) -> None:
        """Replace the first match of `old` in one file."""
        path = self.one(pattern)
        if path:
            text = path.read_text("utf-8")
            path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), "utf-8")


def build(shop: Shop, output: Path) -> dict[str, bytes]:
    """Build in this process, without the search index, which has a test of its own."""
    own = {"PATH": str(shop.content), "OUTPUT_PATH": str(output), "THEME": str(shop.root / "theme"), **shop.settings}
    given = read_settings(str(ROOT / "pelicanconf.py"), override=own)
    given["PLUGINS"] = [name for name in given["PLUGINS"] if name != "plugins.search.plugin"]
    Pelican(given).run()
    return files(output)


def build_from_scratch(shop: Shop, scratch: Path, edits: list[str]) -> dict[str, bytes]:
    """Build from nothing but compiled templates, which take half of the time; from nothing where an edit is of them."""
    keeps = not {"change_template", "break_state"}.intersection(edits)
    shutil.rmtree(scratch, ignore_errors=True)
    for path in state_folder(scratch).glob("*"):
        if not path.is_dir():
            path.unlink()
        elif not keeps:
            shutil.rmtree(path)
    assert {path.name for path in state_folder(scratch).glob("*")} <= {TEMPLATES}
    return build(shop, scratch)


def _number(shop: Shop) -> int:
    return shop.chance.randrange(10**6)


def add_news(shop: Shop) -> None:
    """A new item, like another one, of another day and with another name."""
    path = shop.one("content/news/*/*/*.md")
    if path:
        item, number = loads(path.read_text("utf-8"), path), _number(shop)
        year, month = shop.chance.choice([2017, 2018, 2019, 2024]), shop.chance.randrange(1, 13)
        # The same day of any month.
        date = item.date and item.date.replace(year=year, month=month, day=min(item.date.day, 28))
        fresh = replace(
            item,
            id=f"urn:uuid:{number}",
            title=f"Kabar {number}",
            date=date,
            source_url=f"https://baru.example/{number}",
        )
        where = shop.content / "news" / f"{year}" / f"{month:02}" / f"{year}-{month:02}-01-kabar-{number}.md"
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(dumps(sound(fresh)), "utf-8")


def sound(item: Item) -> Item:
    """The item, its address stating the date that is said to stand there: a build refuses any other."""
    if item.date_basis != "address":
        return item
    day = f"{item.date:%Y/%m/%d}" if item.date else item.event_date.replace("-", "/")
    return replace(item, source_url=f"https://alamat.example/{day}/kabar-{item.id[9:]}")


def change_news(shop: Shop) -> None:
    """Another title, summary, place, dimension, kind, status, date, story or body."""
    path = shop.one("content/news/*/*/*.md")
    if path:
        item = loads(path.read_text("utf-8"), path)
        slugs = sorted(city.stem for city in shop.content.glob("cities/*.md"))
        changes: list[dict[str, object]] = [
            {"title": f"Judul {_number(shop)}"},
            {"summary": f"Ringkasan {_number(shop)} tentang Aduan Warga."},
            {"places": (shop.chance.choice(slugs),)},
            {"mentions": (shop.chance.choice(slugs),)},
            {"dimensions": ("economy", "living")},
            {"kind": "award"},
            {
                "status": shop.chance.choice(["draft", "hidden", "published"]),
                "withdrawn": None,
                "withdrawn_reason": "",
            },
            {"status": "hidden", "withdrawn": dt.date(2026, 11, 29), "withdrawn_reason": f"Sebab {_number(shop)}"},
            {"date": None},
            {"date": None, "event_date": shop.chance.choice(["2018-06-07", "2018-06", "2019"]), "date_basis": "text"},
            {"date": None, "event_date": "2020-01-01", "date_basis": "archive"},
            {"date_basis": "address", "headline_from": "address", "recorded": dt.date(2026, 11, 24)},
            {"revised": ("2026-12-01",)},
            {"story": "cerita-bersama"},
            {"body": f"Isi **{_number(shop)}** dan [tautan](https://a.example/)."},
            {"source_url": f"https://lain.example/{_number(shop)}"},
        ]
        path.write_text(dumps(sound(replace(item, **shop.chance.choice(changes)))), "utf-8")


def delete_news(shop: Shop) -> None:
    """One item less."""
    if path := shop.one("content/news/*/*/*.md"):
        path.unlink()


def rename_news(shop: Shop) -> None:
    """The same item under another name, and so at another address."""
    if path := shop.one("content/news/*/*/*.md"):
        path.rename(path.with_name(path.name[:11] + f"nama-{_number(shop)}.md"))


def touch_news(shop: Shop) -> None:
    """Written again, with the same words."""
    if path := shop.one("content/news/*/*/*.md"):
        path.write_bytes(path.read_bytes())


def change_place(shop: Shop) -> None:
    """Another name, zone, cohort, or prose."""
    old, new = shop.chance.choice(
        [
            (r'^name = "(.*)"', r'name = "\1 Baru"'),
            (
                r'^timezone = ".*"',
                f'timezone = "{shop.chance.choice(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])}"',
            ),
            (r"^latitude = .*", f"latitude = -{shop.chance.randrange(1, 9)}.5"),
            (r"\Z", f"\n\nSatu kalimat lagi, {_number(shop)}.\n"),
        ]
    )
    shop.swap("content/cities/*.md", old, new)


def change_initiative(shop: Shop) -> None:
    """Another name, status or prose."""
    old, new = shop.chance.choice(
        [
            (r'^name = ".*"', 'name = "Aduan Warga"'),
            (r'^summary = "', f'summary = "{_number(shop)}: '),
            (r'^kind = "app"\n(?!programme)', 'kind = "app"\nprogramme_steps = ["launch"]\n'),
            (r"\Z", f"\n\nSatu kalimat lagi, {_number(shop)}.\n"),
        ]
    )
    shop.swap("content/initiatives/*/*.md", old, new)


def delete_initiative(shop: Shop) -> None:
    """One initiative less."""
    if path := shop.one("content/initiatives/*/*.md"):
        path.unlink()


def change_programme(shop: Shop) -> None:
    """Another word about a milestone, or another rule of steps."""
    old, new = shop.chance.choice(
        [
            (r'^summary = "', f'summary = "Pada {_number(shop)}: '),
            (r"^statuses = .*", 'statuses = ["announced"]'),
            (r'^text_id = "', f'text_id = "{_number(shop)}: '),
        ]
    )
    shop.swap("content/programme/*.md", old, new)


def change_page(shop: Shop) -> None:
    """Another title or text of an editors' page."""
    old, new = shop.chance.choice([(r"^Title: ", "Title: Baru "), (r"\Z", f"\nSatu kalimat lagi, {_number(shop)}.\n")])
    shop.swap("content/pages/*.md", old, new)


def correct(shop: Shop) -> None:
    """Another correction of a page and a fact, or other words in one."""
    if shop.chance.random() < 0.5:
        shop.swap("content/corrections/*.md", r'^now = "', f'now = "{_number(shop)}: ')
        return
    page = shop.chance.choice(["/daerah/kota-samarinda/", "/program/", "/inisiatif/kota-bekasi/aduan/"])
    rows = {"page": page, "was": "Salah.", "now": f"Benar {_number(shop)}.", "why": "Dibaca ulang."}
    lines = [f'{name} = "{value}"' for name, value in rows.items()]
    text = "\n".join(["+++", "date = 2018-03-12", *lines, 'facts = ["fakta-04"]', "+++", ""])
    (shop.content / "corrections" / f"2018-03-12-{_number(shop)}.md").write_text(text, "utf-8")


def cite(shop: Shop) -> None:
    """A cited address was asked."""
    path = shop.one("content/news/*/*/*.md")
    if path:
        url = loads(path.read_text("utf-8"), path).source_url
        state_, day = shop.chance.choice(["live", "gone"]), f"2024-03-0{_number(shop) % 9 + 1}"
        with (shop.content / "citations.jsonl").open("a", encoding="utf-8") as file:
            print(json.dumps({"url": url, "state": state_, "checked": day}), file=file)


def lay_down(shop: Shop) -> None:
    """A page is said to be gone."""
    row = f'[[gone]]\naddress = "/berita/2016/01/hilang-{_number(shop)}/"\nwhy = "Ditarik."\n'
    (shop.content / "moved.toml").write_text(row, "utf-8")


def translate(shop: Shop) -> None:
    """Another translation of a text of the record."""
    shop.swap("content/translations/en.po", r'^msgstr "(?=.)', 'msgstr "Now ')


def change_template(shop: Shop) -> None:
    """Another word in a template, or a comment."""
    shop.swap("theme/templates/*.html", r"\Z", f"<!-- {_number(shop)} -->\n")


def change_style(shop: Shop) -> None:
    """Another rule in the style sheet."""
    shop.swap("theme/static/site.css", r"\Z", f"\n.x{_number(shop)} {{ color: red }}\n")


def change_settings(shop: Shop) -> None:
    """Another name or address of the site."""
    shop.settings |= shop.chance.choice(
        [{"SITENAME": f"Pantau {_number(shop)}"}, {"CONTACT": "mailto:a@b.example"}, {"DESK": False}]
    )


def lose_output(shop: Shop) -> None:
    """Someone removed a page, or wrote into it."""
    path = shop.one("site/*/**/index.html")
    if path:
        path.unlink() if shop.chance.random() < 0.5 else path.write_text("rusak", "utf-8")


def break_state(shop: Shop) -> None:
    """What the last build left is damaged, or was never finished."""
    folder = state_folder(shop.root / "site")
    if shop.chance.random() < 0.5:
        (folder / "unfinished").touch()
        (shop.root / "site" / "berita" / "sisa.html").write_text("sisa", "utf-8")
        (folder / "templates" / "rusak").parent.mkdir(exist_ok=True)
        for path in (folder / "templates").iterdir():
            path.write_bytes(path.read_bytes()[::-1])
    elif (folder / "build").exists():
        data = bytearray((folder / "build").read_bytes())
        data[shop.chance.randrange(len(data))] ^= 0xFF
        (folder / "build").write_bytes(data)


EDITS: dict[str, Callable[[Shop], None]] = {
    edit.__name__: edit
    for edit in (
        add_news, change_news, delete_news, rename_news, touch_news, change_place, change_initiative, delete_initiative,
        lay_down, change_programme, change_page, correct, cite, translate, change_template, change_style,
        change_settings, lose_output, break_state,
    )
}  # fmt: skip


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def opened(root: Path, seed: int) -> Shop:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(CONTENT, root / "content", ignore=shutil.ignore_patterns("moved.toml"))
    shutil.copytree(THEME, root / "theme")
    return Shop(root, {}, random.Random(seed))


@pytest.mark.usefixtures("quiet")
@settings(
    max_examples=5,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    seed=st.integers(0, 2**32),
    edits=st.lists(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3), min_size=2, max_size=4),
)
def test_whatever_is_edited_the_site_is_what_a_build_from_scratch_gives(
    tmp_path: Path, seed: int, edits: list[list[str]]
) -> None:
    shop = opened(tmp_path / "shop", seed)
    build(shop, shop.root / "site")
    for some in edits:
        for name in some:
            EDITS[name](shop)
        scratch = build_from_scratch(shop, tmp_path / "scratch", some)
        assert_same(build(shop, shop.root / "site"), scratch, some)


def test_no_edit_says_of_an_address_what_it_does_not_state() -> None:
    # What a build refuses says nothing of what it would have written.
    for path in CONTENT.glob("news/*/*/*.md"):
        item = replace(loads(path.read_text("utf-8"), path), date_basis="address")
        assert not list(item_findings(sound(item)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A shop that was built, for one edit after another."""
    shop = opened(tmp_path_factory.mktemp("built") / "shop", 1)
    build(shop, shop.root / "site")
    return shop


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", sorted(EDITS))
def test_each_kind_of_edit(built: Shop, name: str) -> None:
    EDITS[name](built)
    scratch = build_from_scratch(built, built.root / "scratch", [name])
    assert_same(build(built, built.root / "site"), scratch, [name])


def assert_same(mended: dict[str, bytes], scratch: dict[str, bytes], edits: list[str]) -> None:
    assert sorted(mended) == sorted(scratch), edits
    assert [name for name in scratch if mended[name] != scratch[name]] == [], edits
