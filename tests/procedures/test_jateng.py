"""Provinsi Jawa Tengah 2021, pengelolaan website: eleven lines of 60/5/5/30/30/30/30/5/5/5/5 minutes."""

from __future__ import annotations

import pytest

from responses.kinds import SopPurpose
from tests.procedures.journey import Journey, Office

NEWS = "KPU Provinsi melantik anggota badan ad hoc."


@pytest.fixture
def journey(office: Office) -> Journey:
    office.clock("16.11 11.30")
    office.runs(SopPurpose.WEBSITE, "jateng-2021-website")
    return office.asks(SopPurpose.WEBSITE, "eko", draf=NEWS)


def test_from_the_concept_over_four_approvals_to_the_website(office: Office, journey: Journey) -> None:
    journey.stands("serah", "16.11 11.35")
    journey.goes_on("eko")
    journey.stands("teruskan", "16.11 11.35")
    office.clock("16.11 11.35")
    journey.goes_on("dian")
    journey.stands("koreksi_subkoordinator", "16.11 13.05")
    office.clock("16.11 13.05")
    journey.goes_on("rudi")
    journey.stands("koreksi_kabag", "16.11 13.35")
    office.clock("16.11 15.40")
    journey.goes_on("sinta")
    journey.stands("koreksi_sekretaris", "17.11 07.40")
    office.clock("17.11 07.35")
    journey.goes_on("agus")
    journey.stands("persetujuan", "17.11 08.05")
    office.clock("17.11 08.00")
    journey.goes_on("bayu")
    journey.stands("serah_kabag", "17.11 08.05")
    journey.goes_on("bayu", also=("agus",))
    journey.stands("serah_subkoordinator", "17.11 08.05")
    journey.goes_on("sinta")
    journey.stands("serah_web_admin", "17.11 08.05")
    office.clock("17.11 08.10")
    journey.goes_on("rudi")
    journey.stands("unggah", "17.11 08.15")
    assert journey.standing_consents() == ["rudi", "sinta", "agus", "bayu"]
    office.clock("17.11 08.12")
    journey.is_proven_by("citra")
    assert journey.minutes_late() == {
        "konsep": -60, "serah": -5, "teruskan": 0, "koreksi_subkoordinator": 0, "koreksi_kabag": 125,
        "koreksi_sekretaris": -5, "persetujuan": -5, "serah_kabag": -5, "serah_subkoordinator": -5,
        "serah_web_admin": 5, "unggah": -3,
    }  # fmt: skip


def test_each_correction_leads_one_line_back_and_voids_every_approval(journey: Journey) -> None:
    journey.goes_on("eko")
    journey.has_no_way_back("dian")
    journey.goes_on("dian")
    journey.goes_back("rudi", "konsep", "16.11 13.30")
    journey.goes_on("eko", draf=f"{NEWS} Sebanyak 40 orang.")
    journey.goes_on("eko")
    journey.goes_on("dian")
    journey.goes_on("rudi")
    journey.goes_back("sinta", "koreksi_subkoordinator", "16.11 12.00")
    journey.goes_on("rudi")
    journey.goes_on("sinta")
    journey.goes_back("agus", "koreksi_kabag", "16.11 12.00")
    journey.goes_on("sinta")
    journey.goes_on("agus")
    journey.goes_back("bayu", "koreksi_sekretaris", "16.11 12.00")
    assert journey.standing_consents() == []


def test_what_a_corrector_changes_is_read_again_from_the_first_correction(journey: Journey) -> None:
    journey.goes_on("eko")
    journey.goes_on("dian")
    journey.goes_on("rudi")
    journey.world.revise(journey.case_id, "sinta", f"{NEWS} Pelantikan berlangsung khidmat.")
    journey.stands("koreksi_subkoordinator", "16.11 12.00")
    journey.goes_on("rudi")
    journey.is_not_for_its_author("sinta")


def test_only_the_komisioner_may_stop_it(journey: Journey) -> None:
    journey.may_be_stopped_only_by("bayu")
