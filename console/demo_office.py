"""The fictional demo office: people for each role, comments written for it, and cases at several steps."""

from __future__ import annotations

import csv
import secrets
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.classifier import load_assessor
from console import demo_content
from console.demo_staff import PASSWORD_FILE, STAFF, DemoPerson, logins
from console.offices import load_office, read_office
from console.pipeline import assess_and_queue
from console.runtime import Runtime
from console.web.login_page import DemoLogin
from console.web.passwords import set_password
from ingest.models import Account, Comment, Office
from ingest.records import CommentRecord, Page, PostRecord
from ingest.store import store_page
from responses import cases, opening, people
from responses.cases import Move
from responses.desk import Desk, desk_of
from responses.kinds import Need, SopPurpose
from responses.models import CaseFile, DraftVersion, Person
from responses.people import NewPerson
from responses.state import SIMAK

FOLDER = Path(__file__).parent / "demo"
OFFICE_FILE = FOLDER / "office.toml"
SITE = "situs"
"""The account whose comments the demo has."""
HOURS_A_DAY = 10
"""The comments span ten days; the demo plays them within one, so that the queue is that of a busy day."""


def build(runtime: Runtime, *, now: datetime) -> tuple[DemoLogin, ...]:
    """Load the demo office once; later calls only give its logins. The password is new for each installation."""
    password_file = runtime.settings.var / PASSWORD_FILE
    with runtime.database.read() as session:
        known = session.scalar(select(Office.id).where(Office.is_demo))
    if known is None:
        _keep_password(password_file, f"arunika-{secrets.token_hex(4)}")
        _create(runtime, password_file.read_text("utf-8").strip(), now)
    return logins(runtime)


def _create(runtime: Runtime, password: str, now: datetime) -> None:
    with runtime.database.write() as session:
        office = load_office(session, read_office(OFFICE_FILE), now=now)
        for person in STAFF:
            _add(session, office.id, person, password, now)
        site = select(Account).where(Account.office_id == office.id, Account.key == SITE)
        account = session.scalars(site).one()
        store_page(session, account, _page(now), now=now)
        _spread_detection(session, account.id, now)
    assess_and_queue(runtime.database, load_assessor(runtime.settings.model_file), now=lambda: now)
    with runtime.database.write() as session:
        _play_cases(session, office.id, now)
        demo_content.play(session, office.id, runtime.settings.proofs, now)


def _keep_password(path: Path, password: str) -> None:
    path.touch(mode=0o600)
    path.write_text(password + "\n", "utf-8")


def _add(session: Session, office_id: int, person: DemoPerson, password: str, now: datetime) -> None:
    new = NewPerson(person.username, person.name, person.title)
    row = people.add_person(session, office_id, new, person.roles, by=SIMAK, now=now)
    set_password(session, row.id, password)


def _page(now: datetime) -> Page:
    comments = tuple(_comment(row, now) for row in _rows("comments.csv"))
    posts = tuple(
        PostRecord(row["native_id"], row["title"], row["text"], f"https://kab-arunika.example/{row['native_id']}/")
        for row in _rows("posts.csv")
    )
    return Page(comments, cursor={}, posts=posts)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _comment(row: dict[str, str], now: datetime) -> CommentRecord:
    return CommentRecord(
        native_id=row["native_id"],
        text=row["text"],
        original=row["text"],
        author_name=row["author"],
        posted_at=now - timedelta(hours=float(row["posted_hours_ago"]) / HOURS_A_DAY),
        author_native_id=row["author"].casefold(),
        parent_native_id=row["parent"] or None,
        post_native_id=row["post_key"],
        permalink=f"https://kab-arunika.example/{row['post_key']}/#{row['native_id']}",
    )


def _spread_detection(session: Session, account_id: int, now: datetime) -> None:
    """As if Simak had been listening: each comment was seen a minute after it was written."""
    for comment in session.scalars(select(Comment).where(Comment.account_id == account_id)):
        comment.detected_at = min(comment.posted_at + timedelta(minutes=1), now)


def _play_cases(session: Session, office_id: int, now: datetime) -> None:
    """Some cases under way, each through the same functions as everybody's."""
    for entry in tomllib.loads((FOLDER / "cases.toml").read_text("utf-8"))["case"]:
        comment_id = session.scalars(
            select(Comment.id).where(Comment.office_id == office_id, Comment.native_id == entry["comment"])
        ).one()
        _play(session, office_id, comment_id, entry, now)


_STEPS: Sequence[tuple[str, str, tuple[Need, ...]]] = (
    ("perintah", "sari", (Need.PERINTAH,)),
    ("draf", "raka", (Need.DRAF,)),
    ("koreksi", "sari", ()),
)
"""Who completes which step of the ordinary procedure, with what."""


def _play(session: Session, office_id: int, comment_id: int, entry: Mapping[str, str], now: datetime) -> None:
    purpose = SopPurpose.URGENT if entry.get("urgent") else SopPurpose.ORDINARY
    needs = (Need.LAPORAN, Need.ALASAN_MENDESAK) if entry.get("urgent") else (Need.LAPORAN,)
    desk = _desk(session, office_id, "dewi", now)
    case = opening.open_case(session, desk, [comment_id], purpose, _inputs(entry, needs))
    reached = entry["upto"] == "lapor"
    for key, who, given in _STEPS:
        if reached:
            return
        move = Move(case.seq, yes=True, inputs=_inputs(entry, given), seen_sha256=_draft_hash(session, case))
        cases.act(session, _desk(session, office_id, who, now), case.id, move)
        reached = key == entry["upto"]


def _inputs(entry: Mapping[str, str], needs: Sequence[Need]) -> dict[str, str]:
    return {need.value: entry[need.value] for need in needs}


def _draft_hash(session: Session, case: CaseFile) -> str:
    query = select(DraftVersion.sha256).where(
        DraftVersion.case_id == case.id, DraftVersion.number == case.draft_number
    )  # fmt: skip
    return session.scalar(query) or ""


def _desk(session: Session, office_id: int, username: str, now: datetime) -> Desk:
    person_id = session.scalars(select(Person.id).where(Person.username == username)).one()
    return desk_of(session, office_id, person_id, now=now)
