"""Whether an office has the people for a procedure is known before it is needed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses import people, sops
from responses.kinds import Division, Effect, Role, SopPurpose
from responses.models import OfficeSop, Person
from responses.office_check import check_office, staff_of
from responses.people import NewPerson
from responses.sop import Sop
from responses.sop_shelf import look
from responses.staffing import Finding, Lack, Staff, staffing
from responses.state import SIMAK, Authority
from tests.support.world import TANGGAPAN, World

SHELF = {sop.key: sop for sop in look([sops.SHIPPED]).newest}
KOMENTAR, MENDESAK = SHELF["magelang-2022-komentar"], SHELF["madiun-2020-mendesak"]
MEDSOS, PELAKSANA, PIMPINAN, WAPEMRED = Role.ADMIN_MEDSOS, Role.PELAKSANA, Role.PIMPINAN_REDAKSI, Role.WAPEMRED


def one(name: str, *roles: Role | tuple[Role, Division]) -> Staff:
    held = ((role, None) if isinstance(role, Role) else role for role in roles)
    return Staff(name, tuple(Authority(role, division=division) for role, division in held))


def lacks(findings: tuple[Finding, ...]) -> list[tuple[Lack, str | None]]:
    return [(found.lack, found.step) for found in findings]


def test_an_office_with_a_stand_in_for_everything_lacks_nothing() -> None:
    full = (one("Ana", MEDSOS), one("Budi", PELAKSANA), one("Cici", PELAKSANA), one("Dian", PIMPINAN))
    assert staffing(KOMENTAR, (*full, one("Eka", WAPEMRED))) == ()


def test_two_people_are_enough_where_one_writes_and_the_other_approves() -> None:
    findings = staffing(KOMENTAR, (one("Ana", MEDSOS, PELAKSANA), one("Budi", PIMPINAN)))
    assert lacks(findings) == [(Lack.NO_STAND_IN, "draf"), (Lack.NO_STAND_IN, "koreksi")]
    assert "hanya Budi yang dapat mengerjakannya" in findings[1].text


def test_the_one_who_writes_cannot_be_the_only_one_who_approves() -> None:
    findings = staffing(KOMENTAR, (one("Ana", MEDSOS), one("Budi", PELAKSANA, PIMPINAN)))
    assert lacks(findings) == [(Lack.FOUR_EYES, "koreksi")]
    assert findings[0].lack.blocks
    assert "orang lain daripada “Membuat draf narasi respons”, tetapi hanya Budi" in findings[0].text


def test_a_step_nobody_holds_a_role_for_is_named() -> None:
    findings = staffing(KOMENTAR, (one("Ana", MEDSOS), one("Dian", PIMPINAN)))
    assert lacks(findings) == [(Lack.NOBODY, "draf")]
    assert "belum ada pemegang peran Pelaksana redaksi" in findings[0].text
    assert [found.lack for found in staffing(KOMENTAR, ())] == [*[Lack.NOBODY] * 5, Lack.DECLINE]


def test_somebody_in_two_roles_is_warned_where_his_writing_leaves_no_approver() -> None:
    both = one("Budi", PELAKSANA, PIMPINAN)
    findings = staffing(KOMENTAR, (one("Ana", MEDSOS), both, one("Cici", PELAKSANA)))
    assert (Lack.NOT_BY, "draf") in lacks(findings)
    assert not any(found.lack.blocks for found in findings)
    trap = next(found for found in findings if found.lack is Lack.NOT_BY)
    assert trap.text.startswith("Bila Budi mengerjakan langkah “Membuat draf narasi respons”")


def test_two_people_who_hold_everything_can_relieve_each_other() -> None:
    roles = (MEDSOS, PELAKSANA, PIMPINAN)
    assert staffing(KOMENTAR, (one("Ana", *roles), one("Budi", *roles))) == ()


def test_a_pembina_who_is_also_the_only_division_cannot_consent_to_himself() -> None:
    tanggapan = SHELF["madiun-2020-tanggapan"]
    admin = one("Ana", Role.ADMINISTRATOR)
    alone = staffing(tanggapan, (admin, one("Hasan", Role.PEMBINA, Role.DIVISI_TERKAIT)))
    assert lacks(alone) == [(Lack.FOUR_EYES, "persetujuan_divisi")]
    every = staffing(tanggapan, (admin, one("Hasan", Role.PEMBINA), one("Lina", Role.DIVISI_TERKAIT)))
    assert {found.lack for found in every} == {Lack.NO_STAND_IN}


def test_a_division_without_anybody_or_with_the_pembina_alone_is_told() -> None:
    tanggapan = SHELF["madiun-2020-tanggapan"]
    division = Role.DIVISI_TERKAIT
    staff = (
        one("Ana", Role.ADMINISTRATOR),
        one("Hasan", Role.PEMBINA, (division, Division.SOSDIKLIH)),
        one("Lina", (division, Division.HUKUM)),
        one("Made", (division, Division.TEKNIS), (division, Division.KUL)),
    )
    [told] = [found for found in staffing(tanggapan, staff) if found.lack is Lack.DIVISION]
    assert Division.RENDATIN.label in told.text
    assert Division.SOSDIKLIH.label in told.text
    assert Division.HUKUM.label not in told.text
    assert not told.lack.blocks


def test_an_urgent_answer_needs_two_who_may_answer() -> None:
    admin = one("Ana", Role.ADMINISTRATOR)
    assert lacks(staffing(MENDESAK, (admin, one("Hasan", Role.PEMBINA)))) == [(Lack.FOUR_EYES, "ratifikasi")]
    pair = staffing(MENDESAK, (admin, one("Hasan", Role.PEMBINA), one("Lina", Role.DIVISI_TERKAIT)))
    assert pair == ()


def test_nobody_who_may_close_a_request_is_a_warning() -> None:
    staff = (one("Ana", Role.ADMINISTRATOR), one("Lina", Role.DIVISI_TERKAIT), one("Made", Role.DIVISI_TERKAIT))
    [found] = staffing(MENDESAK, staff)
    assert (found.lack, found.step) == (Lack.DECLINE, None)


def test_the_eleven_steps_of_jawa_tengah_can_be_done_by_two() -> None:
    website = SHELF["jateng-2021-website"]
    writer = one("Ana", Role.PENGAMPU_KONSEP, Role.PENGELOLA_WEBSITE, Role.WEB_ADMIN)
    leaders = (Role.SUBKOORDINATOR, Role.KABAG_HTH, Role.SEKRETARIS, Role.KOMISIONER)
    assert {found.lack for found in staffing(website, (writer, one("Budi", *leaders)))} == {Lack.NO_STAND_IN}
    lost = staffing(website, (one("Ana", *sorted(website.roles)),))
    assert lacks(lost) == [(Lack.FOUR_EYES, "koreksi_subkoordinator")]


def can_be_done(sop: Sop, staff: tuple[Staff, ...]) -> bool:
    """The rule of four eyes by trying everybody everywhere."""
    able = [[place for place, who in enumerate(staff) if who.holds(step.roles)] for step in sop.steps]
    return any(_holds(sop, dict(zip((step.key for step in sop.steps), who, strict=True))) for who in product(*able))


def _holds(sop: Sop, who: dict[str, int]) -> bool:
    author: int | None = None
    for step in sop.steps:
        if {Effect.CONSENT, Effect.RATIFY} & set(step.effects) and who[step.key] == author:
            return False
        if step.other_than and who[step.key] == who[step.other_than]:
            return False
        author = who[step.key] if Effect.DRAFT in step.effects else author
    return True


SMALL = sorted(key for key, sop in SHELF.items() if len(sop.steps) <= 6)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_the_verdict_is_that_of_trying_everybody(data: st.DataObject) -> None:
    sop = SHELF[data.draw(st.sampled_from(SMALL))]
    some = st.lists(st.sampled_from(sorted(sop.roles)), unique=True)
    staff = tuple(one(f"Orang {number}", *data.draw(some)) for number in range(data.draw(st.integers(0, 4))))
    blocked = any(found.lack.blocks for found in staffing(sop, staff))
    assert blocked != can_be_done(sop, staff)


def test_a_large_office_is_judged_without_trying_everybody() -> None:
    website = SHELF["jateng-2021-website"]
    staff = tuple(one(f"Orang {number}", *sorted(website.roles)) for number in range(400))
    assert staffing(website, staff) == ()


@pytest.mark.parametrize("ended", [False, True])
def test_only_roles_that_are_valid_now_count(world: World, ended: bool) -> None:
    with world.database.write() as session:
        before = check_office(session, world.office_id, now=world.now)
        assert not before.blocked
        if ended:
            raka = session.get_one(Person, world.people["raka"])
            raka.active = False
    with world.database.read() as session:
        after = check_office(session, world.office_id, now=world.now)
        names = {who.name for who in staff_of(session, world.office_id, now=world.now)}
    assert after.blocked is ended
    assert ("Raka Pratama" not in names) is ended


def test_a_stand_in_is_counted_only_while_the_grant_runs(world: World) -> None:
    world.later(days=1)
    with world.database.write() as session:
        new = people.add_person(session, world.office_id, NewPerson("wati", "Wati"), (), by=SIMAK, now=world.now)
        until = world.now.replace(day=20)
        people.grant(session, world.office_id, new, Role.PELAKSANA, by=SIMAK, now=world.now, until=until)
        during = staff_of(session, world.office_id, now=world.now)
        after = staff_of(session, world.office_id, now=until)
    assert "Wati" in {who.name for who in during}
    assert "Wati" not in {who.name for who in after}


def test_an_office_is_held_against_every_procedure_it_chose(world: World) -> None:
    shelf = sops.shelf()
    with world.database.write() as session:
        sops.choose(session, world.office_id, SopPurpose.HOAX, *shelf[TANGGAPAN], by=SIMAK, now=world.now)
        sops.choose(
            session, world.office_id, SopPurpose.WEBSITE, *shelf["jateng-2021-website"], by=SIMAK, now=world.now
        )
        found = check_office(session, world.office_id, now=world.now)
    assert found.blocked
    named = {one.sop.key: one for one in found.procedures}
    assert named[TANGGAPAN].purposes == (SopPurpose.HOAX,)
    assert not any(it.lack.blocks for it in named[TANGGAPAN].findings)
    assert Lack.NOBODY in {it.lack for it in named["jateng-2021-website"].findings}


def test_an_office_without_an_urgent_procedure_is_told(world: World) -> None:
    with world.database.write() as session:
        session.delete(session.get_one(OfficeSop, (world.office_id, SopPurpose.URGENT)))
        session.flush()
        found = check_office(session, world.office_id, now=world.now)
    assert found.missing == (SopPurpose.URGENT,)
    assert found.blocked
