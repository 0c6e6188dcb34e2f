"""The outbox: replies on their way to the public, claimed with a lease so that no crash loses or doubles one.

    claim (one transaction) -> publisher, no transaction open -> settle (one transaction)

Before any second try the publisher looks for our own earlier reply; see ``responses.publish``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from ingest.db import rows_changed
from ingest.errors import ErrorKind, PlatformError
from ingest.models import Comment
from responses import cases, own
from responses.desk import Desk
from responses.kinds import EventKind, Proof, PublicationState
from responses.models import Publication
from responses.publishers.contract import Reply, Target
from responses.state import Happened

LEASE = timedelta(seconds=240)
"""Longer than one whole try: look, ask for the parent, post, look again, read back, each up to the client's 30 s."""
MAX_TRIES = 8
BACKOFF = (5, 15, 60, 180, 600, 1800, 3600)
"""Seconds until the next try; the last one repeats."""

BY_HAND = frozenset(
    {ErrorKind.NOT_ALLOWED, ErrorKind.POLICY_BLOCKED, ErrorKind.PERMISSION_MISSING, ErrorKind.AUTH_EXPIRED}
)
"""What a program may not do, a person may: the case goes on by hand, with link and screenshot."""
HELD = "Tanggapan diterima platform tetapi belum tampil bagi publik (ditahan moderasi). Setujui di situs."
DIFFERS = (
    "Tanggapan terkirim, tetapi saat dibaca kembali tidak tampil atau isinya bukan naskah yang disetujui. "
    "Periksa dan perbaiki di situs."
)
PERHAPS_POSTED = " Percobaan sebelumnya mungkin sudah tayang: periksa situs sebelum menayangkan sendiri."
POSTED_TOO = "Percobaan yang terlambat ternyata tayang juga. Periksa situs: tanggapan ini mungkin tampil dua kali."


@dataclass(frozen=True, slots=True)
class Job:
    """One claimed publication: what to post where, and the token that proves the claim."""

    publication_id: int
    office_id: int
    case_id: int
    comment_id: int
    account_id: int
    target: Target
    text: str
    sha256: str
    tries: int
    token: str


def claim(session: Session, *, token: str, now: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take the publication that has waited longest, or None. One UPDATE decides between workers."""
    candidate = session.scalar(select(Publication.id).where(_due(now)).order_by(Publication.run_after).limit(1))
    if candidate is None:
        return None
    taken = (
        update(Publication)
        .where(Publication.id == candidate, _due(now))
        .values(state=PublicationState.SENDING, lease_until=now + lease, lease_token=token, tries=Publication.tries + 1)
    )
    if rows_changed(session, taken) != 1:
        return None
    return _job(session, candidate, token)


def settle_published(session: Session, desk: Desk, job: Job, reply: Reply, proof: Proof, *, adopted: bool) -> bool:
    """Record that the reply is public and finish the case's step. False when somebody else recorded it first.

    What is public is recorded even by a worker that lost its lease: else a person would post it a second time.
    """
    values = {
        "state": PublicationState.PUBLISHED,
        "proof": proof,
        "native_id": reply.native_id,
        "permalink": reply.permalink,
        "posted_by": desk.actor.name,
        "published_at": desk.now,
        "verified_at": desk.now if proof is Proof.VERIFIED else None,
        "last_error": "",
    }
    extra: dict[str, str | int] = {"native_id": reply.native_id, "permalink": reply.permalink, "proof": proof.value}
    own_lease = _settle(session, job, values)
    if not own_lease and not _settle_late(session, job, values):
        _tell_of_a_second_reply(session, desk, job, reply, extra)
        return False
    own.claim_as_ours(session, job.account_id, reply.native_id)
    _record(session, desk, job, EventKind.PUBLISHED, "", extra | ({"adopted": 1} if adopted else {}))
    cases.prove_if_complete(session, desk, job.case_id)
    return True


def settle_held(session: Session, desk: Desk, job: Job, reply: Reply, note: str = HELD) -> bool:
    """The platform took the reply but does not show it, or not as approved: a person must look."""
    values = {
        "state": PublicationState.NEEDS_REVIEW,
        "native_id": reply.native_id,
        "permalink": reply.permalink,
        "last_error": note,
    }
    if not _settle(session, job, values):
        return False
    _record(session, desk, job, EventKind.NEEDS_REVIEW, note, {"native_id": reply.native_id})
    return True


def settle_failed(session: Session, desk: Desk, job: Job, error: PlatformError) -> PublicationState | None:
    """Decide what a failure means: try again later, a person posts, or a person looks. None: the lease was lost."""
    state, kind = after_failure(error, job.tries)
    note = str(error) + (PERHAPS_POSTED if kind is not None and job.tries > 1 else "")
    values: dict[str, object] = {"state": state, "last_error": note}
    if state is PublicationState.READY:
        values["run_after"] = retry_at(error, job.tries, desk.now)
    if not _settle(session, job, values):
        return None
    if kind is not None:
        _record(session, desk, job, kind, note, {"error": error.kind.value})
    return state


def after_failure(error: PlatformError, tries: int) -> tuple[PublicationState, EventKind | None]:
    """The state a failed try leads to, and the event a person should see (None for a quiet retry)."""
    if error.kind in BY_HAND:
        return PublicationState.NEEDS_MANUAL_POST, EventKind.NEEDS_HAND
    if error.kind is ErrorKind.GONE:
        return PublicationState.REFUSED, EventKind.NEEDS_REVIEW
    if error.permanent or tries >= MAX_TRIES:
        return PublicationState.NEEDS_REVIEW, EventKind.NEEDS_REVIEW
    return PublicationState.READY, None


def retry_at(error: PlatformError, tries: int, now: datetime) -> datetime:
    """When to try again: the platform's own reset time, else a growing pause."""
    if error.retry_at is not None and error.retry_at > now:
        return error.retry_at
    return now + timedelta(seconds=BACKOFF[min(tries, len(BACKOFF)) - 1])


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(Publication.state == PublicationState.READY, Publication.run_after <= now),
        and_(Publication.state == PublicationState.SENDING, Publication.lease_until < now),
    )


