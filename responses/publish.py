"""Publishing one reply: claim, look, post, read back, record. No transaction is open over the network."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

from ingest.db import Database
from ingest.errors import ErrorKind, PlatformError
from responses import outbox
from responses.desk import own_desk
from responses.kinds import Proof, PublicationState
from responses.outbox import Job
from responses.publishers.contract import Publisher, Reply

log = logging.getLogger(__name__)

MakePublisher = Callable[[int], Publisher]
"""From an account id to its publisher. Raises PlatformError when the account cannot publish."""
Now = Callable[[], datetime]


def publish_next(
    database: Database, make_publisher: MakePublisher, *, token: str, now: Now, lease: timedelta = outbox.LEASE
) -> PublicationState | None:
    """Work on one publication. Returns the state it reached, or None when nothing is due or another one was faster.

    1. claim it (a lease; whoever dies here is followed by somebody else when the lease ends)
    2. after a first try, look for our own earlier reply and adopt it
    3. post, read back, record with proof
    """
    with database.write() as session:
        job = outbox.claim(session, token=token, now=now(), lease=lease)
    if job is None:
        return None
    try:
        with closing(make_publisher(job.account_id)) as publisher:
            reply, adopted = _post_once(publisher, job)
            proof = _proof(publisher, job, reply)
    except PlatformError as error:
        return _failed(database, job, error, now())
    except Exception:
        # a fault of our own counts as a try: left alone, it would come back for ever and nobody would be told
        log.exception("publication %s, try %s: unexpected", job.publication_id, job.tries)
        return _failed(database, job, PlatformError(ErrorKind.UNKNOWN, "Penayangan gagal."), now())
    return _published(database, job, reply, proof, adopted=adopted, at=now())


def _post_once(publisher: Publisher, job: Job) -> tuple[Reply, bool]:
    """Our reply, and whether it was there before. A platform that says "duplicate" has it already."""
    if job.tries > 1 and (earlier := publisher.find_own_reply(job.target, job.text)):
        return earlier, True
    try:
        return publisher.reply(job.target, job.text), False
    except PlatformError as error:
        if error.kind is not ErrorKind.DUPLICATE:
            raise
        earlier = publisher.find_own_reply(job.target, job.text)
        if earlier is None:
            raise
        return earlier, True


def _proof(publisher: Publisher, job: Job, reply: Reply) -> Proof:
    """VERIFIED when the platform shows the reply on a second look, CLAIMED when nobody could look, NONE otherwise."""
    try:
        seen = publisher.read_back(reply.native_id, job.text)
    except PlatformError as error:
        log.warning("publication %s: posted, but not read back: %s", job.publication_id, error.kind.value)
        return Proof.CLAIMED
    return Proof.VERIFIED if seen and seen.visible else Proof.NONE


def _published(
    database: Database, job: Job, reply: Reply, proof: Proof, *, adopted: bool, at: datetime
) -> PublicationState | None:
    """The state that was recorded; None when somebody else recorded one first."""
    with database.write() as session:
        desk = own_desk(session, job.office_id, now=at)
        if reply.visible and proof is not Proof.NONE:
            done = outbox.settle_published(session, desk, job, reply, proof, adopted=adopted)
            return PublicationState.PUBLISHED if done else None
        note = outbox.DIFFERS if reply.visible else outbox.HELD
        return PublicationState.NEEDS_REVIEW if outbox.settle_held(session, desk, job, reply, note) else None


def _failed(database: Database, job: Job, error: PlatformError, at: datetime) -> PublicationState | None:
    log.warning("publication %s, try %s: %s", job.publication_id, job.tries, error.kind.value)
    with database.write() as session:
        return outbox.settle_failed(session, own_desk(session, job.office_id, now=at), job, error)
