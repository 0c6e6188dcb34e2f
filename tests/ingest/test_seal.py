from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from ingest.seal import (
    KeyFileBrokenError,
    KeyFileExposedError,
    KeyFileMissingError,
    Sealer,
    WrongKeyError,
)


def test_a_secret_opens_with_the_same_key_file_and_with_no_other(tmp_path: Path) -> None:
    sealed = Sealer.from_file(tmp_path / "a.key", create=True).seal("kata sandi")
    assert b"kata" not in sealed
    assert Sealer.from_file(tmp_path / "a.key").open(sealed) == "kata sandi"
    with pytest.raises(WrongKeyError):
        Sealer.from_file(tmp_path / "b.key", create=True).open(sealed)


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    sealer = Sealer.from_file(tmp_path / "a.key", create=True)
    sealed = bytearray(sealer.seal("kata sandi"))
    sealed[20] ^= 1
    with pytest.raises(WrongKeyError):
        sealer.open(bytes(sealed))


def test_the_key_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "a.key"
    Sealer.from_file(path, create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["a.key"]
    path.chmod(0o640)
    with pytest.raises(KeyFileExposedError, match="chmod 600"):
        Sealer.from_file(path)


def test_creating_never_replaces_a_key_that_is_there(tmp_path: Path) -> None:
    sealed = Sealer.from_file(tmp_path / "a.key", create=True).seal("x")
    assert Sealer.from_file(tmp_path / "a.key", create=True).open(sealed) == "x"


def test_a_missing_or_broken_key_file_has_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissingError):
        Sealer.from_file(tmp_path / "none.key")
    for number, content in enumerate([b"", b"bukan kunci\n", b"\xff\xfe"]):
        path = tmp_path / f"{number}.key"
        path.touch(mode=0o600)
        path.write_bytes(content)
        with pytest.raises(KeyFileBrokenError):
            Sealer.from_file(path)


def test_an_old_key_still_opens_and_rotation_moves_to_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    old = Sealer.from_file(path, create=True)
    sealed = old.seal("x")
    path.write_text(f"{Fernet.generate_key().decode()}\n{path.read_text()}")
    both = Sealer.from_file(path)
    rotated = both.rotate(sealed)
    path.write_text(path.read_text().splitlines()[0])
    newest = Sealer.from_file(path)
    assert newest.open(rotated) == "x"
    with pytest.raises(WrongKeyError):
        newest.open(sealed)


def test_a_sealer_never_shows_a_key(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    assert path.exists() is False
    sealer = Sealer.from_file(path, create=True)
    assert path.read_text().strip() not in repr(sealer) + str(vars(sealer))
