"""``simak claims``: the registry of claims of an office, its imports from files, and what a text resembles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.claim_match import ClaimIndex, ClaimText, Match, level
from classify.claims.formats import READERS
from classify.claims.imported import ClaimFileError, Imported, ImportedClaim, Note
from classify.claims.match_files import MatchReport, match_files
from classify.kinds import ClaimOrigin, ClaimVerdict
from classify.models import Claim
from console.cli.output import FAILED, AsJson, OfficeKey, fail, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.cli.progress import progress
from console.runtime import Runtime, utc_now
from responses import claims
from responses.claim_imports import ImportReport, import_many
from responses.state import SIMAK
from responses.views import claims as view

app = group("Daftar klaim dan hoaks kantor.")

PAGE = 500
"""Claims read at once for a list."""
Day = Annotated[str, typer.Option(metavar="TTTT-BB-HH")]


class Format(StrEnum):
    """The formats as they are typed."""

    RSS = "rss"
    CLAIM_REVIEW = "claimreview"
    FACT_CHECK = "factcheck"
    CSV = "csv"


_ORIGINS = {
    Format.RSS: ClaimOrigin.RSS, Format.CLAIM_REVIEW: ClaimOrigin.CLAIM_REVIEW,
    Format.FACT_CHECK: ClaimOrigin.FACT_CHECK, Format.CSV: ClaimOrigin.CSV,
}  # fmt: skip


@app.command("add")
def add(
    text: Annotated[str, typer.Argument(help="Apa yang diklaim, dalam satu kalimat.")],
    verdict: Annotated[ClaimVerdict, typer.Option(help="Putusan menurut lima tingkat.")],
    published: Annotated[str, typer.Option("--published-verdict", help="Putusan dalam kata penerbitnya.")] = "",
    publisher: Annotated[str, typer.Option(help="Siapa yang menerbitkan putusan.")] = "",
    url: Annotated[str, typer.Option(help="Alamat terbitan.")] = "",
    claimed_on: Day = "",
    published_on: Day = "",
    wording: Annotated[list[str] | None, typer.Option(help="Rumusan lain; boleh diulang.")] = None,
    clarification: Annotated[str, typer.Option(help="Klarifikasi kantor.")] = "",
    clarification_url: Annotated[str, typer.Option(help="Tautan klarifikasi kantor.")] = "",
    key: Annotated[str, typer.Option(help="Kunci; kosong berarti dibuatkan.")] = "",
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Mencatat satu klaim."""
    with failures(as_json):
        new = ImportedClaim(
            key, text, verdict, published, publisher, url, _day(claimed_on, as_json), _day(published_on, as_json),
            tuple(wording or ()), clarification, clarification_url,
        )  # fmt: skip
        runtime = open_runtime()
        with runtime.database.write() as session:
            row = claims.add(session, office_of(session, office).id, new, by=SIMAK, now=utc_now())
        show(as_json, {"id": row.id, "key": row.key}, f"Klaim {row.id} dicatat: {row.text} ({row.verdict.label}).")


