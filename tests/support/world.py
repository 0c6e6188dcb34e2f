"""A small office to test with: people in every role, one website, SOPs chosen, comments in the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.models import Verdict
from ingest.db import Database
from ingest.kinds import AssessState, CommentStatus, OfficeLevel, Platform
from ingest.models import Account, Comment, CommentVersion, Office
from responses import cases, chain, inbox, people, sops
from responses.cases import Move
from responses.desk import Desk, desk_of, own_desk
from responses.kinds import Need, Role, SopPurpose
from responses.models import CaseFile, DraftVersion, Person, Publication
from responses.people import NewPerson
from responses.state import SIMAK
from responses.views import queue

MONDAY_NINE = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""Monday 16 November 2026, 09.00 WIB: an ordinary office hour."""

STAFF = {
    "dewi": ("Dewi Anggraini", (Role.ADMIN_MEDSOS, Role.ADMINISTRATOR)),
    "raka": ("Raka Pratama", (Role.PELAKSANA,)),
    "sari": ("Sari Wulandari", (Role.PIMPINAN_REDAKSI,)),
    "bima": ("Bima Santosa", (Role.WAPEMRED,)),
    "hasan": ("Hasan Basri", (Role.PEMBINA,)),
    "lina": ("Lina Marlina", (Role.DIVISI_TERKAIT,)),
    "tono": ("Tono Sugiarto", (Role.PENGELOLA,)),
}
ORDINARY, URGENT, TANGGAPAN = "magelang-2022-komentar", "madiun-2020-mendesak", "madiun-2020-tanggapan"


