"""What people say of comments: corrections of the verdict, and what becomes of a comment. Human wins, history stays.

Every label is a row that is never changed; the newest counts. Labels rule only the text they were given for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.effective import TAKEN_BACK, Effective, Head, LabelBasis, effective, labels_of
from classify.kinds import Flag, Question
from classify.models import HumanLabel, Verdict
from ingest.models import Comment
from responses import chain
from responses.desk import Desk
from responses.errors import MissingInputError, NotAllowedError, NotFoundError, RefusedError, StaleError
from responses.kinds import EventKind, InboxState, Role, SopPurpose
from responses.models import InboxItem, Person
from responses.state import Authority, Happened

CORRECTORS = (Role.ADMIN_MEDSOS, Role.ADMINISTRATOR, Role.PIMPINAN_REDAKSI, Role.WAPEMRED, Role.PEMBINA)
"""Whoever sorts the queue, and whoever answers for what the office says."""

Said = Mapping[Head, str]

IGNORED: Said = {Flag.NEEDS_RESPONSE: "0", Flag.URGENT: "0"}
"""Somebody looked at it and took it out of the queue: what needs no response is not urgent."""
_REOPENED: Said = {Flag.NEEDS_RESPONSE: TAKEN_BACK, Flag.URGENT: TAKEN_BACK}
_OPENED: Mapping[SopPurpose, Said] = {
    SopPurpose.ORDINARY: {Flag.NEEDS_RESPONSE: "1"},
    SopPurpose.URGENT: {Flag.URGENT: "1", Flag.NEEDS_RESPONSE: "1"},
    SopPurpose.HOAX: {Flag.HOAX_SUSPECT: "1"},
}
"""What opening a case says of its comments. A clarification says nothing about ``needs_response``: by the labelling
guide a claim that is only passed on waits for nobody."""


class BadLabelError(RefusedError):
    """A label cannot be given like this."""

    code = "bad_label"


def correct(session: Session, desk: Desk, comment_id: int, said: Said, *, seen_version: int) -> Effective:
    """Keep what a person says of a comment, move it in the queue if it waits there, and give what counts now.

    ``said`` has "1" or "0" for a flag, an answer for a question; ``seen_version`` is the version on the screen.
    Raises NotAllowedError, BadLabelError, MissingInputError, NotFoundError, or StaleError when it was edited since.
    """
    authority = _authority(desk)
    tidy = checked(said)
    item = session.get(InboxItem, comment_id, with_for_update=True, populate_existing=True)
    if item is None or item.office_id != desk.office_id:
        raise NotFoundError("Komentar itu tidak ada di antrean kantor ini.")
    if versions(session, [comment_id])[comment_id] != seen_version:
        raise StaleError("Komentar ini disunting penulisnya sejak Anda membacanya. Baca lagi, lalu nilai lagi.")
    rows = _keep(session, desk, {comment_id: seen_version}, tidy, LabelBasis.CORRECTION)
    happened = Happened(EventKind.LABELLED, desk.now, desk.actor, str(authority))
    chain.append(session, desk.office_id, happened, extra={"comment_id": comment_id, **told(rows)})
    return rerank(session, [item])[comment_id]


def ignored(session: Session, desk: Desk, comment_ids: Sequence[int]) -> Sequence[HumanLabel]:
    """What ignoring says of comments; the caller names the rows in its event (``told``)."""
    return _keep(session, desk, versions(session, comment_ids), IGNORED, LabelBasis.OUTCOME)


def reopened(session: Session, desk: Desk, comment_ids: Sequence[int]) -> Sequence[HumanLabel]:
    """Take back what ignoring said: it says that the decision was wrong or early, not that a response is needed."""
    known = labels_of(session, comment_ids)
    refused = {comment_id for comment_id in comment_ids if _last_outcome(known.get(comment_id, ())) == "0"}
    return _keep(session, desk, versions(session, sorted(refused)), _REOPENED, LabelBasis.OUTCOME)


def opened(session: Session, desk: Desk, comments: Sequence[Comment], purpose: SopPurpose) -> Sequence[HumanLabel]:
    """What opening a case says of its comments; the caller names the rows in its event (``told``)."""
    said = _OPENED.get(purpose, {})
    return _keep(session, desk, {comment.id: comment.version for comment in comments}, said, LabelBasis.OUTCOME)


def told(rows: Sequence[HumanLabel]) -> dict[str, str | int]:
    """The rows as their event names them, for ``labels_audit``; nothing for none."""
    if not rows:
        return {}
    listed = [[row.id, row.comment_id, row.version, row.head, row.value] for row in rows]
    return {"labels": json.dumps(listed), "basis": rows[0].basis, "labelled_by": rows[0].labelled_by}


def told_of(rows: Iterable[HumanLabel], comment_id: int) -> dict[str, str | int]:
    """``told`` of the rows of one comment."""
    return told([row for row in rows if row.comment_id == comment_id])


def rerank(session: Session, items: Sequence[InboxItem]) -> Mapping[int, Effective]:
    """Give waiting items (locked by the caller) the place that verdict and labels give them now; what counts of each.

    Items that do not wait keep theirs until they do: the lists of what was decided stay in their order.
    """
    verdicts = {row.id: row for row in session.scalars(select(Verdict).where(Verdict.id.in_(_verdict_ids(items))))}
    known = labels_of(session, [item.comment_id for item in items])
    found = {item.comment_id: effective(verdicts[item.verdict_id], known.get(item.comment_id, ())) for item in items}
    for item in items:
        if item.state is InboxState.WAITING:
            item.rank = found[item.comment_id].rank
    session.flush()
    return found


def versions(session: Session, comment_ids: Sequence[int]) -> dict[int, int]:
    """The number of the newest version of each comment."""
    query = select(Comment.id, Comment.version).where(Comment.id.in_(comment_ids)).order_by(Comment.id)
    return dict(session.execute(query).all())


def _verdict_ids(items: Sequence[InboxItem]) -> list[int]:
    return [item.verdict_id for item in items]


def _keep(
    session: Session, desk: Desk, comments: Mapping[int, int], said: Said, basis: LabelBasis
) -> Sequence[HumanLabel]:
    if not comments or not said:
        return ()
    who = _username(session, desk)
    rows = [
        HumanLabel(
            office_id=desk.office_id, comment_id=comment_id, version=version, head=head.value, value=value,
            basis=basis.value, labelled_by=who, created_at=desk.now,
        )
        for comment_id, version in comments.items()
        for head, value in said.items()
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return rows


def _username(session: Session, desk: Desk) -> str:
    if desk.actor.person_id is None:
        raise NotAllowedError("Penilaian komentar hanya dicatat atas nama orang.")
    return session.get_one(Person, desk.actor.person_id).username


def _authority(desk: Desk) -> Authority:
    authority = desk.actor.authority_for(CORRECTORS)
    if authority is None:
        names = ", ".join(role.label for role in CORRECTORS)
        raise NotAllowedError(f"Penilaian dikoreksi oleh {names}.")
    return authority


def checked(said: Said) -> Said:
    """What was said, with what follows from it: urgent needs a response, what needs none is not urgent."""
    if not said:
        raise MissingInputError("Pilih sedikitnya satu penilaian yang dikoreksi.")
    for head, value in said.items():
        if value not in (head.answers if isinstance(head, Question) else ("0", "1")):
            raise BadLabelError(f"“{value}” bukan pilihan untuk {head.label}.")
    urgent, needs = said.get(Flag.URGENT), said.get(Flag.NEEDS_RESPONSE)
    if urgent == "1" and needs == "0":
        raise BadLabelError("Komentar mendesak selalu memerlukan tanggapan. Pilih salah satu.")
    if urgent == "1":
        return {**said, Flag.NEEDS_RESPONSE: "1"}
    return {**said, Flag.URGENT: "0"} if needs == "0" else said


def _last_outcome(labels: Sequence[HumanLabel]) -> str:
    """What happened last to a comment, as a label of ``needs_response``; nothing where nothing did."""
    about = (row.value for row in reversed(labels) if _is_outcome(row) and row.head == Flag.NEEDS_RESPONSE)
    return next(about, TAKEN_BACK)


def _is_outcome(row: HumanLabel) -> bool:
    return row.basis == LabelBasis.OUTCOME
