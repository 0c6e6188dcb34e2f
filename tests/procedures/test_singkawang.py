"""Kota Singkawang, Nomor 8 Tahun 2022: material for the JDIH accounts; six lines, no column of minutes."""

from __future__ import annotations

import pytest

from responses.kinds import ContentCategory, SopPurpose
from tests.procedures.journey import Journey, Office

ABSTRACT = "Abstrak: Keputusan KPU tentang jadwal kampanye."


@pytest.fixture
def journey(office: Office) -> Journey:
    office.runs(SopPurpose.EDUCATION, "singkawang-2022-jdih")
    return office.asks(SopPurpose.EDUCATION, "putri", draf=ABSTRACT)


def test_from_the_material_over_two_initials_to_the_account(journey: Journey) -> None:
    journey.stands("periksa_kasubbag")
    journey.goes_on("adi")
    journey.stands("periksa_divisi")
    journey.goes_on("maya")
    journey.stands("serahkan")
    journey.has_no_way_back("maya")
    journey.goes_on("maya")
    journey.stands("perintah")
    assert journey.world.publications(journey.case_id) == []
    journey.goes_on("adi")
    journey.stands("unggah")
    assert journey.standing_consents() == ["adi", "maya"]
    journey.is_proven_by("putri")
    assert set(journey.minutes_late().values()) == {None}


def test_both_who_examine_may_return_it_to_who_prepared_it(journey: Journey) -> None:
    journey.goes_back("adi", "bahan")
    journey.goes_on("putri", draf=f"{ABSTRACT} Pasal 3.")
    journey.goes_on("adi")
    journey.goes_back("maya", "bahan")
    journey.goes_on("putri", draf=f"{ABSTRACT} Pasal 4.")
    journey.stands("periksa_kasubbag")
    assert [consent.void for consent in journey.world.consents(journey.case_id)] == [True]


def test_only_the_division_may_stop_it(journey: Journey) -> None:
    journey.may_be_stopped_only_by("maya")


def test_a_text_edited_for_the_platform_needs_both_initials_again(journey: Journey) -> None:
    journey.goes_on("adi")
    journey.goes_on("maya")
    journey.goes_on("maya")
    journey.world.revise(journey.case_id, "adi", f"{ABSTRACT} Baca selengkapnya.")
    journey.stands("periksa_kasubbag")
    journey.is_not_for_its_author("adi")


@pytest.mark.parametrize("category", [kind for kind in ContentCategory if kind is not ContentCategory.ANNOUNCEMENT])
def test_every_category_of_the_decree_may_be_asked_for(office: Office, category: ContentCategory) -> None:
    office.runs(SopPurpose.EDUCATION, "singkawang-2022-jdih")
    case_id = office.world.request("putri", SopPurpose.EDUCATION, category=category, draf=ABSTRACT)
    assert office.world.case(case_id).category is category
