"""Words that speak for a dimension, a kind or a step, with their weight and nothing else. Lower case, whole words.

The dimensions are the programme's six (`content/programme/dimensi.md` has their sources). A weight of 3 is enough by
itself, 2 needs a companion, 1 only supports.
"""

from collections.abc import Mapping


def _weighted(strong: str = "", good: str = "", weak: str = "") -> dict[str, int]:
    levels = ((3, strong), (2, good), (1, weak))
    return {term.strip(): weight for weight, terms in levels for term in terms.split(",") if term.strip()}


def _words(terms: str) -> frozenset[str]:
    return frozenset(term.strip() for term in terms.split(","))


DIMENSIONS: Mapping[str, Mapping[str, int]] = {
    "governance": _weighted(
        "e-government, egovernment, spbe, sistem pemerintahan berbasis elektronik, smart governance, tata kelola cerdas, command center, "
        "command centre, pusat kendali, ruang kendali, layanan aduan, aplikasi aduan, kanal aduan, aduan warga, sp4n, lapor!, qlue, "
        "pelayanan publik, layanan publik, mal pelayanan publik, satu data, open data, data terbuka, e-budgeting, e-planning, e-kinerja, "
        "e-office, tanda tangan elektronik, reformasi birokrasi, keterbukaan informasi, perizinan daring, perizinan online, dukcapil, "
        "operation center, control room, pusat data, smart province, layanan pengaduan, pengaduan masyarakat, e-governance",
        "masterplan, master plan, rencana induk, aplikasi, aduan, pengaduan, birokrasi, layanan daring, layanan digital, diskominfo, kominfo, "
        "dprd, integrasi data, data center, opd, asn, perizinan, transparansi, transparan, e-ktp, adminduk, akta, peraturan wali kota, "
        "peraturan bupati, perwali, perbup, perda, dewan smart city, nota kesepahaman, mou, smart regency, kabupaten cerdas, kota cerdas, "
        "quick win, pelayanan, digitalisasi, transformasi digital, inspektorat, anggaran, satu pintu, smart city, perangkat daerah, "
        "kota pintar, evaluasi, asesor, big data, sistem informasi, gerakan menuju 100, kabupaten pintar, e-katalog",
        "pemkot, pemkab, wali kota, bupati, pegawai, kecamatan, kelurahan, server, portal, website, laman, tahap, program, layanan",
    ),
    "branding": _weighted(
        "smart branding, citra daerah, city branding, city brand, jenama kota, branding kota, pariwisata, destinasi wisata, calendar of event, "
        "festival budaya, desa wisata, wisatawan mancanegara, wajah kota, slogan kota",
        "wisata, wisatawan, festival, promosi daerah, delegasi, studi banding, pameran, turis, destinasi, karnaval, ikon kota, "
        "cagar budaya, heritage, kota kreatif, pelancong, asean, investor, promosi, dikenal dunia",
        "budaya, kunjungan, museum, seni, tamu, investasi, tuan rumah",
    ),
    "economy": _weighted(
        "smart economy, ekonomi cerdas, ekonomi digital, ekonomi kreatif, umkm, usaha mikro, non-tunai, nontunai, non tunai, e-commerce, "
        "pajak daring, pajak online, tapping box, pasar digital, qris, transaksi digital, cashless, lokapasar, iklim usaha, e-retribusi, "
        "elektronifikasi transaksi",
        "pajak, retribusi, pedagang, ekonomi, perdagangan, koperasi, pelaku usaha, izin usaha, lapangan kerja, wirausaha, startup, "
        "rintisan, industri, petani, panen, pasar, kode qr, harga pangan, inflasi, ekspor, bursa kerja, lowongan",
        "investasi, modal, bank, penjualan, pembayaran, produk, harga, usaha",
    ),
    "living": _weighted(
        "smart living, kehidupan cerdas, cctv, kamera pengawas, panggilan darurat, call center 112, layanan 112, nomor darurat, "
        "ambulans, telemedicine, smart mobility, transportasi cerdas, angkutan umum, lalu lintas, atcs, parkir meter, parkir elektronik, "
        "home care, rumah sakit, puskesmas, lampu lalu lintas, rumah tidak layak huni, layanan kesehatan",
        "kamera, darurat, kesehatan, kemacetan, macet, angkot, bus, parkir, trotoar, halte, terminal, transportasi, keamanan, stunting, "
        "pasien, hunian, permukiman, pemadam, rumah susun, pdam, lampu jalan, penerangan jalan, posyandu, rusunawa, nomor 112, hubungi 112, telepon 112, jalan rusak, perbaikan jalan, "
        "pelebaran jalan, jalan berlubang, infrastruktur jalan, pengaspalan, ruang bermain, taman kota, taman lansia, jalan lingkungan",
        "siaga, kenyamanan, obat, dokter, sensor, jembatan, jalan, taman, air minum",
    ),
    "society": _weighted(
        "smart society, masyarakat cerdas, wifi gratis, wi-fi gratis, internet gratis, titik wifi, blank spot, blankspot, literasi digital, "
        "internet desa, ppdb, kampung digital, desa digital, desa cerdas, smart kampung, smart village, perpustakaan, partisipasi warga, "
        "relawan tik, sekolah daring, pendidikan inklusif, penyandang disabilitas, bansos, bantuan sosial, bantuan langsung tunai, bantuan tunai, "
        "program keluarga harapan, keluarga penerima manfaat, dinas sosial, dinsos, rehabilitasi sosial, panti asuhan, panti sosial, sekolah rakyat",
        "wifi, wi-fi, sekolah, siswa, guru, pelajar, pendidikan, komunitas, literasi, pemuda, kampus, mahasiswa, hoaks, pelatihan, "
        "kearifan lokal, lansia, beasiswa, karang taruna, disabilitas, gotong royong, kemiskinan, keluarga miskin, warga miskin, sembako, pkh, santunan, yatim, bantuan pangan, anak jalanan",
        "warga, masyarakat, internet, sinyal, relawan, belajar, desa, anak, perempuan, kelas",
    ),
    "environment": _weighted(
        "smart environment, lingkungan cerdas, bank sampah, pengelolaan sampah, pengolahan sampah, kualitas udara, energi terbarukan, panel surya, "
        "lampu hemat energi, peringatan dini banjir, sumur resapan, mangrove, tempat pembuangan akhir, emisi karbon, ruang terbuka hijau, "
        "adipura, limbah cair, pembangkit sampah",
        "sampah, banjir, limbah, lingkungan hidup, sungai, pohon, tpa, polusi, pencemaran, karhutla, gambut, rob, kompos, daur ulang, "
        "plastik, hutan, listrik surya, kabut asap, longsor, genangan, pompa, adiwiyata, tenaga surya, penghijauan",
        "hijau, hujan, udara, lingkungan, air bersih, kemarau, energi",
    ),
}  # fmt: skip

NEEDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "governance": (
        _words(
            "aplikasi, server, portal, website, laman, tahap, program, layanan, pegawai, evaluasi, digitalisasi, transformasi digital, "
            "data center, big data, sistem informasi, pelayanan, layanan digital, layanan daring, pusat data, integrasi data, mou, "
            "nota kesepahaman, masterplan, master plan, anggaran, transparan, transparansi, aduan, pengaduan, layanan pengaduan, "
            "operation center, control room, tanda tangan elektronik"
        ),
        _words(
            "pemkot, pemkab, pemda, pemprov, pemerintah kota, pemerintah kabupaten, pemerintah daerah, pemerintah provinsi, wali kota, "
            "walikota, bupati, dinas, diskominfo, dprd, dukcapil, disdukcapil, camat, lurah, kecamatan, kelurahan, balai kota, opd, bappeda, "
            "gubernur, pemerintahan, birokrasi, kabupaten, perangkat daerah, smart city, kota cerdas, spbe, e-government, mayor, regency, "
            "smart governance, city government, sekda"
        ),
    ),
}
"""By dimension: terms that firms use as well, and the words of which the text must have one for them to count."""

KINDS: Mapping[str, Mapping[str, int]] = {
    "news": _weighted(
        "piala dunia, piala asia, piala aff, piala eropa, piala presiden, piala fa, juara dunia, juara liga, juara grup, juara wsbk, liga, motogp, "
        "timnas, kualifikasi, grand prix, uber cup, thomas cup, live streaming, jadwal, skor, grammy, oscar, laga, pebulu tangkis, petinju",
    ),
    "opinion": _weighted("opini, kolom, editorial, tajuk rencana, catatan redaksi, surat pembaca, esai", "soroti, destination unknown", ""),
    "study": _weighted(
        "kajian, skripsi, tesis, jurnal, studi kasus, tinjauan, implementasi kebijakan, buku panduan, hasil penelitian, analisis",
        "studi, penelitian, peneliti, survei, riset", "",
    ),
    "regulation": _weighted(
        "peraturan bupati nomor, peraturan wali kota nomor, peraturan walikota nomor, peraturan daerah nomor, perwali nomor, perbup nomor, "
        "perda nomor, keputusan bupati, keputusan wali kota, surat edaran nomor, peraturan menteri nomor, instruksi presiden",
        "perwali, perbup, perda, raperda, peraturan daerah", "",
    ),
    "award": _weighted(
        "penghargaan, raih penghargaan, terima penghargaan, award, awards, terbaik nasional, predikat, didapuk, anugerah, dinobatkan, juara umum, "
        "raih predikat, borong, rising star, raih gelar, wins, juara lomba, juara 1, juara i, juara pertama, juara nasional, raih piala, raih adipura",
        "raih, peringkat, terbaik, masuk 10 besar, nominasi, finalis, meraih, juara, sabet, piala, medali", "lomba, tingkat, nasional, kota, kabupaten",
    ),
}  # fmt: skip
"""Looked for in titles; "release" follows from the publisher, "news" is the rest: its terms are sports, whose prizes
are no award of a place."""

