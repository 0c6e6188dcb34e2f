"""Numbers of papers: a pattern as data, refused when it could give one number twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from responses.papers.numbering import BadPaperSettingsError, PaperSettings
from responses.papers.paper import PaperKind

NOVEMBER = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
NEW_YEARS_EVE = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
"""23.30 WIB on 31 December, 01.30 WIT on 1 January."""


def number(settings: PaperSettings, kind: PaperKind = PaperKind.FINAL_PREVIEW, at: datetime = NOVEMBER) -> str:
    return settings.number(kind, 21, at, "Asia/Jakarta")


def test_an_office_with_a_region_code_numbers_like_the_kpu():
    assert number(PaperSettings.parse({"region": "3308"})) == "21/HM.03-ND/3308/XI/2026"


def test_an_office_without_settings_can_number_too():
    assert number(PaperSettings()) == "21/HM.03-ND/XI/2026"
    assert PaperSettings.parse({}) == PaperSettings()


def test_every_kind_has_a_code_of_its_own():
    assert len({number(PaperSettings(), kind) for kind in PaperKind}) == len(PaperKind)


def test_a_pattern_is_data():
    raw = {"pattern": "{urut}/{kode}-DATA/{wilayah}/{bulan}/{tahun}", "region": "71", "codes": {"nota_dinas": "ND"}}
    assert number(PaperSettings.parse(raw)) == "21/ND-DATA/71/11/2026"


def test_month_and_year_are_those_of_the_office():
    settings = PaperSettings()
    assert settings.number(PaperKind.APPROVAL, 1, NEW_YEARS_EVE, "Asia/Jakarta").endswith("XII/2026")
    assert settings.number(PaperKind.APPROVAL, 1, NEW_YEARS_EVE, "Asia/Jayapura").endswith("I/2027")


def test_settings_are_read_back_as_they_were_written():
    settings = PaperSettings.parse({"region": "3308", "place": "Magelang", "codes": {"disposisi": "HM.03-X"}})
    assert PaperSettings.parse(settings.raw()) == settings


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        ({"pattern": "{urut}/{kode}/{provinsi}/{tahun}"}, "unknown {provinsi}"),
        ({"pattern": "{urut}/{kode}/{tahun.real}"}, "unknown {tahun.real}"),
        ({"pattern": "{}/{kode}/{tahun}"}, "unknown {}"),
        ({"pattern": "{urut:>9}/{kode}/{tahun}"}, "only its name"),
        ({"pattern": "{urut!r}/{kode}/{tahun}"}, "only its name"),
        ({"pattern": "{urut/{kode}/{tahun}"}, "pattern"),
        ({"pattern": "{kode}/{tahun}"}, "without {urut}"),
        ({"pattern": "{urut}/{kode}"}, "without {tahun}"),
        ({"pattern": "{urut}/ND/{tahun}"}, "without {kode}"),
        ({"pattern": "{urut}/{kode}/{wilayah}/{tahun}"}, "region must be given"),
        ({"pattern": 5}, "pattern must be"),
        ({"region": "33\n08"}, "region must be"),
        ({"place": "x" * 101}, "place must be"),
        ({"polanya": "{urut}"}, "unknown polanya"),
        ({"codes": {"surat_cinta": "SC"}}, "codes is a table"),
        ({"codes": "ND"}, "codes is a table"),
        ({"codes": {"disposisi": "HM.03-ND"}}, "numbers would collide"),
        ({"codes": {"disposisi": " "}}, "numbers would collide"),
    ],
)
def test_settings_that_cannot_work_are_refused_with_the_reason(raw: dict[str, Any], complaint: str):
    with pytest.raises(BadPaperSettingsError, match="papers") as refusal:
        PaperSettings.parse(raw)
    assert complaint in str(refusal.value)
