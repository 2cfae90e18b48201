"""What the words around a name say about it: tables, read in one pass together with the names themselves.

Where Indonesian usage has a source it is named; the rest was learned from the labelled cases in `tests/decide/labelled/`.
`python -m tests.decide.score --wrong` measures a change on them and names the cases that go wrong.
"""

from dataclasses import dataclass
from typing import Literal

CueKind = Literal["kota", "kabupaten", "provinsi", "district", "village", "label", "police", "none"]


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word before a name says about it: `kind`.

    `office` marks words for a government or its head, which speak of a place also without its name. `reach` is how many
    further words may stand between a label and the name it takes ("Universitas Islam Jambi": 1); it was fitted on the
    labelled cases.
    """

    kind: CueKind
    office: bool = False
    reach: int = 0


def _table(kind: CueKind, words: str, *, office: bool = False, reach: int = 0) -> dict[str, Cue]:
    return {word.strip(): Cue(kind, office, reach) for word in words.split(",")}


CUES: dict[str, Cue] = {
    **_table("kota", "kota, kodya, kotamadya, city of, municipality of, kota madya"),
    **_table(
        "kota",
        "pemkot, pemerintah kota, wali kota, walikota, wakil wali kota, wakil walikota, walkot, wawali, wawalkot, "
        "balai kota, balaikota, mayor of, the mayor, dprd kota, pemkotamadya, wako, wawako, bappeda kota, sekda kota, apbd kota, "
        "pemerintahan kota, calon wali kota, mayor, city officials, the municipal government, city government",
        office=True,
    ),
    **_table("kabupaten", "kabupaten, kab, regency of"),
    **_table(
        "kabupaten",
        "pemkab, pemerintah kabupaten, bupati, wakil bupati, wabup, cabup, regent of, the regent, regent, dprd kabupaten, "
        "pendopo kabupaten, apbd kabupaten, regency government, pemerintahan kabupaten",
        office=True,
    ),
    **_table("provinsi", "provinsi, prov, province of, propinsi"),
    **_table(
        "provinsi",
        "pemprov, pemerintah provinsi, gubernur, wakil gubernur, wagub, dprd provinsi, governor of, apbd provinsi, cagub, "
        "polda, kejati, kanwil, bps provinsi, dprd prov, sekdaprov, bank indonesia provinsi",
        office=True,
    ),
    **_table("district", "kecamatan, kec, camat, distrik, kapanewon, kemantren, panewu, koramil, polsek, kapolsek, mapolsek, kua, puskesmas"),
    **_table("village", "kelurahan, kel, lurah, desa, kepala desa, kades, kampung, dusun, nagari, gampong, pekon, kalurahan"),
    **_table("police", "polres, polresta, polrestabes, polres metro, polresta metro, kapolres, kapolresta, kapolrestabes, kapolres metro, mapolres metro, mapolres, mapolresta, mapolrestabes"),
    **_table("none", "smart kampung, rumput laut, hasil laut, jalur laut, wisata danau, anak sungai, kepala kampung"),
    # Names of other things, with how many words may stand in between.
    **_table("label", "institut teknologi, institut pertanian, institut seni, institut, sekolah tinggi, akademi", reach=3),
    **_table(
        "label",
        "universitas, univ, universiti, unika, uin, iain, stain, stikes, stie, stmik, politeknik, poltek, poltekkes",
        reach=4,
    ),
    **_table("label", "university of, universitas islam negeri, universitas muhammadiyah, universitas negeri", reach=3),
    **_table(
        "label",
        "itb, ipb, unpad, unpar, upi, telkom university, undip, unnes, unissula, udinus, unhas, unmul, unja, unsrat, "
        "unikom, unisba, unpas, ugm, uny, upn, uii, ums, uad, umm, its, unair, unesa, unsri, unri, unisma, ubl, gunadarma",
        reach=0,
    ),
    **_table(
        "label",
        "maung, bernama, sultan, persib, persija, psm, psis, pss, psim, arema, persikota, persita, persikabo, persikasi, persibo, persewangi, "
        "persegres, persebaya, persela, deltras, mitra kukar, borneo fc, borneo, persisam, pusam, putra samarinda, psb, fc, "
        "persika, psps, persiba, persipura, persiram, bali united, dewa united, satria muda, prawira, pelita jaya, bima perkasa, "
        "garuda, stapac, hangtuah, psgc, perserang, psbs, persimi, psms, sriwijaya fc, semen padang, semen, petrokimia, viking, "
        "perkesa, psj, persitema, persemi, persikas, persid, bandung bjb tandamata",
    ),
    **_table(
        "label",
        "bank, bpd, bpr, bank pembangunan daerah, bank bjb, radar, tribun, kabar, suara, harian, koran, ayo, tabloid, warta, "
        "metro tv, tvri, rri, pikiran rakyat, cv, hotel, kampus, jalan, jl, jln, jalan raya, gang, gg, jalan tol, tol, ruas tol, "
        "flyover, simpang, bundaran, jalur, rute, jurusan, trayek, relasi, lintas, commuter line, commuterline, penerbangan, restoran, rumah makan, toko, warung, kafe, depot,  kereta api, kereta cepat, kereta, ka, krl, lrt, bus, travel, "
        "jembatan",
    ),
    **_table("label", "pt, pt semen, argo, ka argo, kodam, konferensi, deklarasi, perjanjian, piagam, sesar", reach=2),
    **_table("label", "rsup, rumah sakit, rs, sman, smkn, smpn, man", reach=3),
    **_table("label", "selat, teluk, sungai, kali, krueng, laut, gunung, tukad, danau, pulau, perairan, sesar, samudra, tanjung"),
    **_table(
        "label",
        "keuskupan, stadion, istana, kerajaan, kesultanan, keraton, taman makam pahlawan",
        reach=0,
    ),
    **_table(
        "label",
        "talas, bandeng presto, kerupuk udang, nasi jamblang, sarung, batik, tenun, nasi goreng, nasi ayam, nasi liwet, nasi uduk, soto, coto, asinan, lumpia, lunpia, mochi, moci, tahu, bakpia, bika, kerupuk, mie, mi, bakso, sate, batagor, siomay, "
        "dodol, bandeng, songket, lapis, peuyeum, pempek, rujak, laksa, jenang, bolu, ketoprak, cireng, martabak, otak-otak, "
        "bakpao, doclang, tauge, toge goreng, empal gentong, wingko, pisang epe, konro, sop konro",
    ),
}  # fmt: skip

LINES = frozenset(
    {
        "rute",
        "jurusan",
        "trayek",
        "relasi",
        "lintas",
        "jalur",
        "kereta",
        "krl",
        "ka",
        "bus",
        "tol",
        "jalan tol",
        "ruas tol",
        "penerbangan",
    }
)
"""Labels whose name has two ends."""
ABBREVIATED = frozenset({"kab", "kec", "kel", "prov", "jl", "jln", "gg", "univ", "pt", "kota adm"})
"""Cues that a full stop may part from their name."""

TAILS: dict[str, str] = {
    **dict.fromkeys(("fc", "united", "raya", "lautan api", "city fc", "bjb", "petrokimia", "samator", "phonska", "tectona", "bank", "ekspres", "post", "pos", "tv", "expres"), "label"),
    **dict.fromkeys(("mayor", "municipality", "city", "municipal"), "kota"),
    **dict.fromkeys(("regency", "regent"), "kabupaten"),
    **dict.fromkeys(("province", "governor"), "provinsi"),
}  # fmt: skip
"""Words right after a name. "Raya" makes it a region around a town, which is no kota."""

RISKY = frozenset({
    "batu", "metro", "pati", "malang", "bima", "serang", "puncak", "banjar", "landak", "buru", "karo", "bone", "ende", "malaka", "solok", "kaur", "nias", "belu", "alor", "batang", "muna", "sabang", "langsa", "padang", "lebak", "barru", "demak", "blora", "tegal", "kupang", "kapuas", "paser", "sorong", "biak", "ngada", "sigi", "poso", "buol", "palu", "tebo", "bungo", "agam", "toba", "dairi", "asahan", "karimun", "natuna", "lingga", "lahat", "mura", "mitra", "tala", "benteng", "palas", "basel", "babar", "barut", "salak", "tuba", "asel", "agara", "ateng", "galus", "mabar", "solo", "siantar", "idi", "ktt", "sumber", "negara", "tanjung", "rantau", "mulia", "pandan", "manggar", "waris", "borong", "selong", "solsel", "sikka", "tual", "nduga", "asmat", "mappi", "yalimo", "bangli", "bora", "tasik",
})  # fmt: skip
"""Names that are words, people's names or parts of other names too; alone they need a cue or a preposition."""

