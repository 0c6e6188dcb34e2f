"""What must hold in an office whatever was pressed: asked after every rule of the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import select

from ingest.db import Base, Database
from responses import audit, sops
from responses.kinds import CaseState, Effect, Proof, PublicationAction, PublicationState, SopPurpose
from responses.models import CaseFile, Consent, DraftVersion, Publication
from responses.sop import Step
from tests.support.publishing import FakePlatform
from tests.support.world import World

IDENTITY = "Pemilik NIK 3507121201900001 sudah terdaftar."
"""The guard never lets it pass."""
SETTLED = {PublicationState.PUBLISHED, PublicationState.REMOVED, PublicationState.WITHDRAWN}
R = TypeVar("R", bound=Base)


class WhatMustHold(RuleBasedStateMachine):
    """The invariants; ``tests.support.buttons`` has the buttons."""

    database: Database
    world: World
    platform: FakePlatform

    @invariant()
    def the_record_holds(self) -> None:
        with self.database.read() as session:
            audit.verify(session, self.world.office_id)

    @invariant()
    def nothing_is_public_that_nobody_else_answers_for(self) -> None:
        consents = {(yes.case_id, yes.sha256) for yes in self._rows(Consent)}
        ratified = {(yes.case_id, yes.sha256) for yes in self._rows(Consent) if not yes.void}
        for row in self._rows(Publication):
            case = self.world.case(row.case_id)
            if row.state is not PublicationState.PUBLISHED:
                continue
            if (row.case_id, row.sha256) not in consents:
                assert case.purpose is SopPurpose.URGENT
                assert case.state is CaseState.OPEN or row.draft_number != case.draft_number
            if case.state is CaseState.DONE and row.draft_number == case.draft_number:
                assert (row.case_id, row.sha256) in ratified

    @invariant()
    def what_may_not_be_said_is_never_handed_on(self) -> None:
        assert not [draft for draft in self._rows(DraftVersion) if IDENTITY in draft.text]

    @invariant()
    def nothing_is_published_or_removed_without_proof(self) -> None:
        for row in self._rows(Publication):
            assert (row.draft_number == 0) == (row.action is PublicationAction.REMOVE)
            if row.state in (PublicationState.PUBLISHED, PublicationState.REMOVED):
                assert row.proof is not Proof.NONE
                assert row.permalink
                assert row.attachment_id or row.native_id
                assert (row.state is PublicationState.REMOVED) == (row.action is PublicationAction.REMOVE)

    @invariant()
    def a_consent_that_stands_is_to_the_text_that_stands(self) -> None:
        with self.database.read() as session:
            drafts = session.execute(select(DraftVersion.case_id, DraftVersion.number, DraftVersion.sha256)).all()
            texts = {(case_id, number): sha256 for case_id, number, sha256 in drafts}
            for yes in session.scalars(select(Consent).where(Consent.void.is_(False))):
                case = session.get_one(CaseFile, yes.case_id)
                assert texts[case.id, case.draft_number or 0] == yes.sha256

    @invariant()
    def every_case_ends_as_its_publications_did_and_none_waits_for_nothing(self) -> None:
        for case in self._rows(CaseFile):
            rows = self.world.publications(case.id)
            present = {row.state for row in rows if row.draft_number == (case.draft_number or 0)}
            reached = {row.state for row in rows}
            if case.state is CaseState.DONE:
                assert present & {PublicationState.PUBLISHED, PublicationState.REMOVED}
                assert reached <= SETTLED
            elif case.state is CaseState.DECLINED:
                assert reached <= {PublicationState.WITHDRAWN}
            elif case.state is CaseState.MADE_URGENT:
                assert not reached
                assert [one.succeeds_id for one in self._rows(CaseFile)].count(case.id) == 1
            elif Effect.PROVE in self._step(case).effects:
                assert present - SETTLED, f"{case.number} waits for a proof that will never come"

    @invariant()
    def every_clock_is_as_its_step_prints_it(self) -> None:
        for case in self._rows(CaseFile):
            if case.state is not CaseState.OPEN:
                assert (case.step, case.step_due_at, case.paused_at) == (None, None, None)
                assert case.closed_at is not None
                continue
            assert case.closed_at is None
            step = self._step(case)
            ticking = step.minutes is not None and case.paused_at is None
            assert (case.step_due_at is not None) == ticking
            assert case.paused_at is None or Effect.PROVE not in step.effects

    @invariant()
    def the_platform_shows_only_what_was_ordered_and_each_once(self) -> None:
        ordered = {row.text for row in self._rows(Publication)}
        for texts in self.platform.posted.values():
            assert set(texts) <= ordered
            assert max(Counter(texts).values()) == 1

    def _step(self, case: CaseFile) -> Step:
        with self.database.read() as session:
            return sops.of_release(session, case.sop_release_id).step(case.step or "")

    def _rows(self, table: type[R]) -> Sequence[R]:
        with self.database.read() as session:
            return session.scalars(select(table)).all()