@app.command("import")
def import_files(
    paths: Annotated[
        list[Path], typer.Argument(help="Berkas yang sudah diunduh; tidak ada yang diambil dari jaringan.")
    ],
    form: Annotated[Format, typer.Option("--format", help="Bentuk berkas.")],
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Memasukkan klaim dari berkas; butir yang keliru dilaporkan dan tidak menghentikan yang lain."""
    results, lines, failed = [], [], False
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            office_id = office_of(session, office).id
        for path in paths:
            try:
                result, said = _imported(runtime, office_id, path, _ORIGINS[form])
            except (ClaimFileError, OSError) as error:
                failed = True
                result, said = {"file": path.name, "error": str(error)}, [f"{path.name}: gagal. {error}"]
            results.append(result)
            lines += said
        show(as_json, {"ok": not failed, "files": results}, "\n".join(lines))
    if failed:
        raise typer.Exit(FAILED)


@app.command("list")
def list_all(
    search: Annotated[str, typer.Option(help="Kata yang harus ada.")] = "",
    verdict: Annotated[ClaimVerdict | None, typer.Option(help="Hanya putusan ini.")] = None,
    inactive: Annotated[bool, typer.Option("--all", help="Sertakan yang tidak dicari lagi.")] = False,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menampilkan klaim, yang terbaru lebih dulu, dengan jumlah usulan dan yang dipastikan."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            office_id = office_of(session, office).id
            rows = list(_rows(session, office_id, search, verdict, active=None if inactive else True))
        lines = [
            f"{row.claim_id:6}  {row.verdict.label:14}  {row.suggested:4} usulan {row.confirmed:4} pasti  {row.text}"
            for row in rows
        ]
        show(as_json, {"claims": [_entry(row) for row in rows]}, "\n".join(lines) or "Belum ada klaim.")


@app.command("match")
def match(
    text: Annotated[str, typer.Option(help="Teks yang dicocokkan dengan daftar klaim kantor.")] = "",
    registry: Annotated[Path | None, typer.Option(help="Berkas CSV klaim: kolom id dan text.")] = None,
    queries: Annotated[Path | None, typer.Option("--input", help="Berkas CSV: query_id (id) dan text (query).")] = None,
    output: Annotated[Path | None, typer.Option(help="Berkas CSV hasil: query_id, rank, claim_id, score.")] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="Paling banyak klaim untuk satu teks.")] = 5,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Mencari klaim yang mirip: untuk satu teks pada daftar kantor, atau berkas dengan berkas tanpa basis data."""
    with failures(as_json):
        if registry and queries and output and not text:
            _match_files(registry, queries, output, top, as_json)
        elif text and not (registry or queries or output):
            _match_text(text, top, office, as_json)
        else:
            wanted = "Sebutkan --text, atau --registry, --input, dan --output bersama-sama."
            raise fail(as_json, "missing_input", wanted)


def _match_files(registry: Path, queries: Path, output: Path, top: int, as_json: bool) -> None:
    try:
        with progress("Mencocokkan", "teks", hidden=as_json) as advance:
            report = match_files(registry, queries, output, top=top, now=utc_now(), progress=advance)
    except ClaimFileError as error:
        raise fail(as_json, "bad_file", f"{registry.name}: {error}") from error
    for note in report.refused if not as_json else ():
        typer.echo(f"{note.where}: {note.text}", err=True)
    show(as_json, _matched(report), f"{report.queries} teks dicocokkan dengan {report.claims} klaim: "
         f"{report.matches} hasil di {output.name}, {len(report.refused)} baris ditolak.")  # fmt: skip


def _match_text(text: str, top: int, office: str, as_json: bool) -> None:
    runtime = open_runtime()
    with runtime.database.read() as session:
        office_id = office_of(session, office).id
        rows = {str(row.id): row for row in _active(session, office_id)}
    index = ClaimIndex([ClaimText(number, (row.text, *row.wordings)) for number, row in rows.items()])
    found = [_found(rows[match.claim_id], match) for match in index.search(text, top)]
    lines = [f"{one['score']:.3f}  {one['level']:8}  {one['text']} ({one['verdict']})" for one in found]
    show(as_json, {"matches": found}, "\n".join(lines) or "Tidak ada klaim yang mirip.")


def _found(row: Claim, match: Match) -> dict[str, object]:
    return {
        "claim_id": row.id, "key": row.key, "text": row.text, "verdict": row.verdict.value,
        "score": round(match.score, 4), "level": level(match).value, "terms": list(match.terms),
        "spans": list(match.spans),
    }  # fmt: skip


def _active(session: Session, office_id: int) -> Sequence[Claim]:
    return session.scalars(select(Claim).where(Claim.office_id == office_id, Claim.active).order_by(Claim.id)).all()


def _imported(
    runtime: Runtime, office_id: int, path: Path, origin: ClaimOrigin
) -> tuple[dict[str, object], list[str]]:  # fmt: skip
    found = READERS[origin](path.read_bytes(), now=utc_now())
    with runtime.database.write() as session:
        report = import_many(session, office_id, found.claims, origin, by=SIMAK, now=utc_now())
        touched = len({one.comment_id for claim in report.verdicts for one in view.affected(session, claim)})
    result: dict[str, object] = {
        "file": path.name, "new": report.new, "changed": report.changed, "unchanged": report.unchanged,
        "kept": [{"id": one.claim_id, "key": one.key, "why": one.why} for one in report.kept],
        "verdicts_changed": report.verdicts, "comments_affected": touched,
        "refused": _notes(found.refused), "remarks": _notes(found.remarks),
    }  # fmt: skip
    return result, list(_said(path, found, report, touched))


def _said(path: Path, found: Imported, report: ImportReport, touched: int) -> Iterator[str]:
    yield (
        f"{path.name}: {report.new} baru, {report.changed} berubah, {report.unchanged} tetap, "
        f"{len(report.kept)} dibiarkan, {len(found.refused)} ditolak."
    )
    if report.verdicts:
        yield f"  Putusan {len(report.verdicts)} klaim berubah; {touched} komentar perlu dilihat lagi."
    yield from (f"  klaim {one.claim_id} dibiarkan: {one.why}" for one in report.kept)
    yield from (f"  {note.where} ditolak: {note.text}" for note in found.refused)
    yield from (f"  {note.where}: {note.text}" for note in found.remarks)


def _rows(
    session: Session, office_id: int, search: str, verdict: ClaimVerdict | None, *, active: bool | None
) -> Iterator[view.ClaimRow]:
    after = None
    while True:
        page = view.page(session, office_id, search=search, verdict=verdict, active=active, after=after, limit=PAGE)
        yield from page.rows
        if page.following is None:
            return
        after = page.following


def _entry(row: view.ClaimRow) -> dict[str, object]:
    return {
        "id": row.claim_id, "key": row.key, "text": row.text, "verdict": row.verdict.value,
        "verdict_published": row.verdict_published, "publisher": row.publisher, "published_on": row.published_on,
        "origin": row.origin.value, "active": row.active, "suggested": row.suggested, "confirmed": row.confirmed,
    }  # fmt: skip


def _matched(report: MatchReport) -> dict[str, object]:
    return {
        "claims": report.claims, "queries": report.queries, "matches": report.matches,
        "refused": _notes(report.refused),
    }  # fmt: skip


def _notes(notes: Sequence[Note]) -> list[dict[str, str]]:
    return [{"where": note.where, "reason": note.text} for note in notes]


def _day(written: str, as_json: bool) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        detail = f"Tanggal {written!r} tidak dapat dibaca; tulis misalnya 2026-11-20."
        raise fail(as_json, "missing_input", detail) from None
