"""Sealing of secrets at rest: what stands in the database is useless without the installation's key file."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealError(Exception):
    """A secret cannot be sealed or opened; the sentence (Indonesian) says why and what to do."""


class KeyFileMissingError(SealError):
    """There is no key file."""


class KeyFileExposedError(SealError):
    """Other users of the machine can read the key file."""


class KeyFileBrokenError(SealError):
    """The key file holds no usable key."""


class WrongKeyError(SealError):
    """The secret was sealed with a key that is not in the key file, or was changed."""


class Sealer:
    """Seals with the first key and opens with any, so that keys can be rotated. Never shows a key."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise KeyFileBrokenError("Berkas kunci tidak memuat kunci yang sah. Pulihkan dari cadangan.") from error

    def __repr__(self) -> str:
        return "Sealer()"

    @classmethod
    def from_file(cls, path: Path, *, create: bool = False) -> Sealer:
        """Keys of a file, one on a line, newest first; made (mode 0600) when missing and ``create``.

        Raises SealError by name: missing, readable by others, broken.
        """
        if create and not path.exists():
            _create(path)
        try:
            with path.open(encoding="ascii") as file:
                mode = os.fstat(file.fileno()).st_mode
                keys = file.read().split()
        except FileNotFoundError as error:
            raise KeyFileMissingError(f"Berkas kunci {path} tidak ada. Pulihkan dari cadangan.") from error
        except UnicodeDecodeError as error:
            raise KeyFileBrokenError(f"Berkas kunci {path} rusak. Pulihkan dari cadangan.") from error
        if stat.S_IMODE(mode) & 0o077:
            raise KeyFileExposedError(f"Berkas kunci {path} dapat dibaca pengguna lain. Jalankan: chmod 600 {path}")
        return cls(keys)

    def seal(self, secret: str) -> bytes:
        """The secret, encrypted and signed."""
        return self._fernet.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        """The secret. Raises WrongKeyError when no key fits or a byte was changed."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKeyError("Rahasia akun tidak dapat dibuka dengan berkas kunci ini. Pulihkan kuncinya.") from None

    def rotate(self, sealed: bytes) -> bytes:
        """The same secret sealed with the newest key. Raises WrongKeyError."""
        return self.seal(self.open(sealed))


def _create(path: Path) -> None:
    """Write a new key so that it appears whole or not at all; another process may have been first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
