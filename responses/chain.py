"""The office's history: events appended to one hash chain, and the check that nobody changed them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from responses.errors import TamperedError
from responses.kinds import Division
from responses.models import ChainHead, Event
from responses.state import Actor, Draft, Happened

GENESIS = "0" * 64
BATCH = 500
"""Rows held in memory at once while a whole history is read."""


@dataclass(frozen=True, slots=True)
class Link:
    """What is hashed of an event, in this order."""

    office_id: int
    seq: int
    case_id: int | None
    case_seq: int | None
    kind: str
    at: str
    actor_id: int | None
    actor_name: str
    role: str
    payload: str
    prev_hash: str

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of every field."""
        return hashlib.sha256(canonical(asdict(self)).encode()).hexdigest()


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spare spaces: the same value is always the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def head(session: Session, office_id: int) -> ChainHead:
    """The end of the office's chain, locked until the transaction ends."""
    return session.get_one(ChainHead, office_id, with_for_update=True, populate_existing=True)


def start(session: Session, office_id: int) -> None:
    """Begin the chain of a new office."""
    session.add(ChainHead(office_id=office_id, seq=0, hash=GENESIS, cases=0))
    session.flush()


def append(
    session: Session,
    office_id: int,
    happened: Happened,
    *,
    case_id: int | None = None,
    case_seq: int | None = None,
    extra: Mapping[str, str | int] | None = None,
) -> Event:
    """Add one event to the office's chain in the caller's transaction. ``extra`` is merged into the payload."""
    end = head(session, office_id)
    link = Link(
        office_id, end.seq + 1, case_id, case_seq, happened.kind.value, stamp(happened.at),
        happened.actor.person_id, happened.actor.name, happened.role, canonical(_payload(happened, extra)), end.hash,
    )  # fmt: skip
    event = Event(**{**asdict(link), "kind": happened.kind, "at": happened.at}, hash=link.digest())
    session.add(event)
    end.seq, end.hash = event.seq, event.hash
    session.flush()  # the next append in this transaction reads the head
    return event


def happened_of(event: Event) -> Happened:
    """The event as the rules of movement know it."""
    raw = json.loads(event.payload)
    draft = raw.get("draft")
    return Happened(
        event.kind,
        event.at,
        Actor(event.actor_id, event.actor_name),
        event.role,
        from_step=raw.get("from_step"),
        to_step=raw.get("to_step"),
        clock_from=_moment(raw.get("clock_from")),
        due_at=_moment(raw.get("due_at")),
        inputs=raw.get("inputs", {}),
        note=raw.get("note", ""),
        draft=Draft(**{**draft, "files": tuple(draft.get("files", ()))}) if draft else None,
        sha256=raw.get("sha256", ""),
        late_minutes=raw.get("late_minutes"),
        used_minutes=raw.get("used_minutes"),
        division=Division(raw["division"]) if "division" in raw else None,
    )


def extra_of(event: Event) -> dict[str, str | int]:
    """What was merged into the payload besides the movement: links, attachments, names."""
    extra: dict[str, str | int] = json.loads(event.payload).get("extra", {})
    return extra


def verify_links(session: Session, office_id: int) -> Iterator[Event]:
    """Every event in order, each checked. Raises TamperedError naming the first row that does not fit."""
    previous = Link(office_id, 0, None, None, "", "", None, "", "", "", "")
    seq, digest = 0, GENESIS
    for (event,) in in_batches(session, select(Event).where(Event.office_id == office_id), Event.seq):
        where = f"event {event.id} (office {office_id}, seq {event.seq})"
        if event.seq != seq + 1:
            raise TamperedError(f"{where}: expected seq {seq + 1}; events before it are missing")
        if event.prev_hash != digest:
            raise TamperedError(f"{where}: does not follow the hash of seq {previous.seq}")
        previous = _link(event)
        if previous.digest() != event.hash:
            raise TamperedError(f"{where}: its content does not match its hash")
        seq, digest = event.seq, event.hash
        yield event
    end = session.get(ChainHead, office_id)
    if (end.seq, end.hash) != (seq, digest) if end else seq:
        raise TamperedError(f"office {office_id}: the chain ends at seq {seq}, its head says {end.seq if end else 0}")


def in_batches(
    session: Session, query: Select[*tuple[Any, ...]], key: InstrumentedAttribute[int]
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Every row of a query in the order of ``key`` (an integer column of its first entity), BATCH at a time."""
    last = 0
    while batch := session.execute(query.where(key > last).order_by(key).limit(BATCH)).all():
        yield from batch
        last = getattr(batch[-1][0], key.key)


def next_case_number(session: Session, office_id: int) -> int:
    """Count one more case of this office and return its number, from 1."""
    end = head(session, office_id)
    end.cases += 1
    session.flush()
    return end.cases


def _link(event: Event) -> Link:
    return Link(
        event.office_id, event.seq, event.case_id, event.case_seq, event.kind.value, stamp(event.at),
        event.actor_id, event.actor_name, event.role, event.payload, event.prev_hash,
    )  # fmt: skip


def _payload(happened: Happened, extra: Mapping[str, str | int] | None) -> dict[str, Any]:
    raw: dict[str, Any] = {
        "from_step": happened.from_step,
        "to_step": happened.to_step,
        "clock_from": stamp(happened.clock_from) if happened.clock_from else None,
        "due_at": stamp(happened.due_at) if happened.due_at else None,
        "inputs": dict(happened.inputs),
        "note": happened.note,
        "draft": _draft(happened.draft) if happened.draft else None,
        "sha256": happened.sha256,
        "late_minutes": happened.late_minutes,
        "used_minutes": happened.used_minutes,
        "division": happened.division.value if happened.division else None,
        "extra": dict(extra or {}),
    }
    return {key: value for key, value in raw.items() if value not in (None, "", {})}


def _draft(draft: Draft) -> dict[str, Any]:
    return {name: value for name, value in asdict(draft).items() if name != "files" or value}


def stamp(at: datetime) -> str:
    """A moment as it is hashed: UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
