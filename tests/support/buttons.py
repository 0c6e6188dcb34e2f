"""An office in which anybody presses any button at any time, while the platform fails as it likes."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.db import Database
from ingest.errors import ErrorKind
from ingest.kinds import Platform
from responses import by_hand, cases, content, inbox, leases, opening, people, proofs, sops
from responses.by_hand import HandProof
from responses.cases import Move
from responses.content import Removal, Request
from responses.desk import Desk
from responses.errors import RefusedError
from responses.kinds import (
    CaseState,
    ContentCategory,
    Division,
    Effect,
    LegalProduct,
    Need,
    PauseReason,
    PublicationState,
    Role,
    SopPurpose,
    Standing,
    Subject,
)
from responses.materials import Material
from responses.models import CaseFile, InboxItem, OfficeSop, Person, Publication, RoleGrant
from responses.sop import Step
from responses.views.case import case_view, last_read
from responses.views.tasks import tasks_of
from tests.support.button_rules import IDENTITY, WhatMustHold
from tests.support.button_watch import Before, check_press
from tests.support.databases import sqlite_copy
from tests.support.publishing import FakePlatform, failing, may_publish, publish_one
from tests.support.world import ORDINARY, STAFF, TANGGAPAN, World, make_world, material, screenshot

GOOD = ("TPS 04, Balai Desa.", "TPS  04, balai desa", "TPS 05, Balai Desa.", "Mohon tunggu.")
PROMISE = "Kami jamin TPS 04 dibuka."
"""The guard wants it acknowledged."""
TEXTS = (*GOOD, PROMISE, IDENTITY, " ", "x" * 5_001, "\u202e", "\x00", "\ud800")
FILES: tuple[tuple[Material, ...], ...] = ((), (material(),), (material("b.png", "lain"), material()))
TAKEN_NOTE = (frozenset[str](), frozenset({"jaminan"}))
TROUBLE = (None, None, None, *ErrorKind)
ROLES = {
    "dewi": (Role.ADMIN_MEDCEN, Role.WEB_ADMIN, Role.PENGELOLA_WEBSITE),
    "raka": (Role.WAPEMRED, Role.PENULIS, Role.ANGGOTA_REDAKSI, Role.STAF_HUKUM, Role.ADMIN_SUBBAGIAN),
    "sari": (Role.REDAKTUR, Role.KASUBBAG, Role.KASUBBAG_HUKUM, Role.SUBKOORDINATOR, Role.PENYAJI),
    "bima": (Role.SEKRETARIS, Role.KABAG_HTH, Role.ANGGOTA_REDAKSI, Role.PELAKSANA, Role.PENGAMPU_KONSEP),
    "hasan": (Role.KOMISIONER, Role.DIVISI_HUKUM),
    "lina": (Role.PEMBINA, Role.REDAKTUR, Role.KOMISIONER, Role.KASUBBAG, Role.PENULIS),
}
"""What they hold besides ``STAFF``: a small office in which everybody does several things."""
ACTING = tuple(sorted({role for roles in ROLES.values() for role in roles} | {Role.PENGELOLA, Role.PIMPINAN_REDAKSI}))
DIVISIONS = {"hasan": Division.TEKNIS, "bima": Division.HUKUM, "sari": Division.RENDATIN}
"""Beside Lina, who speaks for every division."""
PROCEDURES = {
    SopPurpose.CONTENT: ("magelang-2022-foto-video", "cianjur-2021-media-sosial", "madiun-2020-konten"),
    SopPurpose.EDUCATION: ("magelang-2022-edukasi", "singkawang-2022-jdih"),
    SopPurpose.ANNOUNCEMENT: ("magelang-2022-pengumuman",),
    SopPurpose.WEBSITE: ("cianjur-2021-website", "jateng-2021-website"),
    SopPurpose.FILES: ("madiun-2020-berkas",),
    SopPurpose.OPEN_DATA: ("madiun-2020-data-terbuka",),
    SopPurpose.REMOVAL: ("magelang-2022-penghapusan",),
}
WHOM = sorted(STAFF)
WHO = st.sampled_from(WHOM)
By = tuple[str, bool]
"""Who presses, and whether he alone tries; else everybody after him, until it is allowed."""
BY = st.tuples(WHO, st.booleans())
ANSWERS = st.sampled_from((*GOOD, PROMISE, IDENTITY)) | st.builds(
    "Kantor buka pukul 08.{:02d}.".format, st.integers(10, 59)
)
PICK = st.sampled_from(range(100))
HAPPENINGS = (
    "time", "worker", "begins", "ask", "ignore", "anything", "go_on", "go_on", "go_on", "send_back", "revise",
    "decline", "pause", "resume", "change_division", "make_urgent", "lease", "remove", "publication", "publication",
    "grant", "revoke",
)  # fmt: skip
"""One rule for them all: of many rules, Hypothesis would leave half out of every office."""
SCREENSHOT = proofs.check(screenshot())
Button = Callable[[Session, Desk], object]


def rounds(examples: int, steps: int, *, derandomize: bool = True) -> settings:
    """How often the office is opened, and how many rules follow each time."""
    return settings(
        max_examples=examples, stateful_step_count=steps, derandomize=derandomize, deadline=None, database=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def presses(pressed: Counter[str]) -> int:
    """How often anything was pressed, allowed or not."""
    return sum(times for name, times in pressed.items() if ":" not in name)


@dataclass(frozen=True)
class Press:
    """Everything one press may need; ``pick`` says on which case, ``choice`` is whatever else there is to choose."""

    who: By
    pick: int
    text: str
    files: tuple[Material, ...] | None
    choice: int


PRESS = st.builds(
    Press, who=BY, pick=PICK, text=ANSWERS | st.sampled_from(TEXTS), files=st.sampled_from((None, *FILES)),
    choice=st.sampled_from(range(60)),
)  # fmt: skip


class AnyButton(WhatMustHold):
    """One office with people of many roles, a website and an account without publisher, and what happens to them."""

    template: Path
    pressed: ClassVar[Counter[str]]
    """How often each button was pressed in this run, and how often it did something."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="simak-any-button-"))
        self.database = Database(sqlite_copy(self.template, self.folder))
        self.platform = FakePlatform()
        self.world: World
        self.accounts: tuple[int, ...] = ()

    @initialize(
        ordinary=st.sampled_from([ORDINARY, TANGGAPAN]),
        variant=st.integers(0, 5),
        automatic=st.booleans(),
        far=st.lists(st.sampled_from([2, 5, 3, 6, 1, 4, 7]), min_size=7, max_size=7),
    )
    def open_the_office(self, ordinary: str, variant: int, automatic: bool, far: list[int]) -> None:
        self.world = make_world(self.database, ordinary=ordinary)
        for who, roles in ROLES.items():
            for role in roles:
                self.world.grant(who, role)
        for who, division in DIVISIONS.items():
            self.world.grant(who, Role.DIVISI_TERKAIT, division=division)
        for purpose, keys in PROCEDURES.items():
            self.world.choose(purpose, keys[variant % len(keys)])
        instagram = self.world.account("ig", Platform.INSTAGRAM, "https://www.instagram.com/kpu_arunika")
        self.accounts = (self.world.account_id, instagram)
        if automatic:
            may_publish(self.world)
        purposes = [SopPurpose.URGENT, *PROCEDURES]
        for number, steps in enumerate(far):
            other = purposes[(variant + number) % len(purposes)]
            self._begin(SopPurpose.ORDINARY if number > 4 else other, 1 + number % 2)
            for turn in range(steps % 4 if number > 4 else steps):
                newest = self._rows(CaseFile)[-1]
                self._step_on((WHOM[turn % len(WHOM)], False), newest, f"{GOOD[0]} Bagian {number}, {turn}.")
        self.world.comment()

    @rule(what=st.sampled_from(HAPPENINGS), press=PRESS)
    def something_happens(self, what: str, press: Press) -> None:
        getattr(self, f"_{what}")(press)

    # what time and the platform do

    def _time(self, press: Press) -> None:
        self.world.later(minutes=(0, 1, 4, 30, 600, 1_440, 4_000)[press.choice % 7])

    def _worker(self, press: Press) -> None:
        """It turns once, with whatever goes wrong; or it finishes everything without trouble."""
        trouble = TROUBLE[press.choice % len(TROUBLE)]
        fail, late = failing(trouble) if trouble else _nothing, press.pick % 2
        self.platform.before, self.platform.after = (_nothing, fail) if late else (fail, _nothing)
        self.platform.visible = press.pick % 3 > 0
        if press.pick % 4:
            publish_one(self.world, self.platform)
            return
        self.platform.before = self.platform.after = _nothing
        self.platform.visible = True
        while publish_one(self.world, self.platform):
            pass

    # what begins a case

    def _begins(self, press: Press) -> None:
        self._begin(tuple(SopPurpose)[press.choice % len(SopPurpose)], 1 + press.pick % 2)

    def _ask(self, press: Press) -> None:
        purpose = tuple(SopPurpose)[press.choice % len(SopPurpose)]
        category = tuple(ContentCategory)[press.pick % len(ContentCategory)]
        product = LegalProduct.KEPUTUSAN if category is ContentCategory.ANNOUNCEMENT else None
        needed_by = self.world.now + timedelta(hours=3) if press.pick % 2 else None
        request = Request(purpose, "Judul", category, self.accounts, product, needed_by)
        inputs = {need.value: press.text for need in self._first_needs(purpose)}
        self._somebody(press.who, lambda name: self._press("ask", name, lambda session, desk: content.open_request(
            session, desk, request, inputs, press.files or (), acknowledged=TAKEN_NOTE[press.pick % 2])))  # fmt: skip

    def _ignore(self, press: Press) -> None:
        ids = self._rows(InboxItem)
        button = inbox.reopen if press.choice % 2 else inbox.ignore
        chosen = [ids[press.pick % len(ids)].comment_id]
        self._somebody(press.who, lambda name: self._press(
            "ignore", name, lambda session, desk: button(session, desk, chosen, "Alasan.")))  # fmt: skip

    # what moves a case

    def _anything(self, press: Press) -> None:
        noted, behind = TAKEN_NOTE[press.choice % 2], press.choice % 4 == 3
        answer = {"yes": press.choice % 3 > 0, "text": press.text, "files": press.files or (), "noted": noted}
        self._decide(press.who[0], self._case(press.pick), behind=int(behind), **answer)

    def _go_on(self, press: Press) -> None:
        self._step_on(press.who, self._case(press.pick), press.text)

    def _send_back(self, press: Press) -> None:
        case = self._case(press.pick, lambda case, step: step.no is not None)
        self._somebody(press.who, lambda name: self._decide(name, case, yes=False, text="Perbaiki."))

    def _revise(self, press: Press) -> None:
        """And at once the same person agrees to it, or somebody else does."""
        case = self._case(press.pick, lambda case, step: _agrees(step))
        revised = self._on_case("revise", press.who, case, lambda session, desk, case: cases.revise(
            session, desk, case.id, press.text, expected=case.seq, files=press.files,
            acknowledged=TAKEN_NOTE[press.choice % 2]))  # fmt: skip
        if revised and case:
            case = self.world.case(case.id)
            answer = {"yes": True, "text": press.text, "noted": TAKEN_NOTE[1]}
            self._somebody(press.who, lambda name: self._decide(name, case, **answer))

    def _decline(self, press: Press) -> None:
        ordered = press.choice % 2
        case = self._case(press.pick, lambda case, step: not ordered or Effect.PROVE in step.effects)
        self._on_case("decline", press.who, case, lambda session, desk, case: cases.decline(
            session, desk, case.id, "Spam.", expected=case.seq))  # fmt: skip

    def _pause(self, press: Press) -> None:
        """And at once somebody tries to go on."""
        case = self._case(press.pick, lambda case, step: case.paused_at is None and Effect.PROVE not in step.effects)
        reason = tuple(PauseReason)[press.choice % len(PauseReason)]
        paused = self._on_case("pause", press.who, case, lambda session, desk, case: cases.pause(
            session, desk, case.id, reason, "Menunggu surat.", expected=case.seq))  # fmt: skip
        if paused and case:
            self._step_on(press.who, self.world.case(case.id), press.text)

    def _resume(self, press: Press) -> None:
        case = self._case(press.pick, lambda case, step: case.paused_at is not None)
        self._on_case("resume", press.who, case, lambda session, desk, case: cases.resume(
            session, desk, case.id, expected=case.seq))  # fmt: skip

    def _change_division(self, press: Press) -> None:
        division = tuple(Division)[press.choice % len(Division)]
        self._on_case("change division", press.who, self._case(press.pick, _is_reply),
                      lambda session, desk, case: cases.change_division(
                          session, desk, case.id, division, "Salah divisi.", expected=case.seq))  # fmt: skip

    def _make_urgent(self, press: Press) -> None:
        self._on_case("make urgent", press.who, self._case(press.pick, _is_reply),
                      lambda session, desk, case: opening.make_urgent(
                          session, desk, case.id, "Genting.", expected=case.seq))  # fmt: skip

    def _lease(self, press: Press) -> None:
        """And at once somebody else tries to go on, to send back, to close, or to give up what was ordered."""
        case = self._case(press.pick)
        button = leases.take if press.choice % 4 else leases.give_back
        self._on_case("lease", press.who, case, lambda session, desk, case: button(session, desk, case.id))
        waiting = [row for row in self._waiting() if case and row.case_id == case.id]
        if waiting:
            self._take_in_hand((press.who[0], False), waiting[0], "withdraw")
        elif press.choice % 3 == 0:
            self._decline(press)
        else:
            answer = {"yes": press.choice % 3 == 1, "text": press.text, "noted": TAKEN_NOTE[1]}
            self._somebody((press.who[0], False), lambda name: self._decide(name, case, **answer))

    def _remove(self, press: Press) -> None:
        self._somebody(press.who, lambda name: self._removal(name, press.pick, known=press.choice % 3 > 0))

    def _publication(self, press: Press) -> None:
        rows = self._waiting()
        if rows:
            self._take_in_hand(press.who, rows[press.pick % len(rows)], ("post", "retry", "withdraw")[press.choice % 3])

    # who may do what

    def _grant(self, press: Press) -> None:
        """A role for a while, perhaps from later on, perhaps as a stand-in; and whoever gives it may be nobody.

        The moment it is over, whoever held it tries every case.
        """
        since, lasts = (None, 0, 60, 2_000)[press.pick % 4], (None, 10, 1_000)[press.pick % 3]
        start = self.world.now + timedelta(minutes=since) if since is not None else None
        end = (start or self.world.now) + timedelta(minutes=lasts) if lasts else None
        role, standing = ACTING[press.choice % len(ACTING)], tuple(Standing)[press.pick % len(Standing)]
        division = (None, None, *Division)[press.pick % 7] if role is Role.DIVISI_TERKAIT else None

        def give(session: Session, desk: Desk) -> None:
            person = session.get_one(Person, self.world.people[press.who[0]])
            people.grant(
                session, self.world.office_id, person, role, by=desk.actor, now=desk.now, standing=standing,
                acting_for="Ibu Sari", since=start, until=end, division=division,
            )  # fmt: skip

        given = self._press("grant", "tono" if press.choice % 5 else press.who[0], give)
        if given and end and press.who[1]:
            self.world.now = end
            for case in [case for case in self._rows(CaseFile) if case.state is CaseState.OPEN][-8:]:
                self._decide(press.who[0], case, yes=True, text=press.text, noted=TAKEN_NOTE[1])

    def _revoke(self, press: Press) -> None:
        """One of the newest, so that the office can go on."""
        grants = self._rows(RoleGrant)[-6:]
        grant_id = grants[press.choice % len(grants)].id
        self._press(
            "revoke", "tono" if press.pick % 3 else press.who[0],
            lambda session, desk: people.revoke(session, grant_id, by=desk.actor, now=desk.now),
        )  # fmt: skip

    def teardown(self) -> None:
        self._look_at_everything()
        self.database.dispose()
        shutil.rmtree(self.folder)

    # how a button is pressed

    def _press(self, name: str, who: str, button: Button) -> bool:
        """Whether it was allowed. Anything but a refusal in words is a fault, and so is an allowed act that may not."""
        self.pressed[name] += 1
        with self.database.read() as session:
            before = Before.of(session, self.world.now)
        try:
            with self.database.write() as session:
                button(session, self.world.desk(session, who))
        except RefusedError as refused:
            refusal = str(refused)
        else:
            self.pressed[f"{name}: done"] += 1
            with self.database.read() as session:
                check_press(session, before)
            return True
        assert refusal.endswith("."), "a refusal is a sentence"
        return False

    def _somebody(self, who: By, press: Callable[[str], bool]) -> bool:
        """One person, or one after the other until it is allowed."""
        first, alone = WHOM.index(who[0]), who[1]
        return any(press(name) for name in ([who[0]] if alone else WHOM[first:] + WHOM[:first]))

    def _on_case(
        self, name: str, who: By, case: CaseFile | None, button: Callable[[Session, Desk, CaseFile], object]
    ) -> bool:  # fmt: skip
        if case is None:
            return False
        return self._somebody(
            who, lambda person: self._press(name, person, lambda session, desk: button(session, desk, case))
        )

    def _step_on(self, who: By, case: CaseFile | None, text: str) -> None:
        if case and case.step and Effect.PROVE in self._step(case).effects:
            rows = [row for row in self.world.publications(case.id) if row.state in by_hand.WAITING_FOR_A_PERSON]
            if rows:
                self._take_in_hand(who, rows[0], "post")
            return
        noted = TAKEN_NOTE[who[1] or text == PROMISE]
        files = FILES[case is not None and Need.DRAF in self._needs(case)]
        self._somebody(who, lambda name: self._decide(name, case, yes=True, text=text, files=files, noted=noted))

    def _begin(self, purpose: SopPurpose, how_many: int) -> None:
        self._somebody((WHOM[0], False), lambda who: self._beginning(who, purpose, how_many))

    def _beginning(self, who: str, purpose: SopPurpose, how_many: int) -> bool:
        written = {need.value: GOOD[0] for need in self._first_needs(purpose)}
        if purpose.subject is Subject.REPLY:
            chosen = [self.world.comment() for _ in range(how_many)]
            return self._press("report", who, lambda session, desk: opening.open_case(
                session, desk, chosen, purpose, written))  # fmt: skip
        if purpose.subject is Subject.REMOVAL:
            return self._removal(who, how_many, known=how_many == 1)
        request = Request(purpose, "Judul", ContentCategory.NEWS, self.accounts[:how_many])
        return self._press("ask", who, lambda session, desk: content.open_request(
            session, desk, request, written, FILES[Need.DRAF.value in written]))  # fmt: skip

    def _removal(self, who: str, pick: int, *, known: bool) -> bool:
        public = [row for row in self._rows(Publication) if row.state is PublicationState.PUBLISHED]
        removal = Removal(self.world.account_id, f"https://kab-arunika.example/lama-{pick}")
        if known and public:
            removal = self.world.removal_of(public[pick % len(public)])
        inputs = {Need.DISPOSISI.value: "Hapus."}
        return self._press("remove", who, lambda session, desk: content.open_removal(
            session, desk, "Keliru", [removal], inputs))  # fmt: skip

    def _decide(
        self, who: str, case: CaseFile | None, *, yes: bool, text: str, files: tuple[Material, ...] = (),
        noted: frozenset[str] = frozenset(), behind: int = 0,
    ) -> bool:  # fmt: skip
        if case is None:
            return False
        inputs = {need.value: text for need in self._needs(case) if need is not Need.BERKAS}
        move = Move(case.seq - behind, yes, inputs, text, self.world.sha256_now(case.id), files, noted)
        return self._press("yes" if yes else "no", who, lambda session, desk: cases.act(session, desk, case.id, move))

    def _waiting(self) -> list[Publication]:
        return [row for row in self._rows(Publication) if row.state in by_hand.WAITING_FOR_A_PERSON]

    def _take_in_hand(self, who: By, row: Publication, button: str) -> bool:
        return self._somebody(who, lambda name: self._press(
            button, name, lambda session, desk: self._by_hand(session, desk, row, button)))  # fmt: skip

    def _by_hand(self, session: Session, desk: Desk, row: Publication, button: str) -> None:
        if button == "post":
            home = ("https://kab-arunika.example", "https://www.instagram.com")[row.account_id != self.accounts[0]]
            proof = HandProof(f"{home}/{row.id}", SCREENSHOT)
            by_hand.post_by_hand(session, desk, row.id, proof, folder=self.folder)
        elif button == "retry":
            by_hand.retry(session, desk, row.id)
        else:
            by_hand.withdraw(session, desk, row.id, "Komentar dihapus.")

    def _look_at_everything(self) -> None:
        """Every page a person may open can be read."""
        with self.database.read() as session:
            for case in session.scalars(select(CaseFile)).all():
                view = case_view(session, self.world.office_id, case.id)
                for person_id in self.world.people.values():
                    last_read(view, person_id)
            for who in STAFF:
                tasks_of(session, self.world.desk(session, who))

    def _case(self, pick: int, fits: Callable[[CaseFile, Step], bool] = lambda _case, _step: True) -> CaseFile | None:
        """Mostly one of those under way that fit; now and then any of the newest."""
        found = self._rows(CaseFile)[-20:]
        fitting = [case for case in found if case.state is CaseState.OPEN and fits(case, self._step(case))]
        chosen = fitting if fitting and pick % 5 else found
        return chosen[pick // 5 % len(chosen)] if chosen else None

    def _first_needs(self, purpose: SopPurpose) -> list[Need]:
        """What the first step asks to be written; nothing where the office has no procedure."""
        with self.database.read() as session:
            if session.get(OfficeSop, (self.world.office_id, purpose)) is None:
                return []
            needs = sops.chosen(session, self.world.office_id, purpose)[1].steps[0].needs
        return [need for need in needs if need is not Need.BERKAS]

    def _needs(self, case: CaseFile) -> tuple[Need, ...]:
        return self._step(case).needs if case.step else ()


def _nothing() -> None:
    return None


def _agrees(step: Step) -> bool:
    return bool({Effect.CONSENT, Effect.PUBLISH} & set(step.effects)) and Effect.DRAFT not in step.effects


def _is_reply(case: CaseFile, _step: Step) -> bool:
    return case.purpose is SopPurpose.ORDINARY
