"""A suspected hoax goes the office's own way of clarifying, where it has chosen one."""

from __future__ import annotations

from sqlalchemy import update

from classify.models import Verdict
from responses import sops
from responses.kinds import SopPurpose
from responses.models import CaseFile
from responses.state import SIMAK
from tests.screens.showing import Screens, has_button, press, toasts, write
from tests.support.world import TANGGAPAN


def suspected(screens: Screens, *, hoax: bool = True) -> int:
    comment_id = screens.world.comment("Katanya surat suara sudah dicoblos satu truk?")
    with screens.world.database.write() as session:
        session.execute(update(Verdict).where(Verdict.comment_id == comment_id).values(hoax_suspect=hoax))
    return comment_id


def choose_hoax_procedure(screens: Screens) -> None:
    sop, text = sops.shelf()[TANGGAPAN]
    with screens.world.database.write() as session:
        sops.choose(session, screens.world.office_id, SopPurpose.HOAX, sop, text, by=SIMAK, now=screens.world.now)


def test_a_suspected_hoax_opens_a_case_under_the_procedure_for_it(screens: Screens):
    choose_hoax_procedure(screens)
    suspected(screens)
    screen = screens.open("dewi", "antrean")
    write(screen, "input_laporan_", "Kabar lama beredar lagi; mohon klarifikasi.")
    screen = press(screen, "act_klarifikasi_")
    assert "dibuka untuk klarifikasi" in toasts(screen)
    with screens.world.database.read() as session:
        case = session.query(CaseFile).one()
        assert (case.purpose, case.step) == (SopPurpose.HOAX, "konsep")


def test_an_office_without_such_a_procedure_reports_it_like_anything_else(screens: Screens):
    suspected(screens)
    screen = screens.open("dewi", "antrean")
    assert has_button(screen, "act_laporkan_")
    assert not has_button(screen, "act_klarifikasi_")


def test_what_is_not_suspected_is_not_offered_for_clarification(screens: Screens):
    choose_hoax_procedure(screens)
    suspected(screens, hoax=False)
    assert not has_button(screens.open("dewi", "antrean"), "act_klarifikasi_")
