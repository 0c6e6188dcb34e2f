"""Whatever the public wrote is text on every screen: no markup, no picture from elsewhere, no link."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from ingest.models import Account, Comment, Post
from tests.screens.showing import Screens, elements

MARK = "evil.example"
HOSTILE = f"<img src=x onerror=alert(1)> **tebal** ![p](https://{MARK}/p.png) [klik](https://{MARK}) :red[m]"
SAFE = {"text", "text_area", "text_input", "code", "bidi_component"}
"""Kinds of elements that show text as it is."""
LINK = frozenset({"tautan-luar"})
"""What the guard says of the link in the hostile text, taken note of."""


def hostile_case(screens: Screens) -> int:
    """A case in which everything that can come from outside or be typed is hostile."""
    world = screens.world
    comment_id = world.comment(HOSTILE)
    with world.database.write() as session:
        session.add(
            Post(office_id=world.office_id, account_id=world.account_id, native_id="1", title=HOSTILE, text=HOSTILE)
        )
        session.execute(update(Comment).values(author_name=HOSTILE[:200], permalink=f"https://{MARK}/#1"))
        session.execute(update(Account).values(title=HOSTILE[:200]))
    case_id = world.report(comment_id)
    world.act(case_id, "sari", perintah=HOSTILE)
    world.act(case_id, "raka", draf=HOSTILE, acknowledged=LINK)
    world.act(case_id, "sari", yes=False, note=HOSTILE)
    world.act(case_id, "raka", draf=f"{HOSTILE} lagi", acknowledged=LINK)
    return case_id


def holders(screen: AppTest) -> dict[str, int]:
    """How many elements of each kind carry the mark."""
    assert not screen.exception
    found: dict[str, int] = {}
    for element in elements(screen):
        carried = str(getattr(element, "proto", None) or "") if not getattr(element, "children", None) else ""
        if MARK in carried:
            found[element.type] = found.get(element.type, 0) + 1
    return found


@pytest.mark.parametrize(
    ("who", "path"), [("dewi", "kasus"), ("sari", "persetujuan"), ("sari", "kasus"), ("raka", "kasus")]
)
def test_a_hostile_case_is_text_on_every_screen(screens: Screens, who: str, path: str):
    case_id = hostile_case(screens)
    for query in ({}, {"id": case_id}):
        found = holders(screens.open(who, path, **query))
        assert set(found) <= SAFE, found
    assert found["text"] >= 3


def test_a_hostile_comment_is_text_in_the_queue(screens: Screens):
    screens.world.comment(HOSTILE)
    with screens.world.database.write() as session:
        session.execute(update(Comment).values(author_name=HOSTILE[:200]))
    found = holders(screens.open("dewi", "antrean"))
    assert set(found) <= SAFE, found
    assert found["bidi_component"] == 1
    assert found["text"] >= 2


def test_a_hostile_reply_is_text_where_it_is_copied(screens: Screens):
    case_id = hostile_case(screens)
    screens.world.act(case_id, "sari", acknowledged=LINK)
    found = holders(screens.open("dewi", "unggah"))
    assert set(found) <= SAFE, found
    assert found["code"] >= 2
