"""Content an office wants to publish, and publications it wants removed, as cases through the same engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from ingest.models import Account
from responses import by_hand
from responses.desk import Desk
from responses.errors import MissingInputError, NotFoundError, StaleError
from responses.kinds import (
    CaseState,
    ContentCategory,
    LegalProduct,
    PublicationAction,
    PublicationState,
    SopPurpose,
    Subject,
)
from responses.materials import Material
from responses.models import CaseFile, CaseTarget, Publication
from responses.opening import Beginning, begin

MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be published, where, and by when (UTC) it is needed."""

    purpose: SopPurpose
    title: str
    category: ContentCategory
    account_ids: tuple[int, ...]
    legal_product: LegalProduct | None = None
    needed_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Removal:
    """One publication to take down: one that Simak proved, or any link on an account of the office."""

    account_id: int
    permalink: str
    publication_id: int | None = None


def open_request(
    session: Session,
    desk: Desk,
    request: Request,
    inputs: Mapping[str, str],
    files: tuple[Material, ...] = (),
    *,
    acknowledged: frozenset[str] = frozenset(),
) -> CaseFile:
    """Ask for content to be published and complete the first step of its procedure.

    Raises MissingInputError for a request that cannot be carried out, or what flow.decide_* raises.
    """
    _check_request(request, desk)
    accounts = _accounts(session, desk, request.account_ids)
    facts = {
        "title": request.title.strip(), "category": request.category, "legal_product": request.legal_product,
        "needed_by": request.needed_by,
    }  # fmt: skip
    targets = [CaseTarget(account_id=account.id, permalink="") for account in accounts]
    beginning = Beginning(request.purpose, desk.now, inputs, files, facts=facts, acknowledged=acknowledged)
    return begin(session, desk, beginning, targets=targets)


def open_removal(
    session: Session, desk: Desk, title: str, removals: Sequence[Removal], inputs: Mapping[str, str]
) -> CaseFile:
    """Order publications to be removed or archived and complete the first step. Raises like ``open_request``."""
    _check_title(title)
    if not removals:
        raise MissingInputError("Sebutkan sedikitnya satu publikasi yang dihapus atau diarsipkan.")
    targets = [_removal_target(session, desk, removal) for removal in removals]
    if len({target.permalink for target in targets}) < len(targets):
        raise MissingInputError("Publikasi yang sama disebut dua kali.")
    beginning = Beginning(SopPurpose.REMOVAL, desk.now, inputs, facts={"title": title.strip()})
    return begin(session, desk, beginning, targets=targets)


def _check_request(request: Request, desk: Desk) -> None:
    _check_title(request.title)
    if request.purpose.subject is not Subject.CONTENT:
        raise MissingInputError(f"“{request.purpose.label}” bukan permintaan konten.")
    if (request.category is ContentCategory.ANNOUNCEMENT) != (request.legal_product is not None):
        raise MissingInputError("Jenis produk hukum wajib dipilih untuk pengumuman, dan hanya untuk pengumuman.")
    if request.needed_by is not None and request.needed_by <= desk.now:
        raise MissingInputError("Waktu konten diperlukan sudah lewat.")


def _check_title(title: str) -> None:
    if not title.strip():
        raise MissingInputError("Judul wajib diisi.")
    if len(title.strip()) > MAX_TITLE or not title.strip().isprintable():
        raise MissingInputError(f"Judul harus satu baris, paling panjang {MAX_TITLE} karakter.")


def _accounts(session: Session, desk: Desk, account_ids: Sequence[int]) -> Sequence[Account]:
    wanted = list(dict.fromkeys(account_ids))
    if not wanted:
        raise MissingInputError("Pilih sedikitnya satu akun tujuan.")
    mine = select(Account).where(Account.id.in_(wanted), Account.office_id == desk.office_id).order_by(Account.id)
    found = session.scalars(mine).all()
    if len(found) < len(wanted):
        raise NotFoundError("Akun tujuan itu tidak ada di kantor ini.")
    return found


def _removal_target(session: Session, desk: Desk, removal: Removal) -> CaseTarget:
    (account,) = _accounts(session, desk, (removal.account_id,))
    if removal.publication_id is None:
        by_hand.check_link(account, removal.permalink)
        _not_twice(session, desk, removal.permalink.strip())
        return CaseTarget(account_id=account.id, permalink=removal.permalink.strip())
    row = session.get(Publication, removal.publication_id, with_for_update=True, populate_existing=True)
    if row is None or row.office_id != desk.office_id or row.account_id != account.id:
        raise NotFoundError("Publikasi itu tidak ada di kantor ini.")
    if row.action is not PublicationAction.POST or row.state is not PublicationState.PUBLISHED:
        raise StaleError("Hanya publikasi yang sudah terbukti tayang yang dapat dihapus atau diarsipkan.")
    _not_twice(session, desk, row.permalink)
    return CaseTarget(account_id=account.id, permalink=row.permalink, removes_id=row.id)


def _not_twice(session: Session, desk: Desk, permalink: str) -> None:
    """Refuse a publication whose removal is under way or done. Raises StaleError."""
    earlier = select(CaseFile.number).join(CaseTarget, CaseTarget.case_id == CaseFile.id)
    mine = earlier.where(CaseFile.office_id == desk.office_id, CaseFile.subject == Subject.REMOVAL)
    given_up = exists().where(
        Publication.target_id == CaseTarget.id, Publication.state == PublicationState.WITHDRAWN
    )  # fmt: skip
    going = CaseFile.state.in_((CaseState.OPEN, CaseState.DONE)) & ~given_up
    number = session.scalar(mine.where(CaseTarget.permalink == permalink, going).limit(1))
    if number is not None:
        raise StaleError(f"Penghapusan publikasi ini sudah ditangani dalam kasus {number}.")
