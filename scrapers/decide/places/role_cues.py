"""What the words around a name say about its part in the text: tables of phrases, read in one pass. Lower case.

Each table gives a role, where its phrases stand, and within how many characters of the name in the same sentence. The
example beside each table is a case of `tests/decide/test_roles.py`: its last word in brackets has the role.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "actor", "agency", "police", "past", "origin", "route", "court", "source", "venue", "branch", "weather", "club",
    "rank", "guest", "party", "named", "plain",
]  # fmt: skip
"""The part that a place plays where it is named; `plain` where nothing says more than that it is named."""
Side = Literal["before", "said", "after", "near"]
"""Where a cue stands: before the name, before "di" and the name, after it, or on either side at that distance."""


@dataclass(frozen=True, slots=True)
class RoleCue:
    """One table: names within `reach` characters on `side` of one of its phrases have `role`."""

    role: Role
    side: Side
    reach: int
    phrases: str
    example: str


PAST_OFFICES = (
    "wali kota", "walikota", "wakil wali kota", "bupati", "wakil bupati", "pj bupati", "pj wali kota", "sekda", "sekretaris daerah", "camat",
    "lurah", "kepala dinas", "kepala desa", "ketua dprd", "anggota dprd", "kapolres", "kapolresta", "kapolrestabes", "kepala bappeda",
)  # fmt: skip
FORECAST = RoleCue(
    "weather", "near", 120,
    "prakiraan cuaca, ramalan cuaca, prediksi cuaca, perkiraan cuaca, cuaca hari ini, cuaca besok",
    "Prakiraan cuaca untuk [Makassar] dan Gowa",
)  # fmt: skip
"""In the title it is the weather of every place that the text names."""
ROLE_CUES: tuple[RoleCue, ...] = (
    RoleCue(
        "past", "before", 12,
        ", ".join(f"{was} {office}" for was in ("mantan", "eks", "bekas") for office in PAST_OFFICES),
        "Tokoh itu dikenal sebagai mantan Wali Kota [Bogor]",
    ),
    RoleCue("past", "before", 1, "mantan, eks, bekas", "Berkas perkara eks Bupati [Siak] dilimpahkan"),
    RoleCue(
        "past", "before", 40,
        "pernah menjadi, pernah menjabat, pernah bertugas di, semasa menjabat, ketika menjabat, saat masih menjabat, saat menjabat",
        "Ia pernah menjadi camat di Kota [Makassar]",
    ),
    RoleCue(
        "origin", "before", 2,
        "asal, kelahiran, lahir di, lahir dan besar di, lulusan, alumni, perantau, pemudik asal, berasal dari, warga asal, "
        "didatangkan dari, datang dari, tiba dari, dikirim dari, dibawa dari, dipasok dari, pulang dari, pindah dari, "
        "diangkut dari, pendatang dari, siswa dari, mahasiswa dari, dokter dari, perawat dari, bidan dari, guru dari, ahli dari, "
        "pelari dari, peserta dari, tamu dari, rombongan dari, tinggal di, menetap di, berdomisili di, besar di, bermukim di, "
        "orang tuanya di, keluarganya di, rumahnya di, kontingen, pengusaha dari, relawan dari, wisatawan dari, pelanggan dari, "
        "pembeli dari, komunitas dari, petani dari, pedagang dari, pelajar dari, santri dari, pengunjung dari, seniman dari, "
        "pemuda dari, wanita dari, pria dari, gadis dari, perempuan dari",
        "Atlet asal [Bekasi] menang di Swiss",
    ),
    RoleCue(
        "origin", "before", 45,
        "santri itu berasal dari, mereka berasal dari, berasal dari beberapa daerah, pelanggannya dari, pembelinya dari, "
        "peserta datang dari, terdiri dari warga",
        "Mereka berasal dari beberapa daerah seperti [Sidoarjo], Mojokerto, dan Kediri",
    ),
    RoleCue(
        "route", "before", 14,
        "arah, menuju arah, menuju, ke arah, tujuan, jurusan, rute, trayek, relasi, lintas, jalur, ruas, tol, ruas tol, jalan tol, "
        "commuter line, krl, lrt, kereta, kereta api, kereta cepat, kereta bandara, penerbangan, penyeberangan, hingga ke, sampai ke, "
        "bertolak ke, terbang ke, berangkat ke, meninggalkan, melewati, melintasi, transit di, singgah di, via, dari arah, pelayaran, "
        "kendaraan ke, dibawa ke, dikirim ke, diangkut ke, dipasarkan ke, dijual ke, diekspor ke, pindah ke, pulang ke, kabur ke, dirujuk ke, dilarikan ke, dievakuasi ke",
        "Kendaraan menuju arah [Bandung] naik",
    ),
    RoleCue(
        "route", "after", 4,
        "arah, outer ring road, km, kilometer",
        "Truk dari [Semarang] arah Jakarta tertahan",
    ),
    RoleCue(
        "court", "before", 28,
        "pengadilan negeri, pengadilan, pn, pengadilan tipikor, pengadilan tinggi, pengadilan agama, pa, ptun, tipikor, pt tun, "
        "hakim, majelis hakim, disidang di, sidang di, disidangkan di, sidang berlangsung di, sidang digelar di, lapas, rutan, "
        "lapas kelas i, lapas perempuan, dilimpahkan ke, ditahan di, divonis di, hakim tinggi",
        "Berkas dilimpahkan ke Pengadilan Negeri [Semarang]",
    ),
    RoleCue(
        "source", "before", 40,
        "dikutip dari, dilansir dari, mengutip, dikutip, dilansir, menurut laman, menurut data, laman resmi, situs resmi, "
        "berdasarkan data, peneliti di, peneliti dari, pakar di, pakar dari, ahli gizi dari, ahli gizi di, dokter di, guru besar, "
        "dosen, profesor, astronom di, pengamat dari, penerbit di, penerbit, dilansir buku, seperti dilaporkan, sumber data, "
        "riset di, laboratorium di, lembaga riset di, peneliti antariksa di, sebagai perbandingan, umk, umr, ump, upah minimum",
        "Penjelasan itu dikutip dari laman dinas kesehatan [Kota Semarang]",
    ),
    RoleCue(
        "venue", "before", 60,
        "digelar, berlangsung, diadakan, diselenggarakan, dihelat, dipusatkan, bertempat di, dilaksanakan, "
        "acara di, seminar di, kongres di, rapat kerja di, rakernas di, munas di, konferensi di, forum di, pameran di, convex, "
        "media gathering di, direncanakan di, dijadwalkan di, saat ditemui di, ditemui di, saat meninjau, usai meninjau, di sela, seusai mengunjungi, usai mengunjungi, "
        "saat mengunjungi, latihan di, dimainkan di, laga di, pertandingan di, uji coba di, turnamen di, babak, kejuaraan di, "
        "talkshow di, jumpa pers di, konferensi pers di, kunjungan kerja ke, kunjungan kerja di, safari di, roadshow di, reses di, "
        "syuting di, pengambilan gambar dilakukan di, konser di, sebuah hotel di, hotel di, berkantor di, dicanangkan di, gor, stadion",
        "Kongres nasional digelar di [Makassar]",
    ),
    RoleCue(
        "venue", "said", 100,
        "saat membuka, usai membuka, ketika membuka, saat menghadiri, usai menghadiri, menghadiri, saat bertemu, usai bertemu, menggelar rapat, "
        "memimpin rapat, saat menyapa, di sela, dalam rapat, saat berkunjung, saat melantik, kunjungan kerjanya, saat meresmikan, "
        "usai meresmikan, ketika meresmikan, seusai meresmikan, saat ditemui, usai rdp, kata, ujar, ungkap, tutur, jelas, imbuh, tambah, terang, ucap, tegas, papar, sebut, katanya, ujarnya, jelasnya, kepada wartawan",
        "Aturan itu berlaku tahun depan, kata menteri di [Sleman]",
    ),
    RoleCue(
        "guest", "after", 2,
        "yang diwakili, diwakili",
        "Wakil Bupati Lebak dan Wali Kota [Bogor] yang diwakili asistennya",
    ),
    RoleCue(
        "branch", "before", 60,
        "cabang, cabang di, gerai di, gerai baru, kantor cabang, kantor layanan, tersedia di, hadir di, outlet di, "
        "pabrik besar di, pabriknya di, pabriknya yang berlokasi di, gudang lain, kota besar, kota-kota besar, "
        "beroperasi di, beredar di, dealer di, showroom di, membuka toko, kantor perwakilan di, jaringan di, antara lain di, seperti di, "
        "berada di jakarta, di jakarta, kota di indonesia, sejumlah kota, beberapa kota, kota lain, kota seperti",
        "Layanan tersedia di cabang [Tangerang], Bogor, dan Surabaya",
    ),
    RoleCue(
        "rank", "before", 60,
        "terendah terjadi di, progres terendah, progres terendah seperti di, sejumlah titik, peringkat kedua, posisi kedua, tertinggi tercatat di, terendah tercatat di, paling tinggi di, paling rendah di, "
        "serta di, termasuk di, di antaranya di, disebut sebagai, contohnya di, misalnya di, misalnya, seperti halnya, seperti",
        "Progres terendah terjadi di [Singkawang] dan Brebes",
    ),
    RoleCue(
        "rank", "before", 8,
        "disusul, diikuti, kalahkan, mengalahkan, mengungguli, ungguli",
        "Juara pertama Lampung, disusul [Jambi]",
    ),
    FORECAST,
    RoleCue(
        "weather", "near", 120,
        "bmkg, badan meteorologi, berpotensi hujan, hujan ringan, hujan sedang, berawan, suhu tertinggi, suhu udara, potensi hujan, "
        "angin kencang, gelombang tinggi, peringatan dini, cerah berawan, diguyur hujan dengan intensitas, berpotensi diguyur",
        "Hujan ringan diperkirakan turun di [Makassar] dan Gowa",
    ),
    RoleCue(
        "club", "near", 70,
        "liga 1, liga 2, super league, proliga, livoli, klasemen, babak penyisihan, kick-off, vs, tuan rumah melawan, "
        "laga tandang, laga kandang, liga voli, bobotoh, set pertama, putaran kedua, pekan ke, semifinal, striker, klub",
        "[Semarang] menang 3-0 pada pekan ke-4 liga voli",
    ),
    RoleCue(
        "party", "before", 2,
        "golkar, pdip, pdi perjuangan, gerindra, pks, pkb, pan, nasdem, demokrat, ppp, psi, dpc, dpd, dpd ii, dpc pdip, dapil, pcnu, "
        "pwnu, hmi, kadin, hipmi, apindo, ikatan alumni, bem, pmii, bea cukai, kantor bea cukai, kpp, kppn, kantor imigrasi, bpom, "
        "balai pom di, ksop, tpk, sentra terpadu, srma, bank indonesia, bri, bni, mandiri, btn, telkom, pln",
        "Ketua DPC PDIP [Badung] hadir",
    ),
    RoleCue(
        "guest", "before", 1,
        "dihadiri, dihadiri oleh, mengundang, didampingi, bersama, juga hadir, hadir pula, turut hadir, hadir, tampak hadir, turut dihadiri",
        "Rapat turut dihadiri Wali Kota [Bogor] dan sejumlah menteri",
    ),
    RoleCue(
        "guest", "before", 130,
        "kepala daerah, mengundang, turut dihadiri, dihadiri oleh, turut hadir, hadir pula, juga dihadiri, para undangan, hadir antara lain",
        "Pertemuan itu mengundang kepala daerah, antara lain Wali Kota [Bogor] dan Bupati Lebak",
    ),
    RoleCue(
        "origin", "before", 130,
        "peserta dari, peserta berasal dari, perwakilan dari, delegasi dari, kontestan dari",
        "Pelatihan diikuti peserta dari berbagai daerah: [Sleman], Klaten, dan Sragen",
    ),
    RoleCue(
        "agency", "before", 44,
        "dinas, kepala dinas, disdik, dinkes, dishub, dispora, dispar, disdukcapil, dlh, dinsos, damkar, kadis, kadinkes, kadisdik, "
        "bpbd, satpol pp, bappeda, bapenda, diskominfo, sekda, sekretaris daerah, dprd, ketua dprd, anggota dprd, pdam, perumda, "
        "kpu, bawaslu, pmi, baznas, korpri, pkk, tp pkk, kesbangpol, pemda, pemerintah daerah, asisten, staf ahli, camat, lurah, "
        "plt kepala, kepala bidang, kabid, ukpbj, inspektorat, dekranasda, disperindag, pejabat, kepala bagian, kabag, kejari, "
        "kejaksaan negeri, bkpsdm, dp3a, distan, dprkp, dpupr, pupr, kemenag, kantor pertanahan, bpn, kadispora, kadishub",
        "Kepala dinas perhubungan [Bekasi] menata parkir",
    ),
    RoleCue(
        "police", "before", 12,
        "polres, polresta, polrestabes, kapolres, kapolresta, kapolrestabes, mapolres, mapolresta, mapolrestabes, satlantas, kodim, "
        "dandim, satreskrim, polisi",
        "Kapolrestabes [Makassar] menunjukkan barang bukti",
    ),
)  # fmt: skip

DETAILS = (
    "jalan, jl, jln, gang, gg, kelurahan, desa, dusun, kampung, kecamatan, perumahan, kompleks, komplek, padukuhan, distrik, kapanewon, "
    "kalurahan, pasar, terminal, alun-alun, rt, rw, kawasan, sungai, kali, lapangan, sdn, smpn, sman, smkn, masjid, gereja, taman, "
    "gudang, rumah kosong, kontrakan, perempatan, simpang, jembatan, sekolah, pantai"
)
"""Words for a spot inside a place; before a name in its sentence they make it a scene."""
DETAIL_REACH = 70

NATIONAL = (
    "menteri, kementerian, presiden, wakil presiden, mahkamah, kpk, dpr ri, komisi, bareskrim, kejaksaan agung, mabes polri, pemerintah pusat, "
    "badan meteorologi, bmkg, bank sentral, bank indonesia, asosiasi, federasi, panitia, pssi, timnas, tim nasional, direktur utama, dirut, "
    "wapres, menko, mendag, mendikdasmen, menperin, menpan, menaker, menhut, menhan, komdigi, kemendag, kemenperin, bnpb, mpr, menkeu, mensos, menkes, mendagri, menhub, menag, mendikbud, menpar, menpora, menteri pu, kemenkes, kemensos, kemenhub, kemenag, kemendagri, "
    "kemenkeu, pertamina, pln, kai, brin, bumn, istana, jaringan, perusahaan, kongres, konvensi, organisasi, peneliti, ahli, dirjen, "
    "direktorat jenderal, kpu ri, bps, ojk, bpjs, bpom, majelis, gubernur, pemprov, otorita, liga, klub, turnamen, piala dunia, fifa, piala asia, asian games"
)
"""Who acts in news of the whole country or of a provinsi; in the title or the first sentence they make it such news."""

ACTING = (
    "akan, tengah, sedang, telah, sudah, mulai, kini, segera, ikut, juga, berencana, siap, tidak, tak, kembali, bakal, resmi, punya, raih, gelar, "
    "bangun, buka, tambah, tata, uji, larang, batasi, dorong, kirim, minta, tutup, hemat, rapikan, latih, cetak, catat, genjot, percepat, perbaiki, "
    "keruk, tanam, jual, ajak, bentuk, kebut, usul, pasang, pakai, jadi, terima, dapat, masuk, terpilih, dinilai, dukung, perkuat, rancang, susun, "
    "garap, gandeng, teken, jajaki, adopsi, evaluasi, gagas, sambut, ikuti, miliki, layani, awasi, benahi, beri, bantu, rekrut, cabut, bongkar, "
    "segel, relokasi, renovasi, revitalisasi, hapus, siaga, waspada, darurat, diganjar, sabet, borong, boyong, dinobatkan, ditunjuk, ditetapkan, "
    "tuan rumah, tanggap, sulap, ubah, kelola, olah, bayar, bebas, bersih, jaga, tekan, naik, turun, atur, hadapi, cari, tolak, tunda, tuntas"
)
"""Words right after a name that let it act, besides verbs with me- and ber-."""

BENEFIT = (
    "terpilih, penerima, penerimanya, menerima, lolos, nominasi, finalis, juara, pemenang, penghargaan, piagam, predikat, kategori kota, "
    "kategori kabupaten, ditetapkan, dilantik, melantik, terbaik, anugerah, kota dan kabupaten, peringkat, daftarnya, daftar daerah, daftar, tabel, "
    "kabupaten/kota, simpanan terbesar"
)
"""Words before a row of names that make the text about the row: who was chosen, awarded or dealt with."""
COUNTED = (
    "daerah",
    "kabupaten",
    "kota",
    "pemda",
    "pemerintah daerah",
    "kabupaten/kota",
    "bupati",
    "wali kota",
    "kepala daerah",
)
COUNTED_PLACES = frozenset(COUNTED[:6])
NUMBERS: dict[str, int] = {
    "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11,
    "dua belas": 12, "tiga belas": 13, "empat belas": 14, "lima belas": 15, "dua puluh": 20, "tiga puluh": 30,
    **{str(number): number for number in (*range(2, 21), 24, 25, 30, 50, 75, 100)},
}  # fmt: skip
"""Numbers before `COUNTED` say the same ("sebelas daerah"), and how many to look for."""
