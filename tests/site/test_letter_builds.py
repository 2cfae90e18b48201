"""What a day's news changes of the weekly letters: the running week's page and the list, and nothing of other weeks."""

import datetime as dt
import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pelican import Pelican
from pelican.settings import read_settings

from plugins import build as site_build
from record.item import dumps, loads
from tests.site.building import CONTENT, ROOT

PLUGINS = ["plugins.build", "plugins.language.english", "plugins.pages.record_pages", "plugins.exports.letters"]
ITEM = "news/2018/03/2018-03-06-cetak-ulang.md"
FEED = {f"mingguan/feed.{form}" for form in ("rss", "atom", "json")}
LIST = "mingguan/index.html"


def page(week: str) -> str:
    return f"mingguan/{week}/index.html"


class Shop:
    """A copy of the test content, and the site of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(CONTENT, root / "content")

    def build(self) -> set[str]:
        """Build; which of the letters' files were written."""
        own = {"PATH": str(self.root / "content"), "OUTPUT_PATH": str(self.root / "site"), "PLUGINS": PLUGINS}
        Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=own)).run()
        done = site_build.last()
        assert done
        return {path for path in done.output.written if path.startswith("mingguan/")}

    def edit(self, name: str, **values: object) -> None:
        """Write an item like the one that there is, with other values."""
        path = self.root / "content" / ITEM
        item = replace(loads(path.read_text("utf-8"), path), **values)  # type: ignore[arg-type]
        path.with_name(name).write_text(dumps(item), "utf-8")

    def add(self, number: int, day: str) -> None:
        """An item that was recorded on a day."""
        values = {"id": f"urn:x:{number}", "source_url": f"https://satu.example/{number}", "story": "", "origin": ""}
        self.edit(
            f"2018-03-06-baru-{number}.md", title=f"Kabar {number}", recorded=dt.date.fromisoformat(day), **values
        )


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    logging.disable(logging.CRITICAL)
    made = Shop(tmp_path_factory.mktemp("letters"))
    made.build()
    yield made
    logging.disable(logging.NOTSET)


def test_a_day_renders_the_running_week_and_a_new_week_closes_it(shop: Shop) -> None:
    assert shop.build() == set()
    shop.add(1, "2026-11-25")
    assert shop.build() == {page("2026-W48"), LIST}
    feed = (shop.root / "site/mingguan/feed.atom").read_text("utf-8")
    assert "/mingguan/2018-W11/" in feed
    assert "/mingguan/2026-W48/" not in feed
    shop.add(2, "2027-01-01")
    assert shop.build() == {page("2026-W48"), page("2026-W53"), LIST, *FEED}
    feed = (shop.root / "site/mingguan/feed.atom").read_text("utf-8")
    assert "/mingguan/2026-W48/" in feed
    assert "masih berjalan" not in (shop.root / "site" / page("2026-W48")).read_text("utf-8")
    # An edit of what a closed letter shows is shown there, and nowhere else.
    shop.edit(Path(ITEM).name, title="Judul yang diperbaiki")
    assert shop.build() == {page("2018-W11"), *FEED}