STEPS: Mapping[str, tuple[str, ...]] = {
    "mou": ("mou", "nota kesepahaman", "perjanjian kerja sama", "penandatanganan kerja sama", "teken kerja sama"),
    "masterplan": ("masterplan", "master plan", "rencana induk"),
    "launch": ("meluncurkan", "diluncurkan", "peluncuran", "luncurkan", "meresmikan", "diresmikan", "resmikan", "peresmian"),
    "award": ("menerima penghargaan", "meraih penghargaan", "raih penghargaan", "terima penghargaan", "dianugerahi", "mendapat penghargaan"),
    "evaluation": ("evaluasi tahap", "evaluasi implementasi", "evaluasi smart city", "evaluasi kota cerdas", "tim asesor"),
    "assessment": ("asesmen kesiapan", "penilaian kesiapan", "smart city readiness"),
    "bimtek": ("bimtek", "bimbingan teknis"),
    "quick-win": ("quick win", "program cepat"),
    "regulation": ("peraturan daerah", "peraturan wali kota", "peraturan walikota", "peraturan bupati", "perwali", "perbup", "raperda", "perda"),
}  # fmt: skip
"""What in a sentence suggests a milestone, by `MilestoneKind`."""
PROGRAMME = ("smart city", "kota cerdas", "kota pintar", "kabupaten cerdas", "smart regency", "smart kampung", "smart village", "100 kota",
             "desa cerdas", "spbe", "e-government", "command center", "pemerintahan digital", "kabupaten pintar")  # fmt: skip
"""A step counts only where its text speaks of the programme at all."""
THINGS: Mapping[str, tuple[str, ...]] = {
    "app": ("aplikasi",),
    "command-centre": ("command center", "command centre", "pusat kendali", "operation center", "control room"),
    "network": ("wifi gratis", "wi-fi gratis", "jaringan serat optik", "internet desa", "titik wifi"),
    "open-data": ("satu data", "open data", "portal data"),
    "payment": ("kartu pintar", "nontunai", "non-tunai", "qris"),
    "sensor": ("cctv", "kamera pengawas", "sensor"),
    "service": ("layanan 112", "call center", "panggilan darurat", "mal pelayanan publik"),
}  # fmt: skip
"""What in a sentence suggests an initiative, by `InitiativeKind`; it needs a verb of STEPS["launch"] beside it."""
