"""The registry of claims: who keeps it, who decides about a match, and what the audit notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.claims.imported import ImportedClaim
from classify.kinds import ClaimOrigin, ClaimVerdict, MatchState
from classify.models import Claim, ClaimMatch
from responses import claims
from responses.claims import BadClaimError, ClaimChange
from responses.errors import NotAllowedError, NotFoundError, StaleError, TamperedError
from responses.kinds import EventKind
from responses.models import Event
from responses.state import SIMAK
from tests.support.world import World

CARDBOARD = ImportedClaim(
    "", "Kotak suara kardus mudah ditukar.", ClaimVerdict.SALAH, "Salah", "Periksa Arunika",
    "https://periksa.example/kardus", wordings=("kotak kardus gampang dituker",),
)  # fmt: skip
CHANGED = ClaimChange(ClaimVerdict.MENYESATKAN, "Kotak suara disegel.", "https://kpu.go.id/segel", ("kardus dituker",))


def add(world: World, new: ImportedClaim = CARDBOARD, who: str = "dewi") -> int:
    with world.database.write() as session:
        return claims.add(session, world.office_id, new, by=world.desk(session, who).actor, now=world.now).id


def change(world: World, claim_id: int, new: ClaimChange = CHANGED, expected: int = 1, who: str = "dewi") -> int:
    with world.database.write() as session:
        by = world.desk(session, who).actor
        row = claims.change(session, world.office_id, claim_id, new, expected=expected, by=by, now=world.now)
        return row.version


def matched(world: World, claim_id: int, comment_id: int | None = None) -> int:
    with world.database.write() as session:
        row = ClaimMatch(
            office_id=world.office_id, comment_id=comment_id or world_comment(world, session), comment_version=1,
            claim_id=claim_id, score=0.61, flagged=True, terms=["kardus"], state=MatchState.SUGGESTED, decided_by="",
            decided_at=None, created_at=world.now,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def world_comment(world: World, session: Session) -> int:
    return world._comment(session, "kotak kardus gampang dituker isinya min", world.account_id).id


def decide(world: World, match_id: int, who: str = "sari", *, yes: bool = True, expected: str = "suggested") -> None:
    with world.database.write() as session:
        action = claims.confirm if yes else claims.reject
        by = world.desk(session, who).actor
        action(session, world.office_id, match_id, expected=MatchState(expected), by=by, now=world.now)


def stored(world: World, claim_id: int) -> Claim:
    with world.database.read() as session:
        return claims.get(session, world.office_id, claim_id)


def kinds(world: World) -> list[EventKind]:
    with world.database.read() as session:
        return list(session.scalars(select(Event.kind).where(Event.office_id == world.office_id).order_by(Event.seq)))


def test_a_claim_is_added_and_changed_and_both_are_events(world: World):
    claim_id = add(world)
    assert change(world, claim_id) == 2
    row = stored(world, claim_id)
    assert (row.origin, row.verdict, row.clarification) == (
        ClaimOrigin.HAND, ClaimVerdict.MENYESATKAN, "Kotak suara disegel.",
    )  # fmt: skip
    assert (row.wordings, row.verdict_published, row.changed_by) == (["kardus dituker"], "Salah", "Dewi Anggraini")
    assert kinds(world)[-2:] == [EventKind.CLAIM_ADDED, EventKind.CLAIM_CHANGED]
    world.verify()


def test_whoever_answers_for_the_words_keeps_the_registry_and_nobody_else(world: World):
    for who in ("dewi", "sari", "bima", "hasan", "tono"):
        assert change(world, add(world, replace(CARDBOARD, key=who), who), who=who) == 2
    claim_id = add(world)
    for who in ("raka", "lina"):
        with pytest.raises(NotAllowedError, match="Daftar klaim"):
            add(world, who=who)
        with pytest.raises(NotAllowedError):
            change(world, claim_id, who=who)


def test_of_two_people_who_change_the_same_version_the_second_is_told(world: World):
    claim_id = add(world)
    change(world, claim_id)
    with pytest.raises(StaleError):
        change(world, claim_id, replace(CHANGED, verdict=ClaimVerdict.BENAR), who="sari")
    assert stored(world, claim_id).verdict is ClaimVerdict.MENYESATKAN
    world.verify()


def test_the_same_claim_is_added_once_and_found_in_its_own_office_only(world: World):
    claim_id = add(world)
    with pytest.raises(BadClaimError, match="sudah ada"):
        add(world)
    with world.database.read() as session, pytest.raises(NotFoundError):
        claims.get(session, world.office_id + 1, claim_id)


def test_a_claim_that_could_not_be_shown_is_refused(world: World):
    for wrong in (
        replace(CARDBOARD, text=" \u200b "), replace(CARDBOARD, text="a" * 2_001), replace(CARDBOARD, key="a" * 81),
        replace(CARDBOARD, url="javascript:alert(1)"), replace(CARDBOARD, clarification="kata " * 1_001),
        replace(CARDBOARD, clarification_url="kpu.go.id"),
        replace(CARDBOARD, wordings=tuple(f"rumusan {number}" for number in range(21))),
    ):  # fmt: skip
        with pytest.raises(BadClaimError):
            add(world, wrong)
    assert EventKind.CLAIM_ADDED not in kinds(world)


def test_a_person_confirms_or_rejects_a_match_and_both_are_events(world: World):
    claim_id = add(world)
    first, second = matched(world, claim_id), matched(world, claim_id)
    decide(world, first)
    world.later(minutes=5)
    decide(world, second, "dewi", yes=False)
    with world.database.read() as session:
        rows = [session.get_one(ClaimMatch, one) for one in (first, second)]
    assert [row.state for row in rows] == [MatchState.CONFIRMED, MatchState.REJECTED]
    assert [row.decided_by for row in rows] == ["Sari Wulandari", "Dewi Anggraini"]
    assert rows[1].decided_at == world.now
    assert kinds(world)[-2:] == [EventKind.CLAIM_CONFIRMED, EventKind.CLAIM_REJECTED]
    world.verify()


def test_of_two_people_who_decide_the_second_is_told_and_may_decide_again_knowingly(world: World):
    match_id = matched(world, add(world))
    decide(world, match_id)
    for yes in (True, False):
        with pytest.raises(StaleError):
            decide(world, match_id, "hasan", yes=yes)
    with pytest.raises(StaleError):
        decide(world, match_id, "hasan", yes=True, expected="confirmed")
    decide(world, match_id, "hasan", yes=False, expected="confirmed")
    world.verify()


def test_whoever_keeps_the_registry_decides_but_not_the_manager_of_the_system(world: World):
    claim_id = add(world)
    for who in ("dewi", "sari", "bima", "hasan"):
        decide(world, matched(world, claim_id), who)
    match_id = matched(world, claim_id)
    for who in ("tono", "raka", "lina"):
        with pytest.raises(NotAllowedError, match="diputuskan oleh"):
            decide(world, match_id, who)


def test_no_program_decides_about_a_match(world: World):
    match_id = matched(world, add(world))
    with world.database.write() as session, pytest.raises(NotAllowedError):
        claims.confirm(session, world.office_id, match_id, by=SIMAK, now=world.now)


def test_a_match_of_another_office_is_not_there(world: World):
    match_id = matched(world, add(world))
    with world.database.write() as session:
        by = replace(world.desk(session, "sari").actor, office_id=world.office_id + 1)
        with pytest.raises(NotFoundError):
            claims.reject(session, world.office_id + 1, match_id, by=by, now=world.now)


def test_a_match_nobody_decided_may_come_and_go(world: World):
    match_id = matched(world, add(world))
    world.verify()
    with world.database.write() as session:
        session.delete(session.get_one(ClaimMatch, match_id))
    world.verify()


def _verdict(session: Session, claim_id: int, _match_id: int) -> None:
    session.get_one(Claim, claim_id).verdict = ClaimVerdict.BENAR


def _clarification(session: Session, claim_id: int, _match_id: int) -> None:
    session.get_one(Claim, claim_id).clarification = "Lain."


def _day(session: Session, claim_id: int, _match_id: int) -> None:
    session.get_one(Claim, claim_id).published_on = session.get_one(Claim, claim_id).changed_at.date()


def _strange_claim(session: Session, claim_id: int, _match_id: int) -> None:
    row = session.get_one(Claim, claim_id)
    values = {name: getattr(row, name) for name in (*claims.RECORDED, "office_id", "changed_at", "changed_by")}
    session.add(Claim(**values | {"key": "selundupan"}))


def _decision(session: Session, _claim_id: int, match_id: int) -> None:
    session.get_one(ClaimMatch, match_id).state = MatchState.REJECTED


def _who(session: Session, _claim_id: int, match_id: int) -> None:
    session.get_one(ClaimMatch, match_id).decided_by = "Orang lain"


def _moment(session: Session, _claim_id: int, match_id: int) -> None:
    row = session.get_one(ClaimMatch, match_id)
    assert row.decided_at is not None
    row.decided_at += timedelta(seconds=1)


def _gone(session: Session, _claim_id: int, match_id: int) -> None:
    session.delete(session.get_one(ClaimMatch, match_id))


@pytest.mark.parametrize("tamper", [_verdict, _clarification, _day, _strange_claim, _decision, _who, _moment, _gone])
def test_what_was_changed_behind_the_record_is_noticed(world: World, tamper: Callable[[Session, int, int], None]):
    claim_id = add(world)
    match_id = matched(world, claim_id)
    decide(world, match_id)
    world.verify()
    with world.database.write() as session:
        tamper(session, claim_id, match_id)
    with pytest.raises(TamperedError, match="claim"):
        world.verify()


def test_a_decision_nobody_took_is_noticed(world: World):
    match_id = matched(world, add(world))
    with world.database.write() as session:
        session.get_one(ClaimMatch, match_id).state = MatchState.CONFIRMED
    with pytest.raises(TamperedError, match="claim_match"):
        world.verify()


def test_a_claim_that_vanished_is_noticed(world: World):
    claim_id = add(world)
    with world.database.write() as session:
        session.delete(session.get_one(Claim, claim_id))
    with pytest.raises(TamperedError, match="missing"):
        world.verify()
