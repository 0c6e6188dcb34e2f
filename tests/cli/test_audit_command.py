"""``simak audit`` as an inspector uses it."""

from __future__ import annotations

import json

from sqlalchemy import text

from tests.cli.conftest import Simak
from tests.responses.test_audit import behind_its_back
from tests.support.publishing import publish_all
from tests.support.world import World


def test_one_changed_byte_is_named_and_ends_with_code_three(simak: Simak, office: World) -> None:
    office.approved_case()
    publish_all(office)
    whole = simak("audit", "verify", "--json")
    assert whole.returncode == 0
    anchor = json.loads(whole.stdout)["anchor"]
    assert simak("audit", "verify", "--anchor", anchor).returncode == 0
    with office.database.write() as session:
        event_id = session.scalar(text("SELECT id FROM event WHERE case_seq = 3"))
        behind_its_back(session, "event", f"UPDATE event SET role = role || '.' WHERE id = {event_id}")
    broken = simak("audit", "verify", "--json")
    assert broken.returncode == 3
    assert f"event {event_id} " in json.loads(broken.stdout)["error"]["detail"]


def test_the_history_of_a_case_can_be_read(simak: Simak, office: World) -> None:
    office.approved_case()
    publish_all(office)
    shown = simak("audit", "show", "2026-0001")
    assert "Dewi Anggraini (Admin medsos)" in shown.stdout
    assert "https://kab-arunika.example/#r1" in shown.stdout
    events = json.loads(simak("audit", "show", "2026-0001", "--json").stdout)["events"]
    assert [event["kind"] for event in events][-2:] == ["publication.published", "case.step_done"]
    assert simak("audit", "show", "2026-9999").returncode == 2


def test_a_person_reads_what_happened_in_indonesian_with_the_row(simak: Simak, office: World) -> None:
    office.approved_case()
    with office.database.write() as session:
        behind_its_back(session, "event", "UPDATE event SET actor_name = 'Orang lain' WHERE case_seq = 2")
    broken = simak("audit", "verify")
    assert broken.returncode == 3
    assert broken.stderr.startswith("Gagal: Catatan audit tidak utuh. event ")
