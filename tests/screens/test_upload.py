"""Posting by hand and proving it; looking into what failed."""

from __future__ import annotations

from sqlalchemy import update

from responses.kinds import CaseState, Proof, PublicationState
from responses.models import Publication
from tests.screens.showing import Screens, picture, press, texts, toasts, write

LINK = "https://kab-arunika.example/tps/#comment-77"


def test_link_and_screenshot_together_prove_a_reply(screens: Screens):
    case_id = screens.world.approved_case()
    screen = screens.open("dewi", "unggah")
    assert "TPS 04, Balai Desa Sukamaju." in [code.value for code in screen.code]
    write(screen, "unggah_link_", LINK)
    screen.file_uploader[0].set_value(("bukti.png", picture(), "image/png"))
    screen = press(screen, "unggah_bukti_")
    assert "Bukti tersimpan" in toasts(screen)
    publication = screens.world.publications(case_id)[0]
    assert (publication.state, publication.proof) == (PublicationState.PUBLISHED, Proof.CLAIMED)
    assert screens.world.case(case_id).state is CaseState.DONE
    shown = texts(screen)
    assert "Dinyatakan tayang" in shown
    assert LINK in shown


def test_a_link_without_a_screenshot_is_refused_and_stays_typed(screens: Screens):
    case_id = screens.world.approved_case()
    screen = screens.open("dewi", "unggah")
    write(screen, "unggah_link_", LINK)
    screen = press(screen, "unggah_bukti_")
    assert "Tangkapan layar wajib diunggah" in texts(screen)
    assert [field.value for field in screen.text_input if field.key.startswith("unggah_link_")] == [LINK]
    assert screens.world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST


def test_a_file_that_is_no_picture_proves_nothing(screens: Screens):
    case_id = screens.world.approved_case()
    screen = screens.open("dewi", "unggah")
    write(screen, "unggah_link_", LINK)
    screen.file_uploader[0].set_value(("bukti.png", b"<html>bukan gambar</html>", "image/png"))
    screen = press(screen, "unggah_bukti_")
    assert "bukan gambar PNG, JPEG, atau WebP" in texts(screen)
    assert screens.world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST
    assert not screens.folder.exists()


def test_the_screenshot_is_shown_when_somebody_asks_for_it(screens: Screens):
    screens.post_by_hand(screens.world.approved_case())
    screen = screens.open("dewi", "unggah")
    assert "Sidik berkas" not in texts(screen)
    screen = screen.toggle[0].set_value(True).run()
    assert "Sidik berkas" in texts(screen)


def test_a_screenshot_that_was_changed_behind_our_back_is_not_shown(screens: Screens):
    screens.post_by_hand(screens.world.approved_case())
    for path in screens.folder.rglob("*"):
        if path.is_file():
            path.write_bytes(picture("JPEG"))
    screen = screens.open("dewi", "unggah").toggle[0].set_value(True).run()
    assert "Berkas bukti sudah berubah sejak disimpan" in texts(screen)


def test_what_failed_shows_the_reason_and_can_be_tried_again(screens: Screens):
    case_id = screens.world.approved_case()
    with screens.world.database.write() as session:
        failed = {"state": PublicationState.NEEDS_REVIEW, "last_error": "Situs menjawab dengan halaman.", "tries": 8}
        session.execute(update(Publication).values(failed))
    screen = screens.open("dewi", "unggah")
    assert "Situs menjawab dengan halaman." in texts(screen)
    press(screen, "unggah_ulang_")
    assert screens.world.publications(case_id)[0].state is PublicationState.READY
