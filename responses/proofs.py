"""Screenshots as proof: checked, kept outside any web root under their hash, and never overwritten."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from responses.errors import BadProofError, NotFoundError

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = 50_000_000
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Screenshot:
    """A picture that was checked. ``media_type`` comes from its bytes, never from its name."""

    data: bytes
    sha256: str
    media_type: str


def check(data: bytes) -> Screenshot:
    """Accept PNG, JPEG or WebP up to 8 MB that really is a picture. Raises BadProofError."""
    if not data:
        raise BadProofError("Tangkapan layar wajib diunggah.")
    if len(data) > MAX_BYTES:
        raise BadProofError(f"Tangkapan layar lebih besar dari {MAX_BYTES // 1024 // 1024} MB.")
    return Screenshot(data, hashlib.sha256(data).hexdigest(), media_type_of(data))


def keep(folder: Path, screenshot: Screenshot) -> Path:
    """Write the picture under its hash. Raises OSError, e.g. on a full disk."""
    return keep_bytes(folder, screenshot.data, screenshot.sha256)


def keep_bytes(folder: Path, data: bytes, sha256: str) -> Path:
    """Write a file under its hash, whole or not at all. Raises OSError, e.g. on a full disk.

    One that is there already is left alone, unless its bytes are no longer what its name says.
    """
    target = path_of(folder, sha256)
    if target.exists() and target.read_bytes() == data:
        return target
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return target


def read(folder: Path, sha256: str) -> bytes:
    """The picture of that hash. Raises NotFoundError when it is missing or no longer the same bytes."""
    try:
        data = path_of(folder, sha256).read_bytes()
    except FileNotFoundError:
        raise NotFoundError("Berkas bukti tidak ditemukan di penyimpanan.") from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotFoundError("Berkas bukti sudah berubah sejak disimpan; hubungi pengelola sistem.")
    return data


def path_of(folder: Path, sha256: str) -> Path:
    """Where the picture of that hash lies."""
    return folder / sha256[:2] / sha256


def media_type_of(data: bytes) -> str:
    """What a picture really is. Raises BadProofError for one that is none, or broken, or far too large."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise BadProofError("Ukuran gambar terlalu besar.")
            picture.load()
            return MEDIA_TYPES[str(picture.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise BadProofError("Berkas itu bukan gambar PNG, JPEG, atau WebP yang utuh.") from error
