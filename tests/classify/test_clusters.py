"""Comments that say the same become one cluster in the database: counted right, whoever races, whatever is edited."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select

from classify import comparing
from classify.alike import THRESHOLD, similarity
from classify.bursts import DEFAULT, Burst, Pace, burst, bursts, densest, paces
from classify.clusters import Joined, cluster_of, join, members
from classify.comparing import Compared, Memory, compare
from classify.kinds import Flag, ReasonSource
from classify.models import ClusterMember, TextCluster
from classify.normalise import load_normaliser
from classify.run import Pending
from ingest.db import Database
from ingest.kinds import AssessState, CommentStatus, OfficeLevel, Platform
from ingest.models import Account, Comment, CommentVersion, Office

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NORMALISE = load_normaliser()
CAMPAIGN = "ayo kita tolak hasil rekapitulasi kecamatan karena banyak yang dicurangi"
OTHER = "jam berapa kantor buka untuk mengurus surat pindah memilih"
HEAD = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
MIDDLE = "kami orang tiga empat lima enam tujuh delapan sembilan sepuluh"
FAR = "kami orang tiga empat lima enam tujuh delapan sembilan menolaknya"
"""MIDDLE is alike to both others, they are not to each other."""


@dataclass
class Town:
    """An office in a database, the people who write to it, and the workers that compare what they write."""

    database: Database
    office_id: int
    account_id: int
    numbers: count[int] = field(default_factory=lambda: count(1))

    def write(
        self, *texts: str, author: str = "", at: datetime = NOW, seen: datetime | None = None, is_own: bool = False
    ) -> list[Pending]:
        with self.database.write() as session:
            return [self._one(session, text, author, at, seen or at, is_own) for text in texts]

    def _one(self, session, text, author, at, seen, is_own) -> Pending:
        number = next(self.numbers)
        comment = Comment(
            office_id=self.office_id, account_id=self.account_id, native_id=str(number), text=text,
            author_name=author or f"Warga {number}", status=CommentStatus.VISIBLE, is_own=is_own,
            posted_at=at, detected_at=seen,
        )  # fmt: skip
        session.add(comment)
        session.flush()
        return self._version(session, comment, 1, text, seen)

    def edit(self, item: Pending, text: str, status: CommentStatus = CommentStatus.VISIBLE) -> Pending:
        with self.database.write() as session:
            comment = session.get_one(Comment, item.comment_id)
            if comment.text != text:
                comment.edited_at = NOW
            comment.version, comment.text = comment.version + 1, text
            return self._version(session, comment, comment.version, text, NOW)

    def _version(self, session, comment, number, text, seen) -> Pending:
        version = CommentVersion(
            office_id=self.office_id, comment_id=comment.id, number=number, text=text, original=text,
            sha256="0" * 64, status=CommentStatus.VISIBLE, seen_at=seen,
        )  # fmt: skip
        session.add(version)
        session.flush()
        return Pending(version.id, self.office_id, comment.id, number, text, AssessState.WAITING)

    def compare(self, memory: Memory, items: Sequence[Pending], now: datetime = NOW) -> list[Compared]:
        with self.database.read() as session:
            return compare(session, memory, items, now=now)

    def join(self, memory: Memory, items: Sequence[Pending], now: datetime = NOW) -> list[Joined]:
        found = self.compare(memory, items, now)
        with self.database.write() as session:
            return join(session, memory, found)

    def of_office(self) -> dict[int, tuple[int, int, list[int]]]:
        """By head: size, authors, members. What is counted must be what is stored, and alike to the head."""
        with self.database.read() as session:
            mine = TextCluster.office_id == self.office_id
            stored = session.scalars(select(TextCluster).where(mine).order_by(TextCluster.id)).all()
            found = {}
            for cluster in stored:
                inside = members(session, cluster.id, limit=100_000)
                assert cluster.size == len(inside)
                assert cluster.authors == len({one.author for one in inside})
                assert cluster.first_seen_at == min(one.written_at for one in inside)
                assert cluster.last_seen_at == max(one.written_at for one in inside)
                ids = [one.comment_id for one in inside]
                assert cluster.head_comment_id in ids
                self._alike(session, cluster.head_comment_id, inside)
                found[cluster.head_comment_id] = cluster.size, cluster.authors, ids
            rows = session.scalars(select(ClusterMember).where(ClusterMember.office_id == self.office_id)).all()
            assert len(rows) == sum(size for size, _, _ in found.values())
            return found

    def _alike(self, session, head_id, inside) -> None:
        texts = dict(session.execute(select(Comment.id, Comment.text)).all())
        for one in inside:
            assert one.similarity == pytest.approx(similarity(texts[one.comment_id], texts[head_id], NORMALISE))
            assert one.similarity >= THRESHOLD


def new_town(database: Database, key: str = "arunika") -> Town:
    with database.write() as session:
        office = Office(key=key, name="KPU", level=OfficeLevel.REGENCY, timezone="Asia/Jakarta", created_at=NOW)
        session.add(office)
        session.flush()
        account = Account(office_id=office.id, key="situs", platform=Platform.WORDPRESS, title="Situs")
        session.add(account)
        session.flush()
        return Town(database, office.id, account.id)


@pytest.fixture
def town(database: Database) -> Town:
    return new_town(database)


@pytest.fixture
def memory() -> Memory:
    return Memory(NORMALISE)


def ids(items: Sequence[Pending]) -> list[int]:
    return [item.comment_id for item in items]


def test_a_comment_nobody_repeats_costs_no_row(town: Town, memory: Memory):
    assert town.join(memory, town.write(CAMPAIGN, OTHER, "mantap min", "mantap min", "🔥" * 40, "🔥" * 40)) == []
    assert town.of_office() == {}


def test_the_second_makes_a_cluster_and_the_third_joins_it(town: Town, memory: Memory):
    first = town.write(CAMPAIGN, at=NOW - timedelta(minutes=20))
    assert town.join(memory, first) == []
    later = town.write(f"@budi {CAMPAIGN.upper()}!!!", OTHER, f"{CAMPAIGN} sekali")
    second, third = town.join(memory, later)
    assert (second.comment_id, third.comment_id) == (later[0].comment_id, later[2].comment_id)
    assert second.head_comment_id == third.head_comment_id == first[0].comment_id
    assert (second.size, second.authors) == (3, 3)
    assert (second.first_seen_at, second.last_seen_at) == (NOW - timedelta(minutes=20), NOW)
    assert second.similarity > third.similarity >= THRESHOLD
    assert town.of_office() == {ids(first)[0]: (3, 3, [*ids(first), second.comment_id, third.comment_id])}


def test_the_same_comment_twice_counts_once(town: Town, memory: Memory):
    items = town.write(CAMPAIGN, CAMPAIGN, CAMPAIGN)
    assert town.join(memory, items) == town.join(memory, items) == town.join(Memory(NORMALISE), items)
    assert town.of_office() == {ids(items)[0]: (3, 3, ids(items))}


def test_people_are_counted_once_however_often_they_write(town: Town, memory: Memory):
    town.join(memory, town.write(CAMPAIGN, CAMPAIGN, author="Budi"))
    town.join(memory, town.write(CAMPAIGN, author="Budi"))
    [joined] = town.join(memory, town.write(CAMPAIGN, author="Sari"))
    assert (joined.size, joined.authors) == (4, 2)
    town.of_office()


def test_no_chain_and_a_member_of_one_never_heads_another(town: Town, memory: Memory):
    items = town.write(HEAD, MIDDLE, FAR, FAR)
    town.join(memory, items)
    head, middle, far, again = ids(items)
    assert town.of_office() == {head: (2, 2, [head, middle]), far: (2, 2, [far, again])}


def test_a_worker_sees_what_others_stored(town: Town):
    one, other, late = Memory(NORMALISE), Memory(NORMALISE), Memory(NORMALISE)
    first, second, third = (town.write(CAMPAIGN) for _ in range(3))
    assert town.join(one, first) == []
    assert [joined.head_comment_id for joined in town.join(other, second)] == ids(first)
    assert [joined.size for joined in town.join(late, third)] == [3]
    assert town.of_office() == {ids(first)[0]: (3, 3, ids([*first, *second, *third]))}


def test_a_lower_version_id_that_came_later_is_seen(town: Town, memory: Memory):
    first, other = town.write(CAMPAIGN, OTHER)
    town.join(memory, [other])
    memory.office(town.office_id).recent.discard(first.version_id)
    memory.office(town.office_id).index.forget(first.comment_id)
    [joined] = town.join(memory, town.write(CAMPAIGN))
    assert joined.head_comment_id == first.comment_id


def test_workers_at_once_make_one_cluster_of_one_head(town: Town):
    workers = 3
    items = [
        town.write(text, author=f"Warga {n % 7}")[0] for n in range(20) for text in (CAMPAIGN, OTHER, f"{HEAD} {n}")
    ]
    start = threading.Barrier(workers)

    def work(number: int) -> None:
        memory = Memory(NORMALISE)
        start.wait()
        # two workers at a time are given the same comments
        mine = [item for at, item in enumerate(items) if at % workers in {number, (number + 1) % workers}]
        for at in range(0, len(mine), 6):
            town.join(memory, mine[at : at + 6])

    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(work, number) for number in range(workers)]:
            done.result()
    found = town.of_office()
    campaign, other, counted = ids(items[:3])
    assert {head: size for head, (size, _, _) in found.items()} == {campaign: 20, other: 20, counted: 20}
    assert {authors for _, authors, _ in found.values()} == {7}


def test_who_joins_while_another_worker_is_joining_waits_and_counts_both(town: Town, memory: Memory):
    town.join(memory, town.write(CAMPAIGN, CAMPAIGN))
    one, other = town.write(CAMPAIGN), town.write(CAMPAIGN)
    first, second = town.compare(memory, one), town.compare(memory, other)
    second_database, waits = Database(town.database.url), threading.Event()

    def about_to_run(_connection, _cursor, statement: str, *_: object) -> None:
        if any(words in statement for words in ("FOR UPDATE", "BEGIN IMMEDIATE", "UPDATE text_cluster")):
            waits.set()

    event.listen(second_database.engine, "before_cursor_execute", about_to_run)

    def join_second() -> None:
        with second_database.write() as session:
            join(session, Memory(NORMALISE), second)

    with ThreadPoolExecutor(1) as pool:
        with town.database.write() as session:
            join(session, memory, first)
            session.flush()
            later = pool.submit(join_second)
            assert waits.wait(timeout=30)
        later.result()
    second_database.dispose()
    [(size, authors, _)] = town.of_office().values()
    assert (size, authors) == (4, 4)


def test_a_head_that_joined_another_meanwhile_passes_its_followers_on(town: Town):
    [head] = town.write(HEAD)
    middle, same, far = town.write(MIDDLE, MIDDLE, FAR)
    blind = Memory(NORMALISE)
    blind.office(town.office_id).after = head.version_id
    blind.office(town.office_id).recent.add(head.version_id)
    found = town.compare(blind, [middle, same, far])
    assert {one.head.comment_id for one in found if one.head} == {middle.comment_id}
    town.join(Memory(NORMALISE), [middle])
    with town.database.write() as session:
        join(session, blind, found)
    assert town.of_office() == {head.comment_id: (3, 3, ids([head, middle, same]))}


def test_a_head_edited_before_the_follower_is_stored_is_not_joined(town: Town, memory: Memory):
    head, follower = town.write(CAMPAIGN, CAMPAIGN)
    found = town.compare(memory, [head, follower])
    town.edit(head, OTHER)
    with town.database.write() as session:
        assert join(session, memory, found) == []
    assert town.of_office() == {}


def test_a_failed_transaction_leaves_nothing_and_is_made_up_for(town: Town, memory: Memory):
    items = town.write(CAMPAIGN, CAMPAIGN)

    def fail() -> None:
        found = town.compare(memory, items)
        with town.database.write() as session:
            join(session, memory, found)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert town.of_office() == {}
    assert len(town.join(memory, items)) == 2
    assert town.of_office() == {ids(items)[0]: (2, 2, ids(items))}


def test_an_edited_member_leaves_and_may_join_another(town: Town, memory: Memory):
    one, two, three, question, asked = town.write(CAMPAIGN, CAMPAIGN, CAMPAIGN, OTHER, OTHER)
    town.join(memory, [one, two, three, question, asked])
    [moved] = town.join(memory, [town.edit(three, f"{OTHER} ya")])
    assert (moved.head_comment_id, moved.size) == (question.comment_id, 3)
    assert town.join(memory, [town.edit(two, "terima kasih")]) == []
    assert town.of_office() == {question.comment_id: (3, 3, ids([three, question, asked]))}


def test_an_edit_that_still_fits_stays_and_is_measured_anew(town: Town, memory: Memory):
    items = town.write(CAMPAIGN, CAMPAIGN)
    town.join(memory, items)
    [joined] = town.join(memory, [town.edit(items[1], f"{CAMPAIGN} sekali")])
    assert THRESHOLD <= joined.similarity < 1
    assert town.of_office() == {ids(items)[0]: (2, 2, ids(items))}


def test_a_cluster_outlives_the_edit_of_its_head_whichever_worker_judges_it(database: Database):
    for judge in ("same", "other", "new"):
        town, same, other = new_town(database, judge), Memory(NORMALISE), Memory(NORMALISE)
        items = town.write(CAMPAIGN, CAMPAIGN, CAMPAIGN)
        town.join(same, items)
        town.join(other, items)
        edited = town.edit(items[0], OTHER)
        judging = {"same": same, "other": other, "new": Memory(NORMALISE)}[judge]
        assert town.join(judging, [edited]) == []
        assert town.of_office() == {ids(items)[1]: (2, 2, ids(items)[1:])}
        late = [town.join(memory, town.write(CAMPAIGN)) for memory in (same, other)]
        assert [joined.head_comment_id for [joined] in late] == [ids(items)[1]] * 2
        [joined] = town.join(same, town.write(OTHER))
        assert joined.head_comment_id == edited.comment_id
        assert {head: size for head, (size, _, _) in town.of_office().items()} == {
            ids(items)[1]: 4, edited.comment_id: 2
        }  # fmt: skip


def test_who_is_not_alike_to_the_new_head_leaves(town: Town, memory: Memory):
    middle, head, far, near = town.write(MIDDLE, HEAD, FAR, f"{HEAD} ya")
    town.join(memory, [middle, head, far, near])
    assert town.of_office()[middle.comment_id][0] == 4
    town.join(memory, [town.edit(middle, OTHER)])
    assert town.of_office() == {head.comment_id: (2, 2, ids([head, near]))}


def test_head_and_members_edited_at_once(town: Town, memory: Memory):
    pair, three = town.write(CAMPAIGN, CAMPAIGN), town.write(OTHER, OTHER, OTHER)
    town.join(memory, [*pair, *three])
    edits = [town.edit(item, f"{HEAD} {item.comment_id}") for item in [*pair, *three[:2]]]
    town.join(memory, edits)
    assert [inside for _, _, inside in town.of_office().values()] == [ids([*pair, *three[:2]])]


def test_whatever_is_written_and_edited_what_is_counted_is_stored_and_alike(town: Town):
    chance = random.Random(11)
    texts = [HEAD, MIDDLE, FAR, CAMPAIGN, f"{CAMPAIGN} sekali", OTHER, "mantap min"]
    memories = [Memory(NORMALISE), Memory(NORMALISE)]
    known: list[Pending] = []
    for _ in range(40):
        batch = {item.comment_id: item for item in town.write(*chance.choices(texts, k=chance.randint(0, 4)))}
        for at in chance.sample(range(len(known)), min(len(known), chance.randint(0, 3))):
            known[at] = town.edit(known[at], chance.choice(texts))
            batch[known[at].comment_id] = known[at]
        town.join(chance.choice(memories), list(batch.values()))
        known += [item for item in batch.values() if item.version == 1]
        town.of_office()
    with town.database.read() as session:
        alone = set(ids(known)) - set(session.scalars(select(ClusterMember.comment_id)))
    assert len(known) > 60
    # a text five comments have is in a cluster, whatever became of those it was in before
    last = {item.comment_id: item.text for item in known if item.comment_id in alone}
    assert max(Counter(text for text in last.values() if text != "mantap min").values(), default=0) < 5


def test_a_small_edit_of_the_head_keeps_it_in_the_cluster(town: Town, memory: Memory):
    items = town.write(CAMPAIGN, CAMPAIGN)
    town.join(memory, items)
    [joined] = town.join(memory, [town.edit(items[0], f"{CAMPAIGN} sekali")])
    assert (joined.head_comment_id, joined.size) == (ids(items)[1], 2)
    assert town.of_office() == {ids(items)[1]: (2, 2, ids(items))}


def test_a_head_deleted_on_the_platform_stays_the_head(town: Town, memory: Memory):
    items = town.write(CAMPAIGN, CAMPAIGN)
    before = town.join(memory, items)
    gone = town.edit(items[0], CAMPAIGN, CommentStatus.DELETED)
    assert town.join(memory, [gone]) == before[:1]
    assert [joined.size for joined in town.join(memory, town.write(CAMPAIGN))] == [3]
    assert town.of_office() == {ids(items)[0]: (3, 3, [*ids(items), ids(items)[1] + 1])}


def test_offices_and_the_offices_own_words_stay_apart(database: Database, memory: Memory):
    here, there = new_town(database), new_town(database, "bahari")
    town_items = [*here.write(CAMPAIGN), *there.write(CAMPAIGN)]
    here.write(CAMPAIGN, is_own=True)
    assert here.join(memory, town_items) == []
    assert [joined.size for joined in here.join(memory, here.write(CAMPAIGN))] == [2]


def test_an_edit_that_replaced_the_version_leaves_it_out(town: Town, memory: Memory):
    [item] = town.write(CAMPAIGN)
    town.edit(item, OTHER)
    assert town.compare(memory, [item]) == []


def test_a_new_worker_loads_the_window_and_the_heads_of_open_clusters_only(town: Town, memory: Memory):
    long_ago = NOW - timedelta(days=12)
    town.join(memory, town.write(OTHER, CAMPAIGN, at=long_ago), long_ago)
    yesterday = NOW - timedelta(days=6)
    town.join(memory, town.write(CAMPAIGN, HEAD, at=yesterday), yesterday)
    fresh = Memory(NORMALISE)
    [again] = town.join(fresh, town.write(CAMPAIGN))
    assert again.size == 3
    assert len(fresh.office(town.office_id).index) == 2
    assert town.join(fresh, town.write(OTHER)) == []


def test_the_start_of_the_window_is_found_among_many_versions(town: Town):
    items = [town.write(f"{HEAD} hari ke {day}", at=NOW - timedelta(days=day))[0] for day in range(20, 0, -1)]
    with town.database.read() as session:
        # twenty comments, the last seven of them within the last seven days
        assert comparing._last_before(session, NOW - timedelta(days=7)) == items[12].version_id
        assert comparing._last_before(session, NOW - timedelta(days=90)) == 0
        assert comparing._last_before(session, NOW) == items[19].version_id


def test_the_office_asked_about_least_recently_is_forgotten_first(monkeypatch: pytest.MonkeyPatch):
    memory = Memory(NORMALISE)
    monkeypatch.setattr(comparing, "MOST_BYTES", 2 * memory.office(1).index.nbytes)
    for office_id in (2, 3, 1):
        memory.office(office_id)
    memory.trim()
    assert list(memory._offices) == [3, 1]


def test_many_same_texts_in_one_batch_are_one_cluster(town: Town, memory: Memory):
    items = town.write(*[CAMPAIGN] * 1200)
    assert len(town.join(memory, items)) == 1200
    assert len(memory.office(town.office_id).index) == 1
    with town.database.read() as session:
        [cluster] = session.scalars(select(TextCluster))
    assert (cluster.size, cluster.authors) == (1200, 1200)


def test_strange_texts_pass(town: Town, memory: Memory):
    foreign = "ไม่ มี คำ ลา ติน เลย จริง จริง"
    strange = ["\u200b" * 10_000, "🔥" * 5000, "", "x" * 1_000_000, "?! " * 400, foreign]
    items = town.write(*strange, *strange)
    town.join(memory, items)
    assert [(size, members) for size, _, members in town.of_office().values()] == [(2, [ids(items)[5], ids(items)[11]])]


def test_members_are_read_page_by_page(town: Town, memory: Memory):
    items = town.write(*[CAMPAIGN] * 5)
    joined = town.join(memory, items)[0]
    with town.database.read() as session:
        first = members(session, joined.cluster_id, limit=3)
        rest = members(session, joined.cluster_id, limit=3, after=first[-1].comment_id)
        assert [one.comment_id for one in [*first, *rest]] == ids(items)
        assert cluster_of(session, ids(items)[3]) == town.join(memory, items)[3]
        assert cluster_of(session, 10**9) is None


def pace(accounts: int, minutes: float, ago: timedelta = timedelta()) -> Pace:
    last = NOW - ago
    return Pace(1, 2, accounts, accounts, last - timedelta(minutes=minutes), last)


def raised(accounts: int, minutes: float = 40, ago: timedelta = timedelta()) -> float:
    found = burst(pace(accounts, minutes, ago), NOW)
    assert found is not None
    return found.log_odds


def test_a_burst_needs_many_accounts_in_a_short_time():
    assert burst(pace(4, 5), NOW) is None
    assert burst(pace(50, 61), NOW) is None
    found = burst(pace(23, 39.5), NOW)
    assert found is not None
    assert found.sentence == "23 akun menulis kalimat yang hampir sama dalam 40 menit"
    assert (found.reason.flag, found.reason.source, found.reason.text) == (
        Flag.URGENT, ReasonSource.CLUSTER, found.sentence
    )  # fmt: skip
    assert Burst(pace(12_500, 0), 0).sentence == "12.500 akun menulis kalimat yang hampir sama dalam 1 menit"


def test_a_burst_raises_urgency_with_its_size_up_to_a_limit_and_only_while_it_is_fresh():
    assert 0 < raised(5) < raised(10) < raised(20) == DEFAULT.most_log_odds == raised(5000)
    assert raised(50, ago=timedelta(hours=7)) == 0


moments = st.lists(
    st.tuples(st.integers(0, 20).map(lambda quarter: 15 * quarter), st.sampled_from("abcdef")), max_size=30
)


@given(moments)
@settings(max_examples=60, deadline=None)
def test_the_densest_stretch_is_the_one_with_most_accounts(written: list[tuple[int, str]]):
    times = sorted((NOW + timedelta(minutes=minute), author) for minute, author in written)
    window = timedelta(minutes=60)
    found = densest(pace(6, 300), times, window)
    most = max(
        (len({author for at, author in times if start <= at <= start + window}) for start, _ in times), default=0
    )
    assert found.accounts == most
    assert found.last_at - found.first_at <= window
    inside = [author for at, author in times if found.first_at <= at <= found.last_at]
    assert len(set(inside)) >= found.accounts


def test_bursts_of_an_office_are_found_by_when_things_were_written(town: Town, memory: Memory):
    for number in range(6):
        town.join(memory, town.write(CAMPAIGN, at=NOW - timedelta(minutes=200 - number), seen=NOW))
    for day in range(6):
        town.join(memory, town.write(OTHER, at=NOW - timedelta(hours=20 * day), seen=NOW))
    [late] = town.join(memory, town.write(CAMPAIGN))
    with town.database.read() as session:
        [found] = bursts(session, town.office_id, NOW - timedelta(days=1), now=NOW)
        assert bursts(session, town.office_id + 1, NOW - timedelta(days=1), now=NOW) == []
        assert bursts(session, town.office_id, NOW - timedelta(minutes=30), now=NOW) == []
        [last] = paces(session, [late.cluster_id])
    assert (found.pace.accounts, found.pace.comments, found.minutes) == (6, 6, 5)
    assert found.log_odds > 0
    assert (last.accounts, burst(last, NOW)) == (1, None)


def test_the_last_stretch_counts_people_not_comments(town: Town, memory: Memory):
    for number in range(12):
        joined = town.join(
            memory, town.write(CAMPAIGN, author=f"Warga {number % 6}", at=NOW - timedelta(minutes=number))
        )
    with town.database.read() as session:
        [last] = paces(session, [joined[0].cluster_id])
    assert (last.accounts, last.comments) == (6, 12)
    assert last.first_at == NOW - timedelta(minutes=11)
