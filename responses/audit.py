"""The audit: is every event untouched, and does every table of the record follow from the events alone?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.db import Base
from ingest.models import Comment
from responses import chain, sops
from responses.calendars_audit import check_calendar
from responses.claims_audit import check_claims
from responses.drafts import files_of, sha256_of
from responses.errors import TamperedError
from responses.kinds import InboxState, Proof, PublicationAction, PublicationState
from responses.labels_audit import check_labels
from responses.ledger import CaseBook, Facts, Ledger
from responses.models import (
    Attachment,
    CaseComment,
    CaseFile,
    CaseTarget,
    ChainHead,
    Consent,
    DraftVersion,
    InboxItem,
    OfficeSop,
    Person,
    Publication,
    RoleGrant,
    SopRelease,
)
from responses.papers.checking import check_papers
from responses.sop import Sop
from responses.templates_audit import check_texts

R = TypeVar("R", CaseFile, DraftVersion, Consent, RoleGrant)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked. ``head`` is the anchor to keep elsewhere: ``seq:hash``."""

    office_id: int
    events: int
    cases: int
    head: str


def verify(session: Session, office_id: int, *, anchor: str = "") -> Report:
    """Check the chain, then every row against its events. Raises TamperedError naming the first row that is wrong.

    ``anchor`` is a ``seq:hash`` written down earlier: the chain must still pass through it, which shows whether
    somebody with full rights over the database rewrote history as a whole.
    """
    count, digest, anchored = 0, chain.GENESIS, not anchor
    ledger = Ledger(_releases(session))
    for event in chain.verify_links(session, office_id):
        count, digest = event.seq, event.hash
        anchored = anchored or anchor == f"{event.seq}:{event.hash}"
        ledger.read(event)
    if not anchored:
        raise TamperedError(f"office {office_id}: the chain does not pass through the anchor {anchor}")
    for check in _CHECKS:
        check(session, office_id, ledger)
    return Report(office_id, count, len(ledger.cases), f"{count}:{digest}")


def _releases(session: Session) -> dict[str, Sop]:
    for row in session.scalars(select(SopRelease)):
        if sha256_of(row.text) != row.sha256:
            raise TamperedError(f"sop_release {row.id} ({row.key} v{row.version}): its text does not match its hash")
    found = session.execute(select(SopRelease.sha256, SopRelease.id)).all()
    return {sha256: sops.of_release(session, release_id) for sha256, release_id in found}


def _cases(session: Session, office_id: int, ledger: Ledger) -> None:
    met = set()
    for case in _rows(session, CaseFile, office_id):
        where = f"case_file {case.id} ({case.number})"
        book = _book(ledger, case.id, where)
        _compare(where, case, book.row())
        if sops.of_release(session, case.sop_release_id).sha256 != book.sop.sha256:
            raise TamperedError(f"{where}: it is not under the SOP it began with")
        met.add(case.id)
    _nothing_missing("case_file", met, ledger.cases)
    end = session.get_one(ChainHead, office_id)
    _compare(f"chain_head {office_id}", end, {"cases": len(ledger.cases)})


def _comments(session: Session, office_id: int, ledger: Ledger) -> None:
    columns = (CaseComment.case_id, CaseComment.comment_id, CaseComment.version)
    query = select(*columns).join(CaseFile, CaseFile.id == CaseComment.case_id)
    found = {tuple(row) for row in session.execute(query.where(CaseFile.office_id == office_id))}
    said = {(case, *pair) for case, book in ledger.cases.items() for pair in book.comments.items()}
    for case_id, comment_id, _version in sorted(found ^ said):
        raise TamperedError(f"case_comment of case_file {case_id}: comment {comment_id} is not as its events say")


def _targets(session: Session, office_id: int, ledger: Ledger) -> None:
    met = set()
    query = select(CaseTarget).join(CaseFile, CaseFile.id == CaseTarget.case_id).where(CaseFile.office_id == office_id)
    for (row,) in chain.in_batches(session, query, CaseTarget.id):
        where = f"case_target {row.id} of case_file {row.case_id}"
        _compare(where, row, _said(_book(ledger, row.case_id, where).targets, row.id, where))
        met.add((row.case_id, row.id))
    _nothing_missing("case_target", met, {(key, n) for key, book in ledger.cases.items() for n in book.targets})


def _drafts(session: Session, office_id: int, ledger: Ledger) -> None:
    met = set()
    for row in _rows(session, DraftVersion, office_id):
        where = f"draft_version {row.id} of case_file {row.case_id}"
        said = _said(_book(ledger, row.case_id, where).drafts, row.number, where)
        files = tuple(file.sha256 for file in files_of(row))
        if sha256_of(row.text, files) != row.sha256:
            raise TamperedError(f"{where}: its text and files do not match its hash")
        _compare(where, row, {name: value for name, value in said.items() if name != "hashes"})
        met.add((row.case_id, row.number))
    _nothing_missing("draft_version", met, {(key, n) for key, book in ledger.cases.items() for n in book.drafts})


def _consents(session: Session, office_id: int, ledger: Ledger) -> None:
    met = set()
    for row in _rows(session, Consent, office_id):
        where = f"consent {row.id} of case_file {row.case_id}"
        book = _book(ledger, row.case_id, where)
        void = {"void": row.case_seq not in book.standing}
        _compare(where, row, _said(book.consents, row.case_seq, where) | void)
        met.add((row.case_id, row.case_seq))
    _nothing_missing("consent", met, {(key, n) for key, book in ledger.cases.items() for n in book.consents})


