"""Files that belong to a text: pictures, videos and documents, checked by their bytes and kept under their hash."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any

from responses import proofs
from responses.errors import BadProofError, RefusedError

MAX_BYTES = 100 * 1024 * 1024
MAX_FILES = 20
MAX_NAME = 120
_PICTURES = {"png", "jpg", "jpeg", "webp"}
_OFFICE = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"),
}
SUFFIXES = (*sorted(_PICTURES), "mp4", "pdf", *_OFFICE, "csv")
"""What may be attached; each is recognised by its content, never by its name alone."""


class BadMaterialError(RefusedError):
    """A file cannot be attached; the sentence says which and why."""

    code = "bad_material"


@dataclass(frozen=True, slots=True)
class Material:
    """A file as a draft names it. ``size`` in bytes."""

    sha256: str
    name: str
    media_type: str
    size: int

    def as_row(self) -> dict[str, Any]:
        """As ``draft_version.files`` keeps it."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> Material:
        """Read back what ``as_row`` gave."""
        return cls(row["sha256"], row["name"], row["media_type"], row["size"])


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was checked, with its bytes, to be kept by ``proofs.keep_bytes``."""

    material: Material
    data: bytes


def check(data: bytes, name: str) -> Upload:
    """Accept a file that is what its name says. Raises BadMaterialError."""
    shown = _name(name)
    suffix = PurePath(shown).suffix.lstrip(".").lower()
    if suffix not in SUFFIXES:
        raise BadMaterialError(f"“{shown}” tidak dapat dilampirkan. Yang diterima: {', '.join(SUFFIXES)}.")
    if not data:
        raise BadMaterialError(f"“{shown}” kosong.")
    if len(data) > MAX_BYTES:
        raise BadMaterialError(f"“{shown}” lebih besar dari {MAX_BYTES // 1024 // 1024} MB.")
    media_type = _media_type(data, suffix)
    if media_type is None:
        raise BadMaterialError(f"“{shown}” rusak atau bukan berkas {suffix.upper()}.")
    return Upload(Material(hashlib.sha256(data).hexdigest(), shown, media_type, len(data)), data)


def check_all(files: Sequence[Material]) -> None:
    """Refuse too many files, or the same one twice. Raises BadMaterialError."""
    if len(files) > MAX_FILES:
        raise BadMaterialError(f"Paling banyak {MAX_FILES} berkas dalam satu konten.")
    if len({file.sha256 for file in files}) < len(files):
        raise BadMaterialError("Berkas yang sama dilampirkan dua kali.")


def _name(name: str) -> str:
    """The last part of the name, readable and short: it is shown, and never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if char.isprintable()).strip() or "berkas"
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    return stem[: MAX_NAME - len(suffix)] + suffix


def _media_type(data: bytes, suffix: str) -> str | None:
    if suffix in _PICTURES:
        return _picture_type(data)
    if suffix == "pdf":
        return "application/pdf" if data.startswith(b"%PDF-") else None
    if suffix == "mp4":
        return "video/mp4" if data[4:8] == b"ftyp" else None
    if suffix == "csv":
        return "text/csv" if _is_text(data) else None
    return _office_type(data, suffix)


def _picture_type(data: bytes) -> str | None:
    try:
        return proofs.media_type_of(data)
    except BadProofError:
        return None


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _office_type(data: bytes, suffix: str) -> str | None:
    media_type, folder = _OFFICE[suffix]
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return media_type if any(name.startswith(folder) for name in archive.namelist()) else None
    except zipfile.BadZipFile:
        return None
