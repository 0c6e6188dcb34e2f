"""Asking for content, reading its case, and posting it by hand with proof."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from responses import proofs
from responses.drafts import files_of
from responses.kinds import (
    CaseState,
    ContentCategory,
    Division,
    LegalProduct,
    PublicationState,
    Role,
    SopPurpose,
    Subject,
)
from responses.models import CaseFile
from tests.screens.content_office import CAPTION, asked, field, kept, ordered, photo, posted, publishing, tab_labels
from tests.screens.showing import Screens, button, go, has_button, pages, press, texts, toasts, write, written

NAMES_A_CONTESTANT_NUMBER = "Ayo pilih paslon nomor 2 pada hari pemungutan suara."
PROMISES = "Kami jamin semua warga terlayani."


@pytest.fixture
def instagram(screens: Screens) -> int:
    """The office publishes content; the id of its Instagram account."""
    return publishing(screens)


def newest(screens: Screens) -> CaseFile:
    """The case that was opened last."""
    with screens.world.database.read() as session:
        return session.scalars(select(CaseFile).order_by(CaseFile.id.desc()).limit(1)).one()


def cases(screens: Screens) -> int:
    """How many cases there are."""
    with screens.world.database.read() as session:
        return session.scalar(select(func.count()).select_from(CaseFile)) or 0


def filled(screens: Screens, instagram: int, text: str = CAPTION):
    """The form as raka filled it in, but for the files."""
    screen = screens.open("raka", "konten")
    write(screen, "konten_judul_", "Simulasi pemungutan suara")
    field(screen, "multiselect", "konten_akun_").set_value([instagram, screens.world.account_id])
    write(screen, "konten_input_0_draf_", text)
    return screen.run()


def test_a_request_becomes_a_case_with_everything_that_was_written(screens: Screens, instagram: int):
    screen = filled(screens, instagram)
    field(screen, "datetime_input", "konten_perlu_").set_value(datetime(2026, 11, 16, 15, 30))  # noqa: DTZ001 - as typed
    uploads = [("simulasi.png", photo(), "image/png"), ("simulasi.jpg", photo(kind="JPEG"), "image/jpeg")]
    screen.file_uploader[0].set_value(uploads)
    screen = press(screen, "act_minta_")
    case = newest(screens)
    assert f"Permintaan terkirim sebagai kasus {case.number}." in texts(screen)
    assert (case.subject, case.title, case.category) == (
        Subject.CONTENT, "Simulasi pemungutan suara", ContentCategory.NEWS
    )  # fmt: skip
    assert case.needed_by == datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
    assert {target.account_id for target in screens.world.targets(case.id)} == {instagram, screens.world.account_id}
    draft = screens.world.drafts(case.id)[0]
    assert (draft.text, [file.name for file in files_of(draft)]) == (CAPTION, ["simulasi.png", "simulasi.jpg"])
    assert [proofs.read(screens.folder, file.sha256) for file in files_of(draft)] == [
        data for _name, data, _ in uploads
    ]
    assert [written(screen, "konten_input_"), field(screen, "text_input", "konten_judul_").value] == ["", ""]


def test_whoever_may_not_begin_reads_who_may(screens: Screens, instagram: int):
    screen = screens.open("dewi", "konten")
    assert "Dimulai oleh Pelaksana redaksi: Raka Pratama" in texts(screen)
    assert "2. Foto dan/atau video, narasi dan caption diperiksa" in texts(screen)
    assert not has_button(screen, "act_minta_")


def test_the_first_step_asks_for_what_its_sop_says_and_nothing_else(screens: Screens, instagram: int):
    screen = screens.open("sari", "konten")
    assert field(screen, "button_group", "konten_jenis").value is SopPurpose.EDUCATION
    assert [area.label for area in screen.text_area if area.key.startswith("konten_input_")] == ["Disposisi"]
    assert not [one for one in screen.file_uploader if one.key.startswith("konten_")]
    write(screen, "konten_judul_", "Infografik dokumen pemilih")
    field(screen, "multiselect", "konten_akun_").set_value([instagram])
    write(screen, "konten_input_0_disposisi_", "Mohon dibuatkan infografik.")
    press(screen.run(), "act_minta_")
    assert newest(screens).step == "konsep"
    assert newest(screens).category is ContentCategory.EDUCATION_ELECTORAL


def test_what_is_missing_is_named_and_what_was_typed_stays(screens: Screens, instagram: int):
    screen = filled(screens, instagram)
    screen = press(screen, "act_minta_")
    assert "Berkas: foto, video, atau dokumen wajib dilampirkan" in texts(screen)
    assert written(screen, "konten_input_0_draf_") == CAPTION
    assert cases(screens) == 0


def test_only_an_announcement_names_the_kind_of_legal_product(screens: Screens, instagram: int):
    screens.world.choose(SopPurpose.ANNOUNCEMENT, "magelang-2022-pengumuman")
    screen = screens.open("raka", "konten")
    assert not [box for box in screen.selectbox if box.key.startswith("konten_produk_")]
    field(screen, "button_group", "konten_jenis").set_value(SopPurpose.ANNOUNCEMENT)
    screen = screen.run()
    write(screen, "konten_judul_", "Keputusan baru")
    write(screen, "konten_input_0_draf_", "Keputusan baru dapat dibaca di laman JDIH.")
    field(screen, "multiselect", "konten_akun_").set_value([instagram])
    screen = press(screen.run(), "act_minta_")
    assert "Jenis produk hukum wajib dipilih" in texts(screen)
    field(screen, "selectbox", "konten_produk_").set_value(LegalProduct.KEPUTUSAN)
    press(screen.run(), "act_minta_")
    assert newest(screens).legal_product is LegalProduct.KEPUTUSAN


def test_a_text_that_may_not_be_said_cannot_be_sent(screens: Screens, instagram: int):
    screen = filled(screens, instagram, NAMES_A_CONTESTANT_NUMBER)
    assert "Ajakan memilih atau menolak peserta" in texts(screen)
    assert button(screen, "act_minta_").disabled


def test_a_finding_is_acknowledged_first_and_the_case_says_by_whom(screens: Screens, instagram: int):
    screen = filled(screens, instagram, PROMISES)
    screen.file_uploader[0].set_value([("simulasi.png", photo(), "image/png")])
    screen = press(screen, "act_minta_")
    assert "akui dahulu" in texts(screen)
    assert cases(screens) == 0
    field(screen, "checkbox", "baca_konten_").check()
    press(screen.run(), "act_minta_")
    shown = texts(screens.open("bima", "kasus", id=newest(screens).id))
    assert "Catatan pemeriksaan naskah yang sudah dibaca" in shown
    assert "Raka Pratama · Pelaksana menyiapkan dokumentasi" in shown


def test_a_file_that_is_not_what_its_name_says_is_named_and_nothing_is_sent(screens: Screens, instagram: int):
    screen = filled(screens, instagram)
    screen.file_uploader[0].set_value([("foto.png", photo(), "image/png"), ("surat.pdf", b"<html>", "application/pdf")])
    screen = screen.run()
    assert "“surat.pdf” rusak atau bukan berkas PDF." in texts(screen)
    press(screen, "act_minta_")
    assert cases(screens) == 0
    assert not screens.folder.exists()


def test_an_office_without_procedures_for_content_says_so(screens: Screens):
    shown = texts(screens.open("raka", "konten"))
    assert "belum memilih SOP untuk konten" in shown


def test_content_under_way_is_listed_with_whom_it_waits_for(screens: Screens, instagram: int):
    asked(screens, instagram, needed_by=screens.world.now + timedelta(hours=3))
    screen = screens.open("dewi", "konten")
    shown = texts(screen)
    assert "Menunggu Pimpinan redaksi atau Wakil pimpinan redaksi: Foto dan/atau video" in shown
    assert "diperlukan 12.00 WIB (3 jam lagi)" in shown
    assert "Akun instagram" in shown


def test_the_case_of_content_reads_without_a_comment(screens: Screens, instagram: int):
    case_id = asked(screens, instagram, needed_by=screens.world.now + timedelta(hours=3), title="Rapat *koordinasi*")
    shown = texts(screens.open("sari", "kasus", id=case_id))
    for said in (
        "Rapat *koordinasi*",
        "Berita kegiatan",
        "3 jam lagi",
        "Akun instagram (Instagram)",
        "Naskah konten",
        CAPTION,
    ):
        assert said in shown
    assert "kegiatan.png" in shown
    assert "Mengapa ditandai" not in shown
    listed = texts(screens.open("sari", "kasus"))
    assert "Rapat *koordinasi*" in listed
    assert "(tanpa nama)" not in listed


def test_what_was_attached_and_left_out_stands_beside_the_changed_words(screens: Screens, instagram: int):
    old, new = kept(screens, "lama.png"), kept(screens, "baru.png", photo("#993333"))
    case_id = asked(screens, instagram, files=[old])
    screens.world.act(case_id, "sari")
    screens.world.act(case_id, "raka")
    screens.world.act(case_id, "fajar", files=[new], draf=f"{CAPTION} Terima kasih.")
    shown = texts(screens.open("sari", "kasus", id=case_id))
    assert "Berkas ditambah" in shown
    assert "Berkas tidak disertakan lagi" in shown
    assert (shown.count("baru.png"), shown.count("lama.png")) == (2, 1)


def test_the_next_writer_keeps_the_files_unless_he_leaves_one_out(screens: Screens, instagram: int):
    first, second = kept(screens, "satu.png"), kept(screens, "dua.png", photo("#993333"))
    case_id = asked(screens, instagram, files=[first, second])
    screens.world.act(case_id, "sari")
    screens.world.act(case_id, "raka")
    screen = screens.open("fajar", "kasus", id=case_id)
    boxes = [box for box in screen.checkbox if "_pakai_" in box.key]
    assert len(boxes) == 2
    boxes[0].uncheck()
    screen.file_uploader[0].set_value([("tiga.png", photo("#339933"), "image/png")])
    press(screen, "act_ya_")
    names = [file.name for file in files_of(screens.world.drafts(case_id)[-1])]
    assert names == ["dua.png", "tiga.png"]


def test_a_paused_case_and_its_division_are_seen_in_the_list(screens: Screens):
    case_id = screens.world.report(screens.world.comment())
    screens.world.pause(case_id, "sari")
    screens.world.change_division(case_id, "sari", Division.RENDATIN)
    shown = texts(screens.open("sari", "kasus"))
    assert "Waktu dihentikan sementara" in shown
    assert Division.RENDATIN.label in shown


def test_a_case_that_became_urgent_still_opens(screens: Screens):
    case_id = screens.world.report(screens.world.comment())
    urgent_id = screens.world.make_urgent(case_id, "sari")
    assert CaseState.MADE_URGENT.label in texts(screens.open("sari", "kasus", id=case_id))
    assert "Menggantikan kasus" in str(
        [link.label for link in screens.open("sari", "kasus", id=urgent_id).get("page_link")]
    )


@pytest.mark.parametrize(
    ("role", "key"), [(Role.ADMIN_SUBBAGIAN, "cianjur-2021-media-sosial"), (Role.STAF_HUKUM, "singkawang-2022-jdih")]
)
def test_whoever_proves_by_a_procedure_in_use_reaches_the_screen_for_it(screens: Screens, role: Role, key: str):
    screens.world.hire("wati", "Wati Susilowati", role)
    assert "unggah" not in pages(screens.open("wati"))
    screens.world.choose(SopPurpose.CONTENT, key)
    assert "unggah" in pages(screens.open("wati"))


def test_content_is_copied_posted_and_proven_for_each_account(screens: Screens, instagram: int):
    case_id = ordered(screens, instagram)
    screen = screens.open("dewi", "unggah")
    assert CAPTION in [code.value for code in screen.code]
    assert "Berkas yang diunggah bersama naskah (1)" in texts(screen)
    assert "kegiatan.png" in texts(screen)
    write(screen, "unggah_link_", "https://kab-arunika.example/simulasi")
    screen.file_uploader[0].set_value(("bukti.png", photo(), "image/png"))
    screen = press(screen, "unggah_bukti_")
    assert "Tautan harus menuju instagram.example" in texts(screen)
    write(screen, "unggah_link_", "https://instagram.example/kpu/p/1")
    screen = press(screen, "unggah_bukti_")
    assert "konten tercatat tayang" in toasts(screen)
    assert screens.world.publications(case_id)[0].state is PublicationState.PUBLISHED
    shown = texts(go(screen, "konten"))
    assert "Akun instagram · Instagram" in shown
    assert "https://instagram.example/kpu/p/1" in shown


def test_somebody_who_proves_other_things_is_told_who_proves_this_one(screens: Screens, instagram: int):
    ordered(screens, instagram)
    screens.world.hire("wati", "Wati Susilowati", Role.ADMINISTRATOR)
    screen = screens.open("wati", "unggah")
    assert "Dikerjakan dan dibuktikan oleh Admin medsos." in texts(screen)
    assert not screen.file_uploader


def test_a_picture_that_was_changed_behind_our_back_is_a_sentence_and_not_a_picture(screens: Screens, instagram: int):
    case_id = asked(screens, instagram, files=[kept(screens, "rusak.png", photo("#123456"))])
    for path in screens.folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"lain")
    assert "sudah berubah sejak disimpan" in texts(screens.open("sari", "kasus", id=case_id))


def test_the_tabs_follow_what_the_office_chose(screens: Screens):
    screens.world.choose(SopPurpose.REMOVAL, "magelang-2022-penghapusan")
    assert tab_labels(screens.open("raka", "konten")) == ["Konten berjalan", "Sudah tayang", "Hapus atau arsipkan"]


def test_what_is_public_stands_under_its_account(screens: Screens, instagram: int):
    posted(screens, instagram, screens.world.account_id)
    shown = texts(screens.open("raka", "konten"))
    assert shown.index("Akun instagram · Instagram") < shown.index("Situs KPU Arunika · Situs web")
