"""``simak notify``: where people are told, and what became of every notice."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from console import notify
from console.cli.output import AsJson, OfficeKey, fail, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from responses.errors import NotFoundError
from responses.kinds import Role
from responses.models import Person
from responses.notices import deliver, targets
from responses.notices.kinds import NoticeState
from responses.notices.rules import parse_window
from responses.notices.sender import SendError
from responses.notices.targets import BadTargetError, Owner
from responses.state import SIMAK
from responses.views import notices

app = group("Pemberitahuan: tujuan, pengingat, dan eskalasi.")
target_app = group("Tujuan pemberitahuan: surel, Telegram, WhatsApp, atau webhook.")
app.add_typer(target_app, name="target")

TargetId = Annotated[int, typer.Argument(help="Nomor tujuan, lihat `simak notify target list`.")]


@target_app.command("add")
def add(
    username: Annotated[str, typer.Argument(help="Nama pengguna; kosong bila memakai --role.")] = "",
    role: Annotated[Role | None, typer.Option(help="Kotak surat sebuah peran, bukan seseorang.")] = None,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menambah tujuan; alamatnya dibaca dari masukan baku atau ditanyakan, disegel, dan tidak pernah ditampilkan."""
    with failures(as_json):
        runtime = open_runtime()
        url = _address()
        _check(url)
        with runtime.database.write() as session:
            row = office_of(session, office)
            owner = Owner(_person(session, username) if username or role is None else None, role)
            target = targets.add(session, row.id, owner, url, sealer=runtime.sealer, by=SIMAK, now=utc_now())
        result = {"target_id": target.id, "channel": target.channel.value, "hint": target.hint}
        show(as_json, result, f"Tujuan {target.id} ({target.channel.label} {target.hint}) ditambahkan. Cobalah: "
             f"simak notify target test {target.id}")  # fmt: skip


@target_app.command("list")
def list_targets(office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan tujuan, kapan terakhir berhasil, dan siapa yang tidak dapat dihubungi."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            office_id = office_of(session, office).id
            rows = notices.target_rows(session, office_id)
            silent = notices.unreachable(session, office_id, utc_now())
        listed = [
            {"target_id": row.target_id, "owner": row.owner, "channel": row.channel.value, "hint": row.hint,
             "state": row.state.value, "waiting": row.waiting, "failed": row.failed,
             "last_success_at": row.last_success_at, "last_error": row.last_error}
            for row in rows
        ]  # fmt: skip
        lines = [
            f"{row.target_id:>4} {row.owner:28} {row.channel.label} {row.hint} · {row.state.label} "
            f"{row.last_error}".rstrip()
            for row in rows
        ]
        lines += [f"Belum dapat dihubungi: {', '.join(silent)}"] if silent else []
        show(as_json, {"targets": listed, "unreachable": silent}, "\n".join(lines) or "Belum ada tujuan.")


@target_app.command("test")
def send_test(target_id: TargetId, as_json: AsJson = False) -> None:
    """Mengirim pesan uji coba ke satu tujuan dan menunggu hasilnya."""
    with failures(as_json):
        reason = deliver.send_test(notify.post_of(open_runtime()), target_id, SIMAK)
        if reason:
            raise fail(as_json, "not_delivered", reason)
        show(as_json, {"target_id": target_id}, "Pesan uji coba diterima server tujuan.")


@target_app.command("remove")
def remove(target_id: TargetId, as_json: AsJson = False) -> None:
    """Menghapus tujuan beserta alamat tersegelnya."""
    with failures(as_json):
        with open_runtime().database.write() as session:
            targets.remove(session, target_id, by=SIMAK, now=utc_now())
        show(as_json, {"target_id": target_id}, f"Tujuan {target_id} dihapus.")


@target_app.command("pause")
def pause(target_id: TargetId, as_json: AsJson = False) -> None:
    """Menjeda tujuan; yang belum terkirim tetap menunggu."""
    with failures(as_json):
        with open_runtime().database.write() as session:
            targets.pause(session, target_id, by=SIMAK, now=utc_now())
        show(as_json, {"target_id": target_id}, f"Tujuan {target_id} dijeda.")


@target_app.command("resume")
def resume(target_id: TargetId, as_json: AsJson = False) -> None:
    """Mengaktifkan lagi tujuan yang dijeda."""
    with failures(as_json):
        with open_runtime().database.write() as session:
            targets.resume(session, target_id, by=SIMAK, now=utc_now())
        show(as_json, {"target_id": target_id}, f"Tujuan {target_id} aktif lagi.")


@target_app.command("quiet")
def quiet(
    target_id: TargetId,
    start: Annotated[
        str, typer.Option("--from", help="Awal jam tenang, misalnya 21:00; kosong: di luar jam kerja.")
    ] = "",
    until: Annotated[str, typer.Option(help="Akhir jam tenang, misalnya 06:00.")] = "",
    as_json: AsJson = False,
) -> None:
    """Memilih jam tenang sebuah tujuan; yang mendesak tetap dikirim kapan saja."""
    with failures(as_json):
        try:
            window = parse_window((start, until)) if start or until else None
        except ValueError as error:
            raise BadTargetError("Tulis jam tenang sebagai --from 21:00 --until 06:00.") from error
        with open_runtime().database.write() as session:
            targets.set_quiet(session, target_id, window, by=SIMAK, now=utc_now())
        show(as_json, {"target_id": target_id}, "Jam tenang tersimpan.")


@app.command("list")
def list_notices(
    state: Annotated[list[NoticeState] | None, typer.Option(help="Keadaan; boleh diulang.")] = None,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menampilkan pemberitahuan terbaru dan mengapa yang gagal tidak terkirim."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            office_id = office_of(session, office).id
            rows = notices.notices(session, office_id, tuple(state or NoticeState))
            counted = notices.counts(session, office_id)
        lines = [
            f"{row.case_number:12} {row.kind.label} · {row.owner} ({row.channel.label} {row.hint}) · {row.state.label} "
            f"{row.reason}".rstrip()
            for row in rows
        ]
        counts = {kind.value: counted.get(kind, 0) for kind in NoticeState}
        show(as_json, {"counts": counts, "notices": [_notice(row) for row in rows]},
             "\n".join(lines) or "Tidak ada pemberitahuan.")  # fmt: skip


@app.command("run")
def run(as_json: AsJson = False) -> None:
    """Memeriksa kasus dan mengirim yang jatuh waktunya satu kali, lalu berhenti."""
    with failures(as_json):
        looked, tried = notify.run_once(notify.post_of(open_runtime()))
        show(as_json, {"cases": looked, "messages": tried}, f"{looked} kasus diperiksa, {tried} pesan dikirim.")


def _notice(row: notices.NoticeRow) -> dict[str, Any]:
    return {
        "notice_id": row.notice_id, "case_number": row.case_number, "kind": row.kind.value, "state": row.state.value,
        "owner": row.owner, "channel": row.channel.value, "hint": row.hint, "tries": row.tries,
        "run_after": row.run_after, "sent_at": row.sent_at, "reason": row.reason,
    }  # fmt: skip


def _address() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Alamat tujuan", hide_input=True))
    return sys.stdin.readline().strip()


def _check(url: str) -> None:
    targets.read_address(url)
    try:
        notify.sender().check(url)
    except SendError as error:
        raise BadTargetError(str(error)) from error


def _person(session: Session, username: str) -> int:
    found = session.scalar(select(Person.id).where(Person.username == username))
    if found is None:
        raise NotFoundError(f"Nama pengguna “{username}” tidak terdaftar.")
    return found
