"""``simak people``: who may log in, and in which role."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from console.web.passwords import set_password
from responses import people
from responses.errors import NotFoundError
from responses.kinds import Division, Role, Standing
from responses.models import Person, RoleGrant
from responses.people import NewPerson
from responses.state import SIMAK, Authority

app = group("Orang dan peran.")

DAY = ["%Y-%m-%d"]
Day = datetime | None
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Baca kata sandi dari masukan baku.")]


@app.command("add")
def add(
    username: Annotated[str, typer.Option(help="Nama pengguna untuk masuk.")],
    name: Annotated[str, typer.Option(help="Nama lengkap.")],
    role: Annotated[list[Role], typer.Option(help="Peran; boleh diulang.")],
    title: Annotated[str, typer.Option(help="Jabatan, seperti tercetak di bawah tanda tangan.")] = "",
    office: OfficeKey = "",
    password_stdin: FromStdin = False,
    as_json: AsJson = False,
) -> None:
    """Mendaftarkan orang beserta perannya, misalnya pengelola pertama sebuah kantor."""
    with failures(as_json):
        runtime = open_runtime()
        password = _password(password_stdin)
        with runtime.database.write() as session:
            row = office_of(session, office)
            new = NewPerson(username, name, title)
            person = people.add_person(session, row.id, new, tuple(role), by=SIMAK, now=utc_now())
            set_password(session, person.id, password)
        roles = ", ".join(kind.label for kind in role)
        show(as_json, {"person_id": person.id, "username": username}, f"{name} terdaftar sebagai {roles}.")


@app.command("password")
def password(username: str, password_stdin: FromStdin = False, as_json: AsJson = False) -> None:
    """Mengganti kata sandi seseorang dan menutup semua sesinya."""
    with failures(as_json):
        runtime = open_runtime()
        secret = _password(password_stdin)
        with runtime.database.write() as session:
            person_id = session.scalar(select(Person.id).where(Person.username == username))
            set_password(session, person_id or 0, secret)
        show(as_json, {"username": username}, f"Kata sandi {username} sudah diganti.")


@app.command("list")
def list_people(office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan orang dan peran yang berlaku sekarang."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = office_of(session, office)
            found = session.scalars(
                select(Person).join(RoleGrant).where(RoleGrant.office_id == row.id).distinct().order_by(Person.username)
            ).all()
            actors = {
                person: people.actor(session, person.id, row.id, now=utc_now()) for person in found if person.active
            }
        listed = [
            {"username": person.username, "name": person.name, "title": person.title,
             "roles": [held.role.value for held in actor.authorities]}
            for person, actor in actors.items()
        ]  # fmt: skip
        lines = [
            f"{person.username:16} {person.name:28} {', '.join(str(held) for held in actor.authorities)}"
            for person, actor in actors.items()
        ]
        show(as_json, {"people": listed}, "\n".join(lines) or "Belum ada orang yang terdaftar.")


@app.command("grant")
def grant(
    username: str,
    role: Role,
    office: OfficeKey = "",
    division: Annotated[Division | None, typer.Option(help="Untuk divisi terkait: divisi yang mana.")] = None,
    standing: Annotated[Standing, typer.Option(help="Definitif, Plh., atau Plt.")] = Standing.DEFINITIVE,
    acting_for: Annotated[str, typer.Option(help="Pejabat yang digantikan oleh Plh. atau Plt.")] = "",
    since: Annotated[Day, typer.Option(help="Hari pertama berlaku (bawaan: sekarang juga).", formats=DAY)] = None,
    until: Annotated[Day, typer.Option(help="Hari terakhir berlaku.", formats=DAY)] = None,
    as_json: AsJson = False,
) -> None:
    """Memberikan peran, bila perlu dengan masa berlaku atau sebagai pengganti pejabat lain."""
    with failures(as_json):
        runtime = open_runtime()
        now = utc_now()
        with runtime.database.write() as session:
            row = office_of(session, office)
            granted = people.grant(
                session, row.id, _person(session, username), role, by=SIMAK, now=now, standing=standing,
                acting_for=acting_for, division=division,
                since=_not_past(_start(since, row.timezone), now),
                until=_start(until + timedelta(days=1), row.timezone) if until else None,
            )  # fmt: skip
        show(as_json, {"grant_id": granted.id}, f"Peran {role.label} diberikan kepada {username} (nomor {granted.id}).")


@app.command("grants")
def grants(username: str, office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan setiap peran seseorang, juga yang belum atau tidak lagi berlaku."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            row = office_of(session, office)
            mine = select(RoleGrant).where(RoleGrant.office_id == row.id)
            person = _person(session, username)
            found = session.scalars(mine.where(RoleGrant.person_id == person.id).order_by(RoleGrant.id)).all()
        listed = [
            {"grant_id": held.id, "role": held.role.value, "standing": held.standing.value, "division": held.division,
             "acting_for": held.acting_for, "from": held.valid_from.isoformat(),
             "until": held.valid_until.isoformat() if held.valid_until else None}
            for held in found
        ]  # fmt: skip
        lines = [f"{held.id:5} {_told(held)}  {_period(held, row.timezone)}" for held in found]
        show(as_json, {"grants": listed}, "\n".join(lines) or "Belum ada peran.")


@app.command("revoke")
def revoke(grant_id: int, as_json: AsJson = False) -> None:
    """Mengakhiri satu peran sekarang juga; nomornya ditampilkan oleh `simak people grants`."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.write() as session:
            people.revoke(session, grant_id, by=SIMAK, now=utc_now())
        show(as_json, {"grant_id": grant_id}, f"Peran nomor {grant_id} sudah berakhir.")


def _person(session: Session, username: str) -> Person:
    found = session.scalar(select(Person).where(Person.username == username))
    if found is None:
        raise NotFoundError(f"Tidak ada orang dengan nama pengguna “{username}”.")
    return found


def _start(day: datetime | None, timezone: str) -> datetime | None:
    """The first moment of a day in the office's zone."""
    return day.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC) if day else None


def _not_past(start: datetime | None, now: datetime) -> datetime | None:
    """A role from today on counts from now."""
    return None if start is not None and now - timedelta(days=1) < start <= now else start


def _told(held: RoleGrant) -> str:
    return str(Authority(held.role, held.standing, held.acting_for, held.division))


def _period(held: RoleGrant, timezone: str) -> str:
    zone = ZoneInfo(timezone)
    first = held.valid_from.astimezone(zone)
    last = f" sampai {held.valid_until.astimezone(zone):%d-%m-%Y %H.%M}" if held.valid_until else ""
    return f"sejak {first:%d-%m-%Y %H.%M}{last}"


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Kata sandi", hide_input=True, confirmation_prompt="Ulangi kata sandi"))
