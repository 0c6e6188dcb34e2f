"""A paper as DOCX: the same content, editable, for offices that sign on paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from responses.papers import qr
from responses.papers.paper import Field, Paper, Section, Signature, grouped

EMPTY, TICKED = "☐", "☒"
_UNSAFE = dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")
"""Characters XML cannot hold."""
_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What the schema of a paragraph wants after its borders; Word calls another order damaged."""


def docx(paper: Paper) -> bytes:
    """The paper as a Word document."""
    document = Document()
    _page(document)
    _watermark(document, paper.watermark)
    _letterhead(document, paper.letterhead)
    _centred(document, paper.title, bold=True, size=13)
    _centred(document, f"Nomor: {paper.number}")
    _form(document, paper.fields)
    for section in paper.sections:
        _section(document, section)
    _signatures(document, paper.signatures)
    if paper.signer is not None:
        _signer(document, paper.signer)
    _footer(document, paper)
    _properties(document, paper)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _page(document: WordDocument) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(20), Mm(20), Mm(25)
    page.footer_distance = Mm(8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    normal.paragraph_format.space_after = Pt(3)


def _letterhead(document: WordDocument, lines: Iterable[str]) -> None:
    last = None
    for line in lines:
        high = line == line.upper()
        last = _centred(document, line, bold=high, size=13 if high else 9.5)
        last.paragraph_format.space_after = Pt(0)
    if last is not None:
        _rule(last, "bottom", "double")
        last.paragraph_format.space_after = Pt(10)


def _centred(document: WordDocument, text: str, *, bold: bool = False, size: float = 11) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, text, bold=bold, size=size)
    return paragraph


def _write(paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None) -> None:
    run = paragraph.add_run(text.translate(_UNSAFE))
    run.bold = bold
    if size is not None:
        run.font.size = Pt(size)


def _section(document: WordDocument, section: Section) -> None:
    if section.heading:
        heading = document.add_paragraph()
        heading.paragraph_format.space_before, heading.paragraph_format.keep_with_next = Pt(10), True
        _write(heading, section.heading, bold=True)
    _form(document, section.fields)
    for tick in section.ticks:
        _write(document.add_paragraph(), f"{TICKED if tick.ticked else EMPTY} {tick.label}")
    if section.note:
        _write(document.add_paragraph(), section.note)
    if section.text:
        quoted = document.add_paragraph()
        quoted.paragraph_format.left_indent, quoted.paragraph_format.space_before = Mm(3), Pt(4)
        _rule(quoted, "left", "single")
        _write(quoted, section.text)
    if section.rows:
        table = _table(document, section.head, section.rows)
        _widths(table, [165 * width / sum(section.widths) for width in section.widths])
    for _line in range(section.empty_lines):
        _rule(document.add_paragraph(" "), "bottom", "dotted")


def _form(document: WordDocument, fields: Sequence[Field]) -> None:
    if not fields:
        return
    table = document.add_table(rows=0, cols=3)
    for field in fields:
        _row(table, (field.label, ":", field.value))
    _widths(table, (44, 4, 117))


def _table(document: WordDocument, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    table: Table = document.add_table(rows=0, cols=len(head), style="Table Grid")
    _row(table, head, bold=True, size=9.5)
    for row in rows:
        _row(table, row, size=9.5)
    return table


def _row(table: Table, cells: Sequence[str], *, bold: bool = False, size: float | None = None) -> None:
    row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, text in zip(row.cells, cells, strict=True):
        _write(cell.paragraphs[0], text, bold=bold, size=size)


def _widths(table: Table, widths: Sequence[float]) -> None:
    """Column widths in millimetres; Word reads them from every cell, others from the columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _signatures(document: WordDocument, signatures: Sequence[Signature]) -> None:
    if not signatures:
        return
    _section(document, Section("Yang melakukan dan menyetujui"))
    rows = [(done.caption, done.name, done.role, done.at, "\n\n") for done in signatures]
    table = _table(document, ("Sebagai", "Nama", "Peran", "Waktu", "Paraf"), rows)
    _widths(table, (32, 36, 40, 34, 23))


def _signer(document: WordDocument, signer: Signature) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.space_before = Mm(92), Pt(16)
    paragraph.paragraph_format.keep_together = True
    _write(paragraph, f"{signer.at}\n{signer.caption}\n\n\n\n")
    _write(paragraph, signer.name, bold=True)
    if signer.role:
        _write(paragraph, f"\n{signer.role}")


def _footer(document: WordDocument, paper: Paper) -> None:
    footer = document.sections[0].footer
    first = footer.paragraphs[0]
    _rule(first, "top", "single")
    table = footer.add_table(rows=1, cols=3, width=Mm(165))
    _widths(table, (22, 118, 25))
    footer.add_paragraph()
    code, words, number = table.rows[0].cells
    code.paragraphs[0].add_run().add_picture(io.BytesIO(qr.png(paper.link)), width=Mm(20))
    lines = [f"{paper.title} Nomor {paper.number}", paper.hash_label, grouped(paper.text_sha256), paper.issued]
    lines.append(f"Buka kasus: {paper.link}")
    _write(words.paragraphs[0], "\n".join(line for line in lines if line), size=7.5)
    _page_number(number)


def _page_number(cell: _Cell) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("Halaman ", "PAGE"), (" dari ", "NUMPAGES")):
        _write(paragraph, words, size=7.5)
        xml = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:rPr><w:sz w:val="15"/></w:rPr><w:t>1</w:t></w:r>'
        paragraph.paragraph_format.element.append(parse_xml(f"{xml}</w:fldSimple>"))


def _watermark(document: WordDocument, words: str) -> None:
    if not words:
        return
    header = document.sections[0].header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(header, words, bold=True, size=16)
    _rule(header, "bottom", "dashed")


def _rule(paragraph: Paragraph, side: str, style: str) -> None:
    """A line along one side of a paragraph."""
    line = f'<w:{side} w:val="{style}" w:sz="8" w:space="4" w:color="000000"/>'
    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"), *_AFTER_BORDERS)


def _properties(document: WordDocument, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = f"{paper.title} {paper.number}"[:255]
    properties.author = " ".join(paper.letterhead)[:255]
    properties.comments, properties.language = "", "id-ID"
