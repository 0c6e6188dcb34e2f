"""Templates and FAQ: who may change them, what they may hold, and how untrusted names fill them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from responses import templates
from responses.errors import NotAllowedError, NotFoundError, StaleError, TamperedError
from responses.guard.check import check
from responses.guard.checks import Context
from responses.kinds import EventKind
from responses.ledger import Ledger
from responses.models import Event
from responses.state import SIMAK
from responses.template_models import ReplyText, TextKind
from responses.templates import VARIABLES, BadTemplateError, NewText, fill, starter
from responses.templates_audit import check_texts
from tests.support.world import World

TPS = NewText("lokasi-tps", TextKind.TEMPLATE, "Lokasi TPS", "Halo {nama}, lihat {tautan}.", link="https://kpu.go.id")
VALUES = {"nama": "Kak Siti", "kantor": "KPU Kabupaten Arunika", "topik": "lokasi TPS", "tautan": "https://kpu.go.id"}


def add(world: World, new: NewText = TPS, who: str = "sari") -> int:
    with world.database.write() as session:
        return templates.add(session, world.office_id, new, by=world.desk(session, who).actor, now=world.now).id


def change(world: World, new: NewText, expected: int, who: str = "tono") -> int:
    with world.database.write() as session:
        by = world.desk(session, who).actor
        return templates.change(session, world.office_id, new, expected=expected, by=by, now=world.now).version


def retire(world: World, key: str, expected: int) -> None:
    with world.database.write() as session:
        by = world.desk(session, "hasan").actor
        templates.retire(session, world.office_id, key, expected=expected, by=by, now=world.now)


def offered(world: World) -> list[str]:
    with world.database.read() as session:
        return [row.key for row in templates.texts(session, world.office_id)]


def audit(world: World) -> None:
    with world.database.read() as session:
        check_texts(session, world.office_id, Ledger({}))


def test_a_text_is_added_changed_and_retired_and_each_is_an_event(world: World):
    add(world)
    assert change(world, replace(TPS, body="Halo {nama}."), 1) == 2
    retire(world, TPS.key, 2)
    assert offered(world) == []
    assert change(world, TPS, 3) == 4
    assert offered(world) == [TPS.key]
    with world.database.read() as session:
        kinds = session.scalars(select(Event.kind).where(Event.office_id == world.office_id)).all()
    assert kinds.count(EventKind.TEMPLATE_CHANGED) == 4
    audit(world)


@pytest.mark.parametrize("who", ["dewi", "raka", "lina", "bima"])
def test_nobody_else_changes_them(world: World, who: str):
    with pytest.raises(NotAllowedError):
        add(world, who=who)
    add(world)
    with pytest.raises(NotAllowedError):
        change(world, TPS, 1, who)


def test_of_two_people_who_change_the_same_version_the_second_is_told(world: World):
    add(world)
    change(world, replace(TPS, title="Pertama"), 1)
    with pytest.raises(StaleError):
        change(world, replace(TPS, title="Kedua"), 1)
    with pytest.raises(StaleError):
        retire(world, TPS.key, 1)
    audit(world)


def test_a_text_is_found_in_its_own_office_only(world: World):
    add(world)
    with world.database.read() as session, pytest.raises(NotFoundError):
        templates.get(session, world.office_id + 1, TPS.key)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"body": "Halo {name}"}, "tidak dikenal"),
        ({"body": "Halo {nama"}, "tidak berpasangan"),
        ({"body": "Halo {0.__class__}"}, "tidak dikenal"),
        ({"body": "  "}, "wajib"),
        ({"title": "\u200b"}, "wajib"),
        ({"body": "a" * 5001}, "paling panjang"),
        ({"key": "Lokasi TPS"}, "Kunci"),
        ({"link": "http://kpu.go.id"}, "https"),
        ({"link": "https://kpu.go.id/a b"}, "https"),
        ({"question": "Di mana?"}, "tanya jawab"),
        ({"kind": TextKind.FAQ}, "tanya jawab"),
    ],
)
def test_a_text_that_could_not_be_filled_or_found_is_refused(world: World, wrong: dict[str, str], why: str):
    with pytest.raises(BadTemplateError, match=why):
        add(world, replace(TPS, **wrong))
    assert offered(world) == []


def test_a_key_is_used_once_and_a_kind_stays(world: World):
    add(world)
    with pytest.raises(BadTemplateError, match="sudah dipakai"):
        add(world)
    with pytest.raises(BadTemplateError, match="tetap demikian"):
        change(world, replace(TPS, kind=TextKind.FAQ, question="Di mana?"), 1)


def test_a_name_is_never_read_as_a_template():
    assert fill("Halo {nama}, {tautan}", {"nama": "{tautan} {0} %s", "tautan": "x"}) == "Halo tautan 0 %s, x"
    assert fill("Halo {nama}", {"nama": "Siti\u202e\n###palsu###\x00"}) == "Halo Siti palsu"
    assert len(fill("{nama}", {"nama": "a" * 5000})) <= templates.MAX_VALUE


def test_a_missing_value_stays_visible_and_blocks_the_text():
    text = fill("Halo {nama}, lihat {tautan}.", {"nama": " \u200b "})
    assert text == "Halo ###nama###, lihat ###tautan###."
    assert [finding.rule for finding in check(text, Context())] == ["belum-diisi"]


@given(st.text(max_size=200))
def test_any_name_leaves_the_rest_of_the_text_alone(name: str):
    filled = fill("A {nama} B {kantor} C", {"nama": name, "kantor": "KPU"})
    assert filled.startswith("A ")
    assert filled.endswith(" B KPU C")


@pytest.mark.parametrize("text", starter(), ids=lambda text: text.key)
def test_every_shipped_text_passes_the_guard_but_for_what_must_be_filled_in(text: NewText):
    body = fill(text.body, VALUES)
    assert len(body) <= 500
    assert text.question or text.kind is TextKind.TEMPLATE
    for platforms in (("wordpress", "facebook", "instagram", "youtube"), ()):
        assert {finding.rule for finding in check(body, Context(platforms=platforms))} <= {"belum-diisi"}
    assert set(templates.variables(text.body)) <= set(VARIABLES)


def test_the_starter_set_is_loaded_once_and_leaves_own_texts_alone(world: World):
    add(world, replace(TPS, key="maaf-layanan", body="Punya kami."))
    with world.database.write() as session:
        first = templates.load_starter(session, world.office_id, by=SIMAK, now=world.now)
        second = templates.load_starter(session, world.office_id, by=SIMAK, now=world.now)
        assert templates.get(session, world.office_id, "maaf-layanan").body == "Punya kami."
    assert (first, second) == (len(starter()) - 1, 0)
    audit(world)


def _body(row: ReplyText) -> None:
    row.body = "Lain."


def _active(row: ReplyText) -> None:
    row.active = False


@pytest.mark.parametrize("tamper", [_body, _active])
def test_a_text_changed_behind_the_record_is_noticed(world: World, tamper: Callable[[ReplyText], None]):
    add(world)
    with world.database.write() as session:
        tamper(templates.get(session, world.office_id, TPS.key))
    with pytest.raises(TamperedError, match="reply_text"):
        audit(world)


def test_a_text_that_vanished_is_noticed(world: World):
    add(world)
    with world.database.write() as session:
        session.delete(templates.get(session, world.office_id, TPS.key))
    with pytest.raises(TamperedError, match="missing"):
        audit(world)
