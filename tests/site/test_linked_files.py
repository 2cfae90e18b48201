"""Files of `content/` that pages show or link: they come, change and go with the next build, whole and incremental."""

import os
from pathlib import Path

import pytest

from tests.site.building import files
from tests.site.test_incremental import Shop, build, opened, quiet

__all__ = ["quiet"]
PAGE = "content/pages/tentang.md"
PICTURES = {"{static}/gambar/satu.png": "gambar/satu.png", "{attach}gambar/dua.pdf": "tentang/gambar/dua.pdf"}
"""What a page links, and where the file is on the site."""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = opened(tmp_path / "shop", 1)
    for path in (made.content / "gambar" / "satu.png", made.content / "pages" / "gambar" / "dua.pdf"):
        path.parent.mkdir()
        path.write_bytes(path.name.encode())
    with (made.root / PAGE).open("a", encoding="utf-8") as page:
        page.writelines(f"\n[gambar]({link})\n" for link in PICTURES)
    (made.root / "rahasia").write_text("di luar", "utf-8")
    with (made.root / PAGE).open("a", encoding="utf-8") as page:
        page.write("\n[rahasia]({static}/../rahasia)\n")
    return made


def linked(output: Path) -> dict[str, bytes]:
    return {name: data for name, data in files(output).items() if name in PICTURES.values()}


@pytest.mark.usefixtures("quiet")
def test_linked_files_come_change_and_go(shop: Shop) -> None:
    output = shop.root / "site"
    build(shop, output)
    assert linked(output) == {"gambar/satu.png": b"satu.png", "tentang/gambar/dua.pdf": b"dua.pdf"}
    assert "rahasia" not in files(output)

    # A backup brings an older file with its old time.
    (shop.content / "gambar" / "satu.png").write_bytes(b"lain")
    os.utime(shop.content / "gambar" / "satu.png", (1, 1))
    (shop.root / PAGE).write_text((shop.root / PAGE).read_text("utf-8").replace("{attach}gambar/dua.pdf", "#isi"))
    build(shop, output)
    assert linked(output) == {"gambar/satu.png": b"lain"}
    shop.settings["CLEAN_BUILD"] = True
    build(shop, output)
    assert linked(output) == {"gambar/satu.png": b"lain"}, "a clean build leaves what belongs to the site"

    (shop.content / "gambar" / "satu.png").unlink()
    build(shop, output)
    assert linked(output) == {}
    assert not (output / "gambar").exists()