SHORT_AFTER_CUE: dict[str, str] = {
    "bdg": "bandung", "bks": "bekasi", "bgr": "bogor", "bogr": "bogor", "crb": "cirebon", "smg": "semarang", "skb": "sukabumi",
    "smi": "sukabumi", "skbm": "sukabumi", "tng": "tangerang", "tgr": "tangerang", "tgrg": "tangerang", "tangsel": "tangerang selatan",
    "mks": "makassar", "mksr": "makassar", "smd": "samarinda", "smr": "samarinda", "smrd": "samarinda", "jbi": "jambi", "jmb": "jambi",
    "skw": "singkawang", "sgk": "singkawang", "tmh": "tomohon", "bwi": "banyuwangi", "bjn": "bojonegoro", "gsk": "gresik",
    "sda": "sidoarjo", "slmn": "sleman", "pwk": "purwakarta", "prwkt": "purwakarta", "bya": "banyuasin", "bnyasin": "banyuasin",
    "mmk": "mimika", "plw": "pelalawan", "krw": "karawang", "sby": "surabaya", "jkt": "jakarta", "srg": "serang", "clg": "cilegon",
    "dpk": "depok", "kng": "kuningan", "mjl": "majalengka", "idm": "indramayu", "sbg": "subang", "smdg": "sumedang", "plg": "palembang",
    "byw": "banyuwangi", "bwgi": "banyuwangi", "bjg": "bojonegoro", "bjngr": "bojonegoro", "grsk": "gresik", "sdrj": "sidoarjo",
    "bgd": "bandung", "bdng": "bandung", "tgsl": "tangerang selatan", "tngsel": "tangerang selatan", "mkssr": "makassar", "jmbi": "jambi",
    "smrg": "semarang", "skbmi": "sukabumi", "crbn": "cirebon", "bksi": "bekasi", "tmhn": "tomohon", "plln": "pelalawan",
    "skwg": "singkawang", "singkwg": "singkawang", "pkwt": "purwakarta", "slm": "sleman", "kkr": "kutai kartanegara",
    "bpp": "balikpapan", "dps": "denpasar", "yk": "yogyakarta", "bdung": "bandung", "bndg": "bandung", "tng-sel": "tangerang selatan",
}  # fmt: skip
"""Letter codes that stand for a place only right after a word such as Pemkot or Kab."""

