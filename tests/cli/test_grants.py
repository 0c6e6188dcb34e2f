"""Roles with dates, stand-ins and divisions, given from the command line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cli.conftest import Simak
from tests.support.world import World


def grants(simak: Simak, username: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(simak("people", "grants", username, "--json").stdout)["grants"]
    return found


def day(days: int) -> str:
    return (datetime.now(ZoneInfo("Asia/Jakarta")) + timedelta(days=days)).date().isoformat()


def test_a_stand_in_is_named_with_whom_he_acts_for(simak: Simak, office: World) -> None:
    done = simak(
        "people", "grant", "raka", "pimpinan_redaksi", "--standing", "plh", "--acting-for", "Sari Wulandari",
        "--until", day(3),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Plh. Pimpinan redaksi (untuk Sari Wulandari)" in simak("people", "grants", "raka").stdout
    assert "Plh. Pimpinan redaksi (untuk Sari Wulandari)" in simak("people", "list").stdout


def test_a_stand_in_for_nobody_is_refused(simak: Simak, office: World) -> None:
    refused = simak("people", "grant", "raka", "pimpinan_redaksi", "--standing", "plt")
    assert refused.returncode == 1
    assert "Nama pejabat yang digantikan" in refused.stderr


def test_a_role_from_next_week_does_not_count_today(simak: Simak, office: World) -> None:
    assert simak("people", "grant", "raka", "pembina", "--since", day(7)).returncode == 0
    assert "pembina" in [held["role"] for held in grants(simak, "raka")]
    listed = json.loads(simak("people", "list", "--json").stdout)["people"]
    assert "pembina" not in next(person["roles"] for person in listed if person["username"] == "raka")


def test_a_role_from_today_counts_now(simak: Simak, office: World) -> None:
    assert simak("people", "grant", "raka", "pembina", "--since", day(0)).returncode == 0


def test_a_division_belongs_to_a_division_concerned_only(simak: Simak, office: World) -> None:
    assert simak("people", "grant", "lina", "divisi_terkait", "--division", "hukum").returncode == 0
    assert grants(simak, "lina")[-1]["division"] == "hukum"
    refused = simak("people", "grant", "lina", "pelaksana", "--division", "hukum")
    assert (refused.returncode, "Divisi terkait" in refused.stderr) == (1, True)


def test_a_role_ends_when_it_is_revoked(simak: Simak, office: World) -> None:
    (held,) = grants(simak, "raka")
    assert simak("people", "revoke", str(held["grant_id"])).returncode == 0
    assert grants(simak, "raka")[0]["until"] is not None
    again = simak("people", "revoke", str(held["grant_id"]))
    assert (again.returncode, "sudah berakhir" in again.stderr) == (1, True)


def test_nobody_of_that_name_is_said_so(simak: Simak, office: World) -> None:
    refused = simak("people", "grants", "siapa")
    assert (refused.returncode, "Tidak ada orang" in refused.stderr) == (1, True)
