from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import DateError, DateRules, read_moment

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WIB = DateRules(ZoneInfo("Asia/Jakarta"))
EXPECTED = datetime(2026, 11, 20, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-20 10:15",
        "2026-11-20T03:15:00Z",
        "2026-11-20T03:15:00+00:00",
        "2026/11/20 10.15",
        "20/11/2026 10:15",
        "20-11-2026 10.15.00",
        "11/20/2026 10:15",
        "20 November 2026 10.15 WIB",
        "Jumat, 20 November 2026 pukul 10.15",
        "Jum'at, 20 Nopember 2026, 11.15 WITA",
        "20 Nov 2026 12:15 WIT",
        "20 nov 2026 10:15 +0700",
        datetime(2026, 11, 20, 10, 15),  # noqa: DTZ001 - as a workbook gives it
    ],
)
def test_indonesian_and_iso_dates_are_read(written: object) -> None:
    assert read_moment(written, WIB, now=NOW) == EXPECTED


def test_a_date_without_a_time_begins_at_local_midnight() -> None:
    midnight = datetime(2026, 8, 16, 17, 0, tzinfo=UTC)
    for written in ("17 Agustus 2026", "2026-08-17", date(2026, 8, 17)):
        assert read_moment(written, WIB, now=NOW) == midnight


@pytest.mark.parametrize(
    "written",
    ["03/04/2026", "3-4-2026 10:00", "kemarin", "", "20/11/26", "45981", 46346.5, "32/13/2026", "30 Februari 2026",
     "1899-12-31", "2030-01-01", "20 Foo 2026", "2026-11-20 25:00", "20261120", "0001-01-01T00:00:00+07:00"],
)  # fmt: skip
def test_what_is_ambiguous_or_impossible_is_refused(written: object) -> None:
    with pytest.raises(DateError):
        read_moment(written, WIB, now=NOW)


def test_a_mapping_that_says_the_order_settles_it() -> None:
    april_third = datetime(2026, 4, 2, 17, 0, tzinfo=UTC)
    assert read_moment("03/04/2026", DateRules(WIB.zone, "dmy"), now=NOW) == april_third
    assert read_moment("04/03/2026", DateRules(WIB.zone, "mdy"), now=NOW) == april_third
    with pytest.raises(DateError):
        read_moment("31/12/2025", DateRules(WIB.zone, "mdy"), now=NOW)


def test_a_mapping_may_bring_its_own_formats() -> None:
    rules = DateRules(WIB.zone, formats=("%Y%m%d %H%M",))
    assert read_moment("20261120 1015", rules, now=NOW) == EXPECTED


@given(st.text(st.sampled_from("0123456789/-.: TZ+WIBa,²٣"), max_size=30) | st.text(max_size=20))
def test_no_text_does_worse_than_being_refused(written: str) -> None:
    try:
        assert read_moment(written, WIB, now=NOW).tzinfo is UTC
    except DateError as error:
        str(error).encode("utf-8")
