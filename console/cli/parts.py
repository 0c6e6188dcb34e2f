"""What commands are made of: the runtime with a current schema, and the office that is meant."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from console import migrate
from console.cli.output import OldSchemaError
from console.runtime import Runtime
from console.settings import Settings, from_environment
from ingest.db import Database
from ingest.models import Account, Office
from ingest.seal import Sealer
from responses.errors import NotFoundError


def settings_with_folder() -> Settings:
    """The settings, with the folder for data made (readable by its owner only). Raises OSError, BadSettingError."""
    settings = from_environment()
    settings.var.mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings


def open_runtime() -> Runtime:
    """Database with a current schema and the key. Raises OldSchemaError, SealError, BadSettingError, OSError."""
    settings = settings_with_folder()
    if missing_file(settings.database_url):
        raise OldSchemaError
    database = Database(settings.database_url)
    if not migrate.is_current(database):
        raise OldSchemaError
    return Runtime(settings, database, Sealer.from_file(settings.key_file, create=True))


def missing_file(database_url: str) -> bool:
    """Whether this is an SQLite file that does not exist; connecting would make an empty one."""
    url = make_url(database_url)
    return url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists())


def office_of(session: Session, key: str) -> Office:
    """The office of that key, or the only one. Raises NotFoundError."""
    offices = session.scalars(select(Office).order_by(Office.key)).all()
    named = [office for office in offices if office.key == key] if key else list(offices)
    if len(named) == 1:
        return named[0]
    known = ", ".join(office.key for office in offices) or "belum ada satu pun"
    raise NotFoundError(f"Sebutkan kantor dengan --office. Kantor yang dikenal: {known}.")


def account_of(session: Session, office: Office, key: str) -> Account:
    """The account of that key in the office. Raises NotFoundError."""
    account = session.scalar(select(Account).where(Account.office_id == office.id, Account.key == key))
    if account is None:
        raise NotFoundError(f"Akun “{key}” tidak ada di {office.name}.")
    return account
