"""Known claims in what is collected: which claim a comment repeats, kept with its evidence until a person decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.orm import Session

from classify.assessment import Assessment, Reason
from classify.claim_match import ClaimIndex, ClaimText, Match, MatchLevel, level
from classify.kinds import ClaimVerdict, Flag, MatchState, ReasonSource
from classify.models import Claim, ClaimMatch
from classify.run import Pending
from ingest.bulk import insert_new
from ingest.kinds import AssessState
from ingest.models import Comment, CommentVersion

TOP = 3
"""Claims kept for one comment: a person who is asked about more decides about none."""
SHOWN = 140
"""Characters of a claim in a reason."""
LOOKED_AT_AGAIN = 5_000
"""The newest comments of an office that a claim which is new or changed is looked for in."""
AT_ONCE = 500
"""Rows named in one statement."""

_COLUMNS = (
    "office_id", "comment_id", "comment_version", "claim_id", "score", "flagged", "terms", "state", "decided_by",
    "decided_at", "created_at",
)  # fmt: skip
State = tuple[int, int]
"""How many claims an office has and the sum of their versions: every change moves one of the two."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim found in a comment, with what is needed to store and to show it."""

    claim_id: int
    claim: str
    verdict: ClaimVerdict
    score: float
    flagged: bool
    terms: tuple[str, ...]
    state: MatchState = MatchState.SUGGESTED


@dataclass(frozen=True, slots=True)
class Listed:
    """A claim of a registry, as far as it is shown."""

    text: str
    verdict: ClaimVerdict


@dataclass(frozen=True)
class Registry:
    """The claims of one office as they were read, ready to be searched."""

    state: State
    claims: Mapping[int, Listed]
    index: ClaimIndex

    def search(self, texts: Sequence[str]) -> list[list[Found]]:
        """The claims each text may repeat, the likeliest first, at most TOP."""
        return [self._found(matches) for matches in self.index.search_many(texts, TOP)]

    def _found(self, matches: Iterable[Match]) -> list[Found]:
        found = []
        for match in matches:
            how = level(match)
            if how is not MatchLevel.NONE:
                claim_id = int(match.claim_id)
                claim, flagged = self.claims[claim_id], how is MatchLevel.FLAG
                found.append(Found(claim_id, claim.text, claim.verdict, match.score, flagged, match.terms))
        return found


class Registries:
    """The registries of every office one worker judges for, read again when something in them changed."""

    def __init__(self) -> None:
        self._known: dict[int, Registry] = {}

    def of(self, session: Session, office_id: int) -> Registry:
        """The registry of an office as it is now: one query, and a second one when something changed."""
        state = _state(session, office_id)
        known = self._known.get(office_id)
        if known is None or known.state != state:
            rows = session.scalars(select(Claim).where(Claim.office_id == office_id, Claim.active.is_(True)))
            known = self._known[office_id] = _registry(state, rows.all())
        return known


def _registry(state: State, claims: Sequence[Claim]) -> Registry:
    texts = [ClaimText(str(claim.id), (claim.text, *claim.wordings)) for claim in claims]
    listed = {claim.id: Listed(claim.text, claim.verdict) for claim in claims}
    return Registry(state, listed, ClaimIndex(texts))


def _state(session: Session, office_id: int) -> State:
    counted = select(func.count(), func.coalesce(func.sum(Claim.version), 0)).where(Claim.office_id == office_id)
    count, versions = session.execute(counted).one()
    return int(count), int(versions)


@dataclass(frozen=True)
class LookBack:
    """Claims of one office that are new or changed, and comments from before them; to be searched outside any lock."""

    versions: Mapping[int, int]
    registry: Registry
    comments: Sequence[tuple[int, str]]

    def hits(self) -> list[int]:
        """The ids of the comment versions that may repeat one of the claims."""
        found = self.registry.search([text for _, text in self.comments])
        return [version_id for (version_id, _), some in zip(self.comments, found, strict=True) if some]


