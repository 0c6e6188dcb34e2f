"""What the guard says of a text, in front of whoever writes it and whoever agrees to it."""

from __future__ import annotations

from console.screens.guard_parts import QUIET
from responses.models import Event
from tests.screens.showing import Screens, has_button, press, texts, toasts, write
from tests.screens.test_case_screen import DRAFT, drafted

THREAT = "Komentar Anda fitnah dan akan kami laporkan ke polisi."
CLAIM = "Kami jamin semua TPS siap tepat waktu."


def drafting(screens: Screens) -> int:
    case_id = screens.world.report(screens.world.comment())
    screens.world.act(case_id, "sari", perintah="Mohon dijawab.")
    return case_id


def acknowledged(screens: Screens) -> list[str]:
    with screens.world.database.read() as session:
        return [row.payload for row in session.query(Event) if "acknowledged" in row.payload]


def test_a_text_without_findings_says_so_quietly(screens: Screens):
    case_id = drafting(screens)
    screen = screens.open("raka", "kasus", id=case_id)
    assert "menunggu naskah" in texts(screen)
    write(screen, "input_draf_", DRAFT)
    assert QUIET in texts(screen.run())


def test_a_threat_is_shown_with_its_words_and_source_and_cannot_be_sent(screens: Screens):
    case_id = drafting(screens)
    screen = screens.open("raka", "kasus", id=case_id)
    write(screen, "input_draf_", THREAT)
    screen = screen.run()
    shown = texts(screen)
    assert "Harus diubah" in shown
    assert "Ancaman hukum kepada warga" in shown
    assert "laporkan ke polisi" in shown.split("Pada: ")[1].split("\n")[0]
    assert "Dasar: Putusan MK" in shown
    assert not screen.checkbox
    screen = press(screen, "act_ya_")
    assert "Naskah belum dapat dikirim" in texts(screen)
    assert screens.world.case(case_id).step == "draf"


def test_what_asks_for_a_look_is_sent_after_the_tick_and_recorded(screens: Screens):
    case_id = drafting(screens)
    screen = screens.open("raka", "kasus", id=case_id)
    write(screen, "input_draf_", CLAIM)
    screen = press(screen, "act_ya_")
    assert "Baca dan akui dahulu" in texts(screen)
    assert screens.world.case(case_id).step == "draf"
    screen = press(screen.checkbox[0].check().run(), "act_ya_")
    assert screens.world.case(case_id).step == "koreksi"
    assert len(acknowledged(screens)) == 1


def test_a_tick_counts_for_no_other_text(screens: Screens):
    case_id = drafting(screens)
    screen = screens.open("raka", "kasus", id=case_id)
    write(screen, "input_draf_", CLAIM)
    screen = screen.run().checkbox[0].check().run()
    write(screen, "input_draf_", f"{CLAIM} Kami jamin tidak ada antrean.")
    screen = press(screen, "act_ya_")
    assert "Baca dan akui dahulu" in texts(screen)
    assert screens.world.case(case_id).step == "draf"


def sent_with_a_finding(screens: Screens) -> int:
    case_id = drafting(screens)
    screen = screens.open("raka", "kasus", id=case_id)
    write(screen, "input_draf_", CLAIM)
    press(screen.run().checkbox[0].check().run(), "act_ya_")
    return case_id


def test_who_approves_on_the_card_reads_the_findings_first(screens: Screens):
    case_id = sent_with_a_finding(screens)
    screen = screens.open("sari", "persetujuan", id=case_id)
    assert "Perlu dibaca" in texts(screen)
    assert "Sudah dibaca Raka Pratama" in texts(screen)
    screen = press(screen, f"setuju_{case_id}_")
    assert "Baca dan akui dahulu" in texts(screen)
    assert not has_button(screen, f"setuju_ya_{case_id}_")
    screen = press(screen.checkbox[0].check().run(), f"setuju_{case_id}_")
    screen = press(screen, f"setuju_ya_{case_id}_")
    assert "disetujui" in toasts(screen)
    assert len(acknowledged(screens)) == 2


def test_who_approves_in_the_case_reads_the_findings_first(screens: Screens):
    case_id = sent_with_a_finding(screens)
    screen = press(screens.open("sari", "kasus", id=case_id), "act_ya_")
    assert "Baca dan akui dahulu" in texts(screen)
    press(screen.checkbox[0].check().run(), "act_ya_")
    assert len(screens.world.publications(case_id)) == 1


def test_a_text_changed_while_it_waits_is_read_as_well(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("sari", "kasus", id=case_id)
    write(screen, "input_ubah_", f"{DRAFT} {THREAT}")
    screen = press(screen, "act_ubah_")
    assert "Ancaman hukum kepada warga" in texts(screen)
    assert screens.world.case(case_id).draft_number == 1
