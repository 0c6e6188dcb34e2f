"""Against a real WordPress: what visitors and moderators do there is noticed here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ingest.collect import RunReport, collect
from ingest.errors import ErrorKind, PlatformError
from ingest.http import Http
from ingest.kinds import AccountState, CommentStatus, RunOutcome
from ingest.models import Comment, Post
from ingest.sources.wordpress import Reach, WordPress
from tests.ingest.conftest import Ground
from tests.support.wordpress import WordPress as Site


class Reader:
    """Polls a real site into a database; the clock goes on from the real time only when a test says so."""

    def __init__(self, ground: Ground, site: Site) -> None:
        self.ground, self.site = ground, site
        ground.now = datetime.now(UTC) + timedelta(seconds=5)

    def poll(self, *, own: frozenset[str] = frozenset(), reach: Reach | None = None) -> RunReport:
        with Http(self.site.url, (self.site.user, self.site.app_password)) as http:
            source = WordPress(http, own_native_ids=own, reach=reach)
            return collect(self.ground.database, self.ground.site_id, source, clock=self.ground.clock)

    def sweep(self) -> RunReport:
        self.ground.later(minutes=11)
        return self.poll()

    def held(self) -> dict[str, Comment]:
        return {comment.native_id: comment for comment in self.ground.comments()}

    def status(self, comment_id: int) -> CommentStatus:
        return self.held()[str(comment_id)].status


@pytest.fixture
def reader(ground: Ground, wordpress: Site) -> Reader:
    return Reader(ground, wordpress)


def test_a_visitors_comment_is_read_with_its_thread_its_page_and_its_time(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS & jadwal", "Isi")
    first = reader.site.visitor_comment(post, "Siti", "Di mana <b>TPS</b> saya?\n\nTerima kasih & salam")
    answer = reader.site.visitor_comment(post, "Budi", "Sama, saya juga", parent=first)
    report = reader.poll()
    assert (report.outcome, report.new, report.refused, report.error) == (RunOutcome.OK, 2, 0, "")
    held = reader.held()
    one, two = held[str(first)], held[str(answer)]
    assert one.text == "Di mana TPS saya?\n\nTerima kasih & salam"
    assert (one.author_name, one.author_native_id, one.is_own) == ("Siti", None, False)
    assert (one.parent_native_id, two.parent_native_id) == (None, str(first))
    assert (one.post_native_id, one.status) == (str(post), CommentStatus.VISIBLE)
    assert one.permalink.endswith(f"#comment-{first}")
    assert abs(one.posted_at - reader.ground.now) < timedelta(minutes=5)
    with reader.ground.database.read() as session:
        [page] = session.query(Post)
        assert (page.title, page.permalink) == ("Lokasi TPS & jadwal", one.permalink.partition("#")[0])
    assert reader.ground.versions(str(first))[0].original.startswith("Di mana <b>TPS</b> saya?")


def test_a_second_poll_reads_only_what_is_new(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    reader.site.visitor_comment(post, "Siti", "Pertama")
    reader.poll()
    reader.site.visitor_comment(post, "Siti", "Kedua")
    again = reader.poll()
    assert (again.new, again.changed) == (1, 0)
    assert len(reader.held()) == 2


def test_edited_held_trashed_spammed_and_deleted_comments_are_noticed(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    edited, held, trashed, spammed, deleted, untouched = (
        reader.site.visitor_comment(post, f"Warga {number}", f"Komentar {number}") for number in range(6)
    )
    assert reader.poll().new == 6
    reader.site.edit(edited, "Komentar yang diubah")
    reader.site.set_status(held, "hold")
    reader.site.set_status(trashed, "trash")
    reader.site.set_status(spammed, "spam")
    reader.site.delete(deleted)
    assert (reader.sweep().changed, reader.sweep().changed) == (5, 0)
    assert reader.held()[str(edited)].text == "Komentar yang diubah"
    assert [version.text for version in reader.ground.versions(str(edited))] == ["Komentar 0", "Komentar yang diubah"]
    assert reader.status(held) is CommentStatus.HELD
    assert reader.status(trashed) is CommentStatus.TRASHED
    assert reader.status(spammed) is CommentStatus.SPAM
    assert reader.status(deleted) is CommentStatus.DELETED
    assert reader.held()[str(deleted)].text == "Komentar 4"
    assert reader.held()[str(untouched)].version == 1


def test_what_moderators_take_back_is_noticed_too(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    one, two = (reader.site.visitor_comment(post, name, f"Halo {name}") for name in ("Siti", "Budi"))
    reader.poll()
    reader.site.set_status(one, "trash")
    reader.site.set_status(two, "hold")
    reader.sweep()
    reader.site.set_status(one, "untrash")
    reader.site.set_status(two, "approve")
    assert reader.sweep().changed == 2
    assert {reader.status(one), reader.status(two)} == {CommentStatus.VISIBLE}


def test_a_comment_held_for_long_is_noticed_when_it_is_approved_at_last(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    comment = reader.site.visitor_comment(post, "Siti", "Halo")
    reader.site.set_status(comment, "hold")
    reader.poll()
    reader.site.set_status(comment, "approve")
    reader.ground.later(days=20)
    assert reader.poll().changed == 1
    assert reader.status(comment) is CommentStatus.VISIBLE


def test_comments_of_a_trashed_article_count_as_trashed(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    comment = reader.site.visitor_comment(post, "Siti", "Halo")
    reader.poll()
    reader.site._ask("DELETE", f"/posts/{post}")
    reader.sweep()
    assert reader.status(comment) is CommentStatus.TRASHED
    reader.site._ask("DELETE", f"/posts/{post}?force=true")
    reader.sweep()
    assert reader.status(comment) is CommentStatus.DELETED


def test_the_sweep_does_not_run_at_every_poll(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    comment = reader.site.visitor_comment(post, "Siti", "Halo")
    reader.poll()
    reader.site.set_status(comment, "spam")
    assert reader.poll().changed == 0
    assert reader.sweep().changed == 1


def test_a_revoked_password_stops_the_account_though_the_site_still_answers(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    reader.site.visitor_comment(post, "Siti", "Halo")
    reader.poll()
    reader.site.revoke_password(reader.site.user)
    report = reader.poll()
    assert (report.outcome, report.error_kind) == (RunOutcome.FAILED, ErrorKind.AUTH_EXPIRED)
    account = reader.ground.account()
    assert account.state is AccountState.STOPPED
    assert "Hubungkan ulang" in account.state_reason
    assert reader.site.app_password not in account.state_reason
    assert len(reader.held()) == 1


def test_what_the_office_wrote_itself_is_context_and_not_work(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    reader.site.visitor_comment(post, "Siti", "Halo")
    ids = {}
    for user, password in ((reader.site.user, reader.site.app_password), ("humas", reader.site.publisher_password)):
        with Http(reader.site.url, (user, password)) as http:
            ids[user] = WordPress(http).probe().native_id
            body = {"post": post, "content": f"Jawaban {user}"}
            http.send("POST", f"{reader.site.url}/wp-json/wp/v2/comments", payload=body).raise_for_status()
    reader.poll(own=frozenset({ids["humas"]}))
    own = {comment.text: comment.is_own for comment in reader.ground.comments()}
    assert own == {"Halo": False, "Jawaban petugas": True, "Jawaban humas": True}


def test_more_than_one_page_is_walked_to_its_end(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.wprest.PER_PAGE", 2)
    post = reader.site.make_post("Lokasi TPS", "Isi")
    for number in range(5):
        reader.site.visitor_comment(post, "Siti", f"Komentar {number}")
    assert reader.poll().new == 5


def test_old_comments_beyond_the_history_are_left_alone(reader: Reader) -> None:
    post = reader.site.make_post("Lokasi TPS", "Isi")
    reader.site.visitor_comment(post, "Siti", "Halo")
    reader.ground.later(days=31)
    assert reader.poll().new == 0


def test_a_site_with_plain_links_is_found_by_its_query_address(reader: Reader) -> None:
    def links(structure: str) -> None:
        reader.site._site.run_sql(
            f"UPDATE wp_options SET option_value='{structure}' WHERE option_name='permalink_structure'"
        )

    post = reader.site.make_post("Lokasi TPS", "Isi")
    reader.site.visitor_comment(post, "Siti", "Halo")
    links("")
    try:
        report = reader.poll()
    finally:
        links("/%postname%/")
    assert (report.outcome, report.new, report.error) == (RunOutcome.OK, 1, "")


def test_a_user_without_the_right_to_moderate_is_told_so(wordpress: Site) -> None:
    user = wordpress._ask(
        "POST", "/users", {"username": "penulis", "email": "p@example.test", "password": "x-1-y-2", "roles": ["author"]}
    )
    try:
        password = wordpress._ask("POST", f"/users/{user['id']}/application-passwords", {"name": "simak"})["password"]
        with Http(wordpress.url, ("penulis", password)) as http, pytest.raises(PlatformError) as caught:
            WordPress(http).probe()
    finally:
        wordpress._ask("DELETE", f"/users/{user['id']}?force=true&reassign=1")
    assert caught.value.kind is ErrorKind.PERMISSION_MISSING
    assert "Editor" in str(caught.value)
