"""Files of drafts for whoever is logged in: out of the folder of proofs, always as something to save, never to open."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from starlette.responses import FileResponse, PlainTextResponse, Response

from console.web.sessions import current_user
from ingest.db import Database
from responses import people, proofs
from responses.materials import Material
from responses.views.content import file_named

PATH = "/berkas"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEADERS = {"content-security-policy": "default-src 'none'; sandbox", "cache-control": "private, no-store"}


def address(sha256: str) -> str:
    """Where the console serves the file of that hash."""
    return f"{PATH}/{sha256}"


def send(database: Database, folder: Path, token: str | None, sha256: str, now: datetime) -> Response:
    """The file, for a person with a role in an office that has it in one of its drafts; a sentence otherwise."""
    material = _allowed(database, token, sha256, now)
    if material is None:
        return _refused("Berkas itu tidak ada di kantor Anda.")
    path = proofs.path_of(folder, sha256)
    if not _whole(path, sha256):
        return _refused("Berkas itu hilang atau rusak di penyimpanan; hubungi pengelola sistem.")
    return FileResponse(
        path, headers=_HEADERS, media_type=material.media_type, filename=material.name,
        content_disposition_type="attachment",
    )  # fmt: skip


def _allowed(database: Database, token: str | None, sha256: str, now: datetime) -> Material | None:
    user = current_user(database, token, now)
    if user is None or not _SHA256.fullmatch(sha256):
        return None
    with database.read() as session:
        return file_named(session, people.offices_of(session, user.person_id, now=now), sha256)


def _whole(path: Path, sha256: str) -> bool:
    """Whether these are still the bytes that were kept; a video is asked for in many parts, so it is read once."""
    try:
        stat = path.stat()
        return _hash_of(path, stat.st_mtime_ns, stat.st_size) == sha256
    except OSError:
        return False


@lru_cache(maxsize=256)
def _hash_of(path: Path, _changed: int, _size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refused(text: str) -> Response:
    return PlainTextResponse(text, 404, {"cache-control": "no-store"})
