"""The audit: is every event untouched, and does the present state follow from the events alone?"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from responses import chain, sops
from responses.cases import sha256_of
from responses.errors import TamperedError
from responses.kinds import EventKind, PublicationState
from responses.models import CaseFile, Consent, DraftVersion, Event, Publication, SopRelease
from responses.record import projection, replay
from responses.state import State

PROVEN_BY = (EventKind.PUBLISHED, EventKind.POSTED_BY_HAND)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked. ``head`` is the anchor to keep elsewhere: ``seq:hash``."""

    office_id: int
    events: int
    cases: int
    head: str


def verify(session: Session, office_id: int, *, anchor: str = "") -> Report:
    """Check the chain, then every case against its events. Raises TamperedError naming the first row that is wrong.

    ``anchor`` is a ``seq:hash`` written down earlier: the chain must still pass through it, which shows whether
    somebody with full rights over the database rewrote history as a whole.
    """
    count, digest, anchored = 0, chain.GENESIS, not anchor
    for event in chain.verify_links(session, office_id):
        count, digest = event.seq, event.hash
        anchored = anchored or anchor == f"{event.seq}:{event.hash}"
    if not anchored:
        raise TamperedError(f"office {office_id}: the chain does not pass through the anchor {anchor}")
    _verify_releases(session)
    files = session.scalars(select(CaseFile).where(CaseFile.office_id == office_id).order_by(CaseFile.id)).all()
    for case in files:
        _verify_case(session, case)
    return Report(office_id, count, len(files), f"{count}:{digest}")


def _verify_releases(session: Session) -> None:
    for row in session.scalars(select(SopRelease)):
        if sha256_of(row.text) != row.sha256:
            raise TamperedError(f"sop_release {row.id} ({row.key} v{row.version}): its text does not match its hash")


def _verify_case(session: Session, case: CaseFile) -> None:
    where = f"case_file {case.id} ({case.number})"
    state = replay(session, case, sops.of_release(session, case.sop_release_id))
    for column, expected in projection(state).items():
        if getattr(case, column) != expected:
            raise TamperedError(f"{where}: {column} is {getattr(case, column)!r}, its events say {expected!r}")
    _verify_drafts(session, case, state, where)
    _verify_consents(session, case, state, where)
    _verify_publications(session, case, where)


def _verify_drafts(session: Session, case: CaseFile, state: State, where: str) -> None:
    rows = session.scalars(select(DraftVersion).where(DraftVersion.case_id == case.id)).all()
    for row in rows:
        if sha256_of(row.text) != row.sha256:
            raise TamperedError(f"draft_version {row.id} of {where}: its text does not match its hash")
    written = {(row.sha256, row.author_id) for row in rows}
    if written != set(state.authors):
        raise TamperedError(f"{where}: its draft versions are not those its events name")


def _verify_consents(session: Session, case: CaseFile, state: State, where: str) -> None:
    rows = session.scalars(select(Consent).where(Consent.case_id == case.id, Consent.void.is_(False)))
    standing = sorted((row.step, row.person_id, row.sha256) for row in rows)
    if standing != sorted((yes.step, yes.person_id, yes.sha256) for yes in state.consents):
        raise TamperedError(f"{where}: its standing consents are not those its events give")


def _verify_publications(session: Session, case: CaseFile, where: str) -> None:
    proven = {
        chain.extra_of(event)["publication_id"]: chain.extra_of(event)
        for event in session.scalars(select(Event).where(Event.case_id == case.id, Event.kind.in_(PROVEN_BY)))
    }
    for row in session.scalars(select(Publication).where(Publication.case_id == case.id)):
        if sha256_of(row.text) != row.sha256:
            raise TamperedError(f"publication {row.id} of {where}: its text does not match its hash")
        published = row.state is PublicationState.PUBLISHED
        if published != (row.id in proven) or (published and proven[row.id]["permalink"] != row.permalink):
            raise TamperedError(f"publication {row.id} of {where}: its state is not what its events say")
