"""The model file in force: replaced in one step, the former kept beside it, and every change on record.

The whole installation judges by one model, so the record of each of its offices says when it changed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from classify.classifier import Assessor, load_assessor
from classify.model import Model, ModelError, load_model, save_model
from console.settings import Settings
from ingest.db import Database
from responses import chain
from responses.errors import NotFoundError, StaleError
from responses.kinds import EventKind
from responses.models import ChainHead
from responses.state import SIMAK, Happened

FORMER = "default.sebelumnya.npz"
"""Where the model that was replaced last lies, beside the one in force."""
UNREADABLE = "tidak terbaca"

Stamp = tuple[int, int, int] | None


def replace_model(
    database: Database, path: Path, candidate: Model, *, expected: str, found: Mapping[str, str | int], now: datetime
) -> None:
    """Put the candidate in force and keep the former. ``found`` goes on record: what spoke for it.

    ``expected`` is the version it was compared with. Raises StaleError when another one is in force meanwhile, OSError.
    """
    try:
        with database.write() as session:
            _record(session, expected, candidate.card.version, found, now)
            if version_of(path) != expected:
                raise StaleError("Model diganti orang lain selagi calon ini dibandingkan. Bandingkan lagi.")
            _copy(path, path.with_name(FORMER))
            save_model(candidate, path)
    except SQLAlchemyError:
        if version_of(path) == candidate.card.version != expected:
            _copy(path.with_name(FORMER), path)  # what is not on record must not judge
        raise


def restore_model(database: Database, path: Path, *, now: datetime) -> tuple[str, str]:
    """Change places with the former model: the versions before and after. Restoring again undoes it.

    Raises NotFoundError when none was kept, ModelError when it cannot be used; the one in force stays then. OSError.
    """
    former = path.with_name(FORMER)
    if not former.is_file():
        raise NotFoundError("Belum ada model sebelumnya yang disimpan.")
    before, after = version_of(path), load_model(former).card.version
    try:
        with database.write() as session:
            _record(session, before, after, {"restored": 1}, now)
            _exchange(path, former)
    except SQLAlchemyError:
        if version_of(path) == after != before:
            _exchange(path, former)
        raise
    return before, after


def version_of(path: Path) -> str:
    """The version of a model file, or UNREADABLE for one that cannot be used."""
    try:
        return load_model(path).card.version
    except ModelError:
        return UNREADABLE


def stamp(path: Path) -> Stamp:
    """What changes whenever a file is replaced; None while there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class ModelWatch:
    """The classifier in force, loaded again when its file was replaced. Not for use by two threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stamp = stamp(settings.model_file)
        self._assessor = load_assessor(settings.model_file)

    def assessor(self) -> Assessor:
        """The present classifier. Costs one look at the file unless it was replaced."""
        if (present := stamp(self._settings.model_file)) != self._stamp:
            self._stamp, self._assessor = present, load_assessor(self._settings.model_file)
        return self._assessor


def _exchange(path: Path, former: Path) -> None:
    kept = former.with_name(f".{former.name}.{os.getpid()}")
    if path.exists():
        shutil.copyfile(path, kept)
    former.replace(path)
    if kept.exists():
        kept.replace(former)


def _copy(source: Path, target: Path) -> None:
    """In one step: whoever reads ``target`` sees the old file or the new one."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copyfile(source, draft)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _record(session: Session, before: str, after: str, found: Mapping[str, str | int], now: datetime) -> None:
    happened = Happened(EventKind.MODEL_REPLACED, now, SIMAK, "Sistem")
    for office_id in session.scalars(select(ChainHead.office_id).order_by(ChainHead.office_id)).all():
        chain.append(session, office_id, happened, extra={"before": before, "after": after, **found})
