"""What an office adds to the guard as data: who stands for election, which contacts and links are its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from responses.errors import RefusedError

MAX_ENTRIES = 500
MAX_ENTRY = 120
"""Entries of one list, and characters of one entry."""
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}")
_NOT_DIGIT = re.compile(r"\D")


class BadGuardError(RefusedError):
    """The guard's data of an office cannot be used; the message says which list and why."""

    code = "bad_guard"


@dataclass(frozen=True, slots=True)
class OfficeGuard:
    """An office's own lists. Names and words are matched as whole words, phones by their digits."""

    participants: tuple[str, ...] = ()
    """Names of parties, pairs and candidates of this election."""
    phones: tuple[str, ...] = ()
    """Telephone numbers of the office that may be published, as digits from 62."""
    emails: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    """Own hosts that are fine to link to, besides every host under go.id."""
    words: tuple[str, ...] = ()
    """Words the office wants to be asked about."""

    def as_dict(self) -> dict[str, list[str]]:
        """The lists as plain data; ``parse`` reads them back."""
        return {one.name: list(getattr(self, one.name)) for one in fields(self)}


def parse(raw: Mapping[str, Any]) -> OfficeGuard:
    """The ``[guard]`` table of an office.toml. Raises BadGuardError."""
    known = {one.name for one in fields(OfficeGuard)}
    if unknown := sorted(set(raw) - known):
        raise BadGuardError(f"Bagian [guard]: “{unknown[0]}” tidak dikenal. Yang dikenal: {', '.join(sorted(known))}.")
    lists = {name: _strings(raw.get(name, []), name) for name in known}
    return OfficeGuard(
        participants=lists["participants"],
        phones=tuple(dict.fromkeys(_phone(one) for one in lists["phones"])),
        emails=tuple(dict.fromkeys(_email(one) for one in lists["emails"])),
        domains=tuple(dict.fromkeys(_domain(one) for one in lists["domains"])),
        words=lists["words"],
    )


def phone_digits(written: str) -> str:
    """A telephone number as digits in the form 62..., however it is written."""
    digits = _NOT_DIGIT.sub("", written)
    return f"62{digits[1:]}" if digits.startswith("0") else digits


def _strings(values: object, name: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise BadGuardError(f"Bagian [guard]: {name} harus berupa daftar teks.")
    found = tuple(dict.fromkeys(" ".join(one.split()) for one in values))
    if len(found) > MAX_ENTRIES:
        raise BadGuardError(f"Bagian [guard]: {name} paling banyak {MAX_ENTRIES} butir.")
    for one in found:
        if not one.isprintable() or not any(map(str.isalnum, one)) or len(one) > MAX_ENTRY:
            raise BadGuardError(
                f"Bagian [guard]: butir {name} harus berisi 1 sampai {MAX_ENTRY} karakter yang terbaca."
            )
    return found


def _phone(written: str) -> str:
    digits = phone_digits(written)
    if not digits.isascii() or not 8 <= len(digits) <= 15:
        raise BadGuardError(f"Bagian [guard]: “{written}” bukan nomor telepon.")
    return digits


def _email(written: str) -> str:
    name, _, host = written.casefold().partition("@")
    if not name or not _DOMAIN.fullmatch(host):
        raise BadGuardError(f"Bagian [guard]: “{written}” bukan alamat surel.")
    return f"{name}@{host}"


def _domain(written: str) -> str:
    if not _DOMAIN.fullmatch(written.casefold()):
        raise BadGuardError(
            f"Bagian [guard]: “{written}” bukan nama domain; tulis tanpa https:// dan tanpa garis miring."
        )
    return written.casefold()
