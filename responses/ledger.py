"""What an office's events say, read once from first to last: the measure every table of the record is held against."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from responses import chain
from responses.drafts import sha256_of
from responses.errors import TamperedError
from responses.kinds import CaseState, Effect, EventKind, InboxState, Proof, PublicationState, SopPurpose
from responses.models import Event
from responses.orders import removal_text
from responses.record import projection
from responses.sop import Sop, Step
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
    targets: dict[int, Facts]
    state: State = field(default_factory=State)
    closed_at: datetime | None = None
    drafts: dict[int, Facts] = field(default_factory=dict)
    consents: dict[int, Facts] = field(default_factory=dict)
    standing: set[int] = field(default_factory=set)
    orders: dict[int, str] = field(default_factory=dict)
    removing: bool = False
    published: dict[int, Facts] = field(default_factory=dict)
    screenshots: dict[int, str] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def row(self) -> Facts:
        """The columns of ``case_file``."""
        return {**self.opened, **projection(self.state), "closed_at": self.closed_at}

    def ordered(self) -> dict[tuple[int | None, int | None, int], str]:
        """The text of every order, by comment, target and draft number (0: a removal)."""
        found: dict[tuple[int | None, int | None, int], str] = {}
        for draft, sha256 in self.orders.items():
            found |= {(comment, None, draft): sha256 for comment in self.comments}
            found |= {(None, target, draft): sha256 for target in self.targets}
        if self.removing:
            said = {target: sha256_of(removal_text(str(facts["permalink"]))) for target, facts in self.targets.items()}
            found |= {(None, target, 0): sha256 for target, sha256 in said.items()}
        return found

    def move(self, event: Event, happened: Happened) -> None:
        """Take one event in."""
        before, self.state = self.state, apply(self.sop, self.state, happened)
        if self.state.case is not CaseState.OPEN and self.closed_at is None:
            self.closed_at = event.at
        if happened.draft:
            self.drafts[happened.draft.number] = _draft(event, happened)
        self._consent(before, event)
        step = self.sop.step(happened.from_step) if happened.from_step else None
        if step and happened.kind is EventKind.STEP_DONE:
            self._order(step)

    def _order(self, step: Step) -> None:
        if Effect.PUBLISH in step.effects and self.state.draft:
            self.orders[self.state.draft.number] = self.state.draft.sha256
        self.removing = self.removing or Effect.REMOVE in step.effects

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
        pairs = (item.split(".") for item in str(extra["comments"]).split(",") if item)
        comments = {int(comment): int(version) for comment, version in pairs}
        opened: Facts = {
            "number": extra["number"], "purpose": extra["purpose"], "opened_at": event.at,
            "same_day_due_at": _moment(extra["same_day_due_at"]), "title": extra.get("title", ""),
            "category": extra.get("category"), "legal_product": extra.get("legal_product"),
            "needed_by": _moment(extra.get("needed_by", "")), "succeeds_id": extra.get("succeeds"),
            "subject": SopPurpose(str(extra["purpose"])).subject,
        }  # fmt: skip
        self.cases[case_id] = CaseBook(sop, opened, comments, _targets(extra))
        self.inbox.update(dict.fromkeys(comments, InboxState.IN_CASE))

    def posted(self, event: Event, extra: Extra) -> None:
        """A reply became public, by the program or by hand."""
        book, publication = self._book(event), int(extra["publication_id"])
        book.published[publication] = {
            "proof": extra.get("proof", Proof.CLAIMED.value), "permalink": extra["permalink"],
            "posted_by": event.actor_name, "published_at": event.at, "comment_id": extra.get("comment_id"),
            "target_id": extra.get("target_id"), "state": _REACHED[event.kind],
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
            "acting_for": extra["acting_for"], "valid_from": _moment(extra.get("since", "")) or event.at,
            "valid_until": _moment(extra["until"]), "division": extra.get("division"),
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
    EventKind.REMOVED_BY_HAND: Ledger.posted,
    EventKind.PUBLICATION_WITHDRAWN: Ledger.gave_up,
    EventKind.COMMENT_IGNORED: Ledger.ignored,
    EventKind.COMMENT_REOPENED: Ledger.reopened,
    EventKind.PERSON_ADDED: Ledger.registered,
    EventKind.ROLE_GRANTED: Ledger.granted,
    EventKind.ROLE_REVOKED: Ledger.revoked,
    EventKind.SOP_CHOSEN: Ledger.chose,
}


_REACHED = {
    EventKind.PUBLISHED: PublicationState.PUBLISHED,
    EventKind.POSTED_BY_HAND: PublicationState.PUBLISHED,
    EventKind.REMOVED_BY_HAND: PublicationState.REMOVED,
}


def _targets(extra: Extra) -> dict[int, Facts]:
    rows = json.loads(str(extra.get("targets", "[]")))
    return {
        target: {"account_id": account, "removes_id": removes, "permalink": permalink}
        for target, account, removes, permalink in rows
    }


def _draft(event: Event, happened: Happened) -> Facts:
    assert happened.draft is not None, "only asked for an event with a draft"
    named = chain.extra_of(event).get("files")
    return {
        "sha256": happened.draft.sha256, "author_id": happened.draft.author_id, "author_name": event.actor_name,
        "created_at": event.at, "hashes": happened.draft.files, **({"files": json.loads(str(named))} if named else {}),
    }  # fmt: skip


def _moment(stamp: str | int) -> datetime | None:
    return datetime.fromisoformat(str(stamp)) if stamp else None
