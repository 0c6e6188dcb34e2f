"""Kabupaten Magelang, 17/HK.03.2/3308/2022: five procedures, line by line with the minutes that are printed.

The office opens 07.30-12.00 and 13.00-16.00, on Friday until 16.30; 16 November 2026 is a Monday.
"""

from __future__ import annotations

import pytest

from responses.errors import MissingInputError, NotAllowedError, NotFoundError, StaleError
from responses.kinds import CaseState, ContentCategory, LegalProduct, Proof, PublicationState, Role, SopPurpose
from tests.procedures.journey import Journey, Office, shown
from tests.support.world import material

EDITORS = ("sari", "bima")
"""Pimpinan redaksi and wakil pimpinan redaksi, who share a column."""
PHOTO, VIDEO = material("kegiatan.png", "foto"), material("kegiatan.mp4", "video")


class TestPhotoOrVideo:
    """Foto/video kegiatan disertai caption pendek: 15/15/15/60/15/15/15/15 minutes, shown the same day."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.CONTENT, "magelang-2022-foto-video")
        return office.asks(
            SopPurpose.CONTENT, "raka", draf="Simulasi pemungutan suara di Balai Desa.", files=(PHOTO, VIDEO)
        )

    def test_from_the_documentation_to_the_proof_that_it_is_shown(self, office: Office, journey: Journey) -> None:
        assert shown(journey.case.same_day_due_at) == "16.11 16.00"
        journey.stands("periksa", "16.11 09.15")
        office.clock("16.11 09.10")
        journey.goes_on("sari", also=EDITORS)
        journey.stands("terima", "16.11 09.25")
        office.clock("16.11 09.20")
        journey.goes_on("raka")
        journey.stands("olah", "16.11 10.20")
        office.clock("16.11 11.40")
        journey.goes_on("fajar", draf="Warga mencoba bilik suara.", files=(PHOTO,))
        journey.stands("serahkan", "16.11 11.55")
        office.clock("16.11 11.50")
        journey.goes_on("fajar")
        journey.stands("sempurnakan", "16.11 13.05")
        office.clock("16.11 13.00")
        journey.goes_on("raka", draf="Warga mencoba bilik suara di Balai Desa.", files=(PHOTO,))
        journey.stands("setujui", "16.11 13.15")
        office.clock("16.11 15.55")
        journey.goes_on("sari", also=EDITORS)
        journey.stands("unggah", "17.11 07.40")
        office.clock("16.11 15.58")
        journey.is_proven_by("dewi")
        self.what_is_on_record(journey)

    def what_is_on_record(self, journey: Journey) -> None:
        (row,) = journey.world.publications(journey.case_id)
        assert (row.text, row.draft_number, row.proof) == (journey.texts()[-1], 3, Proof.CLAIMED)
        assert [len(draft.files) for draft in journey.world.drafts(journey.case_id)] == [2, 1, 1]
        assert journey.standing_consents() == ["sari"]
        assert journey.minutes_late() == {
            "siapkan": -15, "periksa": -5, "terima": -5, "olah": 80, "serahkan": -5, "sempurnakan": -5,
            "setujui": 160, "unggah": -12,
        }  # fmt: skip

    def test_every_printed_tidak_leads_back_to_who_made_it(self, office: Office, journey: Journey) -> None:
        journey.goes_back("bima", "siapkan", "16.11 09.15", also=EDITORS)
        journey.goes_on("raka", draf="Simulasi di Balai Desa Sukamaju.", files=(PHOTO,))
        journey.goes_on("bima", also=EDITORS)
        journey.has_no_way_back("raka")
        journey.goes_on("raka")
        journey.goes_on("fajar", draf="Konten.")
        journey.has_no_way_back("fajar")
        journey.goes_on("fajar")
        journey.goes_back("raka", "olah", "16.11 10.00")
        journey.goes_on("fajar", draf="Konten kedua.")
        journey.goes_on("fajar")
        journey.goes_on("raka", draf="Konten kedua, disempurnakan.")
        journey.goes_back("sari", "sempurnakan", "16.11 09.15", also=EDITORS)
        assert len(journey.texts()) == 5

    def test_an_editor_who_changed_the_text_needs_the_other_one(self, office: Office, journey: Journey) -> None:
        journey.world.revise(journey.case_id, "sari", "Simulasi pemungutan suara, disunting.")
        journey.stands("periksa", "16.11 09.15")
        journey.is_not_for_its_author("sari")
        journey.goes_on("bima", also=EDITORS)

    def test_only_whoever_approves_may_stop_it(self, journey: Journey) -> None:
        journey.may_be_stopped_only_by(*EDITORS)
        journey.world.decline(journey.case_id, "bima", "Kegiatan dibatalkan.")
        assert (journey.case.state, journey.world.publications(journey.case_id)) == (CaseState.DECLINED, [])


class TestAnnouncement:
    """Pengumuman produk hukum baru: 30/15/15/10/15 minutes, shown the same day."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.ANNOUNCEMENT, "magelang-2022-pengumuman")
        office.clock("20.11 15.30")
        return Journey(office, self.announce(office))

    def announce(self, office: Office, text: str = "PKPU 3/2026 terbit, baca di laman JDIH.") -> int:
        return office.world.request(
            "raka", SopPurpose.ANNOUNCEMENT, category=ContentCategory.ANNOUNCEMENT,
            legal_product=LegalProduct.PERATURAN, draf=text,
        )  # fmt: skip

    def test_on_a_friday_afternoon_it_runs_into_monday(self, office: Office, journey: Journey) -> None:
        assert shown(journey.case.same_day_due_at) == "20.11 16.30"
        assert journey.case.legal_product is LegalProduct.PERATURAN
        journey.stands("koreksi", "20.11 15.45")
        office.clock("20.11 16.20")
        journey.goes_on("bima", also=EDITORS)
        journey.stands("setujui", "23.11 07.35")
        office.clock("21.11 10.00")
        journey.goes_on("sari", also=EDITORS)
        journey.stands("perintah", "23.11 07.40")
        office.clock("23.11 07.30")
        journey.goes_on("sari", also=EDITORS)
        journey.stands("unggah", "23.11 07.45")
        office.clock("23.11 07.50")
        journey.is_proven_by("dewi", also=("raka",))
        assert journey.minutes_late() == {"konsep": -30, "koreksi": 35, "setujui": -5, "perintah": -10, "unggah": 5}
        assert journey.standing_consents() == ["sari"]

    def test_only_the_pelaksana_begins_and_only_with_a_kind_of_legal_product(self, office: Office) -> None:
        office.runs(SopPurpose.ANNOUNCEMENT, "magelang-2022-pengumuman")
        with pytest.raises(MissingInputError, match="produk hukum"):
            office.world.request(
                "raka", SopPurpose.ANNOUNCEMENT, category=ContentCategory.ANNOUNCEMENT, draf="Pengumuman."
            )
        with pytest.raises(MissingInputError, match="produk hukum"):
            office.world.request("raka", SopPurpose.ANNOUNCEMENT, legal_product=LegalProduct.KEPUTUSAN, draf="X.")
        office.asks(SopPurpose.ANNOUNCEMENT, "raka", draf="Pengumuman.")

    def test_both_readings_may_send_it_back(self, journey: Journey) -> None:
        journey.goes_back("sari", "konsep", "20.11 16.00", also=EDITORS)
        journey.goes_on("raka", draf="PKPU 3/2026 terbit pada 19 November.")
        journey.goes_on("sari", also=EDITORS)
        journey.goes_back("bima", "konsep", "20.11 16.00", also=EDITORS)
        journey.goes_on("raka", draf="PKPU 3/2026 terbit pada 20 November.")
        journey.goes_on("bima", also=EDITORS)
        journey.goes_on("bima", also=EDITORS)
        journey.has_no_way_back("bima")

    def test_a_text_changed_after_the_approval_is_approved_again(self, journey: Journey) -> None:
        journey.goes_on("sari", also=EDITORS)
        journey.goes_on("sari", also=EDITORS)
        journey.world.revise(journey.case_id, "bima", "PKPU 3/2026 terbit.")
        journey.stands("setujui", "20.11 15.45")
        assert journey.standing_consents() == []
        journey.is_not_for_its_author("bima")
        journey.goes_on("sari", also=EDITORS)
        journey.goes_on("bima", also=EDITORS)
        journey.is_proven_by("raka", also=("dewi",))


