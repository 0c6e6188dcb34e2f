"""The calendar of an office from the command line: seen, added to, and ended."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.cli.conftest import Simak
from tests.support.world import World

NOVEMBER = ("--from", "2026-11-16", "--until", "2026-11-22")
RAMADAN = ("--kind", "hours", "--from", "2027-02-08", "--until", "2027-03-09", "--note", "Ramadan 1448 H")


def shown(simak: Simak, *arguments: str) -> dict[str, Any]:
    done = simak("calendar", "show", *arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def added(simak: Simak, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = simak("calendar", "add", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done


def test_an_ordinary_week_is_shown_day_by_day(simak: Simak, office: World) -> None:
    lines = simak("calendar", "show", *NOVEMBER).stdout.splitlines()
    assert lines[0] == "Kalender KPU Kabupaten Arunika (WIB), 16 November 2026 s.d. 22 November 2026"
    assert lines[1] == "Senin    16 November 2026  07.30–12.00, 13.00–16.00"
    assert lines[5] == "Jumat    20 November 2026  07.30–11.30, 13.00–16.30"
    assert lines[6] == "Sabtu    21 November 2026  tutup"
    assert len(lines) == 8


def test_holidays_are_shown_with_their_names(simak: Simak, office: World) -> None:
    days = shown(simak, "--from", "2026-12-24", "--until", "2026-12-25")["days"]
    assert [(day["hours"], day["reason"]) for day in days] == [
        ([], "Cuti bersama Kelahiran Yesus Kristus (Natal)"),
        ([], "Kelahiran Yesus Kristus (Natal)"),
    ]


def test_what_is_added_is_shown_until_it_is_ended(simak: Simak, office: World) -> None:
    done = added(simak, "--kind", "closed", "--from", "2026-11-17", "--note", "Hari jadi kabupaten")
    assert "Tutup, 17 November 2026 (Hari jadi kabupaten)" in done.stdout
    assert "Batas waktu yang sudah ada tidak berubah" in done.stdout
    text = simak("calendar", "show", *NOVEMBER).stdout
    assert "Selasa   17 November 2026  tutup  (Hari jadi kabupaten)" in text
    (period,) = shown(simak, *NOVEMBER)["periods"]
    assert (period["kind"], period["from"], period["until"], period["added_by"]) == (
        "closed", "2026-11-17", "2026-11-17", "Simak",
    )  # fmt: skip
    ended = simak("calendar", "end", str(period["id"]))
    assert (ended.returncode, ended.stdout) == (0, "Diakhiri: Tutup, 17 November 2026 (Hari jadi kabupaten).\n")
    assert shown(simak, *NOVEMBER)["periods"] == []
    again = simak("calendar", "end", str(period["id"]), "--json")
    assert (again.returncode, json.loads(again.stdout)["error"]["code"]) == (1, "not_found")


def test_a_stage_around_the_clock_and_a_voting_day_are_shown(simak: Simak, office: World) -> None:
    stage = ("--from", "2026-11-20", "--until", "2026-11-21", "--note", "Tahapan pemungutan suara")
    added(simak, "--kind", "always_open", *stage)
    added(simak, "--kind", "voting_day", "--from", "2026-11-21", "--note", "Pemungutan suara ulang")
    lines = simak("calendar", "show", *NOVEMBER).stdout.splitlines()
    assert lines[6] == "Sabtu    21 November 2026  24 jam  (Tahapan pemungutan suara, Hari pemungutan suara)"
    day = shown(simak, *NOVEMBER)["days"][5]
    assert (day["all_day"], day["hours"], day["stage"]) == (True, ["00.00-24.00"], "voting_day")


def test_hours_of_ramadan_need_not_be_typed(simak: Simak, office: World) -> None:
    added(simak, *RAMADAN, "--ramadan")
    assert shown(simak, "--from", "2027-02-12", "--until", "2027-02-12")["days"][0]["hours"] == [
        "08.00-11.30", "12.30-15.30",
    ]  # fmt: skip


def test_other_hours_are_typed_by_weekday(simak: Simak, office: World) -> None:
    added(simak, *RAMADAN, "--hours", "senin-kamis=09.00-14.00", "--hours", "jumat=09.00-11.30,13.00-14.00")
    (friday,) = shown(simak, "--from", "2027-02-12", "--until", "2027-02-12")["days"]
    assert friday["hours"] == ["09.00-11.30", "13.00-14.00"]


def test_a_period_that_cannot_be_is_refused_and_nothing_is_kept(simak: Simak, office: World) -> None:
    refused = simak("calendar", "add", *RAMADAN)
    assert refused.returncode == 1
    assert refused.stderr.startswith("Gagal: Pengaturan tidak dapat dipakai. Jam kerja lain 2027-02-08")
    refused = simak("calendar", "add", *RAMADAN, "--hours", "senin=pagi", "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "setting"
    assert shown(simak, "--from", "2027-02-12", "--until", "2027-02-12")["periods"] == []
    assert simak("calendar", "show", "--from", "2027-02-12", "--until", "2026-02-12").returncode == 1
    assert simak("calendar", "add", "--kind", "libur", "--from", "2027-02-12", "--note", "x").returncode == 2


def test_a_year_whose_joint_leave_is_not_decreed_is_named(simak: Simak, office: World) -> None:
    late = ("--from", "2040-01-02", "--until", "2040-01-02")
    assert shown(simak, *late)["joint_leave_unknown"] == [2040]
    assert "Cuti bersama 2040 belum ditetapkan" in simak("calendar", "show", *late).stdout
    assert shown(simak, *NOVEMBER)["joint_leave_unknown"] == []