def to_look_back(session: Session) -> LookBack | None:
    """The next office whose registry has news, with its newest comments; None when there is none."""
    waiting = select(Claim).where(Claim.looked_for < Claim.version).order_by(Claim.office_id, Claim.id).limit(AT_ONCE)
    claims = session.scalars(waiting).all()
    if not claims:
        return None
    office_id = claims[0].office_id
    news = [claim for claim in claims if claim.office_id == office_id]
    rows = session.execute(
        select(CommentVersion.id, Comment.text)
        .join(Comment, (Comment.id == CommentVersion.comment_id) & (Comment.version == CommentVersion.number))
        .where(Comment.office_id == office_id, Comment.is_own.is_(False), CommentVersion.assess == AssessState.DONE)
        .order_by(CommentVersion.id.desc())
        .limit(LOOKED_AT_AGAIN)
    )
    registry = _registry((0, 0), [claim for claim in news if claim.active])
    return LookBack({claim.id: claim.version for claim in news}, registry, [(row.id, row.text) for row in rows])


def looked_back(session: Session, done: LookBack, hits: Sequence[int]) -> None:
    """Let the hits be judged once more, and remember which version of each claim was looked for."""
    for start in range(0, len(hits), AT_ONCE):
        some = CommentVersion.id.in_(hits[start : start + AT_ONCE])
        session.execute(update(CommentVersion).where(some).values(assess=AssessState.WAITING))
    for claim_id, version in done.versions.items():
        same = (Claim.id == claim_id) & (Claim.version == version)  # changed meanwhile: looked for once more
        session.execute(update(Claim).where(same).values(looked_for=version))


def store(session: Session, found: Sequence[tuple[Pending, Sequence[Found]]], *, now: datetime) -> None:
    """Keep what was found in these versions; what a person decided stays, what no longer fits goes."""
    ids = [item.comment_id for item, _ in found]
    undecided = ClaimMatch.state == MatchState.SUGGESTED
    session.execute(delete(ClaimMatch).where(ClaimMatch.comment_id.in_(ids), undecided))
    rows = [
        (
            item.office_id, item.comment_id, item.version, one.claim_id, one.score, one.flagged, one.terms,
            MatchState.SUGGESTED, "", None, now,
        )
        for item, several in found for one in several
    ]  # fmt: skip
    table = ClaimMatch.__table__
    assert isinstance(table, Table)
    insert_new(session, table, _COLUMNS, rows)


def kept(session: Session, comment_ids: Sequence[int]) -> Mapping[int, Sequence[Found]]:
    """What is stored of these comments and was not rejected, the likeliest first; for a cluster ask for its head."""
    rows = session.execute(
        select(ClaimMatch, Claim)
        .join(Claim, Claim.id == ClaimMatch.claim_id)
        .where(ClaimMatch.comment_id.in_(comment_ids), ClaimMatch.state != MatchState.REJECTED, Claim.active.is_(True))
        .order_by(ClaimMatch.score.desc())
    )
    found: defaultdict[int, list[Found]] = defaultdict(list)
    for match, claim in rows:
        one = Found(claim.id, claim.text, claim.verdict, match.score, match.flagged, tuple(match.terms), match.state)
        found[match.comment_id].append(one)
    return found


def with_claims(assessment: Assessment, found: Sequence[Found]) -> Assessment:
    """The verdict with the claims it may repeat as reasons; a sure match with one that is not true flags a hoax."""
    if not found:
        return assessment
    doubted = [one for one in found if one.verdict is not ClaimVerdict.BENAR]
    sure = any(one.flagged or one.state is MatchState.CONFIRMED for one in doubted)
    score = replace(assessment.hoax_suspect, on=True, doubtful=False) if sure else assessment.hoax_suspect
    return assessment.with_score(Flag.HOAX_SUSPECT, score, *map(_reason, found))


def _reason(one: Found) -> Reason:
    how = "Cocok dengan klaim" if one.flagged else "Mungkin mengulang klaim"
    if one.state is MatchState.CONFIRMED:
        how = "Dipastikan petugas mengulang klaim"
    claim = one.claim if len(one.claim) <= SHOWN else one.claim[:SHOWN] + "…"
    sentence = f"{how} “{claim}” (tercatat: {one.verdict.label.lower()}; kecocokan {one.score:.0%})"
    return Reason(Flag.HOAX_SUSPECT, ReasonSource.CLAIM, sentence, one.terms)
