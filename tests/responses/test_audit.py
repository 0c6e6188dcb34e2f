"""The record survives somebody with full rights over the database: what was changed is named."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import TextClause, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ingest.db import Database
from ingest.kinds import Platform
from responses import audit
from responses.drafts import sha256_of
from responses.errors import TamperedError
from responses.kinds import ContentCategory, Division, LegalProduct, Role, SopPurpose, Standing
from responses.models import SopRelease
from tests.responses.test_manual_posting import LINK, picture, post
from tests.support.publishing import publish_all
from tests.support.world import World, make_world, material


def behind_its_back(session: Session, table: str, statement: str | TextClause) -> None:
    """Change a protected row the way an administrator of the database could."""
    if session.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
    else:
        session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    session.execute(statement if isinstance(statement, TextClause) else text(statement))


def tamper_and_verify(world: World, table: str, statement: str) -> None:
    with world.database.write() as session:
        behind_its_back(session, table, statement)
        audit.verify(session, world.office_id)


TAMPERING = (
    ("event", "UPDATE event SET actor_name = 'Orang lain' WHERE seq = 12", r"seq 12\): its content"),
    ("event", "DELETE FROM event WHERE case_id IS NULL AND seq = 5", r"seq 6\): expected seq 5"),
    ("event", "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", r"its head says"),
    ("draft_version", "UPDATE draft_version SET text = 'TPS 99.'", r"draft_version \d+ of case_file \d+"),
    ("sop_release", "UPDATE sop_release SET text = text || '#' WHERE id = 1", r"sop_release 1"),
    ("case_file", "UPDATE case_file SET state = 'open'", r"case_file \d+ \(2026-0001\): state"),
    ("publication", "UPDATE publication SET permalink = 'https://lain.example'", r"publication \d+"),
    ("publication", "UPDATE publication SET text = 'Bukan ini.'", r"publication \d+ .*hash"),
    ("consent", "UPDATE consent SET person_id = person_id + 1", r"consent \d+ of case_file \d+: person_id"),
    ("consent", "UPDATE consent SET role = 'Pembina'", r"consent \d+ of case_file \d+: role"),
    ("consent", "DELETE FROM consent", r"consent: the row .* missing"),
    ("case_comment", "UPDATE case_comment SET version = 2", r"case_comment of case_file \d+: comment"),
    ("case_comment", "DELETE FROM case_comment", r"case_comment of case_file \d+: comment"),
    ("case_file", "UPDATE case_file SET number = '2026-0009'", r"case_file .*: number"),
    ("case_file", "UPDATE case_file SET purpose = 'urgent'", r"case_file .*: purpose"),
    ("case_file", "UPDATE case_file SET closed_at = NULL", r"case_file .*: closed_at"),
    ("case_file", "UPDATE case_file SET same_day_due_at = NULL", r"case_file .*: same_day_due_at"),
    ("case_file", "UPDATE case_file SET sop_release_id = 3 - sop_release_id", r"not under the SOP"),
    ("chain_head", "UPDATE chain_head SET cases = 0", r"chain_head \d+: cases"),
    ("draft_version", "UPDATE draft_version SET author_name = 'Lain'", r"draft_version .*: author_name"),
    ("draft_version", "UPDATE draft_version SET number = 7", r"draft_version .*: no event"),
    ("publication", "UPDATE publication SET native_id = 'r7'", r"publication .*: native_id"),
    ("publication", "UPDATE publication SET posted_by = 'Lain'", r"publication .*: posted_by"),
    ("publication", "UPDATE publication SET proof = 'claimed'", r"publication .*: proof"),
    ("publication", "DELETE FROM publication", r"publication: the row .* missing"),
    ("role_grant", "UPDATE role_grant SET role = 'pembina' WHERE role = 'pelaksana'", r"role_grant \d+: role"),
    ("role_grant", "DELETE FROM role_grant WHERE role = 'pelaksana'", r"role_grant: the row .* missing"),
    ("person", "UPDATE person SET name = 'Lain' WHERE username = 'sari'", r"person \d+: name"),
    ("inbox_item", "UPDATE inbox_item SET state = 'ignored'", r"inbox_item \d+: state"),
    ("inbox_item", "DELETE FROM inbox_item", r"inbox_item: the row .* missing"),
    ("office_sop", "UPDATE office_sop SET sop_release_id = 3 - sop_release_id", r"office_sop"),
)

ON_CONTENT = (
    ("case_file", "UPDATE case_file SET title = 'Lain'", r"case_file .*: title"),
    ("case_file", "UPDATE case_file SET subject = 'reply' WHERE subject = 'content'", r"case_file .*: subject"),
    ("case_file", "UPDATE case_file SET category = 'outreach'", r"case_file .*: category"),
    ("case_file", "UPDATE case_file SET legal_product = NULL", r"case_file .*: legal_product"),
    ("case_file", "UPDATE case_file SET needed_by = NULL", r"case_file .*: needed_by"),
    ("case_file", "UPDATE case_file SET paused_at = NULL", r"case_file .*: paused_at"),
    ("case_file", "UPDATE case_file SET division = 'hukum'", r"case_file .*: division"),
    ("case_file", "UPDATE case_file SET succeeds_id = NULL", r"case_file .*: succeeds_id"),
    ("case_file", "UPDATE case_file SET state = 'declined' WHERE state = 'made_urgent'", r"case_file .*: state"),
    ("case_target", "UPDATE case_target SET account_id = 1 WHERE account_id <> 1", r"case_target \d+ .*: account_id"),
    ("case_target", "UPDATE case_target SET permalink = 'https://kab-arunika.example/x'", r"case_target .*: permalink"),
    ("case_target", "UPDATE case_target SET removes_id = NULL", r"case_target .*: removes_id"),
    (
        "case_target",
        "INSERT INTO case_target (case_id, account_id, permalink) VALUES (1, 1, '')",
        r"no event tells of it",
    ),
    ("draft_version", "UPDATE draft_version SET files = '[]'", r"draft_version .*text and files do not match"),
    ("publication", "UPDATE publication SET action = 'post' WHERE action = 'remove'", r"publication .*: action"),
    ("publication", "UPDATE publication SET draft_number = 1 WHERE draft_number = 0", r"publication .*"),
    ("publication", "UPDATE publication SET state = 'published' WHERE state = 'removed'", r"publication .*: state"),
    (
        "publication",
        "UPDATE publication SET state = 'needs_manual_post' WHERE state = 'removed'",
        r"publication .*: state",
    ),
    ("publication", "UPDATE publication SET target_id = NULL WHERE action = 'remove'", r"publication .*"),
    ("publication", "UPDATE publication SET account_id = 1 WHERE account_id <> 1", r"publication .*: account_id"),
    ("publication", "DELETE FROM publication WHERE action = 'remove'", r"publication: the row .* missing"),
    ("role_grant", "UPDATE role_grant SET division = NULL", r"role_grant \d+: division"),
    (
        "role_grant",
        "UPDATE role_grant SET valid_from = valid_until WHERE acting_for <> ''",
        r"role_grant \d+: valid_from",
    ),
    ("role_grant", "UPDATE role_grant SET valid_until = NULL WHERE acting_for <> ''", r"role_grant \d+: valid_until"),
    ("role_grant", "UPDATE role_grant SET acting_for = 'Lain' WHERE acting_for <> ''", r"role_grant \d+: acting_for"),
)


@pytest.fixture
def everything(database: Database, tmp_path: Path) -> World:
    """Content that was published, its removal, an urgent case, a paused one, and grants with dates and a division."""
    world = make_world(database, with_content=True)
    world.choose(SopPurpose.ANNOUNCEMENT, "magelang-2022-pengumuman")
    world.choose(SopPurpose.REMOVAL, "magelang-2022-penghapusan")
    world.hire("tari", "Tari Lestari")
    world.grant("tari", Role.DIVISI_TERKAIT, division=Division.TEKNIS)
    day = timedelta(days=1)
    world.grant(
        "tari", Role.PEMBINA, standing=Standing.PLH, acting_for="Hasan Basri", since=world.now + day,
        until=world.now + 2 * day,
    )  # fmt: skip
    instagram = world.account("ig", Platform.INSTAGRAM, "https://www.instagram.com/kpu_arunika")
    content = world.request(
        "raka", SopPurpose.ANNOUNCEMENT, category=ContentCategory.ANNOUNCEMENT, legal_product=LegalProduct.KEPUTUSAN,
        accounts=(instagram,), needed_by=world.now + day, files=(material(),), draf="Keputusan baru terbit.",
    )  # fmt: skip
    for who in ("sari", "sari", "bima"):
        world.act(content, who)
    world.prove_all(content, "dewi", tmp_path)
    (row,) = world.publications(content)
    removal = world.remove("sari", world.removal_of(row), disposisi="Hapus.")
    world.act(removal, "raka")
    world.prove_all(removal, "dewi", tmp_path)
    world.make_urgent(world.report(world.comment()), "sari")
    world.pause(world.report(world.comment()), "sari")
    return world


@pytest.fixture
def finished(world: World) -> World:
    world.approved_case()
    publish_all(world)
    return world


def test_a_procedure_rewritten_with_its_hash_is_no_longer_the_one_cases_began_under(finished: World) -> None:
    with finished.database.write() as session:
        row = session.scalars(select(SopRelease).order_by(SopRelease.id)).first()
        assert row is not None
        other = row.text.replace("minutes = 15", "minutes = 500")
        forged = f"UPDATE sop_release SET text = :text, sha256 = '{sha256_of(other)}' WHERE id = {row.id}"
        behind_its_back(session, "sop_release", text(forged).bindparams(text=other))
    with pytest.raises(TamperedError, match="not among the releases"):
        verify(finished)


def test_a_screenshot_exchanged_for_another_one_is_named(world: World, tmp_path: Path) -> None:
    case_id = world.approved_case()
    (row,) = world.publications(case_id)
    post(world, row.id, tmp_path, LINK, picture())
    assert verify(world).cases == 1
    with world.database.write() as session:
        session.execute(text(f"UPDATE attachment SET sha256 = '{'0' * 64}'"))
    with pytest.raises(TamperedError, match=r"publication \d+ .*screenshot"):
        verify(world)


def verify(world: World, anchor: str = "") -> audit.Report:
    with world.database.read() as session:
        return audit.verify(session, world.office_id, anchor=anchor)


def test_an_untouched_office_verifies(finished: World) -> None:
    report = verify(finished)
    assert report.cases == 1
    assert verify(finished, anchor=report.head) == report


@pytest.mark.parametrize("table", ["event", "draft_version", "sop_release"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_history(finished: World, table: str, verb: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), finished.database.write() as session:
        session.execute(text(verb.format(table)))


def test_one_changed_byte_of_an_event_is_named(finished: World) -> None:
    with finished.database.write() as session:
        event_id = session.scalar(text("SELECT id FROM event WHERE case_seq = 3"))
        behind_its_back(
            session, "event", f"UPDATE event SET payload = replace(payload, 'lokasi', 'lokasJ') WHERE id = {event_id}"
        )
    with pytest.raises(TamperedError, match=rf"event {event_id} .*does not match its hash"):
        verify(finished)


def test_every_kind_of_tampering_is_named(finished: World) -> None:
    for table, statement, named in TAMPERING:
        with pytest.raises(TamperedError, match=named):
            tamper_and_verify(finished, table, statement)
    assert verify(finished).cases == 1, "every change was rolled back"


def test_tampering_with_content_removals_pauses_divisions_and_stand_ins_is_named(everything: World) -> None:
    assert verify(everything).cases == 5
    for table, statement, named in ON_CONTENT:
        with pytest.raises(TamperedError, match=named):
            tamper_and_verify(everything, table, statement)
    assert verify(everything).cases == 5, "every change was rolled back"


def test_a_file_that_was_given_another_name_is_named(everything: World) -> None:
    renamed = json.dumps([{**material().as_row(), "name": "kegiatan.html", "media_type": "text/html"}])
    with pytest.raises(TamperedError, match=r"draft_version .*: files"):
        tamper_and_verify(everything, "draft_version", f"UPDATE draft_version SET files = '{renamed}'")


def test_a_text_whose_file_was_exchanged_with_its_hash_is_named(everything: World) -> None:
    other = material(content="foto yang lain")
    forged = json.dumps([other.as_row()])
    sha256 = sha256_of("Keputusan baru terbit.", (other.sha256,))
    statement = f"UPDATE draft_version SET files = '{forged}', sha256 = '{sha256}'"
    with pytest.raises(TamperedError, match=r"draft_version .*: sha256"):
        tamper_and_verify(everything, "draft_version", statement)


def test_a_history_rewritten_as_a_whole_misses_the_anchor(finished: World) -> None:
    with pytest.raises(TamperedError, match="anchor"):
        verify(finished, anchor="3:" + "f" * 64)
