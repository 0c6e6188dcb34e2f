"""Kota Madiun, 06/HK.01.3-Kpt/3577/KPU-Kot/II/2020: five procedures; no minutes are printed.

The one deadline is the ratification of an urgent answer, which is Simak's own.
"""

from __future__ import annotations

import pytest

from responses import opening
from responses.errors import FourEyesError, MissingInputError, NotAllowedError
from responses.kinds import CaseState, Division, Proof, PublicationState, Role, SopPurpose
from tests.procedures.journey import Journey, Office
from tests.support.world import TANGGAPAN, URGENT, material

ARTICLE = "KPU Kota membuka pendaftaran pemantau pemilihan."
SHEET = material("hasil.png", "rekapitulasi")


class TestArticles:
    """1. Pengisian konten web: penulis, redaktur, sekretaris, Pembina, administrator."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.CONTENT, "madiun-2020-konten")
        return office.asks(SopPurpose.CONTENT, "nia", draf=ARTICLE)

    def test_from_the_writer_to_the_website(self, journey: Journey) -> None:
        journey.stands("koreksi")
        journey.goes_on("rina")
        journey.stands("seleksi")
        journey.has_no_way_back("agus")
        journey.goes_on("agus")
        journey.stands("pengesahan")
        assert journey.world.publications(journey.case_id) == [], "nothing is ordered before the Pembina says so"
        journey.goes_on("hasan")
        journey.stands("unggah")
        assert journey.standing_consents() == ["rina", "hasan"]
        journey.is_proven_by("dewi")
        (row,) = journey.world.publications(journey.case_id)
        assert (row.text, row.state, row.proof) == (ARTICLE, PublicationState.PUBLISHED, Proof.CLAIMED)
        assert set(journey.minutes_late().values()) == {None}, "no minutes are printed"

    def test_redaktur_and_pembina_may_return_it_to_the_writer(self, journey: Journey) -> None:
        journey.goes_back("rina", "tulis")
        journey.goes_on("nia", draf=f"{ARTICLE} Tanpa biaya.")
        journey.goes_on("rina")
        journey.goes_on("agus")
        journey.goes_back("hasan", "tulis")
        journey.goes_on("nia", draf=f"{ARTICLE} Gratis.")
        journey.stands("koreksi")
        assert len(journey.texts()) == 3

    def test_what_is_not_selected_is_declined_by_the_sekretaris_or_the_pembina(self, journey: Journey) -> None:
        journey.goes_on("rina")
        journey.may_be_stopped_only_by("agus", "hasan")
        journey.world.decline(journey.case_id, "agus", "Belum layak tampil.")
        assert journey.case.state is CaseState.DECLINED

    def test_a_text_the_pembina_changed_is_corrected_again_and_approved_by_his_stand_in(
        self, office: Office, journey: Journey
    ) -> None:
        journey.goes_on("rina")
        journey.goes_on("agus")
        office.world.revise(journey.case_id, "hasan", f"{ARTICLE} Terbuka untuk umum.")
        journey.stands("koreksi")
        assert journey.standing_consents() == []
        journey.goes_on("rina")
        journey.goes_on("agus")
        journey.is_not_for_its_author("hasan")
        office.world.grant("lina", Role.PEMBINA)
        journey.goes_on("lina", also=("hasan",))


class FilesAndOpenData:
    """2 and 3: penyaji, redaktur, sekretaris, Pembina, administrator; a file is always part of it."""

    purpose: SopPurpose
    key: str

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(self.purpose, self.key)
        return office.asks(self.purpose, "yoga", draf="Rekapitulasi hasil pemilihan.", files=(SHEET,))

    def test_from_the_penyaji_to_the_website_with_the_same_file(self, journey: Journey) -> None:
        journey.stands("koreksi")
        journey.goes_on("rina")
        journey.stands("seleksi")
        journey.goes_on("agus")
        journey.stands("pengesahan")
        journey.goes_on("hasan")
        journey.stands("unggah")
        assert [draft.files for draft in journey.world.drafts(journey.case_id)] == [[SHEET.as_row()]]
        assert journey.standing_consents() == ["rina", "hasan"]
        journey.is_proven_by("dewi")

    def test_another_file_with_the_same_words_is_corrected_again(self, journey: Journey) -> None:
        journey.goes_on("rina")
        journey.goes_on("agus")
        other = material("hasil.png", "rekapitulasi yang lain")
        journey.world.revise(journey.case_id, "hasan", "Rekapitulasi hasil pemilihan.", files=(other,))
        journey.stands("koreksi")
        assert journey.standing_consents() == []

    def test_it_goes_back_to_the_penyaji_who_gives_the_file_again(self, journey: Journey) -> None:
        journey.goes_back("rina", "usul")
        journey.goes_on("yoga", draf="Rekapitulasi hasil pemilihan per TPS.", files=(SHEET,))
        journey.goes_on("rina")
        journey.goes_on("agus")
        journey.goes_back("hasan", "usul")
        journey.may_be_stopped_only_by("agus", "hasan")


class TestFiles(FilesAndOpenData):
    """2. Hasil pemilu dan pengumuman."""

    purpose, key = SopPurpose.FILES, "madiun-2020-berkas"


class TestOpenData(FilesAndOpenData):
    """3. Menu open data."""

    purpose, key = SopPurpose.OPEN_DATA, "madiun-2020-data-terbuka"


class TestReply:
    """4. Tanggapan: only the Pembina answers, after the division concerned agrees."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.ORDINARY, TANGGAPAN)
        return office.reports(SopPurpose.ORDINARY, "dewi")

    def test_from_the_report_to_the_reply(self, journey: Journey) -> None:
        journey.stands("konsep")
        journey.goes_on("hasan", draf="TPS 04, Balai Desa Sukamaju.")
        journey.stands("persetujuan_divisi")
        journey.goes_on("lina")
        journey.stands("pengesahan")
        journey.goes_on("hasan")
        journey.stands("unggah")
        assert journey.standing_consents() == ["lina"]
        journey.is_proven_by("dewi")

    def test_the_division_may_return_it_and_so_may_the_pembina_himself(self, journey: Journey) -> None:
        journey.goes_on("hasan", draf="TPS 04.")
        journey.goes_back("lina", "konsep")
        journey.goes_on("hasan", draf="TPS 04, Balai Desa.")
        journey.goes_on("lina")
        journey.goes_back("hasan", "konsep")
        journey.goes_on("hasan", draf="TPS 04, Balai Desa Sukamaju.")
        journey.stands("persetujuan_divisi")
        journey.may_be_stopped_only_by("hasan")

    def test_a_pembina_who_is_also_the_division_does_not_agree_with_himself(
        self, office: Office, journey: Journey
    ) -> None:
        office.world.grant("hasan", Role.DIVISI_TERKAIT)
        journey.goes_on("hasan", draf="TPS 04.")
        journey.is_not_for_its_author("hasan")
        with pytest.raises(FourEyesError):
            journey.world.act(journey.case_id, "hasan", yes=False, note="Diperbaiki sendiri.")
        journey.goes_on("lina", also=("hasan",))

    def test_only_the_division_concerned_agrees(self, office: Office, journey: Journey) -> None:
        office.world.hire("wahyu", "Wahyu Hidayat")
        office.world.hire("tari", "Tari Lestari")
        office.world.grant("wahyu", Role.DIVISI_TERKAIT, division=Division.TEKNIS)
        office.world.grant("tari", Role.DIVISI_TERKAIT, division=Division.HUKUM)
        journey.world.change_division(journey.case_id, "dewi", Division.HUKUM)
        journey.goes_on("hasan", draf="TPS 04.")
        with pytest.raises(NotAllowedError, match="Divisi Hukum dan Pengawasan"):
            journey.world.act(journey.case_id, "wahyu")
        journey.goes_on("tari", also=("lina",))
        assert [consent.role for consent in journey.world.consents(journey.case_id)] == [Division.HUKUM.label]


