"""Answering on a real WordPress: as plain text, once, under the comment, by the user who may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.errors import ErrorKind, PlatformError
from ingest.http import Http
from responses.publishers.contract import Target
from responses.publishers.wordpress import WordPress as Publisher
from tests.support.wordpress import WordPress

TEXT = "TPS 04 & 05 ada di Balai Desa.\n\nJam layanan: 07.00 < 13.00 WIB. “Teman Pemilih”"


@pytest.fixture
def publisher(wordpress: WordPress) -> Iterator[Publisher]:
    opened = Publisher(Http(wordpress.url, (wordpress.publisher, wordpress.publisher_password)))
    yield opened
    opened.close()


@pytest.fixture
def post(wordpress: WordPress) -> int:
    return wordpress.make_post("Lokasi TPS", "Cek TPS Anda.")


def target_of(wordpress: WordPress, post: int, text: str = "Di mana TPS saya?") -> Target:
    return Target(str(wordpress.visitor_comment(post, "Siti", text)), str(post), "")


def replies(wordpress: WordPress, post: int, target: Target) -> list[str]:
    return [item["content"]["raw"] for item in wordpress.comments(post) if str(item["parent"]) == target.native_id]


def test_the_visitor_reads_exactly_the_approved_text_under_his_comment(
    wordpress: WordPress, post: int, publisher: Publisher
) -> None:
    target = target_of(wordpress, post)
    reply = publisher.reply(target, TEXT)
    assert reply.visible
    assert reply.permalink.endswith(f"#comment-{reply.native_id}")
    page = wordpress.page_html(post)
    assert "TPS 04 &amp; 05" in page or "TPS 04 &#038; 05" in page
    assert "07.00 &lt; 13.00" in page
    assert publisher.read_back(reply.native_id, TEXT) == reply


def test_markup_in_a_reply_is_shown_and_never_run(wordpress: WordPress, post: int, publisher: Publisher) -> None:
    target = target_of(wordpress, post)
    text = "<script>alert(1)</script> <b>tebal</b>"
    reply = publisher.reply(target, text)
    page = wordpress.page_html(post)
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert publisher.find_own_reply(target, text) == reply


def test_an_earlier_reply_is_found_whatever_the_site_made_of_its_typography(
    wordpress: WordPress, post: int, publisher: Publisher
) -> None:
    target = target_of(wordpress, post)
    reply = publisher.reply(target, TEXT)
    assert publisher.find_own_reply(target, TEXT) == reply
    assert publisher.find_own_reply(target, TEXT + " Tambahan.") is None


def test_somebody_elses_reply_with_the_same_text_is_not_ours(
    wordpress: WordPress, post: int, publisher: Publisher
) -> None:
    target = target_of(wordpress, post)
    wordpress.visitor_comment(post, "Orang Iseng", "TPS 04.", parent=int(target.native_id))
    assert publisher.find_own_reply(target, "TPS 04.") is None


def test_the_site_refuses_the_same_reply_twice(wordpress: WordPress, post: int, publisher: Publisher) -> None:
    target = target_of(wordpress, post)
    publisher.reply(target, TEXT)
    with pytest.raises(PlatformError) as refusal:
        publisher.reply(target, TEXT)
    assert refusal.value.kind is ErrorKind.DUPLICATE
    assert len(replies(wordpress, post, target)) == 1


@pytest.mark.parametrize("how", ["deleted", "trash", "spam"])
def test_a_comment_that_is_gone_is_not_answered(
    wordpress: WordPress, post: int, publisher: Publisher, how: str
) -> None:
    target = target_of(wordpress, post)
    if how == "deleted":
        wordpress.delete(int(target.native_id))
    else:
        wordpress.set_status(int(target.native_id), how)
    with pytest.raises(PlatformError) as refusal:
        publisher.reply(target, TEXT)
    assert refusal.value.kind is ErrorKind.GONE
    assert replies(wordpress, post, target) == []


def test_a_revoked_password_is_noticed_before_anything_is_looked_up(
    wordpress: WordPress, post: int, publisher: Publisher
) -> None:
    target = target_of(wordpress, post)
    wordpress.revoke_password(wordpress.publisher)
    for attempt in (lambda: publisher.find_own_reply(target, TEXT), lambda: publisher.reply(target, TEXT)):
        with pytest.raises(PlatformError) as refusal:
            attempt()
        assert refusal.value.kind is ErrorKind.AUTH_EXPIRED


def test_a_reply_taken_down_by_the_site_is_no_longer_read_back(
    wordpress: WordPress, post: int, publisher: Publisher
) -> None:
    target = target_of(wordpress, post)
    reply = publisher.reply(target, TEXT)
    wordpress.set_status(int(reply.native_id), "hold")
    held = publisher.read_back(reply.native_id, TEXT)
    assert held is not None
    assert not held.visible
    wordpress.edit(int(reply.native_id), "Isi lain")
    assert publisher.read_back(reply.native_id, TEXT) is None
    wordpress.delete(int(reply.native_id))
    assert publisher.read_back(reply.native_id, TEXT) is None
