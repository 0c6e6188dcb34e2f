"""Every urgent rule has a case it must catch and a near miss it must leave; false friends stay apart."""

from __future__ import annotations

import pytest

from classify.classifier import Classifier
from classify.kinds import Flag
from classify.normalise import load_normaliser
from classify.rules import load_rules
from tests.support.trained import SHORT

BOOK, NORMALISE = load_rules(), load_normaliser()

URGENT = {
    "urgent-manipulasi-suara": (
        "saya disuruh ketua ngubah angka di C hasil, gimana ini",
        "petugas mengubah warna cat kantor jadi hijau",
    ),
    "urgent-kotak-dan-logistik-dibuka": (
        "kotak suara di gudang desa sudah dibuka orang",
        "simulasi: kotak suara dibuka di depan siswa",
    ),
    "urgent-ancaman": ("kantor kalian bakal kami bakar malam ini", "kita bakar ikan bareng habis rekap"),
    "urgent-senjata": ("ada orang mengacungkan celurit di depan tps 2", "jual golok mainan di depan kantor, murah"),
    "urgent-kekerasan-terjadi": ("petugas tps 4 dikeroyok massa", "debatnya seru, lawannya dipukul telak wkwk"),
    "urgent-celaka-petugas": ("anggota kpps kami pingsan, ambulans belum ada", "hp saya kebanjiran chat soal tps"),
    "urgent-data-pribadi-bocor": ("data pendaftar bocor di google drive", "jangan sampai data kita bocor ya gaes"),
    "urgent-nomor-identitas-di-komentar": ("nik saya 9901000000000001 min", "hubungi 081200000000 atau rek 99010000"),
    "urgent-informasi-memilih-palsu": (
        "beredar pesan pencoblosan diundur jadi hari kamis",
        "isu pencoblosan diundur jadi hari kamis sudah dibantah",
    ),
    "urgent-tps-tidak-berjalan": (
        "surat suara di tps kami sudah habis, antrean masih panjang",
        "dulu waktu 2019 surat suara sempat habis",
    ),
    "urgent-batas-waktu-hari-ini": ("hari ini terakhir sanggahan, form error", "hari ini terakhir promo sepatu"),
    "urgent-akun-atau-situs-diretas": ("website kalian kayaknya diretas", "film situs rusia diretas seru juga"),
}


def keys(text: str) -> set[str]:
    return {hit.rule.key for hit in BOOK.hits(NORMALISE(text))}


def test_every_rule_that_speaks_for_urgent_has_its_cases_here():
    assert set(URGENT) == {rule.key for rule in BOOK.rules if rule.flag is Flag.URGENT and rule.weight > 0}


@pytest.mark.parametrize(("key", "cases"), URGENT.items())
def test_an_urgent_rule_catches_its_case_and_leaves_the_near_miss(key: str, cases: tuple[str, str]):
    case, near_miss = cases
    assert key in keys(case)
    assert key not in keys(near_miss)


@pytest.mark.skipif(SHORT, reason="a third of the corpus knows fewer cases")
@pytest.mark.parametrize("case", [case for case, _ in URGENT.values()])
def test_what_an_urgent_rule_catches_is_flagged_and_needs_a_response(classifier: Classifier, case: str):
    [verdict] = classifier.assess([case])
    assert verdict.urgent.on
    assert verdict.needs_response.on


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("server kpu di singapura sudah disetting", "hoaks-server-diatur"),
        ("ada 7 kontainer surat suara di pelabuhan", "hoaks-kontainer-surat-suara"),
        ("surat suara sudah tercoblos duluan di gudang", "hoaks-surat-suara-tercoblos"),
        ("dapat kiriman apk undangan pemilu nih", "hoaks-apk-dan-tautan-palsu"),
        ("ktp bisa dipakai nyoblos di tps mana saja", "hoaks-ktp-di-mana-saja"),
    ],
)
def test_a_known_motif_is_suspected_with_the_words_it_rests_on(classifier: Classifier, text: str, key: str):
    [hit] = [hit for hit in BOOK.hits(NORMALISE(text)) if hit.rule.key == key]
    assert hit.terms
    assert all(term in text for term in hit.terms)
    assert classifier.assess([text])[0].hoax_suspect.on


@pytest.mark.parametrize("text", ["itu hoaks, server kpu tidak di singapura", "apk caleg di pohon belum ditertibkan"])
def test_refuting_a_hoax_and_campaign_material_are_no_motif(text: str):
    assert not {key for key in keys(text) if key.startswith("hoaks-") and key != "hoaks-sanggahan"}


def test_gambling_spam_is_settled_whatever_else_it_says(classifier: Classifier):
    [verdict] = classifier.assess(["min kapan pendaftaran kpps? slot gacor maxwin link di bio"])
    assert not verdict.needs_response.on


def test_a_report_of_gambling_on_our_own_page_is_not_taken_for_spam():
    assert "bukan-judol-dan-iklan" not in keys("tolong hapus komentar slot gacor di web kalian")


def test_a_reason_never_repeats_a_whole_identity_number(classifier: Classifier):
    [verdict] = classifier.assess(["NIK saya 9901000000000001 sama KK 990100 000000 0002"])
    assert verdict.urgent.on
    assert not any(len([c for c in term if c.isdigit()]) > 8 for reason in verdict.reasons for term in reason.terms)
