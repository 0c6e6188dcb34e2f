"""``simak audit``: is the record whole, and what does it say?"""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy import select

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from responses import audit, chain
from responses.models import CaseFile, Event

app = group("Jejak audit.")


@app.command("verify")
def verify(
    office: OfficeKey = "",
    anchor: Annotated[str, typer.Option(help="Jangkar seq:hash yang dicatat sebelumnya.")] = "",
    as_json: AsJson = False,
) -> None:
    """Memeriksa rantai peristiwa dan mencocokkannya dengan keadaan sekarang; kode keluar 3 bila tidak utuh."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            report = audit.verify(session, office_of(session, office).id, anchor=anchor)
        text = (
            f"Utuh: {report.events} peristiwa dan {report.cases} kasus cocok.\n"
            f"Jangkar untuk dicatat di tempat lain: {report.head}"
        )
        show(as_json, {"events": report.events, "cases": report.cases, "anchor": report.head}, text)


@app.command("show")
def show_case(number: str, office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan seluruh riwayat satu kasus, misalnya: simak audit show 2026-0007."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = office_of(session, office)
            case_id = select(CaseFile.id).where(CaseFile.office_id == row.id, CaseFile.number == number)
            events = session.scalars(
                select(Event).where(Event.case_id == case_id.scalar_subquery()).order_by(Event.case_seq)
            ).all()
        if not events:
            raise typer.BadParameter(f"tidak ada kasus bernomor {number}")
        show(as_json, {"events": [_entry(event) for event in events]}, "\n".join(_line(event) for event in events))


def _entry(event: Event) -> dict[str, object]:
    happened = chain.happened_of(event)
    return {
        "seq": event.seq,
        "at": event.at.isoformat(),
        "kind": event.kind.value,
        "actor": event.actor_name,
        "role": event.role,
        "from_step": happened.from_step,
        "to_step": happened.to_step,
        "sha256": happened.sha256,
        "late_minutes": happened.late_minutes,
        "note": happened.note,
        "hash": event.hash,
        **chain.extra_of(event),
    }


def _line(event: Event) -> str:
    happened = chain.happened_of(event)
    step = f" [{happened.from_step} → {happened.to_step or 'selesai'}]" if happened.from_step else ""
    note = f" — {happened.note}" if happened.note else ""
    link = f" {chain.extra_of(event).get('permalink', '')}".rstrip()
    return f"{event.at:%Y-%m-%d %H:%M:%S}Z  {event.kind.label}{step}  {event.actor_name} ({event.role}){note}{link}"
