"""The rules as data: the shipped file covers every role, and a file that contradicts itself is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from responses import sops
from responses.clock import OfficeCalendar
from responses.kinds import Clock, Role
from responses.notices import rules
from responses.notices.moments import allowed_at, before
from responses.notices.rules import BadRulesError, Share, Window

CALENDAR = OfficeCalendar("Asia/Jakarta")
SHIPPED = rules.SHIPPED.read_text("utf-8")


def wib(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026, office time."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


def test_every_role_of_every_procedure_has_somebody_above_it() -> None:
    shipped, everybody = rules.load(), frozenset(Role)
    roles = {role for sop, _text in sops.shelf().values() for role in sop.roles}
    assert {role for role in roles if not shipped.above([role], everybody)} == set()


def test_a_level_nobody_holds_is_passed_over() -> None:
    shipped = rules.load()
    assert shipped.above([Role.PELAKSANA], frozenset({Role.PEMBINA})) == (Role.PEMBINA,)
    assert shipped.above([Role.PELAKSANA], frozenset({Role.PELAKSANA})) == ()


def test_authority_in_a_circle_ends() -> None:
    text = SHIPPED.replace('pembina = ["pimpinan"]', 'pembina = ["pelaksana"]')
    assert rules.parse(text, "kantor.toml").above([Role.PELAKSANA], frozenset({Role.PELAKSANA})) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("fraction = 0.5", "fraction = 0", "reminder.fraction"),
        ("fraction = 0.5", 'fraction = "setengah"', "reminder.fraction"),
        ("least_minutes = 5", "least_minutes = -5", "least_minutes"),
        ("unacknowledged_minutes = 10", "unacknowledged_minutes = 0", "unacknowledged_minutes"),
        ('roles = ["pembina", "divisi_terkait"]', 'roles = ["raja"]', "raja"),
        ('window = "office_hours"', 'window = ["25:00", "06:00"]', "25:00"),
        ('window = "office_hours"', 'window = ["06:00", "06:00"]', "two different"),
        ("[same_day]\nminutes = 60", "[same_day]", "minutes"),
        ("[quiet]", "[sunyi]", "sunyi"),
        ("penulis =", "penyair =", "penyair"),
        ("[reminder]", "[reminder", "kantor.toml"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_with_the_place(old: str, new: str, told: str) -> None:
    assert old in SHIPPED
    with pytest.raises(BadRulesError, match=told) as refused:
        rules.parse(SHIPPED.replace(old, new, 1), "kantor.toml")
    assert str(refused.value).startswith("kantor.toml: ")


@pytest.mark.parametrize(("minutes", "ahead"), [(5, 5), (10, 5), (15, 8), (60, 30), (1440, 720)])
def test_a_share_is_rounded_up_and_never_below_its_least(minutes: int, ahead: int) -> None:
    assert Share(0.5, 5).of(minutes) == ahead


@pytest.mark.parametrize(
    ("clock", "start", "end", "minutes", "at"),
    [
        (Clock.WALL, wib(16, 9), wib(16, 10), 30, wib(16, 9, 30)),
        (Clock.WALL, wib(16, 9), wib(16, 9, 20), 30, None),
        (Clock.OFFICE, wib(16, 9), wib(16, 10), 30, wib(16, 9, 30)),
        (Clock.OFFICE, wib(16, 9), wib(16, 13, 10), 30, wib(16, 11, 40)),  # over the lunch break
        (Clock.OFFICE, wib(13, 15), wib(16, 7, 40), 30, wib(13, 16, 10)),  # Friday to Monday
        (Clock.OFFICE, wib(16, 9), wib(16, 9, 30), 30, None),
        (Clock.OFFICE, wib(16, 9), wib(16, 9, 5), 30, None),
    ],
)
def test_moments_are_counted_back_on_the_steps_own_clock(
    clock: Clock, start: datetime, end: datetime, minutes: int, at: datetime | None
) -> None:
    assert before(clock, CALENDAR, start, end, minutes) == at


@pytest.mark.parametrize(
    ("quiet", "now", "at"),
    [
        (None, wib(16, 9), wib(16, 9)),
        (None, wib(16, 20), wib(17, 7, 30)),
        (None, wib(14, 9), wib(16, 7, 30)),  # Saturday
        (Window(21 * 60, 6 * 60), wib(16, 20), wib(16, 20)),
        (Window(21 * 60, 6 * 60), wib(16, 22), wib(17, 6)),
        (Window(21 * 60, 6 * 60), wib(17, 3), wib(17, 6)),
        (Window(12 * 60, 13 * 60), wib(16, 12, 30), wib(16, 13)),
        (Window(12 * 60, 13 * 60), wib(16, 13), wib(16, 13)),
        (Window(21 * 60, 0), wib(16, 22), wib(17, 0)),
    ],
)
def test_quiet_hours_end_when_they_say(quiet: Window | None, now: datetime, at: datetime) -> None:
    assert allowed_at(quiet, CALENDAR, now) == at
