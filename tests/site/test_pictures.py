"""The pictures that are shown with links: names fit, points stand where the places are, the coast is whole."""

import pytest
from PIL import Image, ImageFont

from plugins.model.load import load_record
from plugins.pages.map import HEIGHT, OUTLINE, WIDTH
from plugins.pages.social_pictures import (
    ACCENT,
    FAINT,
    FONTS,
    LEFT,
    PAPER,
    RIGHT,
    SANS,
    SERIF,
    Card,
    Point,
    cards,
    draw,
    fitted,
    islands,
    placed,
    png,
    text_width,
)
from plugins.pages.structured_data import PICTURE_SIZE
from scrapers.gazetteer import load
from tests.site.building import CONTENT

NAMES = sorted(region.full_name for region in load().regions.values() if region.kind != "provinsi")
PROVINCES = sorted(region.name for region in load().regions.values() if region.kind == "provinsi")
ONE = Card("Provinsi", "Kota X", (("1", "satu"),), here=((400, 100),), others=((700, 200),))


def colour(image: Image.Image, point: Point) -> tuple[int, ...]:
    x, y = placed(point)
    return image.convert("RGB").getpixel((round(x), round(y)))  # type: ignore[return-value]


def near(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    """The same but for the palette, which holds one colour for some that are nearly alike."""
    return max(abs(a - b) for a, b in zip(one, two, strict=True)) <= 8


def test_every_kabupaten_and_kota_fits() -> None:
    assert len(NAMES) == 514
    made = {name: fitted(name) for name in NAMES}
    assert [name for name, (lines, _) in made.items() if " ".join(lines) != name] == []
    widest = {name: max(text_width(line, size) for line in lines) for name, (lines, size) in made.items()}
    assert [name for name, width in widest.items() if width > RIGHT - LEFT] == []
    assert min(size for _, size in made.values()) >= 56


@pytest.mark.parametrize(
    ("name", "lines", "size"),
    [
        ("Kota Jambi", ("Kota Jambi",), 100),
        ("Kabupaten Kutai Kartanegara", ("Kabupaten Kutai Kartanegara",), 72),
        ("Kabupaten Penukal Abab Lematang Ilir", ("Kabupaten Penukal", "Abab Lematang Ilir"), 60),
    ],
)
def test_a_name_is_as_large_as_it_can_be(name: str, lines: tuple[str, ...], size: int) -> None:
    assert fitted(name) == (lines, size)


def test_a_name_of_one_endless_word_still_fits() -> None:
    (line,), size = fitted("Kabupaten" * 9)
    assert text_width(line, size) <= RIGHT - LEFT


@pytest.mark.parametrize("font", [SERIF, SANS])
def test_the_fonts_have_every_letter_of_a_name_and_pull_pairs_together(font: str) -> None:
    made = ImageFont.truetype(FONTS / font, 40, layout_engine=ImageFont.Layout.BASIC)
    missing = bytes(made.getmask("\uffff"))
    letters = {letter for name in (*NAMES, *PROVINCES) for letter in name if letter != " "}
    assert len(letters) > 40
    assert [letter for letter in sorted(letters) if bytes(made.getmask(letter)) == missing] == []
    assert made.getlength("Ta") < made.getlength("T") + made.getlength("a")


def test_the_place_is_marked_and_the_others_are_faint() -> None:
    image = draw(ONE, "Pantau 100", "Jejak")
    assert image.size == PICTURE_SIZE
    assert near(colour(image, ONE.here[0]), ACCENT)
    assert near(colour(image, ONE.others[0]), FAINT)
    assert near(colour(image, (5, 300)), PAPER), "the sea"


def test_there_is_a_picture_of_the_site_and_one_a_place_with_its_own_figures() -> None:
    record = load_record(CONTENT)
    made = {address: card() for address, card in cards(record)}
    assert list(made) == [
        "/kartu.png",
        "/daerah/kota-bekasi/kartu.png",
        "/daerah/kota-samarinda/kartu.png",
        "/inisiatif/kota-bekasi/aduan/kartu.png",
        "/inisiatif/kota-samarinda/aduan/kartu.png",
    ]
    own = made["/inisiatif/kota-bekasi/aduan/kartu.png"]
    assert (own.kicker, own.name, own.others) == ("Kota Bekasi", "Aduan warga", ())
    assert own.figures == (("diumumkan", "per Juni 2017"), ("6 Maret 2018", "kabar terakhir"))
    silent = made["/inisiatif/kota-samarinda/aduan/kartu.png"]
    assert silent.figures[1][1] == "kabar terakhir, tak ada lagi sejak itu"
    bekasi = made["/daerah/kota-bekasi/kartu.png"]
    assert (bekasi.kicker, bekasi.name) == ("Jawa Barat", "Kota Bekasi")
    assert bekasi.figures == (
        ("1 dari 1", "terbukti berjalan"),
        ("Mar 2018", "kabar terakhir"),
        ("3 dari 5", "langkah ada buktinya"),
    )
    assert bekasi.here == made["/daerah/kota-samarinda/kartu.png"].others


def test_a_picture_is_small_and_its_bytes_are_the_same_each_time() -> None:
    first = png(draw(ONE, "Pantau 100", "Jejak"))
    assert first == png(draw(ONE, "Pantau 100", "Jejak"))
    assert len(first) <= 40_000


def test_the_whole_coast_is_drawn() -> None:
    path = OUTLINE.read_text("utf-8")
    rings = list(islands(path))
    assert len(rings) == path.count("M") > 100
    assert all(len(ring) >= 3 for ring in rings)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for ring in rings for x, y in ring)
