"""An office from its ``office.toml``: created once, brought up to date at every start, never emptied."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.accounts import add_account
from ingest.kinds import OfficeLevel, Platform
from ingest.models import Account, Office
from responses import chain, claim_imports, sops, templates
from responses.calendar_file import CalendarFile, parse_calendar
from responses.errors import BadSopError, RefusedError
from responses.guard.office import OfficeGuard
from responses.guard.office import parse as parse_guard
from responses.guard.store import set_guard
from responses.kinds import SopPurpose
from responses.office_calendar import load_calendar
from responses.papers.counting import choose_settings
from responses.papers.numbering import PaperSettings
from responses.state import SIMAK

OBLIGATORY = (SopPurpose.ORDINARY, SopPurpose.URGENT)
"""An office that cannot answer its public, or not at once, cannot begin."""


class BadOfficeError(ValueError):
    """An office.toml cannot be used; the message names the file, the place and what should stand there."""


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One ``[[account]]``: where the office is spoken to. Passwords never stand in this file."""

    key: str
    platform: Platform
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """What an office.toml says."""

    key: str
    name: str
    level: OfficeLevel
    timezone: str
    letterhead: str
    is_demo: bool
    sops: tuple[tuple[SopPurpose, str], ...]
    """Only the purposes the office has a procedure for."""
    sop_folder: Path | None
    accounts: tuple[AccountEntry, ...]
    calendar: CalendarFile
    guard: OfficeGuard | None
    """None where the file says nothing: what was set in the console stays."""
    papers: PaperSettings | None


def read_office(path: Path) -> OfficeFile:
    """Read and check an office.toml. Raises BadOfficeError."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        return _build(raw, path)
    except FileNotFoundError:
        raise BadOfficeError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadOfficeError(f"{path}: {error}") from error
    except KeyError as error:
        raise BadOfficeError(f"{path}: missing {error}") from None
    except (ValueError, TypeError, ZoneInfoNotFoundError, RefusedError) as error:
        raise BadOfficeError(f"{path}: {error}") from None


def load_office(session: Session, file: OfficeFile, *, now: datetime) -> Office:
    """Create the office or bring name, time zone, SOPs and accounts up to date. Raises BadOfficeError, BadSopError."""
    office = session.scalar(select(Office).where(Office.key == file.key))
    if office is None:
        office = Office(key=file.key, is_demo=file.is_demo, created_at=now)
        session.add(office)
        _describe(office, file)
        session.flush()
        chain.start(session, office.id)
        templates.load_starter(session, office.id, by=SIMAK, now=now)
    _describe(office, file)
    _choose_sops(session, office, file, now)
    load_calendar(session, office.id, file.calendar, by=SIMAK, now=now)
    if file.guard is not None:
        set_guard(session, office.id, file.guard, by=SIMAK, now=now)
    if file.papers is not None:
        choose_settings(session, office.id, file.papers)
    claim_imports.seed(session, office.id, now=now)
    for entry in file.accounts:
        _load_account(session, office, entry, now)
    return office


def _build(raw: dict[str, Any], path: Path) -> OfficeFile:
    office, chosen = raw["office"], raw["sop"]
    ZoneInfo(office["timezone"])
    folder = chosen.get("folder")
    return OfficeFile(
        key=office["key"],
        name=office["name"],
        level=OfficeLevel(office["level"]),
        timezone=office["timezone"],
        letterhead=office.get("letterhead", ""),
        is_demo=office.get("demo", False) is True,
        sops=_purposes(chosen),
        sop_folder=path.parent / folder if folder else None,
        accounts=tuple(_account(entry) for entry in raw.get("account", ())),
        calendar=parse_calendar(raw.get("calendar", {})),
        guard=parse_guard(raw["guard"]) if "guard" in raw else None,
        papers=PaperSettings.parse(raw["papers"]) if "papers" in raw else None,
    )


def _purposes(chosen: dict[str, Any]) -> tuple[tuple[SopPurpose, str], ...]:
    known = {purpose.value for purpose in SopPurpose}
    if unknown := sorted(set(chosen) - known - {"folder"}):
        raise ValueError(f"[sop] {unknown[0]}: known are {', '.join(sorted(known))}")
    for purpose in OBLIGATORY:
        chosen[purpose.value]  # a KeyError here names what is missing
    return tuple((purpose, chosen[purpose.value]) for purpose in SopPurpose if purpose.value in chosen)


def _account(entry: dict[str, Any]) -> AccountEntry:
    return AccountEntry(entry["key"], Platform(entry["platform"]), entry["title"], entry.get("url", ""))


def _describe(office: Office, file: OfficeFile) -> None:
    office.name, office.level, office.timezone = file.name, file.level, file.timezone
    office.letterhead = file.letterhead


def _choose_sops(session: Session, office: Office, file: OfficeFile, now: datetime) -> None:
    shelf = sops.shelf(*([file.sop_folder] if file.sop_folder else []))
    for purpose, key in file.sops:
        if key not in shelf:
            raise BadSopError(f"[sop] {purpose.value} = {key!r}: known are {', '.join(sorted(shelf))}")
        sops.choose(session, office.id, purpose, *shelf[key], by=SIMAK, now=now)


def _load_account(session: Session, office: Office, entry: AccountEntry, now: datetime) -> None:
    account = session.scalar(select(Account).where(Account.office_id == office.id, Account.key == entry.key))
    if account is None:
        add_account(session, office.id, entry.key, entry.platform, entry.title, entry.url, now)
    elif account.platform is not entry.platform:
        raise BadOfficeError(f"[[account]] {entry.key!r} is a {account.platform.value} account and stays one")
    else:
        account.title, account.url = entry.title, entry.url
