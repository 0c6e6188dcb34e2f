"""Anybody presses any button at any time, and the platform fails as it likes: no case ever ends up wrong."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.db import Base, Database
from ingest.errors import ErrorKind
from responses import audit, by_hand, cases, inbox, proofs, sops
from responses.by_hand import HandProof
from responses.cases import Move
from responses.desk import Desk
from responses.errors import RefusedError
from responses.kinds import CaseState, Need, PublicationState, Role, SopPurpose
from responses.models import CaseFile, Consent, DraftVersion, InboxItem, Publication
from tests.responses.test_manual_posting import LINK, picture
from tests.support.databases import sqlite_copy
from tests.support.publishing import FakePlatform, failing, may_publish, publish_one
from tests.support.world import ORDINARY, STAFF, TANGGAPAN, World, make_world

GOOD = ("TPS 04, Balai Desa.", "TPS  04, balai desa", "TPS 05, Balai Desa.", "Mohon tunggu.")
TEXTS = (*GOOD, " ", "x" * 5_001, "\u202e", "\x00", "\ud800")
TROUBLE = (None, None, None, *ErrorKind)
WHO = st.sampled_from(sorted(STAFF))
R = TypeVar("R", bound=Base)
SCREENSHOT = proofs.check(picture())
STEPS = settings(
    max_examples=12, stateful_step_count=60, derandomize=True, deadline=None, database=None,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


class AnyButton(RuleBasedStateMachine):
    """One office with people of many roles, one website, and whatever happens to them."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="simak-any-button-"))
        self.database = Database(sqlite_copy(self.template, self.folder))
        self.platform = FakePlatform()
        self.world: World

    @initialize(
        ordinary=st.sampled_from([ORDINARY, TANGGAPAN]),
        automatic=st.booleans(),
        far=st.lists(st.integers(0, 4), min_size=5, max_size=5),
    )
    def open_the_office(self, ordinary: str, automatic: bool, far: list[int]) -> None:
        self.world = make_world(self.database, ordinary=ordinary)
        if automatic:
            may_publish(self.world)
        for who, role in (("raka", Role.WAPEMRED), ("hasan", Role.DIVISI_TERKAIT), ("lina", Role.PEMBINA)):
            self.world.grant(who, role)
        for number, steps in enumerate(far):
            self._report("dewi", SopPurpose.URGENT if number % 2 else SopPurpose.ORDINARY, 1 + number % 2)
            for turn in range(steps):
                self.somebody_goes_on(number, turn, GOOD[0])
        self.world.comment()

    @rule(minutes=st.sampled_from([0, 1, 4, 30, 600, 3_000]))
    def time_passes(self, minutes: int) -> None:
        self.world.later(minutes=minutes)

    @rule(who=WHO, purpose=st.sampled_from(SopPurpose), how_many=st.sampled_from([1, 2]))
    def report(self, who: str, purpose: SopPurpose, how_many: int) -> None:
        self._report(who, purpose, how_many)

    def _report(self, who: str, purpose: SopPurpose, how_many: int) -> None:
        inputs = {Need.LAPORAN.value: "Bertanya.", Need.ALASAN_MENDESAK.value: "Genting."}
        chosen = [self.world.comment() for _ in range(how_many)]
        self._press(who, lambda session, desk: cases.open_case(session, desk, chosen, purpose, inputs))

    @rule(who=WHO, pick=st.integers(0, 9), yes=st.booleans(), text=st.sampled_from(TEXTS))
    def decide(self, who: str, pick: int, yes: bool, text: str) -> None:
        self._decide(who, pick, yes=yes, text=text)

    @rule(pick=st.integers(0, 9), turn=st.integers(0, 6), text=st.sampled_from(GOOD))
    def somebody_goes_on(self, pick: int, turn: int, text: str) -> None:
        everybody = sorted(STAFF)
        for who in everybody[turn:] + everybody[:turn]:
            if self._decide(who, pick, yes=True, text=text):
                return

    @rule(pick=st.integers(0, 9))
    def somebody_sends_back(self, pick: int) -> None:
        for who in sorted(STAFF):
            if self._decide(who, pick, yes=False, text="Perbaiki."):
                return

    @rule(pick=st.integers(0, 9), button=st.sampled_from(["post", "retry", "withdraw"]))
    def somebody_takes_a_reply_in_hand(self, pick: int, button: str) -> None:
        for who in sorted(STAFF):
            self.take_a_reply_in_hand(who, pick, button)

    @rule(who=WHO, pick=st.integers(0, 9), text=st.sampled_from(TEXTS))
    def revise(self, who: str, pick: int, text: str) -> None:
        if case := self._case(pick):
            self._press(who, lambda session, desk: cases.revise(session, desk, case.id, text, expected=case.seq))

    @rule(who=WHO, pick=st.integers(0, 9))
    def decline(self, who: str, pick: int) -> None:
        if case := self._case(pick):
            self._press(who, lambda session, desk: cases.decline(session, desk, case.id, "Spam.", expected=case.seq))

    @rule(who=WHO, pick=st.integers(0, 9), back=st.booleans())
    def ignore_or_return(self, who: str, pick: int, back: bool) -> None:
        ids = self._rows(InboxItem)
        button = inbox.reopen if back else inbox.ignore
        self._press(who, lambda session, desk: button(session, desk, [ids[pick % len(ids)].comment_id], "Alasan."))

    @rule()
    def the_worker_finishes(self) -> None:
        self.platform.before = self.platform.after = _nothing
        self.platform.visible = True
        while publish_one(self.world, self.platform):
            pass

    @rule(trouble=st.sampled_from(TROUBLE), late=st.booleans(), visible=st.sampled_from([True, True, False]))
    def the_worker_turns(self, trouble: ErrorKind | None, late: bool, visible: bool) -> None:
        fail = failing(trouble) if trouble else _nothing
        self.platform.before, self.platform.after = (_nothing, fail) if late else (fail, _nothing)
        self.platform.visible = visible
        publish_one(self.world, self.platform)

    @rule(who=WHO, pick=st.integers(0, 9), button=st.sampled_from(["post", "retry", "withdraw"]))
    def take_a_reply_in_hand(self, who: str, pick: int, button: str) -> None:
        rows = [row for row in self._rows(Publication) if row.state in by_hand.WAITING_FOR_A_PERSON]
        if rows:
            publication_id = rows[pick % len(rows)].id
            self._press(who, lambda session, desk: self._by_hand(session, desk, publication_id, button))

    @invariant()
    def nothing_is_public_that_nobody_else_answers_for(self) -> None:
        written, said_yes = self._rows(DraftVersion), self._rows(Consent)
        authors = {(draft.case_id, draft.sha256, draft.author_id) for draft in written}
        assert not [yes for yes in said_yes if (yes.case_id, yes.sha256, yes.person_id) in authors]
        consented = {(yes.case_id, yes.sha256) for yes in said_yes}
        for row in self._rows(Publication):
            case = self.world.case(row.case_id)
            if row.state is PublicationState.PUBLISHED and (row.case_id, row.sha256) not in consented:
                assert case.purpose is SopPurpose.URGENT
                assert case.state is CaseState.OPEN or row.draft_number != case.draft_number

    @invariant()
    def every_case_ends_as_its_replies_did(self) -> None:
        for case in self._rows(CaseFile):
            replies = {(row.draft_number == case.draft_number, row.state) for row in self.world.publications(case.id)}
            if case.state is CaseState.DONE:
                assert (True, PublicationState.PUBLISHED) in replies
                assert {state for _, state in replies} <= {PublicationState.PUBLISHED, PublicationState.WITHDRAWN}
            if case.state is CaseState.DECLINED:
                assert {state for _, state in replies} <= {PublicationState.WITHDRAWN}

    @invariant()
    def the_platform_shows_only_what_was_ordered_and_each_once(self) -> None:
        ordered = {row.text for row in self._rows(Publication)}
        for texts in self.platform.posted.values():
            assert set(texts) <= ordered
            assert max(Counter(texts).values()) == 1

    def teardown(self) -> None:
        with self.database.read() as session:
            audit.verify(session, self.world.office_id)
        self.database.dispose()
        shutil.rmtree(self.folder)

    def _decide(self, who: str, pick: int, *, yes: bool, text: str) -> bool:
        case = self._case(pick)
        if case is None:
            return False
        step = next(iter(_needs(case, self.world)), None)
        inputs = {step: text} if step else {}
        move = Move(case.seq, yes=yes, inputs=inputs, note=text, seen_sha256=self.world.sha256_now(case.id))
        return self._press(who, lambda session, desk: cases.act(session, desk, case.id, move))

    def _by_hand(self, session: Session, desk: Desk, publication_id: int, button: str) -> None:
        if button == "post":
            proof = HandProof(LINK, SCREENSHOT)
            by_hand.post_by_hand(session, desk, publication_id, proof, folder=self.folder)
        elif button == "retry":
            by_hand.retry(session, desk, publication_id)
        else:
            by_hand.withdraw(session, desk, publication_id, "Komentar dihapus.")

    def _press(self, who: str, button: Callable[[Session, Desk], object]) -> bool:
        """Whether it was allowed. Anything but a refusal in words is a fault."""
        try:
            with self.database.write() as session:
                button(session, self.world.desk(session, who))
        except RefusedError as refused:
            refusal = str(refused)
        else:
            return True
        assert refusal.endswith("."), "a refusal is a sentence"
        return False

    def _case(self, pick: int) -> CaseFile | None:
        found = self._rows(CaseFile)
        return found[pick % len(found)] if found else None

    def _rows(self, table: type[R]) -> Sequence[R]:
        with self.database.read() as session:
            return session.scalars(select(table)).all()


def _needs(case: CaseFile, world: World) -> list[str]:
    with world.database.read() as session:
        step = case.step and sops.of_release(session, case.sop_release_id).step(case.step)
        return [need.value for need in step.needs] if step else []


def _nothing() -> None:
    return None


def test_no_button_at_any_time_leads_anywhere_it_should_not(sqlite_template: Path) -> None:
    class InThisRun(AnyButton):
        template = sqlite_template

    run_state_machine_as_test(InThisRun, settings=STEPS)
