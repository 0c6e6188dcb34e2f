"""Reading the registry: search, counts, everything a claim touches, the claims of a comment, what waits."""

from __future__ import annotations

import pytest

from classify.kinds import ClaimVerdict, MatchState
from classify.models import ClaimMatch, ClusterMember, TextCluster
from responses import claims
from responses.claims import ClaimChange
from responses.errors import NotFoundError
from responses.views import claims as view
from tests.responses.test_claims import CARDBOARD, add, decide, matched, replace
from tests.support.world import World


def cluster(world: World, head: int, *members: int) -> None:
    """Comments that say the same as a head, which is a member as well."""
    with world.database.write() as session:
        row = TextCluster(
            office_id=world.office_id, head_comment_id=head, first_seen_at=world.now, last_seen_at=world.now,
            size=len(members) + 1, authors=len(members) + 1,
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add_all(
            ClusterMember(
                comment_id=one, cluster_id=row.id, office_id=world.office_id, author=f"a{one}", similarity=1.0,
                joined_at=world.now,
            )
            for one in (head, *members)
        )  # fmt: skip


def searched(world: World, search: str = "", **wanted: object) -> list[int]:
    with world.database.read() as session:
        page = view.page(session, world.office_id, search=search, **wanted)  # type: ignore[arg-type]
        return [row.claim_id for row in page.rows]


@pytest.fixture
def registry(world: World) -> list[int]:
    return [
        add(world),
        add(world, replace(CARDBOARD, text="Tinta pemilu beracun 100%.", url="", verdict=ClaimVerdict.MENYESATKAN)),
        add(world, replace(CARDBOARD, text="Sirekap memakai server asing.", url="", publisher="Cek_Arunika")),
    ]


def test_the_registry_is_searched_in_claim_wording_and_publisher_without_wild_cards(world: World, registry: list[int]):
    assert searched(world) == registry[::-1]
    assert searched(world, "TINTA") == searched(world, "pemilu beracun") == [registry[1]]
    assert searched(world, "gampang dituker") == registry[::-1]
    assert searched(world, "100%") == [registry[1]]
    assert searched(world, "k_a") == [registry[2]]
    assert searched(world, "tinta sirekap") == searched(world, "%%") == []
    assert searched(world, "\x00") == registry[::-1]


def test_the_list_is_narrowed_by_verdict_and_by_whether_a_claim_is_looked_for(world: World, registry: list[int]):
    with world.database.write() as session:
        by = world.desk(session, "sari").actor
        off = ClaimChange(ClaimVerdict.SALAH, active=False)
        claims.change(session, world.office_id, registry[0], off, expected=1, by=by, now=world.now)
    assert searched(world, verdict=ClaimVerdict.MENYESATKAN) == [registry[1]]
    assert searched(world) == [registry[2], registry[1]]
    assert searched(world, active=False) == [registry[0]]
    assert searched(world, active=None) == registry[::-1]


def test_pages_follow_each_other_without_gap_or_repeat(world: World, registry: list[int]):
    with world.database.read() as session:
        first = view.page(session, world.office_id, limit=2)
        second = view.page(session, world.office_id, after=first.following, limit=2)
    assert [row.claim_id for row in (*first.rows, *second.rows)] == registry[::-1]
    assert second.following is None


def test_a_claim_counts_what_is_suggested_and_confirmed(world: World, registry: list[int]):
    found = [matched(world, registry[0]) for _ in range(4)]
    decide(world, found[0])
    decide(world, found[1], yes=False)
    with world.database.read() as session:
        row = view.page(session, world.office_id, search="kardus mudah").rows[0]
    assert (row.suggested, row.confirmed, row.clarified) == (2, 1, False)


def test_a_claim_touches_the_comments_it_was_found_for_their_clusters_and_their_cases(
    world: World, registry: list[int]
):
    head, member, other, alone, rejected = (world.comment(f"komentar {number}") for number in range(5))
    cluster(world, head, member, other)
    case_id = world.report(member)
    decide(world, matched(world, registry[0], head))
    matched(world, registry[0], alone)
    decide(world, matched(world, registry[0], rejected), yes=False)
    matched(world, registry[1], other)
    with world.database.read() as session:
        found = view.one(session, world.office_id, registry[0])
    assert {row.comment_id for row in found.comments} == {head, member, other, alone}
    assert len(found.comments) == 4
    by_comment = {row.comment_id: row for row in found.comments}
    assert (by_comment[member].head_comment_id, by_comment[member].case_id) == (head, case_id)
    assert (by_comment[member].state, by_comment[alone].state) == (MatchState.CONFIRMED, MatchState.SUGGESTED)
    assert by_comment[member].case_number == world.case(case_id).number
    assert (by_comment[head].case_id, by_comment[head].case_number) == (None, "")


def test_a_claim_of_another_office_is_not_shown(world: World, registry: list[int]):
    with world.database.read() as session, pytest.raises(NotFoundError):
        view.one(session, world.office_id + 1, registry[0])


def test_a_comment_has_the_claims_of_the_head_of_its_cluster_and_no_others(world: World, registry: list[int]):
    head, member, alone = (world.comment(f"komentar {number}") for number in range(3))
    cluster(world, head, member)
    suggested, confirmed = matched(world, registry[0], head), matched(world, registry[1], head)
    decide(world, confirmed)
    matched(world, registry[2], member)
    own = matched(world, registry[2], alone)
    with world.database.read() as session:
        found = [view.of_comment(session, one) for one in (head, member, alone)]
    assert [[row.match_id for row in rows] for rows in found] == [[confirmed, suggested], [confirmed, suggested], [own]]
    first = found[1][0]
    assert (first.comment_id, first.verdict, first.terms) == (head, ClaimVerdict.MENYESATKAN, ["kardus"])


def test_what_waits_is_listed_longest_waiting_first_a_page_at_a_time(world: World, registry: list[int]):
    head, member = world.comment("komentar satu"), world.comment("komentar dua")
    cluster(world, head, member)
    waiting = [matched(world, registry[0], head), matched(world, registry[1]), matched(world, registry[1])]
    decide(world, matched(world, registry[2]))
    with world.database.read() as session:
        first = view.open_suggestions(session, world.office_id, limit=2)
        second = view.open_suggestions(session, world.office_id, after=first.following, limit=2)
        nobody = view.open_suggestions(session, world.office_id + 1)
    assert [row.match_id for row in (*first.rows, *second.rows)] == waiting
    assert [row.comments for row in first.rows] == [2, 1]
    assert (second.following, nobody.rows) == (None, ())


def test_a_claim_that_is_no_longer_looked_for_leaves_nothing_waiting(world: World, registry: list[int]):
    match_id = matched(world, registry[0])
    with world.database.write() as session:
        by = world.desk(session, "sari").actor
        off = ClaimChange(ClaimVerdict.SALAH, active=False)
        claims.change(session, world.office_id, registry[0], off, expected=1, by=by, now=world.now)
    with world.database.read() as session:
        assert view.open_suggestions(session, world.office_id).rows == ()
        assert session.get_one(ClaimMatch, match_id).state is MatchState.SUGGESTED
