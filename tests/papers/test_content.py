"""What the papers say: composed from facts, nothing added and nothing left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from responses.errors import MissingInputError
from responses.kinds import CaseState, Subject
from responses.papers.content import compose, kinds_for
from responses.papers.facts import CaseFacts, Decision
from responses.papers.paper import Paper, PaperKind, grouped, words_of
from tests.papers.samples import (
    CONTENT,
    FILE_SHA256,
    OFFICE,
    ORDER,
    REPLY,
    SHA256,
    STAND_IN,
    deed,
    paper,
    request,
)


def text_of(made: Paper) -> str:
    return "\n".join(words_of(made))


def ticked(made: Paper, heading: str) -> list[str]:
    section = next(section for section in made.sections if section.heading == heading)
    return [tick.label for tick in section.ticks if tick.ticked]


@pytest.mark.parametrize(
    ("subject", "disposed", "consented", "expected"),
    [
        (Subject.REPLY, False, False, [PaperKind.CONFIRMATION]),
        (Subject.REPLY, True, True, [PaperKind.CONFIRMATION, PaperKind.DISPOSITION]),
        (Subject.CONTENT, False, False, []),
        (Subject.CONTENT, False, True, [PaperKind.FINAL_PREVIEW, PaperKind.APPROVAL]),
        (Subject.REMOVAL, True, False, [PaperKind.DISPOSITION]),
    ],
)
def test_each_subject_has_its_papers(subject: Subject, disposed: bool, consented: bool, expected: list[PaperKind]):
    assert list(kinds_for(subject, disposed=disposed, consented=consented)) == expected


@pytest.mark.parametrize("kind", [PaperKind.FINAL_PREVIEW, PaperKind.APPROVAL])
def test_a_text_nobody_agreed_to_gets_no_paper_of_approval(kind: PaperKind):
    with pytest.raises(MissingInputError, match="belum dapat diterbitkan"):
        compose(replace(CONTENT, consents=()), OFFICE, request(kind))


def test_the_confirmation_carries_comment_answer_correction_and_proof():
    text = text_of(paper(PaperKind.CONFIRMATION))
    for expected in ("2026-0007", "Min, TPS saya di mana ya?", "https://kab-arunika.example/tps/#comment-1",
                     "Halo Kak Siti,\nTPS 04 di Balai Desa Sukamaju.", "Alamatnya belum lengkap.",
                     "https://kab-arunika.example/#r1", "Divisi Teknis Penyelenggaraan"):  # fmt: skip
        assert expected in text


def test_everybody_who_agreed_stands_there_with_the_role_of_that_moment():
    signatures = paper(PaperKind.CONFIRMATION).signatures
    assert [(done.caption, done.role) for done in signatures] == [
        ("Konseptor", "Pelaksana redaksi"),
        ("Menyetujui tanggapan", "Divisi Teknis Penyelenggaraan"),
        ("Mengesahkan", STAND_IN),
    ]
    assert signatures[1].name == "Lina Marlina\nAnggota KPU Arunika"


@pytest.mark.parametrize(
    ("timezone", "printed"),
    [("Asia/Jakarta", "09.49 WIB"), ("Asia/Makassar", "10.49 WITA"), ("Asia/Jayapura", "11.49 WIT")],
)
def test_times_are_in_the_zone_of_the_office(timezone: str, printed: str):
    made = paper(PaperKind.CONFIRMATION, office=replace(OFFICE, timezone=timezone))
    assert made.signatures[-1].at == f"Senin, 16 November 2026 {printed}"


REFUSED = deed("Menyusun", "Hasan Basri", "Pembina", 50, "Bukan kewenangan KPU.")
RETURNED = replace(REPLY, consents=(), returned=(deed("Menyetujui", "Lina", "Divisi terkait", 30, "Perbaiki."),))


@pytest.mark.parametrize(
    ("case", "decision"),
    [
        (REPLY, Decision.APPROVED),
        (replace(REPLY, consents=()), Decision.WAITING),
        (RETURNED, Decision.RETURNED),
        (replace(REPLY, consents=(), version=None, returned=()), Decision.WAITING),
        (replace(REPLY, consents=(), state=CaseState.DECLINED, refused=REFUSED), Decision.NOT_ANSWERED),
    ],
)
def test_only_the_decision_that_was_taken_is_ticked(case: CaseFacts, decision: Decision):
    expected = [] if decision is Decision.WAITING else [decision.label]
    assert ticked(paper(PaperKind.CONFIRMATION, case), "Keputusan") == expected


def test_a_refusal_to_answer_is_printed_with_its_reason():
    case = replace(REPLY, consents=(), state=CaseState.DECLINED, refused=REFUSED)
    assert "Bukan kewenangan KPU." in text_of(paper(PaperKind.CONFIRMATION, case))


def test_a_text_that_waits_is_never_called_approved():
    assert paper(PaperKind.CONFIRMATION).hash_label == "SHA-256 naskah yang disetujui"
    waiting = paper(PaperKind.CONFIRMATION, replace(REPLY, consents=()))
    assert waiting.hash_label == "SHA-256 naskah (belum disetujui)"
    none_yet = paper(PaperKind.CONFIRMATION, replace(REPLY, consents=(), version=None))
    assert (none_yet.text_sha256, "Belum ada naskah" in none_yet.hash_label) == ("", True)


def test_the_disposition_ticks_what_the_record_says_and_nothing_else():
    made = paper(PaperKind.DISPOSITION)
    assert ticked(made, "Yth.") == ["Divisi Teknis Penyelenggaraan"]
    assert ticked(made, "Sifat") == ["Perlu perhatian batas waktu"]
    assert ticked(made, "Mohon bantuan Saudara untuk") == ["Buat jawaban/tanggapan"]
    urgent = paper(PaperKind.DISPOSITION, replace(REPLY, urgent=True, division=""))
    assert (ticked(urgent, "Sifat"), ticked(urgent, "Yth.")) == (["Mendesak"], [])


def test_each_disposition_has_a_paper_of_its_own():
    later = replace(ORDER, deed=deed("Disposisi kedua", "Sari Wulandari", "Pimpinan redaksi", 40, "Segera unggah."))
    case = replace(REPLY, dispositions=(ORDER, later))
    newest, first = (compose(case, OFFICE, request(PaperKind.DISPOSITION, about)) for about in (None, 8))
    assert "Segera unggah." in text_of(newest)
    assert "Mohon dijawab dengan lokasi TPS." in text_of(first)
    with pytest.raises(MissingInputError, match="Disposisi itu tidak ada"):
        compose(case, OFFICE, request(PaperKind.DISPOSITION, 39))


def test_the_final_preview_follows_the_order_of_a_nota_dinas():
    made = paper(PaperKind.FINAL_PREVIEW)
    assert (made.title, [field.label for field in made.fields]) == (
        "NOTA DINAS", ["Yth.", "Dari", "Tanggal", "Sifat", "Lampiran", "Hal"],
    )  # fmt: skip
    headings = [section.heading for section in made.sections]
    assert headings == ["Dasar", "Maksud dan ruang lingkup", "Uraian: naskah final", "Berkas", "Persetujuan", "Penutup"]
    assert made.signer is not None
    assert (made.signer.name, made.signer.caption, made.signer.at) == (
        "Bima Santosa", STAND_IN, "Arunika, 16 November 2026",
    )  # fmt: skip


@pytest.mark.parametrize("kind", [PaperKind.FINAL_PREVIEW, PaperKind.APPROVAL])
def test_an_approved_content_is_named_by_version_hash_and_files(kind: PaperKind):
    made = paper(kind)
    text = text_of(made)
    assert made.text_sha256 == SHA256
    for expected in ("kunjungan sma.jpg", grouped(FILE_SHA256), "2,3 MB", "Instagram KPU Arunika", STAND_IN):
        assert expected in text
    draft = next(section for section in made.sections if section.text)
    assert draft.fields[0].value == "2"


def test_only_a_demo_office_is_marked():
    assert paper(PaperKind.CONFIRMATION).watermark == ""
    assert paper(PaperKind.CONFIRMATION, office=replace(OFFICE, is_demo=True)).watermark == "DATA CONTOH"


def test_a_hash_is_printed_in_groups_of_eight():
    assert grouped("0123456789abcdef") == "01234567 89abcdef"
