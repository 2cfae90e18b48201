"""Every kind of page on the site, by a pattern of its files: for checks, browser tests, the audit and the pictures."""

from pathlib import Path

from record.site_files import site_path

KINDS = {
    "beranda": "index.html",
    "semua-daerah": "daerah/index.html",
    "daerah": "daerah/*/index.html",
    "banding": "banding/index.html",
    "banding-daerah": "banding/*/index.html",
    "linimasa": "linimasa/index.html",
    "linimasa-sempit": "linimasa/[!0-9t]*/index.html",
    "linimasa-tahun": "linimasa/[12]*/index.html",
    "linimasa-bulan": "linimasa/[12]*/[01]*/index.html",
    "linimasa-sempit-tahun": "linimasa/[!0-9t]*/[12]*/index.html",
    "linimasa-tanpa-tanggal": "linimasa/tanpa-tanggal/index.html",
    "linimasa-daerah": "daerah/*/linimasa/index.html",
    "berita": "berita/index.html",
    "berita-tahun": "berita/[12]*/index.html",
    "berita-bulan": "berita/[12]*/[01]*/index.html",
    "daftar-tanpa-tanggal": "berita/tanpa-tanggal/index.html",
    "satu-berita": "berita/[1-9]*/*/*/index.html",
    "berita-tanpa-tanggal": "berita/0000/*/*/index.html",
    "program": "program/index.html",
    "program-urut": "program/urut/*/index.html",
    "peserta": "program/peserta/index.html",
    "hasil": "program/hasil/index.html",
    "inisiatif": "inisiatif/index.html",
    "satu-inisiatif": "inisiatif/*/*/index.html",
    "satu-fakta": "fakta/*/index.html",
    "dimensi": "dimensi/*/index.html",
    "istilah": "istilah/index.html",
    "peta": "peta/index.html",
    "cari": "cari/index.html",
    "daftar": "cari/daftar/index.html",
    "perbedaan": "perbedaan/index.html",
    "perubahan": "perubahan/index.html",
    "perubahan-tahun": "perubahan/[12]*/index.html",
    "sumber": "sumber/index.html",
    "koreksi": "koreksi/index.html",
    "tentang": "tentang/index.html",
    "metodologi": "metodologi/index.html",
    "surat": "mingguan/*/index.html",
    "semua-surat": "mingguan/index.html",
    "umpan": "feeds/index.html",
    "data": "data/index.html",
    "sematan": "sematkan/*/index.html",
    "sematan-linimasa": "sematkan/*/linimasa/index.html",
    "tidak-ada": "404.html",
    "meja": "meja/index.html",
    "inggris": "en/index.html",
    "inggris-semua-daerah": "en/places/index.html",
    "inggris-daerah": "en/places/*/index.html",
    "inggris-banding": "en/compare/**/index.html",
    "inggris-sematan": "en/embed/*/index.html",
    "inggris-fakta": "en/facts/*/index.html",
    "inggris-inisiatif": "en/initiatives/index.html",
    "inggris-satu-inisiatif": "en/initiatives/*/*/index.html",
    "inggris-program": "en/programme/index.html",
    "inggris-program-urut": "en/programme/by/*/index.html",
    "inggris-peserta": "en/programme/participants/index.html",
    "inggris-hasil": "en/programme/results/index.html",
    "inggris-metodologi": "en/method/index.html",
    "inggris-istilah": "en/glossary/index.html",
    "inggris-umpan": "en/feeds/index.html",
    "inggris-data": "en/data/index.html",
}
LONG = frozenset(
    {"linimasa-tahun", "linimasa-bulan", "linimasa-sempit-tahun", "linimasa-tanpa-tanggal"}
    | {"berita-bulan", "perubahan-tahun"}
)
"""Kinds that only a site with long lists has (`tests/site/many.py` makes one)."""
NOT_EVERYWHERE = frozenset({"meja"}) | LONG
"""Kinds that a site may lack; the editors' desk is never published."""


def addresses(site: Path, kind: str) -> list[str]:
    """Every page of a kind, by its address on the site."""
    files = [path.relative_to(site).as_posix() for path in sorted(site.glob(KINDS[kind]))]
    return ["/" + file.removesuffix("index.html") for file in files]


def sample(site: Path, kind: str) -> str:
    """The address of the largest page of a kind, which has the most to go wrong; "" if the site has none."""
    return max(
        addresses(site, kind), key=lambda address: (page_file(site, address).stat().st_size, address), default=""
    )


def samples(site: Path) -> dict[str, str]:
    """The address of the largest page of each kind that the site has. Raises LookupError if it lacks a needed kind."""
    largest = {kind: sample(site, kind) for kind in KINDS}
    missing = [kind for kind, address in largest.items() if not address and kind not in NOT_EVERYWHERE]
    if missing:
        raise LookupError(
            f"{site}: no page of the kinds {', '.join(missing)}; build again, or mend KINDS in {__file__}"
        )
    return {kind: address for kind, address in largest.items() if address}


def page_file(site: Path, address: str) -> Path:
    """The file of the page at an address."""
    return site / site_path(address)