class TestEducation:
    """Edukasi kepemiluan/non-kepemiluan dan non-edukasi: 10/20/15/15/25/10/10/10 minutes."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.EDUCATION, "magelang-2022-edukasi")
        return office.asks(SopPurpose.EDUCATION, "sari", also=EDITORS, disposisi="Buat konten tentang DPT.")

    def test_from_the_order_to_the_proof_that_it_is_shown(self, office: Office, journey: Journey) -> None:
        assert journey.case.same_day_due_at is None
        journey.stands("konsep", "16.11 09.20")
        office.clock("16.11 09.05")
        journey.goes_on("raka", draf="Konsep: cara memeriksa DPT.")
        journey.stands("koreksi", "16.11 09.20")
        office.clock("16.11 09.20")
        journey.goes_on("bima", also=EDITORS)
        journey.stands("teruskan", "16.11 09.35")
        office.clock("16.11 09.30")
        journey.goes_on("raka")
        journey.stands("buat", "16.11 09.55")
        office.clock("16.11 15.50")
        journey.goes_on("fajar", draf="Periksa nama Anda dalam DPT.", files=(PHOTO,))
        journey.stands("serahkan", "16.11 16.00")
        office.clock("17.11 07.29")
        journey.goes_on("fajar")
        journey.stands("koreksi_final", "17.11 07.40")
        office.clock("17.11 07.40")
        journey.goes_on("sari", also=EDITORS)
        journey.stands("unggah", "17.11 07.50")
        office.clock("17.11 07.45")
        journey.is_proven_by("dewi")
        assert journey.minutes_late() == {
            "perintah": -10, "konsep": -15, "koreksi": 0, "teruskan": -5, "buat": 295, "serahkan": 1,
            "koreksi_final": 0, "unggah": -5,
        }  # fmt: skip
        assert journey.standing_consents() == ["sari"], "the concept's consent went with the concept"
        assert [consent.void for consent in journey.world.consents(journey.case_id)] == [True, False]

    def test_each_tidak_leads_to_its_own_maker(self, journey: Journey) -> None:
        journey.goes_on("raka", draf="Konsep.")
        journey.goes_back("sari", "konsep", "16.11 09.20", also=EDITORS)
        journey.goes_on("raka", draf="Konsep kedua.")
        journey.goes_on("sari", also=EDITORS)
        journey.goes_on("raka")
        journey.goes_on("fajar", draf="Konten.")
        journey.goes_on("fajar")
        journey.goes_back("bima", "buat", "16.11 09.25", also=EDITORS)

    def test_only_whoever_orders_it_may_stop_it(self, journey: Journey) -> None:
        journey.may_be_stopped_only_by(*EDITORS)


class TestCommentsAndQuestions:
    """Komentar dan pertanyaan: 15/10/15/15/15 minutes, answered the same day."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.clock("16.11 11.50")
        return office.reports(SopPurpose.ORDINARY, "dewi")

    def test_from_the_report_to_the_proof_that_it_is_shown(self, office: Office, journey: Journey) -> None:
        assert shown(journey.case.same_day_due_at) == "16.11 16.00"
        journey.stands("perintah", "16.11 12.00")
        office.clock("16.11 12.30")
        journey.goes_on("sari", also=EDITORS, perintah="Jawab dengan lokasi TPS.")
        journey.stands("draf", "16.11 13.15")
        office.clock("16.11 13.10")
        journey.goes_on("raka", draf="TPS 04, Balai Desa Sukamaju.")
        journey.stands("koreksi", "16.11 13.25")
        office.clock("16.11 13.20")
        journey.goes_on("bima", also=EDITORS)
        journey.stands("unggah", "16.11 13.35")
        office.clock("16.11 13.36")
        journey.is_proven_by("dewi")
        assert journey.minutes_late() == {"lapor": -15, "perintah": 1, "draf": -5, "koreksi": -5, "unggah": 1}
        assert journey.standing_consents() == ["bima"]

    def test_a_tidak_leads_back_to_the_draft(self, journey: Journey) -> None:
        journey.goes_on("sari", also=EDITORS, perintah="Jawab.")
        journey.goes_on("raka", draf="TPS 04.")
        journey.goes_back("sari", "draf", "16.11 13.05", also=EDITORS)
        journey.may_be_stopped_only_by(*EDITORS)

    def test_a_pelaksana_who_stands_in_for_the_editor_does_not_approve_his_own_text(
        self, office: Office, journey: Journey
    ) -> None:
        office.world.grant("raka", Role.WAPEMRED)
        journey.goes_on("raka", also=EDITORS, perintah="Jawab.")
        journey.goes_on("raka", draf="TPS 04.")
        journey.is_not_for_its_author("raka")


