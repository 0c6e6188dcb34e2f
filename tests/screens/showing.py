"""Screens without a browser: Streamlit's test runner on the real ``main``, with real sessions in a real database."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from classify.models import Verdict
from console import runtime
from console.screens import main, visitor
from console.settings import from_environment
from console.web.sessions import close_all_of, open_session
from ingest.db import Database
from ingest.kinds import AssessState, OfficeLevel
from ingest.models import Office
from ingest.seal import Sealer
from responses import by_hand, chain, people, proofs
from responses.by_hand import HandProof
from responses.kinds import Role
from responses.models import Event, InboxItem, Person
from responses.state import SIMAK
from tests.support.world import World, make_world

MAIN = Path(main.__file__)


@dataclass
class Screens:
    """A world with a console in front of it. Time stands still unless a test moves the world's clock."""

    world: World
    folder: Path
    token: str | None = None

    def open(self, who: str, path: str = "", **query: str | int) -> AppTest:
        """The page as this person sees it after logging in anew."""
        with self.world.database.write() as session:
            self.token = open_session(session, self.world.people[who], now=self.world.now)
        screen = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in query.items():
            screen.query_params[name] = str(value)
        return go(screen, path)

    def end_session(self, who: str) -> None:
        """Log a person out everywhere."""
        with self.world.database.write() as session:
            close_all_of(session, self.world.people[who])

    def make_demo(self) -> None:
        """Say that the office's data are only an example."""
        with self.world.database.write() as session:
            session.get_one(Office, self.world.office_id).is_demo = True

    def forget_verdict(self, comment_id: int) -> None:
        """As if the classifier had been down."""
        unknown = {"state": AssessState.UNASSESSED, "p_needs_response": None, "needs_response": False}
        with self.world.database.write() as session:
            session.execute(update(Verdict).where(Verdict.comment_id == comment_id).values(unknown))
            session.execute(update(InboxItem).where(InboxItem.comment_id == comment_id).values(rank=2))

    def post_by_hand(self, case_id: int) -> None:
        """Somebody posts the case's reply and proves it."""
        proof = HandProof("https://kab-arunika.example/tps/#comment-77", proofs.check(picture()))
        publication_id = self.world.publications(case_id)[0].id
        with self.world.database.write() as session:
            desk = self.world.desk(session, "dewi")
            by_hand.post_by_hand(session, desk, publication_id, proof, folder=self.folder)

    def second_office(self, who: str) -> int:
        """Another office in which this person is admin medsos, too."""
        with self.world.database.write() as session:
            office = Office(
                key="kota-bahari", name="KPU Kota Bahari", level=OfficeLevel.CITY, timezone="Asia/Jayapura",
                created_at=self.world.now,
            )  # fmt: skip
            session.add(office)
            session.flush()
            chain.start(session, office.id)
            person = session.get_one(Person, self.world.people[who])
            people.grant(session, office.id, person, Role.ADMIN_MEDSOS, by=SIMAK, now=self.world.now)
            return office.id

    def events(self) -> int:
        """How much was ever recorded."""
        with self.world.database.read() as session:
            return session.scalar(select(func.count()).select_from(Event)) or 0


def running(database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Screens:
    """The console's runtime on a database with a small office in it."""
    settings = from_environment({"SIMAK_VAR": str(folder), "SIMAK_DATABASE_URL": database.url})
    screens = Screens(make_world(database), settings.proofs)
    monkeypatch.setattr(runtime, "_installed", [])
    runtime.install(runtime.Runtime(settings, database, Sealer.from_file(folder / "secret.key", create=True)))
    monkeypatch.setattr(visitor, "token", lambda: screens.token)
    monkeypatch.setattr(runtime, "utc_now", lambda: screens.world.now)
    return screens


def go(screen: AppTest, path: str) -> AppTest:
    """Open another page of the same tab, by its address."""
    screen._page_hash = calc_hash(path) if path else ""
    return screen.run()


def press(screen: AppTest, key: str) -> AppTest:
    """Press the button whose key begins like this: the rest names what it acts on."""
    return button(screen, key).click().run()


def button(screen: AppTest, key: str) -> Any:
    """The one button whose key begins like this."""
    found = [one for one in screen.button if one.key and one.key.startswith(key)]
    assert len(found) == 1, [one.key for one in screen.button]
    return found[0]


def has_button(screen: AppTest, key: str) -> bool:
    """Whether there is a button whose key begins like this."""
    return any(one.key and one.key.startswith(key) for one in screen.button)


def write(screen: AppTest, key: str, text: str) -> None:
    """Type into the field whose key begins like this."""
    fields = [field for field in (*screen.text_area, *screen.text_input) if field.key and field.key.startswith(key)]
    assert len(fields) == 1, [field.key for field in (*screen.text_area, *screen.text_input)]
    fields[0].set_value(text)


def written(screen: AppTest, key: str) -> str:
    """What stands in the text area whose key begins like this."""
    return next(field.value or "" for field in screen.text_area if field.key and field.key.startswith(key))


def texts(screen: AppTest) -> str:
    """Everything that is read, without the backslashes that keep Markdown away."""
    assert not screen.exception, screen.exception
    shown = [*screen.text, *screen.caption, *screen.code, *screen.markdown]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


def toasts(screen: AppTest) -> str:
    """What the toasts say, without the backslashes that keep Markdown away."""
    return "\n".join(str(toast.value) for toast in screen.toast).replace("\\", "")


def pages(screen: AppTest) -> set[str]:
    """The pages in the navigation, by path."""
    return set(screen.session_state["pages"]) if "pages" in screen.session_state else set()


def elements(screen: AppTest) -> Iterator[Any]:
    """Every element of the page, containers included."""
    waiting: list[Any] = [screen._tree]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(getattr(element, "children", {}).values())


def lines(screen: AppTest) -> str:
    """What the queue's list was given to draw."""
    drawn = [str(one.proto) for one in elements(screen) if one.type == "bidi_component"]
    return "\n".join(drawn)


def picture(kind: str = "PNG") -> bytes:
    """A small screenshot."""
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "#336699").save(file, kind)
    return file.getvalue()


def broken(*_args: object, **_kwargs: object) -> None:
    """A database that refuses every write."""
    raise OperationalError("INSERT", {}, Exception("database is locked"))
