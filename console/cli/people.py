"""``simak people``: who may log in, and in which role."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from sqlalchemy import select

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from console.runtime import utc_now
from console.web.passwords import set_password
from responses import people
from responses.kinds import Role
from responses.models import Person, RoleGrant
from responses.people import NewPerson
from responses.state import SIMAK

app = group("Orang dan peran.")

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


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(typer.prompt("Kata sandi", hide_input=True, confirmation_prompt="Ulangi kata sandi"))
