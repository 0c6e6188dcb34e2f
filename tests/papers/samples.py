"""Facts of two cases, written by hand: papers are composed from facts alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from responses.kinds import CaseState, Division, Subject
from responses.papers.content import compose
from responses.papers.facts import (
    CaseFacts,
    CommentFacts,
    Deed,
    Disposition,
    FileFacts,
    OfficeFacts,
    Publication,
    Version,
)
from responses.papers.paper import Paper, PaperKind
from responses.papers.sheet import Request

START = datetime(2026, 11, 16, 2, 5, 0, 123456, tzinfo=UTC)
SHA256 = "0123456789abcdef" * 4
FILE_SHA256 = "fedcba9876543210" * 4
STAND_IN = "Plh. Pembina (untuk Ibu Sari Wulandari)"

OFFICE = OfficeFacts(
    "KPU Kabupaten Arunika", ("KOMISI PEMILIHAN UMUM", "KABUPATEN ARUNIKA", "Jalan Contoh Nomor 1, Arunika"),
    "Asia/Makassar", "Arunika",
)  # fmt: skip


def deed(step: str, name: str, role: str, minute: int, text: str = "", title: str = "") -> Deed:
    return Deed(step, name, title, role, START + timedelta(minutes=minute), text, minute)


COMMENT = CommentFacts(
    "Situs web (WordPress)", "Situs KPU Arunika", "Siti Warga", "https://kab-arunika.example/tps/#comment-1",
    START, START + timedelta(minutes=2), "Min, TPS saya di mana ya?", "Perlu ditanggapi",
)  # fmt: skip
VERSION = Version(
    2,
    "Halo Kak Siti,\nTPS 04 di Balai Desa Sukamaju.",
    SHA256,
    deed("Menyusun", "Raka Pratama", "Pelaksana redaksi", 20),
)
CONSENTS = (
    deed("Menyetujui tanggapan", "Lina Marlina", "Divisi Teknis Penyelenggaraan", 31, title="Anggota KPU Arunika"),
    deed("Mengesahkan", "Bima Santosa", STAND_IN, 44),
)
ORDER = Disposition(
    deed("Memerintahkan pelaksana", "Sari Wulandari", "Pimpinan redaksi", 8, "Mohon dijawab dengan lokasi TPS."),
    ("Perintah",), "Pelaksana redaksi", asks_for_text=True, due_at=START + timedelta(minutes=23),
)  # fmt: skip
REPLY = CaseFacts(
    case_id=7, number="2026-0007", seq=9, subject=Subject.REPLY, purpose="Tanggapan biasa", urgent=False,
    state=CaseState.OPEN, sop="Komentar dan pertanyaan (KPU Kota Magelang), versi 2", division=Division.TEKNIS.label,
    opened_at=START, inputs=(("Laporan", "Warga bertanya lokasi TPS."),), comments=(COMMENT,), version=VERSION,
    consents=CONSENTS, dispositions=(ORDER,),
    returned=(deed("Menyetujui tanggapan", "Lina Marlina", "Divisi terkait", 15, "Alamatnya belum lengkap."),),
    publications=(
        Publication("Situs KPU Arunika", "Tayang; terbukti tayang", "https://kab-arunika.example/#r1", "Simak", START),
    ),
)  # fmt: skip
CONTENT = replace(
    REPLY, subject=Subject.CONTENT, purpose="Berita dan konten kegiatan", comments=(), returned=(),
    title="Kunjungan SMA Negeri 1", category="Edukasi kepemiluan", needed_by=START + timedelta(days=1),
    uploaders="Admin subbagian terkait", targets=("Situs KPU Arunika (Situs web)", "Instagram KPU Arunika"),
    version=replace(VERSION, files=(FileFacts("kunjungan sma.jpg", FILE_SHA256, 2_400_000),)),
)  # fmt: skip
CASES = {
    PaperKind.CONFIRMATION: REPLY,
    PaperKind.DISPOSITION: REPLY,
    PaperKind.FINAL_PREVIEW: CONTENT,
    PaperKind.APPROVAL: CONTENT,
}


def request(kind: PaperKind, about: int | None = None) -> Request:
    return Request(
        kind, "12/HM.03-ND/3308/XI/2026", "Dewi Anggraini", "Admin medsos", START + timedelta(hours=1),
        "https://simak.kab-arunika.example/kasus?id=7", about,
    )  # fmt: skip


def paper(kind: PaperKind, case: CaseFacts | None = None, office: OfficeFacts = OFFICE) -> Paper:
    return compose(case or CASES[kind], office, request(kind))


def squeezed(text: str) -> str:
    """Without spaces and line ends, which no renderer keeps as they were."""
    return re.sub(r"[\s\u200b]", "", text)


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def docx_text(data: bytes) -> str:
    """Every text of a DOCX: header, body, footer."""
    document = Document(io.BytesIO(data))
    parts = [document.element, document.sections[0].header._element, document.sections[0].footer._element]
    return "\n".join(_paragraph(node) for part in parts for node in part.iter(qn("w:p")))


def docx_files(data: bytes) -> dict[str, bytes]:
    """The parts of a DOCX by name; each XML one is well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, part in found.items():
        if name.endswith(".xml"):
            etree.fromstring(part)
    return found


def _paragraph(node: etree._Element) -> str:
    texts = {qn("w:t"): lambda part: part.text or "", qn("w:br"): lambda _part: "\n", qn("w:tab"): lambda _part: "\t"}
    return "".join(texts[part.tag](part) for part in node.iter() if part.tag in texts)