class TestRemoval:
    """Penghapusan atau pengarsipan: 15/15/15 minutes, gone the same day."""

    @pytest.fixture
    def shown_case(self, office: Office) -> Journey:
        office.runs(SopPurpose.REMOVAL, "magelang-2022-penghapusan")
        journey = Journey(office, office.world.approved_case())
        journey.is_proven_by("dewi")
        return journey

    @pytest.fixture
    def journey(self, office: Office, shown_case: Journey) -> Journey:
        (row,) = office.world.publications(shown_case.case_id)
        removal = office.world.removal_of(row)
        for stranger in office.only(*EDITORS):
            with pytest.raises(NotAllowedError, match="adalah wewenang"):
                office.world.remove(stranger, removal, disposisi="Hapus.")
        with pytest.raises(MissingInputError, match="Disposisi wajib diisi"):
            office.world.remove("bima", removal, disposisi=" ")
        return Journey(office, office.world.remove("bima", removal, disposisi="Hapus, alamatnya keliru."))

    def test_from_the_order_to_the_proof_that_it_is_gone(
        self, office: Office, shown_case: Journey, journey: Journey
    ) -> None:
        assert shown(journey.case.same_day_due_at) == "16.11 16.00"
        journey.stands("teruskan", "16.11 09.15")
        assert journey.world.publications(journey.case_id) == []
        office.clock("16.11 09.10")
        journey.goes_on("raka")
        journey.stands("hapus", "16.11 09.25")
        office.clock("16.11 09.30")
        journey.is_proven_by("dewi")
        (row,) = journey.world.publications(journey.case_id)
        assert (row.state, row.draft_number, row.proof) == (PublicationState.REMOVED, 0, Proof.CLAIMED)
        assert journey.minutes_late() == {"perintah": -15, "teruskan": -5, "hapus": 5}
        assert (journey.texts(), journey.standing_consents()) == ([], [])
        (shown_row,) = journey.world.publications(shown_case.case_id)
        assert journey.world.targets(journey.case_id)[0].removes_id == shown_row.id

    def test_an_editor_who_is_also_pelaksana_does_not_remove_alone(self, office: Office, journey: Journey) -> None:
        office.world.grant("bima", Role.PELAKSANA)
        journey.is_not_for_its_author("bima")
        journey.goes_on("raka", also=("bima",))

    def test_only_whoever_orders_it_may_take_it_back_and_then_it_can_be_ordered_again(
        self, office: Office, shown_case: Journey, journey: Journey
    ) -> None:
        (row,) = office.world.publications(shown_case.case_id)
        with pytest.raises(StaleError, match=f"kasus {journey.case.number}"):
            office.world.remove("sari", office.world.removal_of(row), disposisi="Hapus.")
        journey.may_be_stopped_only_by(*EDITORS)
        journey.has_no_way_back("raka")
        journey.world.decline(journey.case_id, "sari", "Ternyata benar.")
        again = office.world.remove("sari", office.world.removal_of(row), disposisi="Hapus.")
        assert office.world.case(again).state is CaseState.OPEN


def test_an_office_that_chose_no_procedure_says_so(office: Office) -> None:
    with pytest.raises(NotFoundError, match="belum memilih SOP untuk “Pengumuman produk hukum”"):
        office.world.request("raka", SopPurpose.ANNOUNCEMENT, draf="Pengumuman.")
