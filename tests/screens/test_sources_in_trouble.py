"""An empty queue is never taken for a quiet public: what is not heard is said above the list."""

from __future__ import annotations

from datetime import timedelta

from ingest.kinds import AccountState, RunOutcome
from ingest.models import Account, IngestRun
from tests.screens.showing import Screens, texts

BROKEN = "Situs kab-arunika.example tidak dapat dihubungi. Simak mencoba lagi dengan sendirinya."


def run(screens: Screens, outcome: RunOutcome, error: str = "") -> None:
    world = screens.world
    world.later(minutes=1)
    with world.database.write() as session:
        session.add(
            IngestRun(
                office_id=world.office_id, account_id=world.account_id, started_at=world.now, finished_at=world.now,
                outcome=outcome, error=error,
            )
        )  # fmt: skip


def test_a_failed_collection_is_said_until_one_succeeds(screens: Screens):
    run(screens, RunOutcome.FAILED, BROKEN)
    shown = texts(screens.open("dewi", "antrean"))
    assert f"Situs KPU Arunika: {BROKEN} Belum pernah berhasil." in shown
    run(screens, RunOutcome.RUNNING)
    assert BROKEN in texts(screens.open("dewi", "antrean"))
    run(screens, RunOutcome.OK)
    assert BROKEN not in texts(screens.open("dewi", "antrean"))


def test_a_stopped_account_says_what_to_do_and_since_when(screens: Screens):
    with screens.world.database.write() as session:
        account = session.get_one(Account, screens.world.account_id)
        account.state, account.state_reason = AccountState.STOPPED, "Kata sandi dicabut. Hubungkan ulang akun ini."
        account.last_success_at = screens.world.now - timedelta(hours=3)
    shown = texts(screens.open("dewi", "antrean"))
    assert "Kata sandi dicabut. Hubungkan ulang akun ini. Terakhir berhasil 3 jam lalu." in shown
