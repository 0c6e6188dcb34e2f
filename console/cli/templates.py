"""``simak template``: the texts an office says often, and what it said to similar comments."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from responses import templates
from responses.state import SIMAK
from responses.suggestions import Suggestion, suggest
from responses.template_models import ReplyText, TextKind
from responses.templates import NewText

app = group("Templat dan tanya jawab kantor.")

Key = Annotated[str, typer.Argument(help="Kunci templat, misalnya faq-cek-dpt.")]
Expected = Annotated[
    int, typer.Option("--version", help="Versi yang Anda lihat; ditolak bila sudah diubah orang lain.")
]


@app.command("starter")
def starter(office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Memuat templat dan tanya jawab bawaan yang belum dimiliki kantor."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.write() as session:
            row = office_of(session, office)
            loaded = templates.load_starter(session, row.id, by=SIMAK, now=utc_now())
        show(as_json, {"loaded": loaded}, f"{loaded} templat dan tanya jawab dimuat untuk {row.name}.")


@app.command("list")
def list_all(
    kind: Annotated[TextKind | None, typer.Option(help="Hanya jenis ini.")] = None,
    retired: Annotated[bool, typer.Option("--all", help="Sertakan yang tidak dipakai lagi.")] = False,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menampilkan templat dan tanya jawab."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            found = templates.texts(session, office_of(session, office).id, kind=kind, retired=retired)
        lines = [f"{row.key:28} v{row.version}  {row.kind.label:12} {row.title}{_mark(row)}" for row in found]
        show(as_json, {"texts": [_json(row) for row in found]}, "\n".join(lines) or "Belum ada templat.")


@app.command("show")
def show_one(key: Key, office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan satu templat seutuhnya."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = templates.get(session, office_of(session, office).id, key)
        head = f"{row.title} ({row.kind.label}, versi {row.version}, diubah {row.changed_by}){_mark(row)}"
        show(as_json, _json(row), "\n".join(filter(None, (head, row.question, "", row.body, row.link))))


@app.command("save")
def save(
    key: Key,
    title: Annotated[str, typer.Option(help="Judul untuk dipilih orang.")],
    kind: Annotated[TextKind, typer.Option(help="Templat atau tanya jawab.")] = TextKind.TEMPLATE,
    question: Annotated[str, typer.Option(help="Pertanyaan, untuk tanya jawab.")] = "",
    link: Annotated[str, typer.Option(help="Tautan untuk {tautan}.")] = "",
    expected: Expected = 0,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menyimpan templat dari masukan baku; dengan --version mengubah yang sudah ada."""
    with failures(as_json):
        new = NewText(key, kind, title, sys.stdin.read(), question, link)
        runtime = open_runtime()
        with runtime.database.write() as session:
            office_id, now = office_of(session, office).id, utc_now()
            if expected:
                row = templates.change(session, office_id, new, expected=expected, by=SIMAK, now=now)
            else:
                row = templates.add(session, office_id, new, by=SIMAK, now=now)
        show(as_json, _json(row), f"“{row.title}” tersimpan sebagai versi {row.version}.")


@app.command("retire")
def retire(key: Key, expected: Expected, office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Tidak menawarkan lagi sebuah templat; catatannya tetap ada."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.write() as session:
            office_id = office_of(session, office).id
            row = templates.retire(session, office_id, key, expected=expected, by=SIMAK, now=utc_now())
        show(as_json, _json(row), f"“{row.title}” tidak ditawarkan lagi.")


@app.command("suggest")
def suggest_for(
    text: Annotated[str, typer.Argument(help="Komentar warga.")], office: OfficeKey = "", as_json: AsJson = False
) -> None:
    """Menampilkan tanggapan kantor atas komentar serupa, templat, dan tanya jawab yang cocok."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            found = suggest(session, office_of(session, office).id, text)
        lines = [
            f"{one.similarity:4.0%}  {one.origin.label}: {one.title or one.case_number}\n      {one.text}"
            for one in found
        ]
        show(
            as_json, {"suggestions": [_suggestion(one) for one in found]}, "\n".join(lines) or "Tidak ada yang serupa."
        )


def _mark(row: ReplyText) -> str:
    return "" if row.active else "  (tidak dipakai lagi)"


def _json(row: ReplyText) -> dict[str, object]:
    return {
        "key": row.key, "kind": row.kind.value, "title": row.title, "question": row.question, "body": row.body,
        "link": row.link, "active": row.active, "version": row.version,
    }  # fmt: skip


def _suggestion(one: Suggestion) -> dict[str, object]:
    return {
        "origin": one.origin.value, "similarity": round(one.similarity, 3), "text": one.text, "at": one.at,
        "title": one.title, "key": one.key, "case": one.case_number, "excerpt": one.excerpt,
    }  # fmt: skip