COORDINATORS = frozenset(
    {"dan", "&", "serta", ",", ", dan", "-", "–", "/", "hingga", "and", ", serta", "dengan", "gandeng", "bersama"}
)
GUEST_WORDS = frozenset({
    "dari", "kepada", "ke", "asal", "tamu", "rombongan", "bukan", "ungguli", "kalahkan", "lampaui", "salip", "tiru", "geser",
})  # fmt: skip
"""Right before a name they make it the other party: "belajar dari Sidoarjo"."""
LEARNING = (
    "belajar", "pelajari", "mempelajari", "kunjungi", "mengunjungi", "studi banding", "studi tiru", "amati", "kagumi", "tertarik", "lihat",
    "timba ilmu", "berguru", "kunjungan kerja", "kunker", "intip", "adopsi", "gali ilmu", "contoh", "magang", "sambangi", "tinjau",
)  # fmt: skip
"""Between two names of a title they make the second the host, whom such news is mostly about."""
BACK_FROM = (
    "usai ke",
    "seusai ke",
    "setelah ke",
    "sepulang dari",
    "pulang dari",
    "usai dari",
    "studi tiru ke",
    "studi banding ke",
    "kunjungan ke",
)
"""Before the first name of a title they make it the host, and the second the guest who is back."""
AT_WORDS = frozenset({"di", "se", "wilayah", "untuk", "sekitar", "bagi", "seluruh", "kawasan", "pada", "in"})
LOCATIVES = frozenset({"di", "ke", "dari", "asal", "warga", "dprd", "in", "from", "bupati", "kpu"})

