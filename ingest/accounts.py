"""Accounts of an office and their sealed credentials: one to read with, another one to publish with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.errors import ErrorKind, PlatformError
from ingest.http import check_address
from ingest.kinds import AccountState, Platform, Purpose
from ingest.models import Account, Credential
from ingest.seal import Sealer, SealError

_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")


class AccountError(Exception):
    """An account cannot be made or used as asked; the sentence (Indonesian) says why and what to do."""


class AccountKeyError(AccountError):
    """The key is malformed or taken."""


class CredentialMissingError(AccountError):
    """The account has no credential for this purpose."""


def add_account(
    session: Session, office_id: int, key: str, platform: Platform, title: str, url: str, now: datetime
) -> Account:
    """A new account, due at once. Raises AccountKeyError, and PlatformError BAD_ADDRESS for an unusable ``url``."""
    if not _KEY.fullmatch(key):
        raise AccountKeyError(f"Kunci akun {key!r} tidak sah: pakai huruf kecil, angka, dan tanda hubung.")
    if session.scalar(select(Account.id).where(Account.office_id == office_id, Account.key == key)):
        raise AccountKeyError(f"Kunci akun {key!r} sudah dipakai di kantor ini. Pilih kunci lain.")
    if platform is Platform.WORDPRESS:
        url = str(check_address(url))
    account = Account(office_id=office_id, key=key, platform=platform, title=title, url=url, next_poll_at=now)
    session.add(account)
    session.flush()
    return account


def list_accounts(session: Session, office_id: int) -> Sequence[Account]:
    """Accounts of an office by key."""
    return session.scalars(select(Account).where(Account.office_id == office_id).order_by(Account.key)).all()


def set_credential(
    session: Session, account: Account, purpose: Purpose, username: str, secret: str, sealer: Sealer, now: datetime
) -> None:
    """Seal and keep a credential in place of the one before. A new one for reading wakes a stopped account."""
    credential = _credential(session, account.id, purpose)
    if credential is None:
        credential = Credential(account_id=account.id, purpose=purpose)
        session.add(credential)
    credential.username, credential.sealed, credential.updated_at = username, sealer.seal(secret), now
    if purpose is Purpose.READ:
        account.username = username
        if account.state is AccountState.STOPPED:
            account.state, account.state_reason, account.next_poll_at = AccountState.ACTIVE, "", now


def credential_of(session: Session, account_id: int, purpose: Purpose, sealer: Sealer) -> tuple[str, str]:
    """User name and secret. Raises CredentialMissingError, and WrongKeyError when the key file does not fit."""
    credential = _credential(session, account_id, purpose)
    if credential is None:
        raise CredentialMissingError(f"Akun ini belum mempunyai kata sandi aplikasi untuk {purpose.label.lower()}.")
    return credential.username, sealer.open(credential.sealed)


def login_for(session: Session, account: Account, purpose: Purpose, sealer: Sealer) -> tuple[str, str]:
    """``credential_of`` for whoever talks to the platform.

    Raises PlatformError: AUTH_EXPIRED (there is none yet), UNKNOWN (the key file does not fit).
    """
    try:
        return credential_of(session, account.id, purpose, sealer)
    except CredentialMissingError as error:
        raise PlatformError(ErrorKind.AUTH_EXPIRED, str(error)) from error
    except SealError as error:
        raise PlatformError(ErrorKind.UNKNOWN, str(error)) from error


def _credential(session: Session, account_id: int, purpose: Purpose) -> Credential | None:
    query = select(Credential).where(Credential.account_id == account_id, Credential.purpose == purpose)
    return session.scalar(query)
