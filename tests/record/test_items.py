"""Items on disk: names of files, and which of them wait as drafts."""

from pathlib import Path

import pytest

from record.item import Item, dumps
from record.items import Items, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Kota Bekasi: Terpilih!", "kota-bekasi-terpilih"),
        ("a" * 100, "a" * 80),
        ("a" * 80 + " lagi", "a" * 80),
        ("kata " * 30, "-".join(["kata"] * 16)),
        ("…", "berita"),
    ],
)
def test_a_slug_is_cut_between_words_and_is_never_empty(title: str, slug: str) -> None:
    assert slugify(title) == slug


def test_a_published_item_whose_text_says_draft_does_not_wait(tmp_path: Path) -> None:
    folder = tmp_path / "news" / "2018" / "01"
    folder.mkdir(parents=True)
    for number, status in enumerate(("published", "draft")):
        item = Item(
            title="Satu",
            id=f"urn:uuid:00000000-0000-4000-8000-00000000000{number}",
            source_url=f"https://satu.example/{number}",
            status=status,
            body="Kutipan:\n\nStatus: draft\n\nSelesai.",
        )
        (folder / f"2018-01-0{number + 1}-satu.md").write_text(dumps(item), "utf-8")
    assert [item.status for _, item in Items(tmp_path).drafts()] == ["draft"]
