"""Deciding on the telephone: the card, two taps, and what they must not do."""

from __future__ import annotations

from responses.kinds import PublicationState, SopPurpose
from tests.screens.showing import Screens, has_button, press, texts, toasts, write
from tests.screens.test_case_screen import DRAFT, drafted


def test_two_taps_approve_and_order_the_publication(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("sari", "persetujuan", id=case_id)
    assert DRAFT in texts(screen)
    screen = press(screen, f"setuju_{case_id}_")
    assert screens.world.publications(case_id) == []
    screen = press(screen, f"setuju_ya_{case_id}_")
    assert "disetujui" in toasts(screen)
    assert screens.world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST
    assert "Tidak ada yang menunggu keputusan Anda." in texts(screen)


def test_the_question_can_be_left_unanswered(screens: Screens):
    case_id = drafted(screens)
    screen = press(screens.open("sari", "persetujuan"), f"setuju_{case_id}_")
    screen = press(screen, f"batal_{case_id}_")
    assert has_button(screen, f"setuju_{case_id}_")
    assert screens.world.publications(case_id) == []


def test_a_quick_reason_is_enough_to_send_back_and_none_is_not(screens: Screens):
    case_id = drafted(screens)
    screen = press(screens.open("sari", "persetujuan"), f"kembalikan_{case_id}_")
    assert "Alasan pengembalian wajib diisi." in texts(screen)
    screen.pills[0].set_value("Terlalu panjang")
    write(screen, "input_setuju_", "cukup dua kalimat")
    screen = press(screen, f"kembalikan_{case_id}_")
    assert "dikembalikan" in toasts(screen)
    assert "Terlalu panjang. cukup dua kalimat" in texts(screens.open("raka", "kasus", id=case_id))


def test_the_case_of_the_link_comes_first(screens: Screens):
    cases = [drafted(screens), drafted(screens)]
    screen = screens.open("sari", "persetujuan", id=cases[1])
    buttons = [one.key for one in screen.button if one.key and one.key.startswith("setuju_")]
    assert buttons[0].startswith(f"setuju_{cases[1]}_")


def test_a_link_to_what_was_decided_meanwhile_says_so(screens: Screens):
    case_id = drafted(screens)
    screens.world.act(case_id, "bima")
    assert "tidak (lagi) menunggu keputusan Anda" in texts(screens.open("sari", "persetujuan", id=case_id))


def test_a_text_that_changed_under_the_thumb_is_not_approved(screens: Screens):
    case_id = drafted(screens)
    screen = press(screens.open("sari", "persetujuan"), f"setuju_{case_id}_")
    screens.world.revise(case_id, "bima", f"{DRAFT} Diubah.")
    screen = press(screen, f"setuju_ya_{case_id}_")
    assert "sudah berubah" in toasts(screen)
    assert screens.world.publications(case_id) == []
    assert "Diubah." in texts(screen)


def test_an_urgent_answer_is_written_and_not_just_approved(screens: Screens):
    case_id = screens.world.report(screens.world.comment(), purpose=SopPurpose.URGENT)
    screen = screens.open("hasan", "persetujuan")
    assert "Menjawab seketika" in texts(screen)
    assert not has_button(screen, f"setuju_{case_id}_")


def test_the_writer_of_an_urgent_answer_is_told_that_somebody_else_ratifies(screens: Screens):
    case_id = screens.world.report(screens.world.comment(), purpose=SopPurpose.URGENT)
    screens.world.act(case_id, "hasan", draf="Informasi itu tidak benar.")
    screens.post_by_hand(case_id)
    screen = screens.open("hasan", "persetujuan")
    assert "orang lain yang menyetujuinya" in texts(screen)
    screen = press(press(screen, f"setuju_{case_id}_"), f"setuju_ya_{case_id}_")
    assert "harus dilakukan oleh orang lain" in texts(screen)
