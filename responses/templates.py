"""Templates and FAQ: texts an office says often, with variables that are filled from untrusted names safely.

Whoever answers for the words may change them: the manager, the pimpinan redaksi, the Pembina. Every change is an event.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ingest.clean import clean, clean_line
from ingest.db import rows_changed
from responses import chain
from responses.errors import NotAllowedError, NotFoundError, RefusedError, StaleError
from responses.kinds import EventKind, Role
from responses.state import SIMAK, Actor, Happened
from responses.template_models import ReplyText, TextKind

STARTER_FILE = Path(__file__).parent / "templates.toml"
VARIABLES: Mapping[str, str] = {
    "nama": "Sapaan dan nama penanya",
    "tautan": "Tautan rujukan",
    "kantor": "Nama kantor",
    "topik": "Pokok pertanyaan",
}
"""What may stand between braces, and what it means to people."""
EDITORS = (Role.PENGELOLA, Role.PIMPINAN_REDAKSI, Role.PEMBINA)
MAX_BODY, MAX_TITLE, MAX_VALUE = 5_000, 200, 200
"""Characters of a text or question, of a title, and of a value that fills a variable."""
_KEY = re.compile(r"[a-z][a-z0-9-]{1,59}")
_MARKS = re.compile(r"[{}]|#{3,}")
_VARIABLE = re.compile(r"\{([^{}\n]{0,60})\}")


class BadTemplateError(RefusedError):
    """A template or FAQ cannot be saved like this."""

    code = "bad_template"


@dataclass(frozen=True, slots=True)
class NewText:
    """A template or FAQ as somebody writes it."""

    key: str
    kind: TextKind
    title: str
    body: str
    question: str = ""
    link: str = ""


def fill(body: str, values: Mapping[str, str]) -> str:
    """The text with its variables filled. A missing or empty value stays visible as ``###nama###``.

    Values are untrusted: each becomes one clean line, and what is inside it is never read as a variable.
    """
    return _VARIABLE.sub(lambda match: _value(match.group(1), values), body)


def variables(body: str) -> tuple[str, ...]:
    """The variables of a text, in their order. Raises BadTemplateError for one that is unknown or a stray brace."""
    named = tuple(dict.fromkeys(match.group(1) for match in _VARIABLE.finditer(body)))
    known = ", ".join(f"{{{name}}}" for name in VARIABLES)
    if unknown := [name for name in named if name not in VARIABLES]:
        raise BadTemplateError(f"Isian {{{unknown[0]}}} tidak dikenal. Yang dapat dipakai: {known}.")
    if set("{}") & set(_VARIABLE.sub("", body)):
        raise BadTemplateError(f"Ada kurung kurawal yang tidak berpasangan. Isian yang dapat dipakai: {known}.")
    return named


def add(session: Session, office_id: int, new: NewText, *, by: Actor, now: datetime) -> ReplyText:
    """Save a new template or FAQ. Raises NotAllowedError, BadTemplateError."""
    _may_edit(by, office_id)
    tidy = _checked(new)
    row = ReplyText(
        **asdict(tidy), office_id=office_id, active=True, version=1, changed_at=now, changed_by=by.name
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise BadTemplateError(f"Kunci “{tidy.key}” sudah dipakai. Pilih kunci lain, atau ubah yang lama.") from None
    _record(session, row, by, now)
    return row


def change(
    session: Session, office_id: int, new: NewText, *, expected: int, by: Actor, now: datetime
) -> ReplyText:  # fmt: skip
    """Change a text, and offer it again if it was retired. ``expected`` is the version on the screen.

    Raises NotAllowedError, NotFoundError, BadTemplateError, or StaleError when somebody else changed it first.
    """
    _may_edit(by, office_id)
    row = get(session, office_id, new.key)
    tidy = _checked(new)
    if tidy.kind is not row.kind:
        raise BadTemplateError(f"“{row.key}” adalah {row.kind.label.lower()} dan tetap demikian.")
    return _write(session, row, {**asdict(tidy), "active": True}, expected=expected, by=by, now=now)


def retire(session: Session, office_id: int, key: str, *, expected: int, by: Actor, now: datetime) -> ReplyText:
    """Offer a text no longer; it stays in the record. Raises as ``change`` does."""
    _may_edit(by, office_id)
    row = get(session, office_id, key)
    return _write(session, row, {"active": False}, expected=expected, by=by, now=now)


def get(session: Session, office_id: int, key: str) -> ReplyText:
    """One text of an office. Raises NotFoundError."""
    row = session.scalar(select(ReplyText).where(ReplyText.office_id == office_id, ReplyText.key == key))
    if row is None:
        raise NotFoundError(f"Templat “{key}” tidak ada di kantor ini.")
    return row


def texts(
    session: Session, office_id: int, *, kind: TextKind | None = None, retired: bool = False
) -> Sequence[ReplyText]:
    """The texts of an office by title, without the retired ones unless asked for."""
    query = select(ReplyText).where(ReplyText.office_id == office_id).order_by(ReplyText.title, ReplyText.id)
    if kind is not None:
        query = query.where(ReplyText.kind == kind)
    return session.scalars(query if retired else query.where(ReplyText.active)).all()


def starter() -> tuple[NewText, ...]:
    """The texts that come with Simak."""
    raw = tomllib.loads(STARTER_FILE.read_text("utf-8"))
    return tuple(NewText(**{**entry, "kind": TextKind(entry["kind"])}) for entry in raw["text"])


def load_starter(session: Session, office_id: int, *, by: Actor, now: datetime) -> int:
    """Give an office those texts of the starter set whose keys it does not have. Returns how many."""
    _may_edit(by, office_id)
    known = set(session.scalars(select(ReplyText.key).where(ReplyText.office_id == office_id)))
    missing = [new for new in starter() if new.key not in known]
    for new in missing:
        add(session, office_id, new, by=by, now=now)
    return len(missing)


def _write(
    session: Session, row: ReplyText, values: Mapping[str, object], *, expected: int, by: Actor, now: datetime
) -> ReplyText:
    same = ReplyText.id == row.id, ReplyText.version == expected
    stamped = {**values, "version": expected + 1, "changed_at": now, "changed_by": by.name}
    if rows_changed(session, update(ReplyText).where(*same).values(**stamped)) != 1:
        raise StaleError(
            "Templat ini sudah diubah orang lain. Muat ulang, lalu ulangi perubahan Anda bila masih perlu."
        )
    session.refresh(row)
    _record(session, row, by, now)
    return row


def _may_edit(by: Actor, office_id: int) -> None:
    if by is not SIMAK and (by.office_id != office_id or by.authority_for(EDITORS) is None):
        names = ", ".join(role.label for role in EDITORS)
        raise NotAllowedError(f"Templat diubah oleh {names} kantor ini.")


def _checked(new: NewText) -> NewText:
    tidy = replace(
        new,
        title=clean_line(new.title, MAX_TITLE),
        question=clean(new.question, MAX_BODY + 1),
        body=clean(new.body, MAX_BODY + 1),
        link=new.link.strip(),
    )
    if not _KEY.fullmatch(new.key):
        raise BadTemplateError("Kunci harus 2–60 huruf kecil, angka, atau tanda hubung, dan berawal huruf.")
    if not all(any(map(str.isalnum, text)) for text in (tidy.title, tidy.body)):
        raise BadTemplateError("Judul dan isi wajib diisi.")
    if max(len(tidy.body), len(tidy.question)) > MAX_BODY:
        raise BadTemplateError(f"Isi dan pertanyaan paling panjang {MAX_BODY} karakter.")
    if (tidy.kind is TextKind.FAQ) != bool(tidy.question):
        raise BadTemplateError("Pertanyaan wajib untuk tanya jawab, dan hanya di sana.")
    if tidy.link and not (tidy.link.startswith("https://") and tidy.link.isprintable() and " " not in tidy.link):
        raise BadTemplateError("Tautan harus diawali https:// dan tanpa spasi.")
    variables(tidy.body)
    return tidy


def _value(name: str, values: Mapping[str, str]) -> str:
    given = _MARKS.sub("", values.get(name, ""))
    # a draft with invisible characters is refused, and the person answering could not see why
    visible = "".join(character for character in given if unicodedata.category(character) != "Cf")
    return clean_line(visible, MAX_VALUE) or f"###{name}###"


def _record(session: Session, row: ReplyText, by: Actor, now: datetime) -> None:
    extra: dict[str, str | int] = {
        "text_id": row.id, "key": row.key, "kind": row.kind.value, "title": row.title, "question": row.question,
        "body": row.body, "link": row.link, "active": int(row.active), "version": row.version,
    }  # fmt: skip
    role = str(by.authority_for(EDITORS) or "Sistem")
    chain.append(session, row.office_id, Happened(EventKind.TEMPLATE_CHANGED, now, by, role), extra=extra)
