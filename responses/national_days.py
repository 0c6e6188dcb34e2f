"""National holidays and cuti bersama: of the joint decrees in ``holidays_id.toml``, of other years by the library."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import holidays

DECREES = Path(__file__).parent / "holidays_id.toml"
JOINT = "Cuti bersama"
"""How the name of a joint leave begins, in the decrees and in the library."""


@cache
def national_days(year: int) -> Mapping[date, str]:
    """The days of a year on which every office is closed, with their Indonesian names."""
    decree = _decrees().get(str(year))
    return MappingProxyType(_of_library(year) if decree is None else _of_decree(year, decree))


def joint_leave_known(year: int) -> bool:
    """Whether the cuti bersama of that year is known; it is decreed only in the autumn before."""
    return any(name.startswith(JOINT) for name in national_days(year).values())


@cache
def _decrees() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(DECREES.read_text("utf-8"))


def _of_decree(year: int, decree: Mapping[str, Any]) -> dict[date, str]:
    off = {_day(year, day): name for day, name in decree["libur"].items()}
    return off | {_day(year, day): f"{JOINT} {name}" for day, name in decree["cuti_bersama"].items()}


def _of_library(year: int) -> dict[date, str]:
    days = holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id")
    return {day: name.replace("Cuti Bersama", JOINT) for day, name in sorted(days.items())}


def _day(year: int, day: str) -> date:
    return date.fromisoformat(f"{year}-{day}")
