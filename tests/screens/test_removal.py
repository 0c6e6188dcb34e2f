"""Ordering publications to be removed or archived, and proving that they are gone."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from responses.kinds import CaseState, PublicationAction, PublicationState, SopPurpose, Subject
from responses.models import CaseFile
from tests.screens.content_office import field, ordered, photo, posted, publishing, tab_labels
from tests.screens.showing import Screens, has_button, press, texts, toasts, write

WHY = "Foto memuat wajah anak tanpa izin."


@pytest.fixture
def instagram(screens: Screens) -> int:
    """The office publishes and removes content; the id of its Instagram account."""
    return publishing(screens)


def removals(screens: Screens) -> list[CaseFile]:
    """The cases that remove something."""
    with screens.world.database.read() as session:
        return list(session.scalars(select(CaseFile).where(CaseFile.subject == Subject.REMOVAL)))


def begun(screens: Screens, instagram: int) -> AppTest:
    """Sari chose one publication in the list of what is public and wrote why."""
    posted(screens, instagram)
    screen = press(screens.open("sari", "konten"), "konten_hapus_")
    write(screen, "hapus_input_disposisi", WHY)
    return screen.run()


def link_of(screens: Screens) -> str:
    """Where the content of ``begun`` stands."""
    with screens.world.database.read() as session:
        case_id = session.scalars(select(CaseFile.id).where(CaseFile.subject == Subject.CONTENT)).one()
    return screens.world.publications(case_id)[0].permalink


def test_the_button_beside_a_publication_leads_to_a_filled_form(screens: Screens, instagram: int):
    screen = begun(screens, instagram)
    assert screen.session_state["konten_tab"] == "Hapus atau arsipkan"
    assert field(screen, "text_input", "hapus_judul").value == "Penghapusan: Simulasi"
    screen = press(screen, "act_hapus_")
    (case,) = removals(screens)
    assert (case.title, case.step) == ("Penghapusan: Simulasi", "teruskan")
    (target,) = screens.world.targets(case.id)
    assert (target.permalink, target.removes_id is not None) == (link_of(screens), True)
    assert f"Perintah penghapusan terkirim sebagai kasus {case.number}." in texts(screen)
    assert "Penghapusan berjalan" in texts(screen)
    assert not has_button(screen, "konten_hapus_")


def test_what_nobody_chose_or_explained_is_refused_and_stays_in_the_form(screens: Screens, instagram: int):
    screen = begun(screens, instagram)
    write(screen, "hapus_input_disposisi", " ")
    screen = press(screen.run(), "act_hapus_")
    assert "Disposisi wajib diisi." in texts(screen)
    assert len(field(screen, "multiselect", "hapus_pilihan").value) == 1
    field(screen, "multiselect", "hapus_pilihan").set_value([])
    assert "Sebutkan sedikitnya satu publikasi" in texts(press(screen.run(), "act_hapus_"))
    assert removals(screens) == []


def test_a_link_that_simak_does_not_know_can_be_removed_too(screens: Screens, instagram: int):
    screen = screens.open("sari", "konten")
    write(screen, "hapus_judul", "Unggahan lama")
    write(screen, "hapus_input_disposisi", WHY)
    write(screen, "hapus_tautan", "https://instagram.example/kpu/p/lama")
    screen = press(screen.run(), "act_hapus_")
    assert "Pilih akun tempat tautan itu tayang." in texts(screen)
    field(screen, "selectbox", "hapus_akun").set_value(instagram)
    press(screen.run(), "act_hapus_")
    (target,) = screens.world.targets(removals(screens)[0].id)
    assert (target.permalink, target.removes_id) == ("https://instagram.example/kpu/p/lama", None)


def test_a_typed_link_that_simak_proved_is_not_removed_twice(screens: Screens, instagram: int):
    screen = press(begun(screens, instagram), "act_hapus_")
    write(screen, "hapus_judul", "Sekali lagi")
    write(screen, "hapus_input_disposisi", WHY)
    write(screen, "hapus_tautan", link_of(screens))
    field(screen, "selectbox", "hapus_akun").set_value(instagram)
    screen = press(screen.run(), "act_hapus_")
    assert f"sudah ditangani dalam kasus {removals(screens)[0].number}" in texts(screen)
    assert len(removals(screens)) == 1


def test_a_removal_ends_with_the_proof_that_it_is_gone(screens: Screens, instagram: int):
    press(begun(screens, instagram), "act_hapus_")
    case_id = removals(screens)[0].id
    raka = screens.open("raka", "kasus", id=case_id)
    for said in ("Yang dihapus atau diarsipkan", WHY):
        assert said in texts(raka)
    press(raka, "act_ya_")
    assert "Perlu dihapus (1)" in texts(screens.open("dewi", "kasus"))
    dewi = screens.open("dewi", "unggah")
    assert "Perlu dihapus atau diarsipkan" in texts(dewi)
    assert "Sudah dihapus/diarsipkan" in [one.label for one in dewi.button]
    assert [one.value for one in dewi.text_input if one.key.startswith("unggah_link_")] == [link_of(screens)]
    dewi.file_uploader[0].set_value(("hilang.png", photo(), "image/png"))
    dewi = press(dewi, "unggah_bukti_")
    assert "tercatat terhapus atau terarsip" in toasts(dewi)
    (row,) = screens.world.publications(case_id)
    assert (row.action, row.state) == (PublicationAction.REMOVE, PublicationState.REMOVED)
    assert screens.world.case(case_id).state is CaseState.DONE
    assert "Terhapus atau terarsip" in texts(screens.open("raka", "kasus", id=case_id))
    public = screens.open("sari", "konten")
    assert "Terhapus atau terarsip" in texts(public)
    assert not has_button(public, "konten_hapus_")


def test_a_removal_that_was_given_up_can_be_ordered_again(screens: Screens, instagram: int):
    press(begun(screens, instagram), "act_hapus_")
    case_id = removals(screens)[0].id
    screens.world.act(case_id, "raka")
    screens.world.withdraw(screens.world.publications(case_id)[0].id, "sari")
    assert has_button(screens.open("sari", "konten"), "konten_hapus_")


def test_only_whoever_begins_a_removal_is_offered_it(screens: Screens, instagram: int):
    posted(screens, instagram)
    screen = screens.open("raka", "konten")
    assert not has_button(screen, "konten_hapus_")
    assert not has_button(screen, "act_hapus_")
    assert "Dimulai oleh Pimpinan redaksi atau Wakil pimpinan redaksi: Bima Santosa, Sari Wulandari" in texts(screen)


def test_an_office_without_a_procedure_for_removals_offers_none(screens: Screens):
    screens.world.choose(SopPurpose.CONTENT, "madiun-2020-konten")
    screen = screens.open("sari", "konten")
    assert tab_labels(screen) == ["Minta konten", "Konten berjalan", "Sudah tayang"]


def test_giving_up_an_order_is_called_what_it_is(screens: Screens, instagram: int):
    case_id = ordered(screens, instagram)
    screen = screens.open("sari", "kasus", id=case_id)
    write(screen, "input_batal_", "Kegiatan dibatalkan.")
    assert "Penayangan dibatalkan" in toasts(press(screen, "act_batal_"))
    assert screens.world.publications(case_id)[0].state is PublicationState.WITHDRAWN
