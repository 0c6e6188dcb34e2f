"""Sending what is due: claim, send, record. No transaction is open over the network."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from ingest.db import Database
from ingest.seal import Sealer, SealError
from responses.notices import outbox, targets
from responses.notices.kinds import NoticeState
from responses.notices.outbox import Parcel
from responses.notices.rules import Rules
from responses.notices.sender import Sender, SendError
from responses.state import Actor

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Messages on their way at the same time: a mail server that does not answer holds up nobody else's."""
UNEXPECTED = "Pengiriman gagal karena kesalahan yang belum dikenal. Laporkan kepada pengelola."


@dataclass(frozen=True, slots=True)
class Post:
    """What sending needs. ``public_url`` is where people reach the console, without a slash at the end."""

    database: Database
    sealer: Sealer
    sender: Callable[[], Sender]
    """Called when there is something to send: an office without targets never loads a library for it."""
    rules: Rules
    public_url: str
    now: Callable[[], datetime]


def deliver_due(post: Post) -> int:
    """Send everything that is due. Says how many messages were tried."""
    if not _anything(post):
        return 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="notify") as pool:
        return sum(pool.map(_drain, [post] * AT_ONCE))


def deliver_next(post: Post) -> NoticeState | None:
    """Send one message. The state its notices reached, or None when nothing is due."""
    with post.database.write() as session:
        parcel = outbox.claim(session, post.rules, post.public_url, token=token_hex(8), now=post.now())
    return None if parcel is None else _carry(post, parcel, last=False)[0]


def send_test(post: Post, target_id: int, by: Actor) -> str:
    """Send a test now and wait for it: nothing when it was accepted, else why not. Raises what ``targets.own`` does."""
    with post.database.write() as session:
        target = targets.own(session, target_id, by=by)
        parcel = outbox.claim_new_test(session, target, token=token_hex(8), now=post.now())
    return _carry(post, parcel, last=True)[1]


def _drain(post: Post) -> int:
    tried = 0
    while deliver_next(post) is not None:
        tried += 1
    return tried


def _anything(post: Post) -> bool:
    with post.database.read() as session:
        return outbox.anything_due(session, post.now())


def _carry(post: Post, parcel: Parcel, *, last: bool) -> tuple[NoticeState, str]:
    error = _send(post, parcel)
    with post.database.write() as session:
        if error is None:
            outbox.settle_sent(session, parcel, post.now())
            return NoticeState.SENT, ""
        outbox.settle_failed(session, parcel, error, post.now(), last=last)
    log.warning("target %s: %s notices not accepted, try %s", parcel.target_id, len(parcel.notice_ids), parcel.tries)
    return NoticeState.FAILED if last or error.permanent else NoticeState.READY, str(error)


def _send(post: Post, parcel: Parcel) -> SendError | None:
    try:
        post.sender().send(post.sealer.open(parcel.sealed), parcel.message)
    except SendError as error:
        return error
    except SealError as error:
        return SendError(str(error), permanent=True)
    except Exception as error:  # noqa: BLE001 - its words may quote the address, so only its kind is kept
        log.error("target %s: unexpected %s", parcel.target_id, type(error).__name__)  # noqa: TRY400
        return SendError(UNEXPECTED)
    return None
