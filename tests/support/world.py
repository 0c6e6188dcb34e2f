"""A small office to test with: people in every role, one website, SOPs chosen, comments in the queue."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.models import Verdict
from ingest.db import Database
from ingest.kinds import AssessState, CommentStatus, OfficeLevel, Platform
from ingest.models import Account, Comment, CommentVersion, Office
from responses import audit, by_hand, cases, chain, content, inbox, leases, opening, people, proofs, sops
from responses.by_hand import HandProof
from responses.cases import Move
from responses.content import Removal, Request
from responses.desk import Desk, desk_of, own_desk
from responses.kinds import ContentCategory, Division, LegalProduct, Need, PauseReason, Role, SopPurpose
from responses.materials import Material
from responses.models import CaseFile, CaseLease, CaseTarget, Consent, DraftVersion, Event, Person, Publication
from responses.people import NewPerson
from responses.record import projection, replay
from responses.state import SIMAK, State
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
CONTENT_STAFF = {
    "nia": ("Nia Kurniasih", (Role.PENULIS,)),
    "yoga": ("Yoga Prasetya", (Role.PENYAJI,)),
    "rina": ("Rina Handayani", (Role.REDAKTUR,)),
    "agus": ("Agus Salim", (Role.SEKRETARIS,)),
    "fajar": ("Fajar Nugroho", (Role.ANGGOTA_REDAKSI,)),
    "gita": ("Gita Permata", (Role.ADMIN_MEDCEN,)),
    "wati": ("Wati Susilowati", (Role.ADMIN_SUBBAGIAN,)),
    "joko": ("Joko Widarto", (Role.KASUBBAG,)),
    "putri": ("Putri Ayu", (Role.STAF_HUKUM,)),
    "adi": ("Adi Nugraha", (Role.KASUBBAG_HUKUM,)),
    "maya": ("Maya Sari", (Role.DIVISI_HUKUM,)),
    "eko": ("Eko Purnomo", (Role.PENGAMPU_KONSEP,)),
    "dian": ("Dian Lestari", (Role.PENGELOLA_WEBSITE,)),
    "rudi": ("Rudi Hartono", (Role.SUBKOORDINATOR,)),
    "sinta": ("Sinta Maharani", (Role.KABAG_HTH,)),
    "bayu": ("Bayu Aji", (Role.KOMISIONER,)),
    "citra": ("Citra Dewanti", (Role.WEB_ADMIN,)),
    "ratna": ("Ratna Juwita", (Role.PIMPINAN,)),
}
"""With ``STAFF``, every role of the SOPs is held by somebody, and none of these by two people."""
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
            return opening.open_case(session, self.desk(session, who), [comment_id], purpose, inputs).id

    def act(
        self,
        case_id: int,
        who: str,
        *,
        yes: bool = True,
        note: str = "",
        files: Sequence[Material] = (),
        acknowledged: frozenset[str] = frozenset(),
        **inputs: str,
    ) -> CaseFile:
        """Somebody presses yes or no on the case as it stands now, having read the present text."""
        with self.database.write() as session:
            case = session.get_one(CaseFile, case_id)
            move = Move(case.seq, yes, inputs, note, self.sha256(session, case), tuple(files), acknowledged)
            return cases.act(session, self.desk(session, who), case_id, move)

    def choose(self, purpose: SopPurpose, key: str, *folders: Path) -> None:
        """The system's manager chooses a procedure for new cases."""
        with self.database.write() as session:
            actor = self.desk(session, "tono").actor
            sops.choose(session, self.office_id, purpose, *sops.shelf(*folders)[key], by=actor, now=self.now)

    def account(self, key: str, platform: Platform, url: str) -> int:
        """One more account of the office."""
        with self.database.write() as session:
            row = Account(office_id=self.office_id, key=key, platform=platform, title=f"Akun {key}", url=url)
            session.add(row)
            session.flush()
            return row.id

    def request(
        self,
        who: str,
        purpose: SopPurpose,
        *,
        title: str = "Sosialisasi pemilih pemula",
        category: ContentCategory = ContentCategory.NEWS,
        legal_product: LegalProduct | None = None,
        accounts: Sequence[int] = (),
        needed_by: datetime | None = None,
        files: Sequence[Material] = (),
        **inputs: str,
    ) -> int:
        """Somebody asks for content and completes the first step; on the office's website unless told otherwise."""
        wanted = Request(purpose, title, category, tuple(accounts) or (self.account_id,), legal_product, needed_by)
        with self.database.write() as session:
            return content.open_request(session, self.desk(session, who), wanted, inputs, tuple(files)).id

    def remove(self, who: str, *removals: Removal, title: str = "Konten keliru", **inputs: str) -> int:
        """Somebody orders publications to be removed."""
        with self.database.write() as session:
            return content.open_removal(session, self.desk(session, who), title, removals, inputs).id

    def removal_of(self, row: Publication) -> Removal:
        """The removal of one publication Simak knows."""
        return Removal(row.account_id, row.permalink, row.id)

    def pause(
        self, case_id: int, who: str, reason: PauseReason = PauseReason.SUPERIOR, note: str = "Menunggu surat."
    ) -> CaseFile:
        """Somebody lets the clock stand still."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return cases.pause(session, self.desk(session, who), case_id, reason, note, expected=expected)

    def resume(self, case_id: int, who: str, note: str = "") -> CaseFile:
        """Somebody lets the clock run on."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return cases.resume(session, self.desk(session, who), case_id, note, expected=expected)

    def change_division(self, case_id: int, who: str, division: Division, note: str = "Salah divisi.") -> CaseFile:
        """Somebody names another division concerned."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return cases.change_division(session, self.desk(session, who), case_id, division, note, expected=expected)

    def make_urgent(self, case_id: int, who: str, note: str = "Informasi keliru menyebar cepat.") -> int:
        """Somebody turns an ordinary case into an urgent one; gives the urgent one's id."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return opening.make_urgent(session, self.desk(session, who), case_id, note, expected=expected).id

    def take(self, case_id: int, who: str) -> CaseLease:
        """Somebody takes a case in hand."""
        with self.database.write() as session:
            return leases.take(session, self.desk(session, who), case_id)

    def prove(self, publication_id: int, who: str, folder: Path, link: str = "") -> Publication:
        """Somebody shows link and screenshot of what he posted or removed."""
        with self.database.write() as session:
            row = session.get_one(Publication, publication_id)
            home = session.get_one(Account, row.account_id).url
            proof = HandProof(link or f"{home}/tayang-{publication_id}", proofs.check(screenshot()))
            return by_hand.post_by_hand(session, self.desk(session, who), publication_id, proof, folder=folder)

    def prove_all(self, case_id: int, who: str, folder: Path) -> None:
        """Somebody proves everything a case still waits for."""
        for row in self.publications(case_id):
            if row.state in by_hand.WAITING_FOR_A_PERSON:
                self.prove(row.id, who, folder)

    def withdraw(self, publication_id: int, who: str, note: str = "Tidak jadi.") -> None:
        """Somebody gives one order up."""
        with self.database.write() as session:
            by_hand.withdraw(session, self.desk(session, who), publication_id, note)

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

    def revise(self, case_id: int, who: str, text: str, files: Sequence[Material] | None = None) -> CaseFile:
        """Somebody changes the text that waits for a yes."""
        with self.database.write() as session:
            expected = session.get_one(CaseFile, case_id).seq
            return cases.revise(session, self.desk(session, who), case_id, text, expected=expected, files=files)

    def grant(self, who: str, role: Role, **terms: Any) -> int:
        """The system's manager gives somebody one more role, on the terms ``people.grant`` knows; gives its id."""
        with self.database.write() as session:
            person = session.get_one(Person, self.people[who])
            actor = self.desk(session, "tono").actor
            return people.grant(session, self.office_id, person, role, by=actor, now=self.now, **terms).id

    def revoke(self, grant_id: int) -> None:
        """The system's manager ends a role now."""
        with self.database.write() as session:
            people.revoke(session, grant_id, by=self.desk(session, "tono").actor, now=self.now)

    def hire(self, who: str, name: str, *roles: Role) -> None:
        """One more person."""
        with self.database.write() as session:
            new = NewPerson(who, name)
            self.people[who] = people.add_person(session, self.office_id, new, roles, by=SIMAK, now=self.now).id

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

    def drafts(self, case_id: int) -> list[DraftVersion]:
        """Every version of a case's text, oldest first."""
        with self.database.read() as session:
            mine = select(DraftVersion).where(DraftVersion.case_id == case_id).order_by(DraftVersion.number)
            return list(session.scalars(mine))

    def consents(self, case_id: int) -> list[Consent]:
        """Every yes to a text of a case, oldest first."""
        with self.database.read() as session:
            return list(session.scalars(select(Consent).where(Consent.case_id == case_id).order_by(Consent.id)))

    def targets(self, case_id: int) -> list[CaseTarget]:
        """Where a case's content goes or what it removes."""
        with self.database.read() as session:
            mine = select(CaseTarget).where(CaseTarget.case_id == case_id).order_by(CaseTarget.id)
            return list(session.scalars(mine))

    def events(self, case_id: int) -> list[Event]:
        """The history of a case."""
        with self.database.read() as session:
            return list(session.scalars(select(Event).where(Event.case_id == case_id).order_by(Event.case_seq)))

    def state(self, case_id: int) -> State:
        """The state of a case from its events alone, which its row has to repeat."""
        with self.database.read() as session:
            case = session.get_one(CaseFile, case_id)
            state = replay(session, case, sops.of_release(session, case.sop_release_id))
        said = projection(state)
        assert {name: getattr(case, name) for name in said} == said, "the row is not what its events say"
        return state

    def verify(self, anchor: str = "") -> audit.Report:
        """Hold every table against the events."""
        with self.database.read() as session:
            return audit.verify(session, self.office_id, anchor=anchor)

    def approved_case(self, comment_id: int | None = None, text: str = "TPS 04, Balai Desa Sukamaju.") -> int:
        """A case whose reply was approved and ordered to be published."""
        case_id = self.report(comment_id or self.comment())
        self.act(case_id, "sari", perintah="Mohon dijawab dengan lokasi TPS.")
        self.act(case_id, "raka", draf=text)
        self.act(case_id, "sari")
        return case_id


def screenshot() -> bytes:
    """A picture of a page that shows what was posted."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "PNG")
    return buffer.getvalue()


def material(name: str = "kegiatan.png", content: str = "foto") -> Material:
    """A file as a draft names it; the bytes are kept by whoever uploads them."""
    return Material(hashlib.sha256(content.encode()).hexdigest(), name, "image/png", len(content))


def make_world(database: Database, *, ordinary: str = ORDINARY, with_content: bool = False) -> World:
    """Build the office; ``with_content`` adds the staff that procedures for content name."""
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
            for username, (name, roles) in (STAFF | (CONTENT_STAFF if with_content else {})).items()
        }
        shelf = sops.shelf()
        for purpose, key in ((SopPurpose.ORDINARY, ordinary), (SopPurpose.URGENT, URGENT)):
            desk = own_desk(session, office.id, now=MONDAY_NINE)
            sops.choose(session, office.id, purpose, *shelf[key], by=desk.actor, now=MONDAY_NINE)
        return World(database, office.id, account.id, staff)
