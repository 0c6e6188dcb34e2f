"""Kabupaten Cianjur, 26/ORT.06-Kpt/Sek-Kab/VI/2021: publication on social media and on the website; no minutes."""

from __future__ import annotations

import pytest

from ingest.kinds import Platform
from responses.kinds import CaseState, PublicationState, SopPurpose
from tests.procedures.journey import Journey, Office
from tests.support.world import material

PHOTO = material("kegiatan.png", "foto")
NOTES, ARTICLE = "Bahan: rapat koordinasi logistik.", "Rapat koordinasi logistik berlangsung di aula."


class TestSocialMedia:
    """Six lines; the admin of the subbagian uploads, with screenshot and link for every account."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.CONTENT, "cianjur-2021-media-sosial")
        accounts = (
            office.world.account("ig", Platform.INSTAGRAM, "https://www.instagram.com/kpu_cianjur"),
            office.world.account("fb", Platform.FACEBOOK, "https://www.facebook.com/kpucianjur"),
        )
        office.asks(SopPurpose.CONTENT, "wati", draf=NOTES, files=(PHOTO,))
        opened = office.world.request("wati", SopPurpose.CONTENT, accounts=accounts, draf=NOTES, files=(PHOTO,))
        return Journey(office, opened)

    def test_from_the_material_to_the_report_of_what_was_uploaded(self, journey: Journey) -> None:
        journey.stands("verifikasi")
        journey.goes_on("joko", disposisi="Perlu disebarluaskan; teruskan ke penanggung jawab subbagian.")
        journey.stands("konsep")
        journey.goes_on("wati", draf=ARTICLE, files=(PHOTO,))
        journey.stands("periksa")
        journey.goes_on("joko")
        journey.stands("unggah")
        first, second = journey.world.publications(journey.case_id)
        assert {first.text, second.text} == {ARTICLE}
        journey.world.prove(first.id, "wati", journey.office.folder)
        journey.stands("unggah")
        journey.is_proven_by("wati", last=False)
        journey.stands("laporan")
        journey.goes_on("wati", also=("gita",))
        journey.is_over()
        assert journey.standing_consents() == ["joko"]

    def test_what_is_not_yet_right_goes_back_to_the_admin(self, journey: Journey) -> None:
        journey.has_no_way_back("joko")
        journey.goes_on("joko", disposisi="Buat artikel.")
        journey.goes_on("wati", draf=ARTICLE)
        journey.goes_back("joko", "konsep")
        journey.goes_on("wati", draf=f"{ARTICLE} Hadir perwakilan kecamatan.")
        journey.goes_on("joko")
        assert len(journey.texts()) == 3

    def test_what_need_not_be_spread_is_kept_by_the_kasubbags_word_alone(self, journey: Journey) -> None:
        journey.may_be_stopped_only_by("joko")
        journey.world.decline(journey.case_id, "joko", "Disimpan.")
        assert journey.case.state is CaseState.DECLINED

    def test_an_account_that_is_given_up_does_not_keep_the_other_one_waiting(self, journey: Journey) -> None:
        journey.goes_on("joko", disposisi="Buat artikel.")
        journey.goes_on("wati", draf=ARTICLE)
        journey.goes_on("joko")
        first, second = journey.world.publications(journey.case_id)
        journey.world.prove(first.id, "wati", journey.office.folder)
        journey.world.withdraw(second.id, "joko", "Akun Facebook ditutup.")
        journey.stands("laporan")
        states = [row.state for row in journey.world.publications(journey.case_id)]
        assert states == [PublicationState.PUBLISHED, PublicationState.WITHDRAWN]
        journey.goes_on("gita", also=("wati",))
        journey.is_over()


class TestWebsite:
    """Six lines; the admin medcen uploads and reports."""

    @pytest.fixture
    def journey(self, office: Office) -> Journey:
        office.runs(SopPurpose.WEBSITE, "cianjur-2021-website")
        return office.asks(SopPurpose.WEBSITE, "wati", draf=NOTES, files=(PHOTO,))

    def test_from_the_material_to_the_report_of_what_was_uploaded(self, journey: Journey) -> None:
        journey.stands("verifikasi")
        journey.goes_on("joko", disposisi="Perlu disebarluaskan.")
        journey.stands("konsep")
        journey.goes_on("wati", draf=ARTICLE)
        journey.stands("periksa")
        journey.goes_on("joko")
        journey.stands("unggah")
        journey.is_proven_by("gita", last=False)
        journey.stands("laporan")
        journey.has_no_way_back("gita")
        journey.goes_on("gita")
        journey.is_over()
        assert set(journey.minutes_late().values()) == {None}

    def test_it_goes_back_to_the_admin_and_is_stopped_by_the_kasubbag(self, journey: Journey) -> None:
        journey.goes_on("joko", disposisi="Buat artikel.")
        journey.goes_on("wati", draf=ARTICLE)
        journey.goes_back("joko", "konsep")
        journey.may_be_stopped_only_by("joko")
