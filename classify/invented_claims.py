"""A registry's worth of other claims: invented headlines that speak in the same words as the claims looked for."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

PLACES = (
    "Lumajang", "Brebes", "Garut", "Karawang", "Demak", "Sleman", "Bantul", "Kebumen", "Cianjur", "Bogor", "Depok",
    "Bekasi", "Tangerang", "Serang", "Cirebon", "Kuningan", "Tasikmalaya", "Banyumas", "Cilacap", "Tegal",
    "Pekalongan", "Semarang", "Kudus", "Solo", "Klaten", "Madiun", "Ngawi", "Kediri", "Blitar", "Malang", "Surabaya",
    "Sidoarjo", "Pasuruan", "Jember", "Banyuwangi", "Sampang", "Sumenep", "Denpasar", "Buleleng", "Mataram", "Bima",
    "Kupang", "Ende", "Pontianak", "Sambas", "Palangkaraya", "Banjarmasin", "Samarinda", "Tarakan", "Makassar", "Gowa",
    "Bone", "Palu", "Morowali", "Kendari", "Buton", "Manado", "Gorontalo", "Ambon", "Ternate", "Sorong", "Jayapura",
    "Nabire", "Merauke", "Medan", "Nias", "Deli Serdang", "Padang", "Agam", "Pekanbaru", "Batam", "Jambi", "Palembang",
    "Ogan Ilir", "Bengkulu", "Lampung", "Pringsewu", "Bangka", "Banda Aceh", "Pidie", "Jakarta", "Yogyakarta", "Papua",
    "Bali",
)  # fmt: skip
ABROAD = (
    "Malaysia", "Singapura", "Taiwan", "Jepang", "Arab Saudi", "Hong Kong", "Amerika Serikat", "Rusia", "Tiongkok",
    "Australia", "Belanda", "Qatar", "Turki", "Korea Selatan", "Filipina", "Selangor", "Melbourne",
)  # fmt: skip
OFFICES = (
    "Ketua KPU {p}", "KPU {p}", "Anggota KPU {p}", "Sekretaris KPU {p}", "Bawaslu {p}", "Ketua Bawaslu {p}",
    "Panwascam di {p}", "Ketua PPK di {p}", "Anggota PPS {v}", "Ketua KPPS di Desa {v}", "Petugas pantarlih di {p}",
    "Gubernur", "Bupati {p}", "Wali Kota {p}", "Camat {v}", "Kepala desa {v}", "Kapolres {p}", "Dandim {p}",
    "Kejaksaan Negeri {p}", "Pengadilan Negeri {p}", "Dinas Kesehatan {p}", "Dinas Pendidikan {p}", "Dinas Sosial {p}",
    "Disdukcapil {p}", "DPRD {p}", "Mahkamah Konstitusi", "DKPP", "Komisi II DPR", "Kementerian Dalam Negeri",
    "Menteri Kesehatan", "Menteri Sosial", "Menteri Agama", "Menteri Keuangan", "Presiden", "Wakil Presiden", "Istana",
    "Polri", "TNI", "KPK", "BMKG", "BPOM", "Bank Indonesia", "OJK", "Pertamina", "PLN", "BPJS Kesehatan", "MUI {p}",
    "Tim sukses calon bupati {p}", "Calon gubernur nomor urut 3", "Calon wali kota {p}", "Caleg DPRD {p}",
    "Pasangan nomor urut 01", "Pasangan nomor urut 02", "Pasangan nomor urut 03", "Partai penguasa", "Rektor di {p}",
    "Pemerintah {a}", "Kedutaan Besar {a}", "Relawan calon presiden", "Lembaga survei", "Organisasi Kesehatan Dunia",
)  # fmt: skip
ACTS = (
    "menghentikan rekapitulasi suara", "menunda pemungutan suara", "membatalkan hasil penghitungan suara",
    "menggelar pemungutan suara ulang di {n} TPS", "menemukan {n} surat suara tercoblos",
    "menyita {n} kotak suara rusak", "menghapus {n} nama dari daftar pemilih", "menambah {n} pemilih fiktif ke DPT",
    "menjual data pemilih ke {a}", "menerima suap Rp{m} miliar", "menerima uang dari pengusaha {a}",
    "ditangkap karena politik uang", "ditangkap karena mengedarkan sabu", "mengundurkan diri setelah diperiksa polisi",
    "dipecat karena tidak netral", "diperiksa terkait dugaan penggelembungan suara",
    "membagikan sembako bergambar calon", "membagikan uang Rp{r} ribu", "melarang wartawan meliput penghitungan suara",
    "melarang saksi memotret formulir C1", "membakar formulir hasil TPS", "menukar kotak suara di gudang logistik",
    "mengubah angka perolehan suara di Sirekap", "memotong honor petugas KPPS", "menaikkan honor PPK dua kali lipat",
    "menggelapkan dana hibah pilkada Rp{m} miliar", "memakai ijazah palsu",
    "meloloskan calon yang masih berstatus narapidana", "mencoret bakal calon perseorangan", "mendukung kotak kosong",
    "menyuruh aparatur sipil negara memilih calon tertentu", "mengancam memecat guru honorer",
    "meninggal dunia mendadak", "membuka pendaftaran lowongan kerja tanpa tes", "menghapus subsidi pupuk",
    "menaikkan tarif listrik {k} persen", "menaikkan pajak kendaraan {k} persen",
    "mencabut bantuan pangan bagi {n} keluarga", "membagikan pulsa gratis",
    "membagikan bantuan tunai Rp{r} ribu lewat tautan", "mewajibkan vaksinasi ulang", "melarang salat berjamaah",
    "menutup {k} sekolah dasar", "memblokir media sosial selama {h} hari", "menjual pulau kepada {a}",
    "mendatangkan {n} tenaga kerja dari {a}", "menarik obat batuk dari apotek", "mengesahkan aturan kenaikan gaji",
    "mengumumkan libur nasional tambahan", "membatasi pembelian bensin", "menggusur {n} rumah warga tanpa ganti rugi",
    "mengaku kalah sebelum suara selesai dihitung", "meminta pemilih membawa meterai ke TPS",
    "mengganti mesin absensi", "mengizinkan kampanye di rumah ibadah", "melaporkan {k} akun penyebar fitnah",
    "membocorkan soal tes calon PPS", "menyembunyikan logistik pemilu di rumah dinas",
    "memasang kamera tersembunyi di bilik suara", "bernyanyi di kapal pesiar", "mengakui daftar pemilih ganda",
    "menolak undangan debat", "mengubah jadwal kampanye", "mengganti desain surat suara",
    "menyewa jet pribadi Rp{m} miliar", "memindahkan server ke {a}", "memakai aplikasi buatan {a}", "kabur ke {a}",
)  # fmt: skip
TAILS = (
    "", "", "", "", "menjelang masa tenang", "saat rekapitulasi kecamatan", "setelah didemo mahasiswa", "di {p}",
    "karena tekanan partai", "pada malam sebelum pencoblosan", "mulai bulan depan", "per 1 Januari",
    "di depan warga {v}", "demi memenangkan petahana", "atas perintah pusat", "lewat pesan WhatsApp",
    "tanpa sepengetahuan saksi", "setelah kalah sidang sengketa", "karena anggaran habis", "akibat banjir",
    "saat debat terbuka", "di rumah makan {p}", "sebelum pelantikan", "usai penetapan calon terpilih",
    "pada tahun 2019", "pada Pilkada 2024", "pada Pemilu 2024",
)  # fmt: skip
EVENTS = (
    "Ribuan warga {p} mengepung kantor {g}", "Gempa bermagnitudo {d} merusak {n} rumah di {p}",
    "Banjir bandang menghanyutkan {n} kotak suara di {p}", "Gunung meletus dan memutus jalan menuju {p}",
    "Tsunami setinggi {k} meter akan menghantam {p}", "Jembatan di {p} ambruk dan menewaskan {k} orang",
    "Kapal penyeberangan tenggelam di perairan {p}", "Pesawat perintis hilang di langit {p}",
    "Bus rombongan pengawas TPS terguling di {p}", "Penculik anak ditangkap warga Kampung {v}",
    "Begal bersenjata membacok petugas jaga di {p}", "Mayat perempuan ditemukan di gudang logistik {p}",
    "Seorang saksi partai di {p} dikeroyok hingga tewas", "Petugas KPPS di {p} keracunan nasi kotak",
    "{n} mahasiswa {p} ditembak gas air mata saat demonstrasi",
    "Warga {p} mencoblos {k} kali memakai undangan orang lain", "Pemilih di {p} dibayar Rp{r} ribu per kepala",
    "Anak di bawah umur ikut mencoblos di TPS {k} Desa {v}", "Kotak suara di {p} dibuka sebelum rekapitulasi",
    "Surat suara untuk {p} tertukar dengan daerah lain", "TPS {k} di {p} kehabisan surat suara",
    "Perolehan suara partai di {p} hilang {n} suara", "Suara caleg di {p} berpindah ke caleg separtai",
    "Pasangan nomor urut {j} unggul {k},{j} persen di {p}",
    "Hitung cepat menempatkan nomor urut {j} menang {k} persen di {a}",
    "Pemungutan suara di {a} diwarnai antrean {h} jam", "Surat suara di {a} dikirim kembali tanpa dibuka",
    "Kertas suara di {a} dibagikan tanpa amplop", "{n} warga negara {a} memegang KTP Indonesia",
    "Peretas {a} membobol situs pengumuman hasil pemilu", "Data penduduk {p} sebanyak {n} bocor",
    "Aplikasi cek bantuan milik {g} berisi virus", "Tautan kuota internet gratis dari {g}",
    "Undian berhadiah mobil dari {g}", "Lowongan kerja {g} tanpa ijazah",
    "Formulir pendaftaran pengawas TPS dari {g} meminta nomor rekening",
)  # fmt: skip
HEALTH = (
    "Air rebusan {f} menyembuhkan {s}", "Minum jus {f} setiap pagi mencegah {s}",
    "Makan {f} bersama telur menyebabkan {s}", "Memakai masker terlalu lama memicu {s}",
    "Vaksin terbaru menimbulkan {s} pada anak", "Daun {f} dapat menggantikan obat {s}",
    "Mengoleskan {f} di pelipis menghilangkan {s} dalam {h} hari", "Garam dapur dan {f} ampuh mengobati {s}",
    "Ponsel di dekat kepala saat tidur menyebabkan {s}", "Susu kaleng merek lokal mengandung bahan pemicu {s}",
    "{f} impor dari {a} disuntik bahan penyebab {s}", "Rumah sakit di {p} sengaja mendiagnosis pasien {s}",
    "Dokter di {a} menemukan obat {s} dari {f}", "Air galon yang terkena matahari menyebabkan {s}",
    "Nyamuk hasil rekayasa di {p} menyebarkan {s}",
)  # fmt: skip
FOODS = (
    "kelapa", "jahe", "kunyit", "bawang putih", "sirih", "pepaya", "sirsak", "kelor", "lemon", "madu", "durian",
    "pisang", "mentimun", "serai", "jambu biji", "kopi", "lele", "tempe", "mi instan", "nanas", "apel", "belimbing",
    "salak",
)  # fmt: skip
ILLNESSES = (
    "kanker", "diabetes", "stroke", "darah tinggi", "kolesterol", "asam urat", "mata minus", "kemandulan",
    "gagal ginjal", "serangan jantung", "autisme", "demam berdarah", "batu empedu", "asma", "Covid-19", "usus buntu",
    "kebutaan",
)  # fmt: skip
PEOPLE = (
    "Penyanyi dangdut {o}", "Pesepak bola {o}", "Aktor {o}", "Ustaz {o}", "Pelawak {o}", "Presenter {o}",
    "Pengusaha {o}", "Pengacara {o}", "Selebgram {o}", "Pengamat politik {o}", "Mantan jenderal {o}", "Dukun {o}",
    "Penyair {o}", "Vlogger {o}",
)  # fmt: skip
GIVEN_NAMES = (
    "Larasati", "Bagas", "Dimas", "Farid", "Karina", "Hendra", "Roni", "Bella", "Bonar", "Suryo", "Wayan", "Ujang",
    "Siti", "Markus", "Yohana", "Teguh", "Nurul", "Gunawan", "Cut Intan", "Rahman", "Ketut", "Lukas", "Asep", "Dewi",
)  # fmt: skip
FAMILY_NAMES = (
    "Hardjono", "Prayoga", "Maulana", "Wulandari", "Wiratama", "Siregar", "Anjani", "Tanjung", "Atmojo", "Kusumo",
    "Nasution", "Wenda", "Pattiasina", "Lubis", "Suwarno", "Hidayat", "Saputra", "Manurung", "Setiabudi", "Rumbiak",
)  # fmt: skip
VILLAGES = ("Suka", "Mekar", "Tanjung", "Karang", "Sumber", "Kali", "Rawa", "Marga", "Sido", "Bumi", "Wono", "Muara")
VILLAGE_ENDINGS = (
    "jaya",
    "rejo",
    "mulya",
    "sari",
    "asih",
    "agung",
    "indah",
    "bakti",
    "makmur",
    "wangi",
    "harjo",
    "raya",
)
DEEDS = (
    "meninggal dunia akibat kecelakaan", "ditangkap polisi karena judi daring", "mempromosikan obat pelangsing",
    "mendukung pasangan nomor urut {j}", "membagikan uang Rp{r} juta kepada pengikutnya",
    "masuk rumah sakit karena {s}", "pindah kewarganegaraan ke {a}", "ditunjuk menjadi menteri",
    "meramal gempa besar di {p}", "menantang debat ketua KPU", "mengaku memalsukan ijazah",
    "menyumbang {n} paket sembako ke {p}",
)  # fmt: skip
LEADS = (
    "", "", "", "", "", "", "[SALAH] ", "[SALAH] Video ", "[HOAKS] ", "Cek Fakta: ", "Tidak Benar, ", "Keliru, ",
    "Beredar Foto ", "[SALAH] Foto ", "Hoaks, ", "Beredar Pesan Berantai ",
)  # fmt: skip
COUNTS = (17, 25, 40, 60, 120, 300, 450, 700)
SLOTS: dict[str, Callable[[random.Random], str]] = {
    "p": lambda chance: chance.choice(PLACES),
    "a": lambda chance: chance.choice(ABROAD),
    "f": lambda chance: chance.choice(FOODS),
    "s": lambda chance: chance.choice(ILLNESSES),
    "g": lambda chance: chance.choice(OFFICES).replace("{p}", chance.choice(PLACES)).replace("{a}", "asing"),
    "v": lambda chance: chance.choice(VILLAGES) + chance.choice(VILLAGE_ENDINGS),
    "o": lambda chance: f"{chance.choice(GIVEN_NAMES)} {chance.choice(FAMILY_NAMES)}",
    "n": lambda chance: f"{chance.choice(COUNTS) * chance.choice((1, 10, 100)):,}".replace(",", "."),
    "m": lambda chance: str(chance.choice((2, 3, 5, 8, 10, 15, 25, 40))),
    "r": lambda chance: str(chance.choice((50, 100, 150, 200, 300, 500, 600, 750))),
    "k": lambda chance: str(chance.randint(2, 60)),
    "h": lambda chance: str(chance.randint(2, 9)),
    "d": lambda chance: f"{chance.randint(5, 9)},{chance.randint(0, 9)}",
    "j": lambda chance: str(chance.randint(1, 4)),
}


def distractors(count: int, seed: int) -> list[str]:
    """Distinct headlines about offices, votes, health, disasters, aid and people. The same seed gives the same ones."""
    chance, seen = random.Random(seed), dict[str, None]()  # noqa: S311 - repeatable on purpose
    headlines = _headlines(chance)
    while len(seen) < count:
        seen.setdefault(next(headlines))
    return list(seen)


def _headlines(chance: random.Random) -> Iterator[str]:
    while True:
        kind = chance.random()
        if kind < 0.5:
            parts = [chance.choice(OFFICES), chance.choice(ACTS), chance.choice(TAILS)]
        elif kind < 0.75:
            parts = [chance.choice(EVENTS), chance.choice(TAILS[:8])]
        elif kind < 0.9:
            parts = [chance.choice(HEALTH)]
        else:
            parts = [chance.choice(PEOPLE), chance.choice(DEEDS), chance.choice(TAILS)]
        sentence = " ".join(part for part in parts if part)
        yield chance.choice(LEADS) + _filled(sentence, chance)


def _filled(sentence: str, chance: random.Random) -> str:
    for slot, choose in SLOTS.items():
        while f"{{{slot}}}" in sentence:
            sentence = sentence.replace(f"{{{slot}}}", choose(chance), 1)
    return sentence
