"""Suggestions come from what the office approved and published, never from what was taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from ingest.db import Database
from ingest.kinds import CommentStatus
from ingest.models import Comment
from responses import templates
from responses.guard.office import OfficeGuard
from responses.guard.store import set_guard
from responses.kinds import CaseState, PublicationState, SopPurpose
from responses.likeness import features, similarities
from responses.models import CaseFile, CaseTarget, Publication
from responses.state import SIMAK
from responses.suggestions import EXCERPT, Origin, Suggestion, suggest
from tests.support.publishing import may_publish, publish_all
from tests.support.world import World, make_world

ASKED = "Min, TPS saya di mana ya?"
LIKE = "min lokasi tps saya dimana?"
REPLY = "TPS 04 berada di Balai Desa Sukamaju."


@pytest.fixture
def world(database: Database) -> World:
    world = make_world(database)
    may_publish(world)
    return world


def answered(world: World, comment: str = ASKED, reply: str = REPLY) -> int:
    case_id = world.approved_case(world.comment(comment), reply)
    publish_all(world)
    assert world.case(case_id).state is CaseState.DONE
    return case_id


def found(world: World, text: str = LIKE, limit: int = 3) -> tuple[Suggestion, ...]:
    with world.database.read() as session:
        return suggest(session, world.office_id, text, limit)


def test_an_approved_reply_to_a_similar_comment_is_suggested_with_its_likeness_and_date(world: World):
    case_id = answered(world)
    answered(world, "Honor KPPS kapan cair?", "Honor dibayarkan setelah berkas lengkap.")
    (one,) = found(world)
    assert (one.origin, one.text, one.excerpt) == (Origin.REPLY, REPLY, ASKED)
    assert one.case_number == world.case(case_id).number
    assert one.at == world.now
    assert 0.2 < one.similarity <= 1
    assert found(world, ASKED)[0].similarity > one.similarity


def test_the_same_reply_is_shown_once_and_the_newest_of_it(world: World):
    answered(world)
    world.later(minutes=10)
    answered(world)
    (one,) = found(world)
    assert one.at == world.now


def test_nothing_unlike_is_suggested(world: World):
    answered(world)
    assert found(world, "kapan rekrutmen PPK dibuka") == ()
    assert found(world, "") == ()
    assert found(world, "🙏") == ()


def test_a_text_nobody_published_yet_is_not_suggested(world: World):
    world.approved_case(world.comment(ASKED), REPLY)
    assert found(world) == ()


def test_a_reply_sent_back_after_it_went_out_gives_way_to_the_corrected_one(world: World):
    case_id = world.report(world.comment(ASKED, urgent=True), purpose=SopPurpose.URGENT)
    world.act(case_id, "hasan", draf="TPS 09 di pasar.")
    publish_all(world)
    assert found(world) == (), "not yet ratified"
    world.act(case_id, "lina", yes=False, note="Nomor TPS keliru.")
    assert found(world) == (), "sent back"


@pytest.mark.parametrize("status", [CommentStatus.DELETED, CommentStatus.TRASHED, CommentStatus.SPAM])
def test_a_reply_that_is_gone_from_the_platform_is_not_suggested(world: World, status: CommentStatus):
    case_id = answered(world)
    (publication,) = world.publications(case_id)
    with world.database.write() as session:
        ours = Comment(
            office_id=world.office_id, account_id=world.account_id, native_id=publication.native_id, author_name="KPU",
            text=REPLY, is_own=True, status=CommentStatus.VISIBLE, posted_at=world.now, detected_at=world.now,
        )  # fmt: skip
        session.add(ours)
    assert len(found(world)) == 1
    with world.database.write() as session:
        session.execute(update(Comment).where(Comment.native_id == publication.native_id).values(status=status))
    assert found(world) == ()


def test_a_reply_somebody_is_removing_is_not_suggested(world: World):
    case_id = answered(world)
    (publication,) = world.publications(case_id)
    with world.database.write() as session:
        session.add(CaseTarget(case_id=case_id, account_id=world.account_id, removes_id=publication.id))
    assert found(world) == ()


@pytest.mark.parametrize("state", [PublicationState.REMOVED, PublicationState.WITHDRAWN, PublicationState.NEEDS_REVIEW])
def test_only_what_is_public_is_suggested(world: World, state: PublicationState):
    answered(world)
    with world.database.write() as session:
        session.execute(update(Publication).values(state=state))
    assert found(world) == ()


def test_a_case_reopened_takes_its_reply_out_of_the_suggestions(world: World):
    case_id = answered(world)
    with world.database.write() as session:
        session.get_one(CaseFile, case_id).state = CaseState.OPEN
    assert found(world) == ()


def test_a_reply_with_personal_data_is_not_suggested_and_a_comment_s_is_covered(world: World):
    private = "TPS Anda di Balai Desa. Hubungi 0274 123456 untuk bertanya."
    with world.database.write() as session:
        set_guard(session, world.office_id, OfficeGuard(phones=("62274123456",)), SIMAK, world.now)
    answered(world, f"{ASKED} NIK saya 3201014507900003", private)
    (one,) = found(world)
    assert one.excerpt == f"{ASKED} NIK saya …"
    with world.database.write() as session:
        set_guard(session, world.office_id, OfficeGuard(), SIMAK, world.now)
    assert found(world) == ()


def test_another_office_s_replies_are_never_suggested(world: World):
    answered(world)
    with world.database.read() as session:
        assert suggest(session, world.office_id + 1, LIKE) == ()


def test_faq_and_templates_that_fit_come_after_own_replies(world: World):
    answered(world)
    with world.database.write() as session:
        templates.load_starter(session, world.office_id, by=SIMAK, now=world.now)
    origins = [one.origin for one in found(world)]
    assert origins[:2] == [Origin.REPLY, Origin.FAQ]
    faq = found(world)[1]
    assert (faq.key, faq.link) == ("faq-lokasi-tps", "https://cekdptonline.kpu.go.id")
    assert "{nama}" in faq.text


def test_a_retired_text_is_not_suggested(world: World):
    with world.database.write() as session:
        templates.load_starter(session, world.office_id, by=SIMAK, now=world.now)
        templates.retire(session, world.office_id, "faq-lokasi-tps", expected=1, by=SIMAK, now=world.now)
    assert "faq-lokasi-tps" not in [one.key for one in found(world)]


def test_no_more_than_asked_for_and_the_most_alike_first(world: World):
    for number in range(4):
        world.later(minutes=5)
        more = " ".join(("honor", "siakba", "debat")[:number])
        answered(world, f"{ASKED} {more}", f"{REPLY} Keterangan {number}.")
    few = found(world, ASKED, limit=2)
    assert [one.text for one in few] == [f"{REPLY} Keterangan 0.", f"{REPLY} Keterangan 1."]
    assert all(len(one.excerpt) <= EXCERPT for one in found(world, ASKED, limit=9))


def test_likeness_is_symmetric_in_order_bounded_and_finds_derived_words():
    texts = [features(text) for text in ("nama saya terdaftar di dpt", "honor kpps belum cair", "")]
    first, second, empty = similarities(features("apakah saya sudah mendaftar di dpt"), texts)
    assert first > second
    assert empty == 0
    assert similarities(features(""), texts) == [0, 0, 0]
    (same,) = similarities(texts[0], [texts[0]])
    assert same == pytest.approx(1)


def test_time_passes_without_losing_a_suggestion(world: World):
    answered(world)
    world.now += timedelta(days=400)
    assert len(found(world)) == 1
