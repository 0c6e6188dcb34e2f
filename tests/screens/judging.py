"""Comments with the verdicts, claims and companions a screen is to show, written straight into the tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from classify.assessment import Reason
from classify.claims.imported import ImportedClaim
from classify.kinds import ClaimVerdict, MatchState
from classify.models import ClaimMatch, ClusterMember, TextCluster, Verdict
from classify.run import stored_reason
from responses import claims
from responses.views.case import CommentView, comment_view
from tests.screens.showing import Screens
from tests.support.world import World


def judged(screens: Screens, text: str, *reasons: Reason, **columns: Any) -> int:
    """A comment in the queue whose verdict says this."""
    comment_id = screens.world.comment(text)
    stored = [stored_reason(reason) for reason in reasons]
    with screens.world.database.write() as session:
        session.execute(
            update(Verdict).where(Verdict.comment_id == comment_id).values(reasons=stored, **columns)
        )  # fmt: skip
    return comment_id


def seen(screens: Screens, comment_id: int) -> CommentView:
    """The comment as a screen reads it."""
    with screens.world.database.read() as session:
        return comment_view(session, screens.world.office_id, comment_id)


def claimed(screens: Screens, comment_id: int, text: str, **columns: Any) -> int:
    """A registered claim that was found for a comment; gives the id of the match."""
    world = screens.world
    with world.database.write() as session:
        new = ImportedClaim("kontainer", text, ClaimVerdict.SALAH, "[SALAH]", "Pemeriksa Fakta")
        claim = claims.add(
            session, world.office_id, new, by=world.desk(session, "dewi").actor, now=world.now
        )  # fmt: skip
        values = {"score": 0.74, "flagged": True, "terms": ["kontainer"], "state": MatchState.SUGGESTED} | columns
        match = ClaimMatch(
            office_id=world.office_id, comment_id=comment_id, comment_version=1, claim_id=claim.id, decided_by="",
            created_at=world.now, **values,
        )  # fmt: skip
        session.add(match)
        session.flush()
        return match.id


def in_company(world: World, comment_ids: list[int]) -> None:
    """Let comments say nearly the same, each from its own account, a minute apart; the first one leads."""
    with world.database.write() as session:
        last = world.now + timedelta(minutes=len(comment_ids) - 1)
        cluster = TextCluster(
            office_id=world.office_id, head_comment_id=comment_ids[0], first_seen_at=world.now, last_seen_at=last,
            size=len(comment_ids), authors=len(comment_ids),
        )  # fmt: skip
        session.add(cluster)
        session.flush()
        for place, comment_id in enumerate(comment_ids):
            at = world.now + timedelta(minutes=place)
            member = ClusterMember(comment_id=comment_id, cluster_id=cluster.id, office_id=world.office_id)
            member.author, member.similarity, member.joined_at = f"{place:064d}", 1.0, at
            session.add(member)
