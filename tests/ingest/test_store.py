from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from ingest.clean import unescape_original
from ingest.kinds import AssessState, CommentStatus
from ingest.models import Account, Cursor, Post
from ingest.records import Page, PostRecord
from ingest.store import known_since, store_page
from tests.ingest.conftest import NOW, Ground, record


def test_a_comment_is_stored_once_with_its_first_version(ground: Ground) -> None:
    counts = ground.store(record("1"), record("2"))
    assert (counts.new, counts.changed, counts.known) == (2, 0, 0)
    again = ground.store(record("1"), record("2"), record("3"))
    assert (again.new, again.changed, again.known) == (1, 0, 2)
    [first, *_] = ground.comments()
    assert (first.detected_at, first.version, first.status) == (ground.now, 1, CommentStatus.VISIBLE)
    [version] = ground.versions("1")
    assert (version.number, version.text, version.assess) == (1, "Di mana TPS saya?", AssessState.WAITING)


def test_an_edited_comment_keeps_its_earlier_text(ground: Ground) -> None:
    ground.store(record("1"))
    ground.later(minutes=10)
    assert ground.store(record("1", "Di mana TPS saya? Saya pindah.")).changed == 1
    [comment] = ground.comments()
    assert (comment.text, comment.version, comment.edited_at) == ("Di mana TPS saya? Saya pindah.", 2, ground.now)
    assert comment.detected_at == NOW
    assert [version.text for version in ground.versions("1")] == ["Di mana TPS saya?", comment.text]


def test_a_moderated_comment_gets_a_version_that_says_so_but_was_not_edited(ground: Ground) -> None:
    ground.store(record("1"))
    ground.store(record("1", status=CommentStatus.TRASHED))
    ground.store(record("1", status=CommentStatus.TRASHED))
    [comment] = ground.comments()
    assert (comment.status, comment.edited_at) == (CommentStatus.TRASHED, None)
    assert [version.status.value for version in ground.versions("1")] == ["visible", "trashed"]


def test_a_vanished_comment_keeps_its_text(ground: Ground) -> None:
    ground.store(record("1", "Teks\x00 asli"))
    gone = frozenset({"1", "999"})
    assert ground.store(gone=gone).changed == 1
    assert ground.store(gone=gone).changed == 0
    first, last = ground.versions("1")
    assert last.status is CommentStatus.DELETED
    assert (last.text, last.original, last.sha256) == (first.text, first.original, first.sha256)
    assert unescape_original(last.original) == "Teks\x00 asli"


def test_a_comment_that_comes_back_is_visible_again(ground: Ground) -> None:
    ground.store(record("1"))
    ground.store(gone=frozenset({"1"}))
    assert ground.store(record("1")).changed == 1
    assert ground.comments()[0].status is CommentStatus.VISIBLE


def test_the_same_comment_twice_in_a_page_is_one_comment_in_its_later_state(ground: Ground) -> None:
    counts = ground.store(record("1", "lama"), record("1", "baru"))
    assert (counts.new, counts.known) == (1, 1)
    assert [version.text for version in ground.versions("1")] == ["baru"]


def test_what_the_database_would_refuse_is_cleaned_or_refused_and_the_rest_goes_on(ground: Ground) -> None:
    counts = ground.store(
        record("1", "a\x00b \ud800 \u202ec", author_name="Bu\x00di \ud800" + "x" * 300, permalink="https://x/\x00"),
        record("", "tanpa id"),
        record("x" * 201),
        record("nul\x00"),
        record("rusak\ud800"),
        record("2", parent_native_id="y" * 500),
        record("3", posted_at=NOW.replace(tzinfo=None)),
        record("4", permalink="javascript:alert(1)"),
    )
    assert (counts.new, counts.refused) == (2, 6)
    one, four = ground.comments()
    assert (one.text, one.permalink, four.permalink) == ("ab \ufffd c", "", "")
    assert one.author_name.startswith("Budi")
    assert len(one.author_name) == 200
    assert unescape_original(ground.versions("1")[0].original) == "a\x00b \ud800 \u202ec"


def test_the_same_id_on_another_account_is_another_comment(ground: Ground) -> None:
    ground.store(record("1"))
    with ground.database.write() as session:
        page = Page((record("1"),), {})
        assert store_page(session, session.get_one(Account, ground.file_id), page, now=NOW).new == 1


def test_a_page_larger_than_any_limit_of_parameters_is_stored_whole(ground: Ground) -> None:
    assert ground.store(*(record(str(number)) for number in range(1300))).new == 1300
    assert len(ground.comments()) == 1300


def test_titles_are_kept_and_an_empty_one_does_not_erase_them(ground: Ground) -> None:
    def store(*posts: PostRecord) -> list[tuple[str, str]]:
        with ground.database.write() as session:
            store_page(session, session.get_one(Account, ground.site_id), Page((), {}, posts=posts), now=NOW)
            return [(post.title, post.permalink) for post in session.query(Post)]

    store(PostRecord("4", "Lokasi TPS", permalink="https://x/tps"))
    assert store(PostRecord("4")) == [("Lokasi TPS", "https://x/tps")]
    assert store(PostRecord("4", "Lokasi TPS 2027")) == [("Lokasi TPS 2027", "https://x/tps")]


def test_a_page_that_fails_leaves_neither_comments_nor_a_moved_cursor(ground: Ground) -> None:
    def half() -> None:
        with ground.database.write() as session:
            page = Page((record("1"),), {"after": "y"})
            store_page(session, session.get_one(Account, ground.site_id), page, now=NOW)
            raise RuntimeError

    ground.store(record("0"))
    with pytest.raises(RuntimeError):
        half()
    assert [comment.native_id for comment in ground.comments()] == ["0"]
    with ground.database.read() as session:
        assert session.get_one(Cursor, ground.site_id).value == {"after": "x"}


def test_only_recent_and_still_held_comments_are_asked_about_again(ground: Ground) -> None:
    old = NOW - timedelta(days=30)
    ground.store(record("1"), record("2", posted_at=old), record("3", posted_at=old, status=CommentStatus.HELD))
    with ground.database.read() as session:
        known = known_since(session, ground.site_id, NOW - timedelta(days=14))
    assert {item.native_id for item in known} == {"1", "3"}


def test_two_workers_storing_the_same_page_store_each_comment_once(ground: Ground) -> None:
    page = [record(str(number)) for number in range(50)]
    start = threading.Barrier(2)
    counts = []

    def work() -> None:
        start.wait()
        counts.append(ground.store(*page))

    ground.store(record("0", "lama"))
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted((count.new, count.changed, count.known) for count in counts) in (
        [(0, 0, 50), (49, 1, 0)],
        [(0, 1, 49), (49, 0, 1)],
    )
    assert all(len(ground.versions(str(number))) == 1 for number in range(1, 50))
    assert [version.number for version in ground.versions("0")] == [1, 2]