def _publications(session: Session, office_id: int, ledger: Ledger) -> None:
    met = set()
    accounts = select(Publication, Comment.account_id, CaseTarget.account_id, Attachment.sha256)
    commented = accounts.outerjoin(Comment, Comment.id == Publication.comment_id)
    files = commented.outerjoin(CaseTarget, CaseTarget.id == Publication.target_id).outerjoin(
        Attachment, Attachment.id == Publication.attachment_id
    )
    query = files.where(Publication.office_id == office_id)
    for row, of_comment, of_target, screenshot in chain.in_batches(session, query, Publication.id):
        where = f"publication {row.id} of case_file {row.case_id}"
        book = _book(ledger, row.case_id, where)
        key = (row.comment_id, row.target_id, row.draft_number)
        if sha256_of(row.text, _files(book, row.draft_number)) != row.sha256:
            raise TamperedError(f"{where}: its text does not match its hash")
        account_id = of_target if row.comment_id is None else of_comment
        action = PublicationAction.POST if row.draft_number else PublicationAction.REMOVE
        ordered: Facts = {"sha256": _said(book.ordered(), key, where), "account_id": account_id, "action": action}
        _compare(where, row, ordered | _reached(book, row))
        if screenshot != book.screenshots.get(row.id):
            raise TamperedError(f"{where}: its screenshot is not the one its events name")
        met.add((row.case_id, *key))
    said = {(case, *key) for case, book in ledger.cases.items() for key in book.ordered()}
    _nothing_missing("publication", met, said)


def _files(book: CaseBook, draft_number: int) -> tuple[str, ...]:
    files: tuple[str, ...] = book.drafts.get(draft_number, {}).get("hashes", ())  # type: ignore[assignment]
    return files


def _reached(book: CaseBook, row: Publication) -> Facts:
    """The state of a reply, as far as events tell it: between order and proof the outbox keeps its own count."""
    if row.id in book.published:
        return book.published[row.id]
    if row.id in book.withdrawn:
        return {"state": PublicationState.WITHDRAWN, "proof": Proof.NONE}
    if row.state in (PublicationState.PUBLISHED, PublicationState.REMOVED, PublicationState.WITHDRAWN):
        raise TamperedError(f"publication {row.id} of case_file {row.case_id}: its state is not what its events say")
    return {"proof": Proof.NONE, "published_at": None}


def _inbox(session: Session, office_id: int, ledger: Ledger) -> None:
    query = select(InboxItem).where(InboxItem.office_id == office_id)
    met = set()
    for (row,) in chain.in_batches(session, query, InboxItem.comment_id):
        _compare(f"inbox_item {row.comment_id}", row, {"state": ledger.inbox.get(row.comment_id, InboxState.WAITING)})
        if row.state is InboxState.IN_CASE:
            met.add(row.comment_id)
    _nothing_missing("inbox_item", met, {key for key, said in ledger.inbox.items() if said is InboxState.IN_CASE})


def _people(session: Session, _office_id: int, ledger: Ledger) -> None:
    for person_id, said in ledger.people.items():
        person = session.get(Person, person_id)
        if person is None:
            raise TamperedError(f"person {person_id}: missing, its events say it was registered")
        _compare(f"person {person_id}", person, said)


def _grants(session: Session, office_id: int, ledger: Ledger) -> None:
    met = set()
    for row in _rows(session, RoleGrant, office_id):
        where = f"role_grant {row.id}"
        _compare(where, row, _said(ledger.grants, row.id, where))
        met.add(row.id)
    _nothing_missing("role_grant", met, ledger.grants)


def _chosen(session: Session, office_id: int, ledger: Ledger) -> None:
    for row in session.scalars(select(OfficeSop).where(OfficeSop.office_id == office_id)):
        said = ledger.sops.get(row.purpose.value)
        if said != sops.of_release(session, row.sop_release_id).sha256:
            raise TamperedError(f"office_sop {row.purpose.value}: it is not the procedure its events say was chosen")


def _rows(session: Session, table: type[R], office_id: int) -> Iterator[R]:
    for (row,) in chain.in_batches(session, select(table).where(table.office_id == office_id), table.id):
        yield row


def _book(ledger: Ledger, case_id: int, where: str) -> CaseBook:
    if case_id not in ledger.cases:
        raise TamperedError(f"{where}: no event tells of this case")
    return ledger.cases[case_id]


def _said(facts: Mapping[Any, Any], key: object, where: str) -> Any:
    if key not in facts:
        raise TamperedError(f"{where}: no event tells of it")
    return facts[key]


def _compare(where: str, row: Base, said: Facts) -> None:
    for column, expected in said.items():
        if getattr(row, column) != expected:
            raise TamperedError(f"{where}: {column} is {getattr(row, column)!r}, its events say {expected!r}")


def _nothing_missing(table: str, found: Set[Any], said: Iterable[Any]) -> None:
    for key in sorted(set(said) - found):
        raise TamperedError(f"{table}: the row its events tell of is missing ({key})")


_CHECKS = (
    _cases, _comments, _targets, _drafts, _consents, _publications, _inbox, _people, _grants, _chosen, check_calendar,
    check_papers, check_texts, check_claims, check_labels,
)  # fmt: skip
"""One table of the record each."""
