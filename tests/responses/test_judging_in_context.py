"""What goes on around a comment counts: known claims, the many who write the same, the stage of the election."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import select, update

from classify.assessment import Assessment, Reason, Score
from classify.claims.imported import ImportedClaim
from classify.decide import raised
from classify.kinds import ClaimVerdict, Flag, MatchState, ReasonSource
from classify.models import Claim, ClaimMatch, Verdict
from console.pipeline import Judge
from ingest.db import Database
from ingest.kinds import AssessState
from ingest.models import Comment, CommentVersion
from responses import claims
from responses.calendars import Period, PeriodKind
from responses.office_calendar import add_period
from tests.support.world import World, make_world

CONTAINERS = "Tujuh kontainer berisi surat suara yang sudah tercoblos tiba di pelabuhan Tanjung Priok"
SAID = "katanya 7 kontainer surat suara udah kecoblos semua di pelabuhan tanjung priok, sebarkan"
COMPLAINT = "TPS 12 Sukamaju belum buka padahal sudah jam sembilan, antrean sampai ke jalan raya"


@dataclass
class Cautious:
    """A classifier that finds everything a little urgent and nothing else."""

    urgent: float = 0.12
    model_version: str = "uji"
    trouble: str = ""
    seen: list[str] = field(default_factory=list)

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        self.seen += texts
        off = Score(on=False, probability=0.1)
        return [
            Assessment(AssessState.DONE, off, Score(on=False, probability=self.urgent), off, (), "uji") for _ in texts
        ]

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        return raised(assessment, by, (0.2, 0.1, 0.5), reason)


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


def write(world: World, text: str, author: str = "Siti") -> int:
    """A comment that waits to be judged."""
    with world.database.write() as session:
        row = world._comment(session, text, world.account_id)
        row.author_name = author
        session.execute(
            update(CommentVersion).where(CommentVersion.comment_id == row.id).values(assess=AssessState.WAITING)
        )
        return row.id


def keep_claim(world: World, verdict: ClaimVerdict = ClaimVerdict.SALAH, text: str = CONTAINERS) -> int:
    with world.database.write() as session:
        desk = world.desk(session, "dewi")
        new = ImportedClaim(key="", text=text, verdict=verdict)
        return claims.add(session, world.office_id, new, by=desk.actor, now=world.now).id


def judge(world: World, judge: Judge | None = None) -> Judge:
    judge = judge or Judge(Cautious())
    judge.run(world.database, now=lambda: world.now)
    return judge


def newest(world: World, comment_id: int) -> Verdict:
    with world.database.read() as session:
        rows = select(Verdict).where(Verdict.comment_id == comment_id).order_by(Verdict.id.desc()).limit(1)
        return session.scalars(rows).one()


def matches(world: World, comment_id: int) -> list[ClaimMatch]:
    with world.database.read() as session:
        return list(session.scalars(select(ClaimMatch).where(ClaimMatch.comment_id == comment_id)))


def sources(verdict: Verdict) -> set[str]:
    return {reason["source"] for reason in verdict.reasons}


def test_a_comment_that_repeats_a_false_claim_is_flagged_with_the_claim_as_its_reason(world: World):
    claim_id, comment_id = keep_claim(world), write(world, SAID)
    judge(world)
    verdict = newest(world, comment_id)
    assert verdict.hoax_suspect
    assert CONTAINERS[:40] in verdict.reasons[0]["text"]
    assert "salah" in verdict.reasons[0]["text"]
    [match] = matches(world, comment_id)
    assert (match.claim_id, match.state, match.flagged) == (claim_id, MatchState.SUGGESTED, True)
    assert match.terms


def test_a_comment_that_repeats_a_true_claim_is_told_so_and_not_flagged(world: World):
    keep_claim(world, ClaimVerdict.BENAR)
    comment_id = write(world, SAID)
    judge(world)
    assert not newest(world, comment_id).hoax_suspect
    assert "benar" in newest(world, comment_id).reasons[0]["text"]


def test_a_comment_about_something_else_has_no_claim(world: World):
    keep_claim(world)
    comment_id = write(world, "Min, honor KPPS kapan cair ya?")
    judge(world)
    assert matches(world, comment_id) == []
    assert not newest(world, comment_id).hoax_suspect


def test_a_copy_is_explained_by_the_match_of_its_head_and_gets_none_of_its_own(world: World):
    keep_claim(world)
    head = write(world, SAID)
    watching = judge(world)
    copy = write(world, SAID.upper() + "!!", author="Budi")
    judge(world, watching)
    assert newest(world, copy).hoax_suspect
    assert len(matches(world, head)) == 1
    assert matches(world, copy) == []


def test_what_a_person_rejected_is_neither_suggested_again_nor_a_reason_for_copies(world: World):
    keep_claim(world)
    head = write(world, SAID)
    watching = judge(world)
    with world.database.write() as session:
        by = world.desk(session, "hasan").actor
        claims.reject(session, world.office_id, matches(world, head)[0].id, by=by, now=world.now)
    copy = write(world, SAID + " !!", author="Budi")
    judge(world, watching)
    assert not newest(world, copy).hoax_suspect
    with world.database.write() as session:
        session.execute(update(CommentVersion).values(assess=AssessState.WAITING))
    judge(world, watching)
    assert [match.state for match in matches(world, head)] == [MatchState.REJECTED]
    assert not newest(world, head).hoax_suspect


def test_a_claim_that_comes_later_is_looked_for_in_what_was_judged_before(world: World):
    comment_id, other = write(world, SAID), write(world, COMPLAINT)
    watching = judge(world)
    assert not newest(world, comment_id).hoax_suspect
    keep_claim(world)
    judge(world, watching)
    assert newest(world, comment_id).hoax_suspect
    assert watching.assessor.seen.count(SAID) == 2
    assert watching.assessor.seen.count(COMPLAINT) == 1
    with world.database.read() as session:
        assert session.scalars(select(Claim.looked_for)).all() == [1]
    assert newest(world, other).id < newest(world, comment_id).id


def test_a_verdict_that_changes_is_shown_where_the_claim_was_found(world: World):
    claim_id, comment_id = keep_claim(world), write(world, SAID)
    watching = judge(world)
    with world.database.write() as session:
        change = claims.ClaimChange(ClaimVerdict.BENAR)
        by = world.desk(session, "hasan").actor
        claims.change(session, world.office_id, claim_id, change, expected=1, by=by, now=world.now)
    judge(world, watching)
    assert not newest(world, comment_id).hoax_suspect
    assert "benar" in newest(world, comment_id).reasons[0]["text"]


def test_the_same_text_from_many_accounts_is_said_and_makes_a_complaint_urgent(world: World):
    watching = Judge(Cautious())
    ids = []
    for number in range(6):
        ids.append(write(world, COMPLAINT + "!" * number, author=f"Warga {number}"))
        world.later(minutes=3)
        judge(world, watching)
    assert not newest(world, ids[0]).urgent
    assert newest(world, ids[-1]).urgent
    [wave] = [reason for reason in newest(world, ids[-1]).reasons if reason["source"] == ReasonSource.CLUSTER]
    assert wave["text"].startswith("6 akun")


def test_the_same_text_from_one_account_is_no_burst(world: World):
    watching = Judge(Cautious())
    for _ in range(6):
        last = write(world, COMPLAINT)
    judge(world, watching)
    assert not newest(world, last).urgent


def test_on_voting_day_what_is_nearly_urgent_is_urgent(world: World):
    today = date(2026, 11, 16)
    with world.database.write() as session:
        by = world.desk(session, "tono").actor
        add_period(
            session, world.office_id, Period(PeriodKind.VOTING_DAY, today, today, "Pilkada"), by=by, now=world.now
        )
    comment_id = write(world, COMPLAINT)
    judge(world)
    verdict = newest(world, comment_id)
    assert verdict.urgent
    assert verdict.needs_response
    assert sources(verdict) == {ReasonSource.STAGE.value}


def test_an_edited_comment_loses_the_suggestions_of_its_old_text(world: World):
    keep_claim(world)
    comment_id = write(world, SAID)
    watching = judge(world)
    with world.database.write() as session:
        session.execute(update(Comment).where(Comment.id == comment_id).values(text=COMPLAINT, version=2))
        old = session.scalars(select(CommentVersion).where(CommentVersion.comment_id == comment_id)).one()
        session.add(
            CommentVersion(
                office_id=old.office_id, comment_id=comment_id, number=2, text=COMPLAINT, original=COMPLAINT,
                sha256="1" * 64, status=old.status, seen_at=world.now, assess=AssessState.WAITING,
            )
        )  # fmt: skip
    judge(world, watching)
    assert matches(world, comment_id) == []
    assert not newest(world, comment_id).hoax_suspect


def test_the_record_is_intact_after_all_of_it(world: World):
    keep_claim(world)
    head = write(world, SAID)
    judge(world)
    with world.database.write() as session:
        by = world.desk(session, "hasan").actor
        claims.confirm(session, world.office_id, matches(world, head)[0].id, by=by, now=world.now)
    world.verify()
    assert newest(world, head).hoax_suspect
    assert Flag.HOAX_SUSPECT in {Flag(reason["flag"]) for reason in newest(world, head).reasons}