@dataclass
class World:
    """One office in one database. ``now`` moves only when a test moves it."""

    database: Database
    office_id: int
    account_id: int
    people: dict[str, int]
    now: datetime = MONDAY_NINE
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def later(self, **duration: float) -> None:
        """Let time pass."""
        self.now += timedelta(**duration)

    def desk(self, session: Session, who: str) -> Desk:
        """The desk of a person now."""
        return desk_of(session, self.office_id, self.people[who], now=self.now)

    def comment(self, text: str = "Min, TPS saya di mana ya?", *, urgent: bool = False, account: int = 0) -> int:
        """A visitor's comment that was judged and waits in the queue."""
        with self.database.write() as session:
            row = self._comment(session, text, account or self.account_id)
            verdict = Verdict(
                office_id=self.office_id, comment_id=row.id, version=1, state=AssessState.DONE, needs_response=True,
                p_needs_response=0.9, urgent=urgent, p_urgent=0.9 if urgent else 0.1, hoax_suspect=False,
                p_hoax_suspect=0.1, reasons=[], model_version="test", created_at=self.now,
            )  # fmt: skip
            session.add(verdict)
            session.flush()
            inbox.admit(session, [verdict])
            return row.id

    def _comment(self, session: Session, text: str, account_id: int) -> Comment:
        native = str(next(self._ids))
        row = Comment(
            office_id=self.office_id, account_id=account_id, native_id=native, post_native_id="1",
            author_name="Siti Warga", text=text, status=CommentStatus.VISIBLE, posted_at=self.now,
            detected_at=self.now, permalink=f"https://kab-arunika.example/tps/#comment-{native}",
        )  # fmt: skip
        session.add(row)
        session.flush()
        session.add(
            CommentVersion(
                office_id=self.office_id, comment_id=row.id, number=1, text=text, original=text, sha256="0" * 64,
                status=CommentStatus.VISIBLE, seen_at=self.now, assess=AssessState.DONE,
            )
        )  # fmt: skip
        return row

    def report(self, comment_id: int, who: str = "dewi", purpose: SopPurpose = SopPurpose.ORDINARY) -> int:
        """Open a case on a comment and give its id."""
        inputs = {Need.LAPORAN.value: "Warga bertanya lokasi TPS."}
        if purpose is SopPurpose.URGENT:
            inputs[Need.ALASAN_MENDESAK.value] = "Informasi keliru menyebar cepat."
        with self.database.write() as session:
            return cases.open_case(session, self.desk(session, who), [comment_id], purpose, inputs).id

    def act(self, case_id: int, who: str, *, yes: bool = True, note: str = "", **inputs: str) -> CaseFile:
        """Somebody presses yes or no on the case as it stands now, having read the present text."""
        with self.database.write() as session:
            case = session.get_one(CaseFile, case_id)
            move = Move(case.seq, yes=yes, inputs=inputs, note=note, seen_sha256=self.sha256(session, case))
            return cases.act(session, self.desk(session, who), case_id, move)

    def sha256(self, session: Session, case: CaseFile) -> str:
        """The hash of the text that counts now, or nothing."""
        query = select(DraftVersion.sha256).where(
            DraftVersion.case_id == case.id, DraftVersion.number == case.draft_number
        )  # fmt: skip
        return session.scalar(query) or ""

    def sha256_now(self, case_id: int) -> str:
        """The hash of the text of a case as it stands now."""
        with self.database.read() as session:
            return self.sha256(session, session.get_one(CaseFile, case_id))

    def decline(self, case_id: int, who: str, note: str) -> CaseFile:
        """Somebody closes the case without a reply."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return cases.decline(session, self.desk(session, who), case_id, note, expected=expected)

    def revise(self, case_id: int, who: str, text: str) -> CaseFile:
        """Somebody changes the text that waits for a yes."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return cases.revise(session, self.desk(session, who), case_id, text, expected=expected)

    def grant(self, who: str, role: Role) -> None:
        """The system's manager gives somebody one more role."""
        with self.database.write() as session:
            person = session.get_one(Person, self.people[who])
            people.grant(session, self.office_id, person, role, by=self.desk(session, "tono").actor, now=self.now)

    def waiting(self) -> list[int]:
        """Comments in the queue, in its order."""
        with self.database.read() as session:
            return [row.comment_id for row in queue.page(session, self.office_id).rows]

    def case(self, case_id: int) -> CaseFile:
        """The case as stored."""
        with self.database.read() as session:
            return session.get_one(CaseFile, case_id)

    def publications(self, case_id: int) -> list[Publication]:
        """The case's outbox rows."""
        with self.database.read() as session:
            return list(session.scalars(select(Publication).where(Publication.case_id == case_id)))

    def approved_case(self, comment_id: int | None = None, text: str = "TPS 04, Balai Desa Sukamaju.") -> int:
        """A case whose reply was approved and ordered to be published."""
        case_id = self.report(comment_id or self.comment())
        self.act(case_id, "sari", perintah="Mohon dijawab dengan lokasi TPS.")
        self.act(case_id, "raka", draf=text)
        self.act(case_id, "sari")
        return case_id


def make_world(database: Database, *, ordinary: str = ORDINARY) -> World:
    """Build the office."""
    with database.write() as session:
        office = Office(
            key="kab-arunika", name="KPU Kabupaten Arunika", level=OfficeLevel.REGENCY, timezone="Asia/Jakarta",
            created_at=MONDAY_NINE,
        )  # fmt: skip
        session.add(office)
        session.flush()
        chain.start(session, office.id)
        account = Account(
            office_id=office.id, key="situs", platform=Platform.WORDPRESS, title="Situs KPU Arunika",
            url="https://kab-arunika.example",
        )  # fmt: skip
        session.add(account)
        staff = {
            username: people.add_person(
                session, office.id, NewPerson(username, name), roles, by=SIMAK, now=MONDAY_NINE - timedelta(days=1)
            ).id
            for username, (name, roles) in STAFF.items()
        }
        shelf = sops.shelf()
        for purpose, key in ((SopPurpose.ORDINARY, ordinary), (SopPurpose.URGENT, URGENT)):
            desk = own_desk(session, office.id, now=MONDAY_NINE)
            sops.choose(session, office.id, purpose, *shelf[key], by=desk.actor, now=MONDAY_NINE)
        return World(database, office.id, account.id, staff)
