"""From the record to the facts of a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.models import Verdict
from ingest.kinds import AssessState
from ingest.models import Account, Office
from responses import chain
from responses.drafts import files_of
from responses.kinds import Effect, EventKind, Need, PublicationAction, SopPurpose
from responses.models import Event, Person
from responses.models import Publication as PublicationRow
from responses.papers.content import kinds_for
from responses.papers.facts import (
    CaseFacts,
    CommentFacts,
    Deed,
    Disposition,
    FileFacts,
    OfficeFacts,
    Publication,
    Version,
)
from responses.papers.numbering import PaperSettings
from responses.papers.paper import PaperKind
from responses.sop import Sop, Step
from responses.state import Happened
from responses.views.case import CaseView, CommentView

ORDERS = (Need.PERINTAH, Need.DISPOSISI)
"""Inputs that are an order somebody writes down: each makes a lembar disposisi possible."""


def papers_of(view: CaseView) -> tuple[PaperKind, ...]:
    """Which papers of this case can be issued now."""
    disposed = any(name in ORDERS for _step, name, _text in view.inputs)
    return kinds_for(view.case.subject, disposed=disposed, consented=bool(_standing(view)))


def office_facts(session: Session, office_id: int, settings: PaperSettings) -> OfficeFacts:
    """The office as it prints itself; without a letterhead of its own, its name stands under the KPU's."""
    office = session.get_one(Office, office_id)
    lines = tuple(line.strip() for line in office.letterhead.splitlines() if line.strip())
    fallback = ("KOMISI PEMILIHAN UMUM", office.name.removeprefix("KPU ").upper())
    return OfficeFacts(office.name, lines or fallback, office.timezone, settings.place, office.is_demo)


def case_facts(session: Session, view: CaseView) -> CaseFacts:
    """Everything a paper may say of the case."""
    case, sop = view.case, view.sop
    events = session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.case_seq)).all()
    deeds = _Deeds(session, sop, events)
    refused = deeds.of(EventKind.CASE_DECLINED)
    return CaseFacts(
        case_id=case.id, number=case.number, seq=case.seq, subject=case.subject, purpose=case.purpose.label,
        urgent=case.purpose is SopPurpose.URGENT, state=case.state, opened_at=case.opened_at,
        sop=f"{sop.title} ({sop.source.office}, {sop.source.decree}), versi {sop.version}",
        division=case.division.label if case.division else "", title=case.title,
        category=_category(view), needed_by=case.needed_by, uploaders=_uploaders(sop),
        inputs=tuple((_need(name), text) for _step, name, text in view.inputs),
        comments=tuple(_comment(comment) for comment in view.comments),
        targets=_targets(view), version=_version(view, deeds), consents=_consents(view, deeds),
        dispositions=deeds.dispositions(), returned=deeds.of(EventKind.STEP_SENT_BACK),
        refused=refused[-1] if refused else None, publications=_publications(session, view),
    )  # fmt: skip


class _Deeds:
    """The events of a case as things people did."""

    def __init__(self, session: Session, sop: Sop, events: Sequence[Event]) -> None:
        self._session, self._sop = session, sop
        self._events = [(event, chain.happened_of(event)) for event in events]

    def of(self, kind: EventKind) -> tuple[Deed, ...]:
        return tuple(self._deed(event, happened) for event, happened in self._events if event.kind is kind)

    def wrote(self, number: int) -> Deed:
        """Who wrote that version."""
        return next(
            self._deed(event, happened)
            for event, happened in self._events
            if happened.draft is not None and happened.draft.number == number
        )

    def dispositions(self) -> tuple[Disposition, ...]:
        done = [(event, happened) for event, happened in self._events if event.kind is EventKind.STEP_DONE]
        return tuple(self._disposition(event, happened) for event, happened in done if _orders(happened))

    def title(self, person_id: int | None) -> str:
        """The jabatan of a person, or nothing."""
        person = self._session.get(Person, person_id) if person_id is not None else None
        return person.title if person else ""

    def _deed(self, event: Event, happened: Happened, text: str = "") -> Deed:
        step = self._sop.step(happened.from_step).title if happened.from_step else ""
        title = self.title(event.actor_id)
        return Deed(step, event.actor_name, title, event.role, event.at, text or happened.note, event.case_seq or 0)

    def _disposition(self, event: Event, happened: Happened) -> Disposition:
        orders = _orders(happened)
        following = self._sop.step(happened.to_step) if happened.to_step else None
        return Disposition(
            self._deed(event, happened, "\n".join(orders.values())),
            tuple(orders),
            _roles([following]) if following else "-",
            asks_for_text=following is not None and Effect.DRAFT in following.effects,
            due_at=happened.due_at,
        )


