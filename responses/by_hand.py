"""What a person does with what the program cannot do: post or remove it and prove it, try again, or give it up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from ingest.models import Account
from responses import cases, flow, leases, movement, proofs, sops
from responses.desk import Desk
from responses.errors import BadProofError, NotAllowedError, NotFoundError, StaleError
from responses.kinds import EventKind, Proof, PublicationAction, PublicationState
from responses.models import Attachment, CaseFile, Publication
from responses.state import Authority, Happened

WAITING_FOR_A_PERSON = frozenset(
    {PublicationState.NEEDS_MANUAL_POST, PublicationState.NEEDS_REVIEW, PublicationState.REFUSED}
)
MAX_LINK = 2_000
_DONE = {
    PublicationAction.POST: (PublicationState.PUBLISHED, EventKind.POSTED_BY_HAND),
    PublicationAction.REMOVE: (PublicationState.REMOVED, EventKind.REMOVED_BY_HAND),
}


@dataclass(frozen=True, slots=True)
class HandProof:
    """Link and screenshot of what a person posted, or of the place it was removed from; neither is enough alone."""

    permalink: str
    screenshot: proofs.Screenshot


def post_by_hand(session: Session, desk: Desk, publication_id: int, proof: HandProof, *, folder: Path) -> Publication:
    """Record what somebody posted or removed. The picture is on disk before the row names it.

    Raises BadProofError, NotAllowedError, NotFoundError, or StaleError when it was posted meanwhile.
    """
    row = _found(session, desk, publication_id)
    authority = flow.may_prove(sops.of_release(session, _case(session, row).sop_release_id), desk.actor)
    check_link(session.get_one(Account, row.account_id), proof.permalink)
    proofs.keep(folder, proof.screenshot)
    attachment = _attach(session, desk, row, proof.screenshot)
    state, kind = _DONE[row.action]
    values = {
        "state": state,
        "proof": Proof.CLAIMED,
        "permalink": proof.permalink.strip(),
        "attachment_id": attachment.id,
        "posted_by": desk.actor.name,
        "published_at": desk.now,
        "last_error": "",
    }
    _change(session, row, values)
    extra: dict[str, str | int] = {"permalink": proof.permalink.strip(), "screenshot_sha256": proof.screenshot.sha256}
    _record(session, desk, row, kind, authority, "", extra)
    cases.prove_if_complete(session, desk, row.case_id)
    return session.get_one(Publication, row.id, populate_existing=True)


def retry(session: Session, desk: Desk, publication_id: int) -> None:
    """Let the program try again; it looks for our earlier reply first. Raises like ``post_by_hand``."""
    row = _found(session, desk, publication_id)
    authority = flow.may_prove(sops.of_release(session, _case(session, row).sop_release_id), desk.actor)
    if row.comment_id is None:
        raise NotAllowedError("Konten dan penghapusan dikerjakan oleh orang, lalu dibuktikan dengan tautan dan gambar.")
    _change(session, row, {"state": PublicationState.READY, "run_after": desk.now})
    _record(session, desk, row, EventKind.PUBLICATION_RETRIED, authority, "", {})


def withdraw(session: Session, desk: Desk, publication_id: int, note: str) -> None:
    """Give this reply up with a reason; whoever may decide not to answer may do it. Raises like ``post_by_hand``."""
    row = _found(session, desk, publication_id)
    authority = flow.may_withdraw(sops.of_release(session, _case(session, row).sop_release_id), desk.actor)
    movement.check_reason(note)
    leases.check(session, desk, row.case_id)
    _change(session, row, {"state": PublicationState.WITHDRAWN, "last_error": note.strip()})
    _record(session, desk, row, EventKind.PUBLICATION_WITHDRAWN, authority, note.strip(), {})
    if not cases.close_unpublished(session, desk, row.case_id, note):
        cases.prove_if_complete(session, desk, row.case_id)


def _found(session: Session, desk: Desk, publication_id: int) -> Publication:
    row = session.get(Publication, publication_id, with_for_update=True, populate_existing=True)
    if row is None or row.office_id != desk.office_id:
        raise NotFoundError("Tanggapan itu tidak ada di kantor ini.")
    if row.state not in WAITING_FOR_A_PERSON:
        raise StaleError(f"Tanggapan ini sudah berstatus “{row.state.label}”. Muat ulang halaman.")
    return row


def _case(session: Session, row: Publication) -> CaseFile:
    return cases.locked(session, row.case_id)


def check_link(account: Account, permalink: str) -> None:
    """Refuse a link that is none, or that leads elsewhere than to the account. Raises BadProofError."""
    link = _split(permalink.strip())
    if link is None or link.scheme not in {"http", "https"} or not link.hostname:
        raise BadProofError("Tautan harus lengkap, dimulai dengan https://.")
    home = urlsplit(account.url).hostname
    if home and link.hostname.removeprefix("www.") != home.removeprefix("www."):
        raise BadProofError(f"Tautan harus menuju {home}, alamat akun ini.")


def _split(link: str) -> SplitResult | None:
    """The parts of a web address that leads where it seems to: browsers read ``\\`` as ``/`` and drop line breaks."""
    if len(link) > MAX_LINK or not link.isprintable() or set(link) & set(" \\"):
        return None
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return None if "@" in parts.netloc else parts


def _attach(session: Session, desk: Desk, row: Publication, screenshot: proofs.Screenshot) -> Attachment:
    attachment = Attachment(
        office_id=desk.office_id,
        case_id=row.case_id,
        sha256=screenshot.sha256,
        media_type=screenshot.media_type,
        size=len(screenshot.data),
        uploaded_by=desk.actor.name,
        uploaded_at=desk.now,
    )
    session.add(attachment)
    session.flush()
    return attachment


def _change(session: Session, row: Publication, values: dict[str, object]) -> None:
    statement = update(Publication).where(Publication.id == row.id, Publication.state == row.state).values(**values)
    if rows_changed(session, statement) != 1:
        raise StaleError("Tanggapan ini baru saja diubah orang lain. Muat ulang halaman.")


def _record(
    session: Session,
    desk: Desk,
    row: Publication,
    kind: EventKind,
    authority: Authority,
    note: str,
    extra: dict[str, str | int],
) -> None:
    happened = Happened(kind, desk.now, desk.actor, str(authority), note=note, sha256=row.sha256)
    ids: dict[str, str | int] = {"publication_id": row.id}
    ids |= {"comment_id": row.comment_id} if row.comment_id else {"target_id": row.target_id or 0}
    cases.record(session, row.case_id, happened, ids | extra)
