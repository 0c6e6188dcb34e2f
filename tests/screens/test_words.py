"""Times and numbers in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.screens import words
from responses import dates

FRIDAY = datetime(2026, 11, 20, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("timezone", "shown"),
    [
        ("Asia/Jakarta", "Jumat, 20 November 2026 14.05 WIB"),
        ("Asia/Pontianak", "Jumat, 20 November 2026 14.05 WIB"),
        ("Asia/Makassar", "Jumat, 20 November 2026 15.05 WITA"),
        ("Asia/Jayapura", "Jumat, 20 November 2026 16.05 WIT"),
    ],
)
def test_a_moment_names_its_day_and_the_zone_of_the_office(timezone: str, shown: str):
    assert dates.moment(FRIDAY, timezone) == shown


def test_a_day_is_the_day_of_the_office_and_not_of_utc():
    late = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
    assert dates.moment(late, "Asia/Jakarta") == "Sabtu, 21 November 2026 01.30 WIB"
    assert words.brief(late, "Asia/Jakarta", FRIDAY) == "21 Nov 01.30 WIB"
    assert words.brief(late, "Asia/Jakarta", late) == "01.30 WIB"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "baru saja"), (5, "5 menit lalu"), (119, "1 jam lalu"), (26 * 60, "1 hari lalu"), (-3, "baru saja")],
)
def test_how_long_ago_uses_the_largest_unit(minutes: int, shown: str):
    assert words.ago(FRIDAY - timedelta(minutes=minutes), FRIDAY) == shown


def test_a_deadline_is_a_clock_time_until_it_is_late():
    assert words.deadline(FRIDAY + timedelta(minutes=12), "Asia/Jakarta", FRIDAY) == "batas 14.17 WIB"
    assert words.deadline(FRIDAY - timedelta(minutes=5), "Asia/Jakarta", FRIDAY) == "terlambat 5 menit"
    assert words.deadline(FRIDAY - timedelta(seconds=5), "Asia/Jakarta", FRIDAY) == "terlambat 1 menit"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(None, ""), (0, "tepat waktu"), (7, "terlambat 7 menit"), (-130, "2 jam 10 menit lebih awal")],
)
def test_how_a_step_went_is_said_in_words(minutes: int | None, shown: str):
    assert words.lateness(minutes) == shown


def test_a_count_that_stopped_says_so():
    assert words.counted(999) == "999"
    assert words.counted(1000) == "lebih dari 999"


def test_a_probability_is_a_word_before_it_is_a_number():
    assert words.likelihood(0.97) == "hampir pasti (97%)"
    assert words.likelihood(0.05) == "kecil kemungkinannya (5%)"
    assert words.likelihood(None) == "tidak dinilai"


@pytest.mark.parametrize(
    ("probability", "shown"), [(None, ""), (0.96, "hampir pasti"), (0.6, "mungkin"), (0.2, "belum pasti")]
)
def test_how_sure_a_decision_is_needs_no_number(probability: float | None, shown: str):
    assert words.sure(probability) == shown
