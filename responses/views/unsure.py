"""The comments it helps most to label: where the model hesitates, where rules contradict it, where people did.

Looks only at the newest comments that wait, by the index of the queue: as quick with a million comments as with few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from classify.effective import LabelBasis
from classify.kinds import Flag, ReasonSource
from classify.models import HumanLabel, Verdict
from classify.rules import RuleBook
from classify.run import reasons_of
from ingest.models import Comment, CommentVersion
from responses import likeness
from responses.kinds import InboxState
from responses.models import InboxItem

LOOKED_AT = 500
"""Newest waiting comments of each rank that are looked at."""
_RANKS = (0, 1, 3, 4)
CORRECTED = 500
"""Newest corrections that are compared with."""
ALIKE = 0.4
"""Share of their words and pieces of words two texts have in common before one says something of the other."""
EXCERPT = 220
"""Characters of a comment that are shown."""
_READ = 2_000

_CONTRADICTED, _HESITATING = 2, 1
"""What a reason counts: where a person or a rule says otherwise, somebody is wrong; hesitation only may be."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """One comment worth labelling, and in sentences why. It names nobody."""

    comment_id: int
    version: int
    excerpt: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """One comment with its reasons, how much they count, and how far the model is from not knowing (0 to 0.5)."""

    row: Unsure
    points: int
    certainty: float

    @property
    def place(self) -> tuple[int, float, int]:
        """The most useful first, of equals the newest."""
        return -self.points, self.certainty, -self.row.comment_id


@dataclass(frozen=True, slots=True)
class _Corrected:
    """A text on which a person said otherwise than the model: of which flag, and what he said."""

    comment_id: int
    features: likeness.Features
    flag: Flag
    on: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    """One comment of the queue and its verdict."""

    comment_id: int
    version: int
    text: str
    verdict: Verdict


def most_useful(session: Session, office_id: int, rules: RuleBook, *, top: int) -> tuple[Unsure, ...]:
    """At most ``top`` waiting comments nobody corrected yet, the most useful to label first."""
    corrected = _corrected(session, office_id)
    waiting = [one for rank in _RANKS for one in _newest(session, office_id, rank)]
    found = [judged for one in waiting if (judged := _judged(one, rules, corrected))]
    return tuple(one.row for one in sorted(found, key=lambda one: one.place)[:top])


def _judged(waiting: _Waiting, rules: RuleBook, corrected: Sequence[_Corrected]) -> _Found | None:
    verdict, text = waiting.verdict, waiting.text
    doubts = ["Model ragu: di antara ya dan tidak."] if verdict.to_read else []
    against = [*_people_against(text, verdict, corrected), *_rules_against(verdict, rules)]
    if not doubts and not against:
        return None
    excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    row = Unsure(waiting.comment_id, waiting.version, excerpt, (*against, *doubts))
    shares = [share for share in (verdict.p_needs_response, verdict.p_urgent) if share is not None]
    certainty = min((abs(share - 0.5) for share in shares), default=0.5)
    return _Found(row, len(against) * _CONTRADICTED + len(doubts) * _HESITATING, certainty)


def _rules_against(verdict: Verdict, rules: RuleBook) -> Iterator[str]:
    """One sentence for each flag that a rule speaks for and the verdict has not, or the other way round."""
    speaks_for = {rule.sentence: rule.weight > 0 for rule in rules.rules}
    on: dict[Flag, set[bool]] = {}
    for reason in reasons_of(verdict):
        if reason.source is ReasonSource.RULE:
            # a rule that speaks against its flag is stored with a remark behind its sentence
            on.setdefault(reason.flag, set()).add(speaks_for.get(reason.text, False))
    for flag, said in on.items():
        flagged = bool(getattr(verdict, flag.value))
        if said == {not flagged}:
            sides = ("menandai", "tidak") if not flagged else ("berbicara melawan", "tetap menandainya")
            yield f"Aturan dan model berbeda: aturan {sides[0]} “{flag.label}”, model {sides[1]}."


def _people_against(text: str, verdict: Verdict, corrected: Sequence[_Corrected]) -> Iterator[str]:
    """One sentence for each flag the verdict has as the model had it when a person said otherwise of a like text."""
    mine = likeness.features(text) if corrected else frozenset()
    told: set[Flag] = set()
    for one in corrected:
        differs = one.flag not in told and bool(getattr(verdict, one.flag.value)) != one.on
        if differs and mine and len(mine & one.features) >= ALIKE * len(mine | one.features):
            told.add(one.flag)
            said = "ditandai" if one.on else "tidak ditandai"
            yield f"Pada komentar serupa (nomor {one.comment_id}) petugas menilai: {said} “{one.flag.label}”."


def _newest(session: Session, office_id: int, rank: int) -> list[_Waiting]:
    corrected = exists().where(
        HumanLabel.comment_id == InboxItem.comment_id, HumanLabel.basis == LabelBasis.CORRECTION.value
    )
    query = (
        select(Comment.id, Comment.version, func.substr(Comment.text, 1, _READ), Verdict)
        .select_from(InboxItem)
        .join(Comment, Comment.id == InboxItem.comment_id)
        .join(Verdict, Verdict.id == InboxItem.verdict_id)
        .where(InboxItem.office_id == office_id, InboxItem.state == InboxState.WAITING, InboxItem.rank == rank)
        .where(~corrected)
        .order_by(InboxItem.detected_at.desc(), InboxItem.comment_id.desc())
        .limit(LOOKED_AT)
    )
    return [_Waiting(*row) for row in session.execute(query)]


def _corrected(session: Session, office_id: int) -> list[_Corrected]:
    """The newest corrections that contradict the verdict on the same text, newest first."""
    version = (CommentVersion.comment_id == HumanLabel.comment_id) & (CommentVersion.number == HumanLabel.version)
    text = func.substr(CommentVersion.text, 1, _READ)
    query = (
        select(HumanLabel.comment_id, HumanLabel.head, HumanLabel.value, text, Verdict)
        .join(CommentVersion, version)
        .join(InboxItem, InboxItem.comment_id == HumanLabel.comment_id)
        .join(Verdict, (Verdict.id == InboxItem.verdict_id) & (Verdict.version == HumanLabel.version))
        .where(HumanLabel.office_id == office_id, HumanLabel.basis == LabelBasis.CORRECTION.value)
        .where(HumanLabel.head.in_([flag.value for flag in Flag]))
        .order_by(HumanLabel.id.desc())
        .limit(CORRECTED)
    )
    newest: dict[tuple[int, str], _Corrected | None] = {}
    for comment_id, head, value, written, verdict in session.execute(query):
        if (comment_id, head) not in newest:
            differs = (value == "1") != bool(getattr(verdict, head))
            one = _Corrected(comment_id, likeness.features(written), Flag(head), value == "1")
            newest[comment_id, head] = one if differs else None
    return [one for one in newest.values() if one]
