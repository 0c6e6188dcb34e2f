"""Reading content: what an office can ask for, what is under way, what is public, and the files that belong to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import Session

from ingest.models import Account
from responses import sops
from responses.kinds import CaseState, Effect, PublicationAction, PublicationState, Role, SopPurpose, Subject
from responses.materials import Material
from responses.models import Attachment, CaseFile, CaseTarget, DraftVersion, OfficeSop, Publication
from responses.sop import Sop, Step

LIMIT = 100
"""Rows of one list."""


@dataclass(frozen=True, slots=True)
class Way:
    """A purpose the office uses, with the procedure it chose for it."""

    purpose: SopPurpose
    sop: Sop


@dataclass(frozen=True, slots=True)
class Running:
    """Content or a removal that is under way, and the step it waits at."""

    case: CaseFile
    step: Step
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removing:
    """The case that takes a publication down, or took it down."""

    case_id: int
    number: str
    done: bool


@dataclass(frozen=True, slots=True)
class Public:
    """One piece of content the public can see, or could until it was removed."""

    publication: Publication
    case: CaseFile
    account: Account
    screenshot_sha256: str | None
    removing: Removing | None


def ways(session: Session, office_id: int) -> tuple[Way, ...]:
    """What the office can ask for besides replies, in the order of the purposes."""
    rows = session.execute(
        select(OfficeSop.purpose, OfficeSop.sop_release_id).where(OfficeSop.office_id == office_id)
    )  # fmt: skip
    chosen = dict(rows.all())
    wanted = (purpose for purpose in SopPurpose if purpose.subject is not Subject.REPLY and purpose in chosen)
    return tuple(Way(purpose, sops.of_release(session, chosen[purpose])) for purpose in wanted)


def provers(session: Session, office_id: int) -> frozenset[Role]:
    """Who posts by hand and proves it in this office: by the procedures it uses and those of its open cases."""
    chosen = select(OfficeSop.sop_release_id).where(OfficeSop.office_id == office_id)
    under_way = select(CaseFile.sop_release_id).where(
        CaseFile.office_id == office_id, CaseFile.state == CaseState.OPEN
    )  # fmt: skip
    releases = {*session.scalars(chosen), *session.scalars(under_way.distinct())}
    return frozenset(role for release in releases for role in _proving(sops.of_release(session, release)))


def provers_of(session: Session, case_ids: Collection[int]) -> dict[int, tuple[Role, ...]]:
    """By case, the roles that may prove its publications."""
    found = session.execute(select(CaseFile.id, CaseFile.sop_release_id).where(CaseFile.id.in_(set(case_ids)))).all()
    return {case_id: _proving(sops.of_release(session, release)) for case_id, release in found}


def _proving(sop: Sop) -> tuple[Role, ...]:
    return next(step.roles for step in sop.steps if Effect.PROVE in step.effects)


def running(session: Session, office_id: int) -> tuple[Running, ...]:
    """Open cases of content and removals: what is needed first, then by the due time of the step."""
    mine = select(CaseFile).where(
        CaseFile.office_id == office_id, CaseFile.state == CaseState.OPEN, CaseFile.subject != Subject.REPLY
    )
    ordered = mine.order_by(
        CaseFile.needed_by.is_(None), CaseFile.needed_by, CaseFile.step_due_at.is_(None), CaseFile.step_due_at,
        CaseFile.id,
    )  # fmt: skip
    cases = session.scalars(ordered.limit(LIMIT)).all()
    accounts = _accounts_of(session, [case.id for case in cases])
    return tuple(Running(case, _step(session, case), accounts.get(case.id, ())) for case in cases)


def _step(session: Session, case: CaseFile) -> Step:
    return sops.of_release(session, case.sop_release_id).step(case.step or "")


def _accounts_of(session: Session, case_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    query = select(CaseTarget.case_id, Account.title).join(Account, Account.id == CaseTarget.account_id)
    named: dict[int, list[str]] = {}
    for case_id, title in session.execute(query.where(CaseTarget.case_id.in_(case_ids)).order_by(CaseTarget.id)):
        named.setdefault(case_id, []).append(title)
    return {case_id: tuple(dict.fromkeys(titles)) for case_id, titles in named.items()}


def public(session: Session, office_id: int, *, limit: int = LIMIT) -> tuple[Public, ...]:
    """Content that was posted and proven, newest first, with its removal where there is one."""
    rows = session.execute(_content_posted(office_id).order_by(Publication.id.desc()).limit(limit)).all()
    removals = _removals(session, [publication.id for publication, *_rest in rows])
    return tuple(
        Public(publication, case, account, picture, removals.get(publication.id))
        for publication, case, account, picture in rows
    )


def _content_posted(office_id: int) -> Select[Publication, CaseFile, Account, str]:
    return (
        select(Publication, CaseFile, Account, Attachment.sha256)
        .join(CaseFile, CaseFile.id == Publication.case_id)
        .join(Account, Account.id == Publication.account_id)
        .outerjoin(Attachment, Attachment.id == Publication.attachment_id)
        .where(
            Publication.office_id == office_id,
            Publication.state == PublicationState.PUBLISHED,
            Publication.action == PublicationAction.POST,
            Publication.target_id.is_not(None),
        )
    )


def _removals(session: Session, publication_ids: Collection[int]) -> dict[int, Removing]:
    """By publication, the removal that is under way or done; one that was given up counts for nothing."""
    order = (Publication.target_id == CaseTarget.id) & (Publication.action == PublicationAction.REMOVE)
    query = (
        select(CaseTarget.removes_id, CaseFile.id, CaseFile.number, Publication.state)
        .join(CaseFile, CaseFile.id == CaseTarget.case_id)
        .outerjoin(Publication, order)
        .where(CaseTarget.removes_id.in_(publication_ids))
        .where(CaseFile.state.in_((CaseState.OPEN, CaseState.DONE)))
    )
    return {
        removes: Removing(case_id, number, state is PublicationState.REMOVED)
        for removes, case_id, number, state in session.execute(query.order_by(CaseTarget.id))
        if removes is not None and state is not PublicationState.WITHDRAWN
    }


def known_as(session: Session, office_id: int, account_id: int, permalink: str) -> int | None:
    """The publication of this account that was proven with this very link."""
    query = select(Publication.id).where(
        Publication.office_id == office_id, Publication.state == PublicationState.PUBLISHED,
        Publication.action == PublicationAction.POST, Publication.account_id == account_id,
        Publication.permalink == permalink.strip(),
    )  # fmt: skip
    return session.scalar(query.order_by(Publication.id.desc()).limit(1))


def published_in(session: Session, publication_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """By publication, id and number of the case that published it."""
    query = select(Publication.id, CaseFile.id, CaseFile.number).join(CaseFile, CaseFile.id == Publication.case_id)
    found = session.execute(query.where(Publication.id.in_(publication_ids)))
    return {publication: (case_id, number) for publication, case_id, number in found}


def files_of(session: Session, publication_ids: Collection[int]) -> dict[int, tuple[Material, ...]]:
    """By publication, the files that are posted with its text."""
    version = (DraftVersion.case_id == Publication.case_id) & (DraftVersion.number == Publication.draft_number)
    query = select(Publication.id, DraftVersion.files).join(DraftVersion, version)
    found = session.execute(query.where(Publication.id.in_(publication_ids)))
    return {publication: tuple(map(Material.from_row, files)) for publication, files in found if files}


def file_named(session: Session, office_ids: Collection[int], sha256: str) -> Material | None:
    """The file of this hash as the newest text of one of these offices names it; none for anybody else's file."""
    named = select(DraftVersion.files).where(
        DraftVersion.office_id.in_(office_ids), cast(DraftVersion.files, Text).contains(sha256, autoescape=True)
    )  # fmt: skip
    files = session.scalar(named.order_by(DraftVersion.id.desc()).limit(1)) or []
    return next((found for found in map(Material.from_row, files) if found.sha256 == sha256), None)
