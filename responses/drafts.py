"""The exact text a case is about: its hash, its authorship, its versions."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses.materials import Material
from responses.models import CaseFile, DraftVersion
from responses.state import Actor, Draft, Happened, State


def sha256_of(text: str, files: Sequence[str] = ()) -> str:
    """The hash an approval names: of the text as it will be published, and of the files that go with it."""
    whole = json.dumps([text, *files], ensure_ascii=False) if files else text
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def gist_of(text: str) -> str:
    """The hash of what a text reads like, for authorship alone: letters and digits without case or dress."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return sha256_of("".join(filter(str.isalnum, plain)) or plain.strip())


def next_draft(state: State, text: str, files: Sequence[Material], actor: Actor) -> Draft | None:
    """The version these inputs would make, or None when there is no text or nobody to have written it."""
    if not text.strip() or actor.person_id is None:
        return None
    number = state.draft.number + 1 if state.draft else 1
    hashes = tuple(file.sha256 for file in files)
    return Draft(number, sha256_of(text.strip(), hashes), actor.person_id, gist_of(text), hashes)


def keep(session: Session, case: CaseFile, happened: Happened, text: str, files: Sequence[Material]) -> None:
    """Write the version an event made, if it made one."""
    if happened.draft is None:
        return
    session.add(
        DraftVersion(
            office_id=case.office_id,
            case_id=case.id,
            number=happened.draft.number,
            text=text.strip(),
            sha256=happened.draft.sha256,
            author_id=happened.draft.author_id,
            author_name=happened.actor.name,
            created_at=happened.at,
            files=[file.as_row() for file in files],
        )
    )
    session.flush()


def standing(session: Session, case: CaseFile) -> DraftVersion | None:
    """The version that counts now."""
    mine = select(DraftVersion).where(DraftVersion.case_id == case.id)
    return session.scalar(mine.where(DraftVersion.number == case.draft_number))


def files_of(version: DraftVersion | None) -> tuple[Material, ...]:
    """The files of a version, in their order."""
    return tuple(Material.from_row(row) for row in version.files) if version else ()