def _job(session: Session, publication_id: int, token: str) -> Job:
    row = session.get_one(Publication, publication_id, populate_existing=True)
    assert row.comment_id is not None, "only replies are ever ready to be sent by the program"
    comment = session.get_one(Comment, row.comment_id)
    target = Target(comment.native_id, comment.post_native_id or "", comment.permalink)
    return Job(
        publication_id=row.id,
        office_id=row.office_id,
        case_id=row.case_id,
        comment_id=row.comment_id,
        account_id=row.account_id,
        target=target,
        text=row.text,
        sha256=row.sha256,
        tries=row.tries,
        token=token,
    )


def _settle(session: Session, job: Job, values: Mapping[str, object]) -> bool:
    statement = (
        update(Publication)
        .where(Publication.id == job.publication_id, Publication.lease_token == job.token)
        .where(Publication.state == PublicationState.SENDING, Publication.tries == job.tries)
        .values(**values, lease_until=None, lease_token=None)
    )
    return rows_changed(session, statement) == 1


def _settle_late(session: Session, job: Job, values: Mapping[str, object]) -> bool:
    """Whoever holds the row now looks before posting; only what a person proved or gave up stands."""
    closed = (PublicationState.PUBLISHED, PublicationState.WITHDRAWN)
    statement = (
        update(Publication)
        .where(Publication.id == job.publication_id, Publication.state.not_in(closed))
        .values(**values, lease_until=None, lease_token=None)
    )
    return rows_changed(session, statement) == 1


def _tell_of_a_second_reply(session: Session, desk: Desk, job: Job, reply: Reply, extra: dict[str, str | int]) -> None:
    row = session.get_one(Publication, job.publication_id, with_for_update=True, populate_existing=True)
    if row.native_id != reply.native_id:
        own.claim_as_ours(session, job.account_id, reply.native_id)
        _record(session, desk, job, EventKind.NEEDS_REVIEW, POSTED_TOO, extra)


def _record(session: Session, desk: Desk, job: Job, kind: EventKind, note: str, extra: dict[str, str | int]) -> None:
    happened = Happened(kind, desk.now, desk.actor, "Sistem", note=note, sha256=job.sha256)
    ids: dict[str, str | int] = {"publication_id": job.publication_id, "comment_id": job.comment_id}
    cases.record(session, job.case_id, happened, ids | extra)
