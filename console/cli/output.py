"""What a command prints: sentences in Indonesian for people, one JSON object in English for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from sqlalchemy.exc import DBAPIError

from classify.errors import ClassifierError
from console.offices import BadOfficeError
from console.settings import BadSettingError
from console.web.errors import CannotListenError
from ingest.accounts import AccountError
from ingest.errors import PlatformError
from ingest.seal import SealError
from responses.errors import BadSopError, RefusedError, TamperedError

FAILED, TAMPERED, OLD_SCHEMA = 1, 3, 4

AsJson = Annotated[bool, typer.Option("--json", help="Cetak satu objek JSON (bahasa Inggris) untuk mesin.")]
OfficeKey = Annotated[str, typer.Option("--office", help="Kunci kantor; boleh kosong bila hanya ada satu kantor.")]

ENGLISH: Mapping[str, str] = {
    "not_allowed": "this person may not do this now",
    "missing_input": "a required input is missing",
    "stale": "somebody else acted first; nothing was changed",
    "four_eyes": "the same person may not write and approve the same text",
    "not_found": "no such thing in this office",
    "bad_label": "this label cannot be given like this",
    "bad_claim": "this claim cannot be kept like this",
    "bad_proof": "the proof is not usable",
    "bad_target": "this address cannot be told anything",
    "not_delivered": "the target did not accept the message",
    "bad_person": "this person cannot be registered like this",
    "bad_guard": "the guard's lists of this office cannot be used",
    "bad_template": "this template or FAQ cannot be saved",
    "bad_examples": "the labelled file cannot be read",
    "weak_password": "this password is too easy to guess",
    "auth_expired": "the credential is not accepted any more; connect the account again",
    "permission_missing": "the account's user lacks a permission",
    "throttled": "the platform asks to wait; it will be tried again",
    "gone": "what was meant no longer exists on the platform",
    "duplicate": "the platform says this was sent before",
    "policy_blocked": "the platform blocks this by policy",
    "not_allowed_by_platform": "the platform does not allow this through a program",
    "transient": "a passing fault; it will be tried again",
    "malformed": "the site's answer cannot be read",
    "bad_address": "the account's address cannot be used",
    "bad_file": "the file cannot be read",
    "unknown": "an unknown error; see the log",
    "old_schema": "the database schema is old; run `simak db upgrade`",
    "account": "the account cannot be used as asked",
    "seal": "a secret cannot be sealed or opened with this key file",
    "database": "the database refused; nothing was written",
    "disk": "a file could not be read or written; nothing was half-written",
    "listen": "the address cannot be used",
    "tampered": "the audit chain does not hold",
    "office": "the office file cannot be used",
    "sop": "an SOP file cannot be used",
    "setting": "a setting cannot be used",
    "model": "the model or its rules cannot be used",
}
"""The machine's sentence for every code; the person's own sentence goes beside it as ``detail``."""


def group(text: str) -> typer.Typer:
    """An empty group of commands in the house style."""
    return typer.Typer(help=text, no_args_is_help=True, add_completion=False, rich_markup_mode=None)


HEADLINES: Mapping[str, str] = {
    "tampered": "Catatan audit tidak utuh",
    "sop": "Berkas SOP tidak dapat dipakai",
    "office": "Berkas kantor tidak dapat dipakai",
    "setting": "Pengaturan tidak dapat dipakai",
    "listen": "Alamat konsol tidak dapat dipakai",
    "disk": "Berkas tidak dapat dibaca atau ditulis; tidak ada yang tersimpan setengah jadi",
}
"""What a person reads first where the detail is for whoever keeps the files or the machine."""


class OldSchemaError(Exception):
    """The database was made for an older program."""


def show(as_json: bool, result: Mapping[str, Any], text: str) -> None:
    """Print a result: ``text`` for a person, ``result`` for a machine."""
    typer.echo(json.dumps({"ok": True, **result}, ensure_ascii=False, default=str) if as_json else text)


def fail(as_json: bool, code: str, detail: str, exit_code: int = FAILED) -> typer.Exit:
    """Print why a command failed; raise what this returns."""
    if as_json:
        error = {"code": code, "message": ENGLISH[code], "detail": detail}
        typer.echo(json.dumps({"ok": False, "error": error}, ensure_ascii=False))
    else:
        headline = f"{HEADLINES[code]}. " if code in HEADLINES else ""
        typer.echo(f"Gagal: {headline}{detail}", err=True)
    return typer.Exit(exit_code)


_CODES: tuple[tuple[type[Exception], str], ...] = (
    (BadOfficeError, "office"),
    (BadSopError, "sop"),
    (BadSettingError, "setting"),
    (AccountError, "account"),
    (SealError, "seal"),
    (CannotListenError, "listen"),
    (ClassifierError, "model"),
    (OSError, "disk"),
)


@contextmanager
def failures(as_json: bool) -> Iterator[None]:
    """Turn every expected failure of the block into a sentence and a non-zero exit; anything else is a bug."""
    try:
        yield
    except RefusedError as error:
        raise fail(as_json, error.code, str(error)) from error
    except PlatformError as error:
        code = "not_allowed_by_platform" if error.kind.value == "not_allowed" else error.kind.value
        raise fail(as_json, code, str(error)) from error
    except TamperedError as error:
        raise fail(as_json, "tampered", str(error), TAMPERED) from error
    except OldSchemaError as error:
        detail = "Basis data perlu diperbarui. Jalankan: simak db upgrade"
        raise fail(as_json, "old_schema", detail, OLD_SCHEMA) from error
    except DBAPIError as error:
        raise fail(as_json, "database", _database_trouble(error)) from error
    except tuple(kind for kind, _code in _CODES) as error:
        code = next(code for kind, code in _CODES if isinstance(error, kind))
        raise fail(as_json, code, str(error)) from error


def _database_trouble(error: DBAPIError) -> str:
    """The database's own words without the statement, which may hold personal data."""
    return f"Basis data menolak: {error.orig}. Tidak ada yang tersimpan setengah jadi."