class TestUrgent:
    """5. Kondisi khusus: answered at once by the Pembina or the division concerned, ratified within a day."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.clock("21.11 23.30")
        return office.reports(SopPurpose.URGENT, "dewi")

    def test_from_the_report_over_the_public_answer_to_the_ratification(self, office: Office, journey: Journey) -> None:
        assert journey.case.sop_release_id, URGENT
        journey.stands("jawab")
        office.clock("21.11 23.34")
        journey.goes_on("hasan", also=("lina",), draf="Petugas sedang menuju TPS 3.")
        journey.stands("unggah")
        assert journey.standing_consents() == [], "answered without prior consent"
        office.clock("21.11 23.40")
        journey.is_proven_by("dewi", last=False)
        journey.stands("ratifikasi", "22.11 23.40")
        journey.is_not_for_its_author("hasan")
        office.clock("23.11 00.40")
        journey.goes_on("lina", also=("hasan",))
        journey.is_over()
        assert journey.minutes_late() == {"informasi": None, "jawab": None, "unggah": None, "ratifikasi": 60}
        assert journey.standing_consents() == ["lina"]

    def test_the_reason_is_asked_for(self, office: Office) -> None:
        comment_id = office.world.comment()
        for inputs, missing in (({"laporan": "X."}, "Alasan keadaan mendesak"), ({"alasan_mendesak": "X."}, "Laporan")):
            with office.world.database.write() as session:
                desk = office.world.desk(session, "dewi")
                with pytest.raises(MissingInputError, match=missing), session.begin_nested():
                    opening.open_case(session, desk, [comment_id], SopPurpose.URGENT, inputs)

    def test_an_answer_that_is_not_ratified_is_corrected_in_public(self, office: Office, journey: Journey) -> None:
        journey.goes_on("lina", also=("hasan",), draf="Petugas menuju TPS 3.")
        journey.is_proven_by("dewi", last=False)
        journey.goes_back("hasan", "jawab", also=("lina",))
        journey.goes_on("hasan", also=("lina",), draf="Petugas tiba di TPS 3 pukul 23.45.")
        journey.is_proven_by("dewi", last=False)
        journey.goes_on("lina", also=("hasan",))
        journey.is_over()
        assert [row.text for row in journey.world.publications(journey.case_id)] == journey.texts()

    def test_only_the_pembina_leaves_it_unanswered(self, journey: Journey) -> None:
        journey.may_be_stopped_only_by("hasan")