LINE_LABELS = (
    "baca juga", "baca pula", "baca", "simak juga", "simak", "lihat juga", "lihat pula", "ikuti juga", "tonton juga", "tonton",
    "berita terkait", "artikel terkait", "terkait", "berita lainnya", "berita lain", "populer", "terpopuler", "berita populer",
    "terbaru", "terkini", "berita terbaru", "pilihan editor", "pilihan redaksi", "rekomendasi", "tag", "tags", "topik", "topik terkait",
    "label", "kategori", "kanal", "rubrik", "menu", "lokasi lain", "video", "video pilihan", "video lainnya", "foto pilihan",
    "cuaca", "cuaca besok", "cuaca hari ini", "jadwal salat", "jadwal sholat", "indeks", "jaringan", "jaringan kami", "network", "regional",
    "ikuti kami", "redaksi", "alamat redaksi", "hak cipta", "copyright", "iklan", "advertorial", "trending", "sedang tren", "headline",
    "daerah lain", "kota lain", "edisi", "edisi daerah", "lainnya", "sebelumnya", "selanjutnya", "berita sebelumnya", "pencarian populer",
    "kata kunci", "keyword", "keywords", "beranda", "home", "laman", "situs", "info loker", "lowongan", "harga pangan", "agenda", "arsip",
    "langganan", "newsletter", "pilih kota", "pilih daerah", "wilayah", "biro", "kantor biro", "banyak dibaca", "paling banyak dibaca", "sorotan",
    "jangan lewatkan", "tautan", "tautan lain", "mitra", "media partner", "lihat", "artikel lainnya", "berita pilihan", "untuk anda", "galeri",
)  # fmt: skip
"""What stands before a colon, a bar or an arrow on a line that is no part of the article."""
ANYWHERE_LABELS = (
    "baca juga",
    "baca pula",
    "simak juga",
    "simak pula",
    "lihat pula",
    "tonton pula",
    "lihat juga",
    "ikuti juga",
    "tonton juga",
)
POINTERS = ("Simak", "Lihat", "Tonton", "Saksikan")
"""Before "video" and the like they point away from the article."""
HEADINGS = (
    "terpopuler", "populer", "terkait", "terbaru", "terkini", "lainnya", "pilihan", "rekomendasi", "jangan lewatkan", "baca juga", "trending",
    "paling banyak dibaca", "banyak dibaca", "berita lain", "topik terkait", "tag terkait", "lihat juga", "simak juga", "jaringan kami",
)  # fmt: skip
"""Alone on a line, or with a word or two behind, they head a list of other articles."""
INVITATIONS = (
    "dapatkan", "ikuti", "gabung", "bergabung", "berlangganan", "langganan", "unduh", "cek", "temukan", "jangan lewatkan", "kunjungi",
    "populer di", "terpopuler di", "simak", "baca", "follow", "subscribe", "nikmati", "berita", "kabar", "info",
)  # fmt: skip
INVITED_TO = (
    "saluran", "kanal", "whatsapp", "telegram", "google news", "newsletter", "setiap hari", "setiap pagi", "kanal kami", "aplikasi kami",
    "klik di sini", "saluran kami", "media sosial kami", "hanya di", "mengunduh aplikasi",
)  # fmt: skip
"""A line that begins with one of `INVITATIONS` and has one of these wants subscribers."""
FOOTERS = (
    "copyright", "hak cipta", "all rights reserved", "alamat redaksi", "kantor redaksi", "pemimpin redaksi", "editor", "reporter", "penulis",
    "pewarta", "pasang iklan", "artikel ini telah tayang", "artikel ini sudah tayang", "berita ini telah tayang", "konten ini telah tayang",
    "telah tayang di", "baca juga", "baca pula", "simak juga", "lihat juga", "halaman selanjutnya", "laporan wartawan", "kontributor",
)  # fmt: skip
"""What a line about the page rather than of the article begins with."""
WIDGETS = (
    "jadwal salat",
    "jadwal sholat",
    "jadwal imsak",
    "waktu salat",
    "cuaca",
    "prakiraan cuaca",
    "harga emas",
    "kurs",
)
"""What a little table beside the article begins with: its line is no sentence."""
