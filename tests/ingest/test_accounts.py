from __future__ import annotations

from pathlib import Path

import pytest

from ingest.accounts import (
    AccountKeyError,
    CredentialMissingError,
    add_account,
    credential_of,
    list_accounts,
    set_credential,
)
from ingest.errors import ErrorKind, PlatformError
from ingest.kinds import AccountState, Platform, Purpose
from ingest.models import Account, Credential
from ingest.seal import Sealer, WrongKeyError
from ingest.sources import make_source
from tests.ingest.conftest import NOW, Ground


@pytest.fixture
def sealer(tmp_path: Path) -> Sealer:
    return Sealer.from_file(tmp_path / "a.key", create=True)


def test_an_account_is_added_and_due_at_once(ground: Ground) -> None:
    with ground.database.write() as session:
        add_account(session, ground.office_id, "laman", Platform.WORDPRESS, "Laman", "https://kpu.example/", NOW)
    with ground.database.read() as session:
        assert [account.key for account in list_accounts(session, ground.office_id)] == ["berkas", "laman", "situs"]
        assert list_accounts(session, ground.office_id)[1].next_poll_at == NOW


@pytest.mark.parametrize("key", ["situs", "", "Besar", "a b", "-a", "a" * 61])
def test_a_taken_or_malformed_key_is_refused(ground: Ground, key: str) -> None:
    with pytest.raises(AccountKeyError), ground.database.write() as session:
        add_account(session, ground.office_id, key, Platform.FILE, "x", "", NOW)


def test_a_site_without_encryption_is_refused_when_it_is_added(ground: Ground) -> None:
    with pytest.raises(PlatformError, match="https"), ground.database.write() as session:
        add_account(session, ground.office_id, "laman", Platform.WORDPRESS, "x", "http://kpu.example", NOW)


def test_reading_and_publishing_have_secrets_of_their_own_and_neither_is_stored_open(
    ground: Ground, sealer: Sealer
) -> None:
    with ground.database.write() as session:
        account = session.get_one(Account, ground.site_id)
        set_credential(session, account, Purpose.READ, "petugas", "lama", sealer, NOW)
        set_credential(session, account, Purpose.READ, "petugas", "baca", sealer, NOW)
        set_credential(session, account, Purpose.PUBLISH, "humas", "tulis", sealer, NOW)
    with ground.database.read() as session:
        assert credential_of(session, ground.site_id, Purpose.READ, sealer) == ("petugas", "baca")
        assert credential_of(session, ground.site_id, Purpose.PUBLISH, sealer) == ("humas", "tulis")
        assert session.query(Credential).count() == 2
        assert all(b"baca" not in row.sealed for row in session.query(Credential))
        assert session.get_one(Account, ground.site_id).username == "petugas"


def test_a_new_reading_credential_wakes_a_stopped_account_and_a_publishing_one_does_not(
    ground: Ground, sealer: Sealer
) -> None:
    with ground.database.write() as session:
        account = session.get_one(Account, ground.site_id)
        account.state, account.state_reason = AccountState.STOPPED, "Dicabut."
        set_credential(session, account, Purpose.PUBLISH, "humas", "tulis", sealer, NOW)
        assert account.state is AccountState.STOPPED
        set_credential(session, account, Purpose.READ, "petugas", "baca", sealer, NOW)
        assert (account.state, account.state_reason, account.next_poll_at) == (AccountState.ACTIVE, "", NOW)


def test_a_source_without_a_usable_credential_says_so(ground: Ground, sealer: Sealer, tmp_path: Path) -> None:
    other = Sealer.from_file(tmp_path / "b.key", create=True)
    with ground.database.write() as session:
        account = session.get_one(Account, ground.site_id)
        account.url = "http://127.0.0.1:1"
        with pytest.raises(CredentialMissingError):
            credential_of(session, account.id, Purpose.READ, sealer)
        with pytest.raises(PlatformError) as missing:
            make_source(session, account, sealer)
        set_credential(session, account, Purpose.READ, "petugas", "baca", sealer, NOW)
        with pytest.raises(WrongKeyError):
            credential_of(session, account.id, Purpose.READ, other)
        with pytest.raises(PlatformError) as wrong:
            make_source(session, account, other)
        assert make_source(session, account, sealer).platform is Platform.WORDPRESS
    assert (missing.value.kind, wrong.value.kind) == (ErrorKind.AUTH_EXPIRED, ErrorKind.UNKNOWN)


def test_a_file_account_has_nothing_to_poll(ground: Ground, sealer: Sealer) -> None:
    with ground.database.read() as session, pytest.raises(PlatformError) as caught:
        make_source(session, session.get_one(Account, ground.file_id), sealer)
    assert caught.value.kind is ErrorKind.NOT_ALLOWED
