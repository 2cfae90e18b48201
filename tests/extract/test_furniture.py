"""Texts without what stands before, among and after them; a new case is an entry in furniture.toml."""

import re
import tomllib
from pathlib import Path

import pytest

from scrapers.extract.article import extract

HEADLINE = "Warga Menanam Seribu Pohon di Tepi Sungai"
PARAGRAPHS = {
    "1": "Pemerintah kota meresmikan taman baru di tepi sungai, Kamis, setelah warga menunggu hampir tiga tahun.",
    "2": "Wali kota mengatakan taman itu dibuat bersama warga. “Kami hanya menyediakan tanah dan bibitnya,” kata dia.",
    "3": "Sebanyak 1.000 pohon ditanam oleh murid dari dua belas sekolah, yang akan merawatnya sampai mereka lulus.",
    "4": "Ketua rukun warga berharap air sungai menjadi bersih, karena anak-anak sudah bermain di sana setiap sore.",
    "5": "Dinas lingkungan memasang alat pengukur mutu air, dan hasilnya dapat dilihat siapa saja di telepon genggam.",
    "6": "Pedagang yang dahulu berjualan di bantaran mendapat tempat di gerbang, dengan sewa yang sama seperti dahulu.",
    "2a": "“Kami hanya menyediakan tanah dan bibitnya,”",
    "judul": HEADLINE,
}
CASES = tomllib.loads((Path(__file__).parent / "furniture.toml").read_text("utf-8"))["case"]


def filled(text: str) -> str:
    """A case's text with the paragraphs in place."""
    return re.sub(r"\{(\w+)\}", lambda match: PARAGRAPHS[match[1]], text)


OTHER = (
    "Klub sepak bola dari pulau itu menang tiga gol tanpa balas dalam pertandingan yang ditonton ribuan orang semalam.",
    "Pelatih mengatakan anak asuhnya bermain sabar, dan penjaga gawang itu menepis dua tendangan dari jarak dekat.",
    "Pertandingan berikutnya dimainkan di kandang lawan, pekan depan, dengan wasit yang sama seperti musim lalu.",
    "Pendukung menyambut pemain di pelabuhan dengan tabuhan rebana dan makan bersama sampai lewat tengah malam.",
    "Ketua klub menjanjikan lapangan latihan baru, sesudah yang lama rusak karena banjir besar pada awal tahun ini.",
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_text_comes_without_furniture(case) -> None:
    head = filled(case.get("head", "")).replace("{{", "{").replace("}}", "}")
    page = f"<html><head><title>{HEADLINE}</title>{head}</head><body>{filled(case['page'])}</body></html>"
    article = extract(page.encode(), "https://kabarkota.example/berita/1")
    assert article.title == HEADLINE
    expected = [PARAGRAPHS.get(str(part), filled(str(part))) for part in case["text"]]
    assert article.text.split() == " ".join(expected).split()


@pytest.mark.parametrize(("paragraphs", "is_doubted"), [(3, True), (6, False)])
def test_a_text_of_which_nobody_knows_whether_it_is_the_articles_is_doubted(paragraphs, is_doubted) -> None:
    """A known mark on a small text, and a larger one without: the safer is taken, and a person looks at it."""
    marked = "".join(f"<p>{PARAGRAPHS[str(number)]}</p>" for number in range(1, paragraphs + 1))
    larger = "".join(f"<div>{text}</div>" for text in OTHER[: 8 - paragraphs])
    body = f"<div class='konten'>{marked}</div><div class='story-body'>{larger}</div>"
    page = f"<html><head><title>{HEADLINE}</title></head><body>{body}</body></html>"
    assert extract(page.encode(), "https://kabarkota.example/berita/1").is_doubted is is_doubted
