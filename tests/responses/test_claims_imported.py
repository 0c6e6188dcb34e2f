"""Claims from outside meet what the office holds: new ones come in, corrections are taken, people's work stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from classify.claims.imported import ImportedClaim
from classify.claims.seed import seed_claims
from classify.kinds import ClaimOrigin, ClaimVerdict
from classify.models import Claim
from responses import claim_imports, claims
from responses.claim_imports import ImportReport
from responses.claims import ClaimChange
from responses.errors import NotAllowedError
from responses.kinds import EventKind
from responses.models import Event
from responses.state import SIMAK
from tests.support.world import World

ONE = ImportedClaim(
    "k-1", "TPS tutup pukul dua siang.", ClaimVerdict.SALAH, "Hoaks", "Periksa Arunika", "https://periksa.example/1",
    published_on=date(2026, 11, 10),
)  # fmt: skip
TWO = replace(ONE, key="k-2", text="Tinta pemilu beracun.", url="https://periksa.example/2")


def bring(world: World, *found: ImportedClaim, who: str = "dewi") -> ImportReport:
    with world.database.write() as session:
        by = world.desk(session, who).actor
        return claim_imports.import_many(session, world.office_id, found, ClaimOrigin.RSS, by=by, now=world.now)


def held(world: World, key: str = "k-1") -> Claim:
    with world.database.read() as session:
        return session.scalars(select(Claim).where(Claim.office_id == world.office_id, Claim.key == key)).one()


def decide(world: World, verdict: ClaimVerdict, clarification: str = "") -> None:
    row = held(world)
    new = ClaimChange(verdict, clarification, "", tuple(row.wordings))
    with world.database.write() as session:
        by = world.desk(session, "sari").actor
        claims.change(session, world.office_id, row.id, new, expected=row.version, by=by, now=world.now)


def counted(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.kept)


def test_new_claims_come_in_and_a_second_time_changes_nothing(world: World):
    assert counted(bring(world, ONE, TWO)) == (2, 0, 0, 0)
    assert counted(bring(world, ONE, TWO)) == (0, 0, 2, 0)
    assert (held(world).version, held(world).origin) == (1, ClaimOrigin.RSS)
    world.verify()


def test_a_corrected_verdict_is_taken_and_named(world: World):
    bring(world, ONE, TWO)
    report = bring(world, replace(ONE, verdict=ClaimVerdict.SEBAGIAN_BENAR, verdict_published="Sebagian benar"), TWO)
    assert counted(report) == (0, 1, 1, 0)
    assert report.verdicts == [held(world).id]
    assert (held(world).verdict, held(world).verdict_published) == (ClaimVerdict.SEBAGIAN_BENAR, "Sebagian benar")
    world.verify()


def test_a_corrected_title_is_the_same_claim_by_its_address(world: World):
    bring(world, ONE)
    assert counted(bring(world, replace(ONE, key="k-9", text="TPS tutup pukul 14.00."))) == (0, 1, 0, 0)
    assert held(world).text == "TPS tutup pukul 14.00."


def test_two_claims_of_one_address_are_never_taken_for_each_other(world: World):
    bring(world, ONE, replace(TWO, url=ONE.url))
    assert counted(bring(world, replace(ONE, key="k-9", text="Kotak suara hilang."))) == (1, 0, 0, 0)


def test_an_import_never_touches_what_the_office_says_or_whether_it_looks_for_a_claim(world: World):
    bring(world, ONE)
    row = held(world)
    with world.database.write() as session:
        new = ClaimChange(
            row.verdict, "TPS tutup pukul 13.00.", "https://kpu.go.id", ("tps tutup jam 2",), active=False
        )
        by = world.desk(session, "sari").actor
        claims.change(session, world.office_id, row.id, new, expected=1, by=by, now=world.now)
    bring(world, replace(ONE, verdict=ClaimVerdict.MENYESATKAN, clarification="Lain.", wordings=("coblosan jam 2",)))
    row = held(world)
    assert (row.clarification, row.clarification_url, row.active) == (
        "TPS tutup pukul 13.00.", "https://kpu.go.id", False,
    )  # fmt: skip
    assert (row.wordings, row.verdict) == (["tps tutup jam 2", "coblosan jam 2"], ClaimVerdict.MENYESATKAN)
    world.verify()


@pytest.mark.parametrize("published", [None, date(2026, 11, 10), date(2026, 11, 16)])
def test_a_verdict_a_person_chose_stays_against_what_was_published_until_that_day(world: World, published: date | None):
    bring(world, ONE)
    decide(world, ClaimVerdict.SEBAGIAN_BENAR)
    report = bring(world, replace(ONE, published_on=published))
    assert counted(report) == (0, 0, 0, 1)
    assert "petugas" in report.kept[0].why
    assert held(world).verdict is ClaimVerdict.SEBAGIAN_BENAR


def test_a_publication_of_a_later_day_counts_more_than_the_persons_verdict(world: World):
    bring(world, ONE)
    decide(world, ClaimVerdict.SEBAGIAN_BENAR)
    world.later(days=3)
    assert counted(bring(world, replace(ONE, published_on=date(2026, 11, 18)))) == (0, 1, 0, 0)
    assert held(world).verdict is ClaimVerdict.SALAH
    assert counted(bring(world, replace(ONE, published_on=date(2026, 11, 18), text="TPS tutup pukul 14."))) == (
        0,
        1,
        0,
        0,
    )
    world.verify()


def test_a_claim_a_person_wrote_is_that_persons(world: World):
    with world.database.write() as session:
        by = world.desk(session, "sari").actor
        claims.add(session, world.office_id, replace(ONE, verdict=ClaimVerdict.BENAR), by=by, now=world.now)
    assert counted(bring(world, ONE)) == (0, 0, 0, 1)
    assert held(world).verdict is ClaimVerdict.BENAR


def test_an_older_publication_is_left_aside(world: World):
    bring(world, ONE)
    report = bring(world, replace(ONE, verdict=ClaimVerdict.BENAR, published_on=date(2026, 11, 9)))
    assert (counted(report), "lebih lama" in report.kept[0].why) == ((0, 0, 0, 1), True)


def test_nobody_without_the_right_imports(world: World):
    with pytest.raises(NotAllowedError):
        bring(world, ONE, who="raka")


def test_many_claims_are_told_of_by_few_events(world: World):
    many = [replace(ONE, key=f"k-{number}", text=f"Klaim nomor {number}.", url="") for number in range(450)]
    assert bring(world, *many).new == 450
    with world.database.read() as session:
        events = session.scalar(select(func.count()).where(Event.kind == EventKind.CLAIM_ADDED))
    assert events == 3
    world.verify()


def test_the_claims_of_simak_are_given_once_and_decisions_about_them_stay(world: World):
    with world.database.write() as session:
        assert claim_imports.seed(session, world.office_id, now=world.now).new == len(seed_claims())
        row = session.scalars(select(Claim).order_by(Claim.id).limit(1)).one()
        changed = ClaimChange(ClaimVerdict.BENAR, "Sudah dijelaskan.")
        claims.change(session, world.office_id, row.id, changed, expected=1, by=SIMAK, now=world.now)
        again = claim_imports.seed(session, world.office_id, now=world.now)
    assert (again.new, again.changed, again.unchanged) == (0, 1, len(seed_claims()) - 1)
    assert (len(again.kept), again.verdicts) == (1, [])
    assert held(world, seed_claims()[0].key).verdict is ClaimVerdict.BENAR
    world.verify()
