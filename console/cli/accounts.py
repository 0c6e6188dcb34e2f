"""``simak account``: the places an office is spoken to, and the secrets to read and answer there."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import account_of, office_of, open_runtime
from console.runtime import utc_now
from ingest.accounts import add_account, list_accounts, set_credential
from ingest.http import Http
from ingest.kinds import Platform, Purpose
from ingest.models import Account
from ingest.wprest import WpRest

app = group("Akun: tempat masyarakat berbicara kepada kantor.")


@app.command("add")
def add(
    key: Annotated[str, typer.Option(help="Kunci pendek, misalnya situs.")],
    title: Annotated[str, typer.Option(help="Nama yang dibaca orang.")],
    platform: Annotated[Platform, typer.Option(help="Platform akun.")],
    url: Annotated[str, typer.Option(help="Alamat, misalnya https://kab-arunika.kpu.go.id")] = "",
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menambah akun; sesudahnya berikan kata sandi aplikasi dengan `simak account secret`."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.write() as session:
            account = add_account(session, office_of(session, office).id, key, platform, title, url, utc_now())
        show(as_json, {"account_id": account.id}, f"Akun {key} ditambahkan.")


@app.command("secret")
def secret(
    key: str,
    purpose: Annotated[Purpose, typer.Option(help="Untuk membaca atau untuk menayangkan.")],
    username: Annotated[str, typer.Option(help="Nama pengguna di platform itu.")],
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Menyimpan kata sandi aplikasi (dari masukan baku atau pertanyaan), tersegel; diperiksa dulu ke platformnya."""
    with failures(as_json):
        runtime = open_runtime()
        given = _secret()
        with runtime.database.read() as session:
            account = account_of(session, office_of(session, office), key)
        identity = _identity(account.platform, account.url, (username, given))
        with runtime.database.write() as session:
            account = account_of(session, office_of(session, office), key)
            set_credential(session, account, purpose, username, given, runtime.sealer, utc_now())
            account.own_native_ids = sorted({*account.own_native_ids, identity})
        show(as_json, {"native_id": identity}, f"Tersimpan. {username} dikenali di {account.title}.")


@app.command("list")
def list_all(office: OfficeKey = "", as_json: AsJson = False) -> None:
    """Menampilkan akun, keadaannya, dan kapan terakhir berhasil dikumpulkan."""
    with failures(as_json):
        runtime = open_runtime()
        with runtime.database.read() as session:
            accounts = list_accounts(session, office_of(session, office).id)
        listed = [
            {"key": account.key, "platform": account.platform.value, "url": account.url,
             "state": account.state.value, "last_success_at": account.last_success_at}
            for account in accounts
        ]  # fmt: skip
        lines = [_line(account) for account in accounts]
        show(as_json, {"accounts": listed}, "\n".join(lines) or "Belum ada akun.")


def _line(account: Account) -> str:
    what = f"{account.key:16} {account.platform.label:24} {account.state.label:28} {account.url}"
    return f"{what} {account.state_reason}".rstrip()


def _secret() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Kata sandi aplikasi", hide_input=True))
    return sys.stdin.readline().rstrip("\n")


def _identity(platform: Platform, url: str, login: tuple[str, str]) -> str:
    """Who the platform says this user is. Raises PlatformError when the secret does not work there."""
    if platform is not Platform.WORDPRESS:
        return login[0]
    with Http(url, login) as http:
        return WpRest(http).me().native_id