def _orders(happened: Happened) -> Mapping[str, str]:
    written = {need: happened.inputs.get(need.value, "") for need in ORDERS}
    return {need.label: text for need, text in written.items() if text}


def _need(name: str) -> str:
    """The short name of an input: what stands before the colon of its label."""
    known = {need.value: need.label for need in Need}
    return known.get(name, name).partition(":")[0]


def _roles(steps: Iterable[Step]) -> str:
    return " / ".join(dict.fromkeys(role.label for step in steps for role in step.roles))


def _uploaders(sop: Sop) -> str:
    return _roles(step for step in sop.steps if Effect.PROVE in step.effects)


def _category(view: CaseView) -> str:
    kinds = (view.case.category, view.case.legal_product)
    return ", ".join(kind.label for kind in kinds if kind)


def _comment(seen: CommentView) -> CommentFacts:
    comment, account = seen.comment, seen.account
    return CommentFacts(
        account.platform.label, account.title, comment.author_name, comment.permalink, comment.posted_at,
        comment.detected_at, seen.read_text, _judged(seen.verdict),
    )  # fmt: skip


def _judged(verdict: Verdict | None) -> str:
    if verdict is None or verdict.state is not AssessState.DONE:
        return "Belum dinilai"
    flags = (
        (verdict.urgent, "mendesak"),
        (verdict.hoax_suspect, "dugaan hoaks"),
        (verdict.needs_response, "perlu ditanggapi"),
    )
    return ", ".join(words for flagged, words in flags if flagged).capitalize() or "Tidak ditandai"


def _version(view: CaseView, deeds: _Deeds) -> Version | None:
    draft = view.draft
    if draft is None:
        return None
    files = tuple(FileFacts(file.name, file.sha256, file.size) for file in files_of(draft))
    return Version(draft.number, draft.text, draft.sha256, deeds.wrote(draft.number), files)


def _standing(view: CaseView) -> list[str]:
    """Steps at which somebody agreed to exactly the text that counts now."""
    draft = view.draft
    return [given.step for given in view.consents if draft and not given.void and given.sha256 == draft.sha256]


def _consents(view: CaseView, deeds: _Deeds) -> tuple[Deed, ...]:
    standing = _standing(view)
    return tuple(
        Deed(
            view.sop.step(given.step).title, given.person_name, deeds.title(given.person_id), given.role,
            given.given_at, seq=given.case_seq,
        )
        for given in view.consents
        if not given.void and given.step in standing
    )  # fmt: skip


def _targets(view: CaseView) -> tuple[str, ...]:
    return tuple(
        f"{seen.account.title} ({seen.account.platform.label})"
        + (f": {seen.target.permalink}" if seen.target.permalink else "")
        for seen in view.targets
    )


def _reached(row: PublicationRow) -> str:
    told = row.action is PublicationAction.POST and row.published_at is not None
    return f"{row.state.label}; {row.proof.label.lower()}" if told else row.state.label


def _publications(session: Session, view: CaseView) -> tuple[Publication, ...]:
    return tuple(
        Publication(
            session.get_one(Account, row.account_id).title,
            _reached(row),
            row.permalink, row.posted_by or ("Simak" if row.published_at else ""), row.published_at,
        )
        for row in view.publications
    )  # fmt: skip
