"""What an office's events say, read once from first to last: the measure every table of the record is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from responses import chain
from responses.errors import TamperedError
from responses.kinds import CaseState, Effect, EventKind, InboxState, Proof
from responses.models import Event
from responses.record import projection
from responses.sop import Sop
from responses.state import Happened, State, apply

Facts = dict[str, object]
"""Columns of one row, by name, as the events give them."""
Extra = Mapping[str, str | int]


@dataclass
class CaseBook:
    """One case as its events tell it. Keys: draft number, event number of a consent, id of a publication."""

    sop: Sop
    opened: Facts
    comments: dict[int, int]
    state: State = field(default_factory=State)
    closed_at: datetime | None = None
    drafts: dict[int, Facts] = field(default_factory=dict)
    consents: dict[int, Facts] = field(default_factory=dict)
    standing: set[int] = field(default_factory=set)
    orders: dict[int, str] = field(default_factory=dict)
    published: dict[int, Facts] = field(default_factory=dict)
    screenshots: dict[int, str] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def row(self) -> Facts:
        """The columns of ``case_file``."""
        return {**self.opened, **projection(self.state), "closed_at": self.closed_at}

    def ordered(self) -> dict[tuple[int, int], str]:
        """The text every comment was to be answered with, by comment and draft number."""
        return {(comment, draft): sha256 for comment in self.comments for draft, sha256 in self.orders.items()}

    def move(self, event: Event, happened: Happened) -> None:
        """Take one event in."""
        before, self.state = self.state, apply(self.sop, self.state, happened)
        if self.state.case is not CaseState.OPEN and self.closed_at is None:
            self.closed_at = event.at
        if happened.draft:
            self.drafts[happened.draft.number] = _draft(event, happened)
        self._consent(before, event)
        step = self.sop.step(happened.from_step) if happened.from_step else None
        if step and happened.kind is EventKind.STEP_DONE and Effect.PUBLISH in step.effects and self.state.draft:
            self.orders[self.state.draft.number] = self.state.draft.sha256

    def _consent(self, before: State, event: Event) -> None:
        if not self.state.consents:
            self.standing.clear()
        elif len(self.state.consents) > len(before.consents):
            yes, number = self.state.consents[-1], self.state.seq
            self.standing.add(number)
            self.consents[number] = {
                "step": yes.step, "person_id": yes.person_id, "person_name": event.actor_name, "role": event.role,
                "sha256": yes.sha256, "given_at": event.at,
            }  # fmt: skip


@dataclass
class Ledger:
    """Everything the events of one office say, by the ids of the rows they speak of."""

    releases: Mapping[str, Sop]
    cases: dict[int, CaseBook] = field(default_factory=dict)
    inbox: dict[int, InboxState] = field(default_factory=dict)
    people: dict[int, Facts] = field(default_factory=dict)
    grants: dict[int, Facts] = field(default_factory=dict)
    sops: dict[str, str] = field(default_factory=dict)

    def read(self, event: Event) -> None:
        """Take the next event in. Raises TamperedError for one that does not say what its kind has to say."""
        try:
            self._read(event)
        except KeyError as missing:
            raise TamperedError(f"event {event.id} ({event.kind.value}): it does not name {missing}") from missing

    def _read(self, event: Event) -> None:
        happened, extra = chain.happened_of(event), chain.extra_of(event)
        if event.kind is EventKind.CASE_OPENED and event.case_id is not None:
            self._open(event.case_id, event, extra)
        if event.case_id is not None:
            self.cases[event.case_id].move(event, happened)
        if reader := _READERS.get(event.kind):
            reader(self, event, extra)

    def _open(self, case_id: int, event: Event, extra: Extra) -> None:
        sop = self.releases.get(str(extra["sop_sha256"]))
        if sop is None:
            raise TamperedError(f"event {event.id}: the SOP text it began under is not among the releases")
        pairs = (item.split(".") for item in str(extra["comments"]).split(","))
        comments = {int(comment): int(version) for comment, version in pairs}
        opened: Facts = {
            "number": extra["number"], "purpose": extra["purpose"], "opened_at": event.at,
            "same_day_due_at": _moment(extra["same_day_due_at"]),
        }  # fmt: skip
        self.cases[case_id] = CaseBook(sop, opened, comments)
        self.inbox.update(dict.fromkeys(comments, InboxState.IN_CASE))

    def posted(self, event: Event, extra: Extra) -> None:
        """A reply became public, by the program or by hand."""
        book, publication = self._book(event), int(extra["publication_id"])
        book.published[publication] = {
            "proof": extra.get("proof", Proof.CLAIMED.value), "permalink": extra["permalink"],
            "posted_by": event.actor_name, "published_at": event.at, "comment_id": extra["comment_id"],
        }  # fmt: skip
        if "native_id" in extra:
            book.published[publication]["native_id"] = extra["native_id"]
        if "screenshot_sha256" in extra:
            book.screenshots[publication] = str(extra["screenshot_sha256"])

    def gave_up(self, event: Event, extra: Extra) -> None:
        """A reply was given up."""
        self._book(event).withdrawn.add(int(extra["publication_id"]))

    def ignored(self, _event: Event, extra: Extra) -> None:
        """A comment was ignored."""
        self.inbox[int(extra["comment_id"])] = InboxState.IGNORED

    def reopened(self, _event: Event, extra: Extra) -> None:
        """A comment came back to the queue."""
        self.inbox[int(extra["comment_id"])] = InboxState.WAITING

    def registered(self, _event: Event, extra: Extra) -> None:
        """A person was registered."""
        self.people[int(extra["person_id"])] = {name: extra[name] for name in ("username", "name", "title")}

    def granted(self, event: Event, extra: Extra) -> None:
        """A role was given."""
        self.grants[int(extra["grant_id"])] = {
            "person_id": extra["person_id"], "role": extra["role"], "standing": extra["standing"],
            "acting_for": extra["acting_for"], "valid_from": event.at, "valid_until": _moment(extra["until"]),
        }  # fmt: skip

    def revoked(self, event: Event, extra: Extra) -> None:
        """A role was ended."""
        self.grants[int(extra["grant_id"])]["valid_until"] = event.at

    def chose(self, _event: Event, extra: Extra) -> None:
        """The office chose a procedure."""
        self.sops[str(extra["purpose"])] = str(extra["sop_sha256"])

    def _book(self, event: Event) -> CaseBook:
        assert event.case_id is not None, "events of publications belong to a case"
        return self.cases[event.case_id]


_READERS: Mapping[EventKind, Callable[[Ledger, Event, Extra], None]] = {
    EventKind.PUBLISHED: Ledger.posted,
    EventKind.POSTED_BY_HAND: Ledger.posted,
    EventKind.PUBLICATION_WITHDRAWN: Ledger.gave_up,
    EventKind.COMMENT_IGNORED: Ledger.ignored,
    EventKind.COMMENT_REOPENED: Ledger.reopened,
    EventKind.PERSON_ADDED: Ledger.registered,
    EventKind.ROLE_GRANTED: Ledger.granted,
    EventKind.ROLE_REVOKED: Ledger.revoked,
    EventKind.SOP_CHOSEN: Ledger.chose,
}


def _draft(event: Event, happened: Happened) -> Facts:
    assert happened.draft is not None, "only asked for an event with a draft"
    return {
        "sha256": happened.draft.sha256, "author_id": happened.draft.author_id, "author_name": event.actor_name,
        "created_at": event.at,
    }  # fmt: skip


def _moment(stamp: str | int) -> datetime | None:
    return datetime.fromisoformat(str(stamp)) if stamp else None
