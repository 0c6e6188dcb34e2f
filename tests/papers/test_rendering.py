"""The two renderings: the same facts in both, hostile text harmless, long text whole."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import timedelta

import pytest
from docx import Document
from pypdf import PdfReader

from responses.papers import typeset, word
from responses.papers.glyphs import _DRAWN, drawn, printable
from responses.papers.paper import Field, Paper, PaperKind, Section, words_of
from tests.papers.samples import (
    COMMENT,
    OFFICE,
    REPLY,
    START,
    VERSION,
    docx_files,
    docx_text,
    pages_of,
    paper,
    squeezed,
)

HOSTILE = (
    '#panic("x") #import "@preview/tiger:0.1.0" #read("/etc/passwd") *tebal* _miring_ $x^2$ <label> @ref \\ `kode` '
    "= Judul // catatan </w:t><w:p/> &amp; {{nama}} %s"
)


def pdf_text(made: Paper) -> str:
    return "\n".join(pages_of(typeset.pdf(made, START)))


@pytest.mark.parametrize("kind", list(PaperKind))
def test_both_renderings_hold_every_word_of_the_paper(kind: PaperKind):
    made = paper(kind, office=replace(OFFICE, is_demo=True))
    wanted = [squeezed(words) for words in words_of(made)]
    for rendered in (pdf_text(made), docx_text(word.docx(made))):
        text = squeezed(rendered)
        assert [words for words in wanted if words not in text] == []


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_is_a4_with_numbered_pages(kind: PaperKind):
    made = paper(kind)
    pages = PdfReader(io.BytesIO(typeset.pdf(made, START))).pages
    for number, page in enumerate(pages, 1):
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        assert f"Halaman {number} dari {len(pages)}" in page.extract_text()
    section = Document(io.BytesIO(word.docx(made))).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_a_lembar_disposisi_fits_on_one_page():
    assert len(pages_of(typeset.pdf(paper(PaperKind.DISPOSITION), START))) == 1


def test_what_people_wrote_is_never_read_as_markup():
    case = replace(REPLY, comments=(replace(COMMENT, text=HOSTILE, author=HOSTILE),), number=HOSTILE)
    made = paper(PaperKind.CONFIRMATION, case)
    for text in (pdf_text(made), docx_text(word.docx(made))):
        assert squeezed(text).count(squeezed(HOSTILE)) == 3
    docx_files(word.docx(made))


def test_five_thousand_characters_flow_over_pages_without_loss():
    sentence = "Mohon penjelasan nomor {} mengenai lokasi TPS.\n"
    text = "".join(sentence.format(number) for number in range(1000, 1110))
    assert len(text) > 5_000
    made = paper(PaperKind.CONFIRMATION, replace(REPLY, version=replace(VERSION, text=text)))
    pages = pages_of(typeset.pdf(made, START))
    assert len(pages) > 2
    for rendered in ("\n".join(pages), docx_text(word.docx(made))):
        whole = squeezed(rendered)
        assert [n for n in range(1000, 1110) if squeezed(sentence.format(n)) not in whole] == []


def test_a_link_longer_than_a_line_is_printed_whole():
    link = "https://kab-arunika.example/" + "bagian-" * 40
    made = paper(PaperKind.CONFIRMATION, replace(REPLY, comments=(replace(COMMENT, link=link),)))
    printed = pdf_text(made)
    assert link in squeezed(printed)
    assert max(len(line) for line in printed.splitlines()) < 130, "a line runs over the edge of the paper"


def test_a_link_that_fits_can_be_copied_from_the_paper():
    link = "https://kab-arunika.example/berita/2026/11/tps#komentar-1"
    assert link in pdf_text(paper(PaperKind.CONFIRMATION, replace(REPLY, comments=(replace(COMMENT, link=link),))))


def test_arabic_is_drawn_and_signs_without_a_font_are_named():
    text = "السلام عليكم Kak 🙏🙏🏽 🇮🇩 ❤️ 1️⃣"
    made = paper(PaperKind.CONFIRMATION, replace(REPLY, comments=(replace(COMMENT, text=text),)))
    printed = pdf_text(made)
    for expected in ("السلام", "عليكم", "[2 × PERSON WITH FOLDED HANDS]", "[bendera ID]", "❤", "kurung siku"):
        assert expected in printed
    assert "\0" not in printed
    assert text in docx_text(word.docx(made))
    assert "kurung siku" not in pdf_text(paper(PaperKind.CONFIRMATION))


def test_the_fonts_draw_what_the_program_believes_they_draw():
    every = [chr(code) for first, last in _DRAWN for code in range(first, last + 1)]
    signs = [sign for sign in every if unicodedata.category(sign)[0] not in "CZM"]
    rows = [" ".join(signs[start : start + 60]) for start in range(0, len(signs), 60)]
    made = replace(paper(PaperKind.APPROVAL), sections=(Section(fields=tuple(Field("", row) for row in rows)),))
    printed = pdf_text(made)
    assert len(signs) > 3_000
    assert "\0" not in printed


def test_a_sign_the_fonts_lack_would_be_noticed():
    assert not drawn("🙏")
    assert printable("Terima kasih 🙏") == "Terima kasih [PERSON WITH FOLDED HANDS]"
    assert printable("日") == "[CJK UNIFIED IDEOGRAPH-65E5]"
    assert printable("a\r\nb\rc") == "a\nb\nc"


@pytest.mark.parametrize("strange", ["\0", "\x0b", "\ud800", "\ufffe", "\x1b[31m"])
def test_characters_no_file_can_hold_do_not_stop_a_paper(strange: str):
    made = paper(PaperKind.CONFIRMATION, replace(REPLY, comments=(replace(COMMENT, text=f"awal{strange}akhir"),)))
    for text in (pdf_text(made), docx_text(word.docx(made))):
        assert "awal" in text
        assert "akhir" in text


def test_the_same_paper_is_always_the_same_pdf():
    made = paper(PaperKind.CONFIRMATION)
    assert typeset.pdf(made, START) == typeset.pdf(made, START)
    assert typeset.pdf(made, START) != typeset.pdf(made, START + timedelta(days=1))


def test_the_docx_carries_the_code_that_leads_back():
    files = docx_files(word.docx(paper(PaperKind.APPROVAL)))
    pictures = [data for name, data in files.items() if name.startswith("word/media/")]
    assert [data[:8] for data in pictures] == [b"\x89PNG\r\n\x1a\n"]


def test_the_pdf_link_opens_the_case():
    page = PdfReader(io.BytesIO(typeset.pdf(paper(PaperKind.APPROVAL), START))).pages[0]
    targets = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}
    assert targets == {"https://simak.kab-arunika.example/kasus?id=7"}
