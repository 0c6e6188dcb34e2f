"""Walking a procedure line by line: where the case stands, by when, who alone may go on, and what is asked of him."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from responses import by_hand, cases, chain, content, opening, proofs, sops
from responses.by_hand import HandProof
from responses.cases import Move
from responses.content import Request
from responses.desk import Desk
from responses.errors import BadProofError, FourEyesError, MissingInputError, NotAllowedError, RefusedError, StaleError
from responses.kinds import CaseState, ContentCategory, Effect, EventKind, Need, Proof, PublicationState, SopPurpose
from responses.materials import Material
from responses.models import CaseFile, Publication
from responses.state import Happened
from tests.support.world import World, screenshot

WIB = ZoneInfo("Asia/Jakarta")
OTHER_HASH = "0" * 64
OWNED = "adalah wewenang"
LINK = "https://kab-arunika.example/tayang-"


def at(text: str) -> datetime:
    """A moment of 2026 as a clock in the office shows it: ``16.11 09.15``."""
    return datetime.strptime(f"2026.{text}", "%Y.%d.%m %H.%M").replace(tzinfo=WIB).astimezone(UTC)


def shown(moment: datetime | None) -> str:
    """The other way round; empty for none."""
    return f"{moment.astimezone(WIB):%d.%m %H.%M}" if moment else ""


@dataclass
class Office:
    """An office at work, with a folder for its proofs."""

    world: World
    folder: Path

    def clock(self, text: str) -> None:
        """What the clock shows now."""
        moment = at(text)
        assert moment >= self.world.now, "time runs forwards"
        self.world.now = moment

    def runs(self, purpose: SopPurpose, key: str) -> None:
        """The office uses this procedure from now on."""
        self.world.choose(purpose, key)

    def only(self, *allowed: str) -> list[str]:
        """Everybody else."""
        return sorted(set(self.world.people) - set(allowed))

    def refuses(self, allowed: Sequence[str], why: str, press: Callable[[Session, Desk], object]) -> None:
        """Everybody but these presses the button, in vain."""
        with self.world.database.write() as session:
            for stranger in self.only(*allowed):
                with pytest.raises(NotAllowedError, match=why), session.begin_nested():
                    press(session, self.world.desk(session, stranger))

    def asks(
        self, purpose: SopPurpose, who: str, *, files: Sequence[Material] = (), also: Sequence[str] = (), **inputs: str
    ) -> Journey:
        """Open a case for content; nobody else may, and nothing that is asked may be missing."""
        wanted = Request(purpose, "Judul", ContentCategory.NEWS, (self.world.account_id,))
        self.refuses(
            (who, *also), OWNED, lambda session, desk: content.open_request(session, desk, wanted, inputs, tuple(files))
        )
        for name, without in _one_missing(inputs):
            with pytest.raises(MissingInputError, match=Need(name).label):
                self.world.request(who, purpose, files=files, **without)
        if files:
            with pytest.raises(MissingInputError, match="wajib dilampirkan"):
                self.world.request(who, purpose, **inputs)
        return Journey(self, self.world.request(who, purpose, files=files, **inputs))

    def reports(self, purpose: SopPurpose, who: str, *, also: Sequence[str] = ()) -> Journey:
        """Open a case on a new comment; nobody else may."""
        comment_id = self.world.comment()
        inputs = {need.value: "Warga bertanya." for need in (Need.LAPORAN, Need.ALASAN_MENDESAK)}
        self.refuses(
            (who, *also), OWNED, lambda session, desk: opening.open_case(session, desk, [comment_id], purpose, inputs)
        )
        return Journey(self, self.world.report(comment_id, who, purpose))


@dataclass
class Journey:
    """One case on its way."""

    office: Office
    case_id: int

    @property
    def world(self) -> World:
        """Where it happens."""
        return self.office.world

    @property
    def case(self) -> CaseFile:
        """The case as stored."""
        return self.world.case(self.case_id)

    def stands(self, step: str | None, due: str = "") -> None:
        """Where the case stands and by when that has to be done (empty: no minutes are printed)."""
        case = self.case
        assert (case.step, shown(case.step_due_at)) == (step, due)
        self.world.state(self.case_id)

    def goes_on(
        self, who: str, *, also: Sequence[str] = (), files: Sequence[Material] = (), **inputs: str
    ) -> None:  # fmt: skip
        """Complete the step. Nobody besides ``who`` and ``also`` may; every input is asked for; nothing old counts."""
        self._strangers_are_refused((who, *also), inputs, files)
        self._every_input_is_asked_for(who, inputs, files)
        self._what_was_not_read_is_not_agreed_to(who, inputs, files)
        seq = self.case.seq
        self.world.act(self.case_id, who, files=files, **inputs)
        assert self.case.seq > seq

    def goes_back(self, who: str, to: str, due: str = "", *, also: Sequence[str] = ()) -> None:
        """Send the case back along its printed arrow, with a reason; every consent is void."""
        back = Move(self.case.seq, yes=False, note="Perbaiki.")
        self.office.refuses((who, *also), OWNED, lambda session, desk: cases.act(session, desk, self.case_id, back))
        with pytest.raises(MissingInputError, match="Alasan pengembalian"):
            self.world.act(self.case_id, who, yes=False, note=" \n")
        self.world.act(self.case_id, who, yes=False, note="Sebutkan sumbernya.")
        self.stands(to, due)
        assert all(consent.void for consent in self.world.consents(self.case_id))

    def has_no_way_back(self, who: str) -> None:
        """This line prints no arrow back."""
        with pytest.raises(NotAllowedError, match="tidak memiliki jalan kembali"):
            self.world.act(self.case_id, who, yes=False, note="Perbaiki.")

    def is_not_for_its_author(self, who: str) -> None:
        """Somebody who holds the role may not agree to what he wrote himself."""
        with pytest.raises(FourEyesError):
            self.world.act(self.case_id, who)

    def may_be_stopped_only_by(self, *allowed: str) -> None:
        """Nobody else may close the case; whoever may has to say why."""
        seq, why = self.case.seq, "memutuskan untuk tidak menanggapi"
        self.office.refuses(
            allowed, why, lambda session, desk: cases.decline(session, desk, self.case_id, "Spam.", expected=seq)
        )
        for who in allowed:
            with pytest.raises(MissingInputError, match="Alasan"):
                self.world.decline(self.case_id, who, " ")

    def is_proven_by(self, who: str, *, also: Sequence[str] = (), last: bool = True) -> None:
        """Show link and screenshot of everything ordered. Nobody else may, and neither half is enough."""
        waiting = [row for row in self.world.publications(self.case_id) if row.proof is Proof.NONE]
        assert waiting, "something was ordered"
        for row in waiting:
            self._proof_is_refused(row, (who, *also))
            self.world.prove(row.id, who, self.office.folder)
        settled = {PublicationState.PUBLISHED, PublicationState.REMOVED}
        assert {row.state for row in self.world.publications(self.case_id)} <= settled
        if last:
            self.is_over()

    def is_over(self) -> None:
        """Finished, closed at this moment, nothing more can be pressed, and the record holds."""
        case = self.case
        assert (case.state, case.step, case.closed_at) == (CaseState.DONE, None, self.world.now)
        presses = (
            lambda: self.world.act(self.case_id, "sari"),
            lambda: self.world.decline(self.case_id, "sari", "Tidak perlu."),
            lambda: self.world.pause(self.case_id, "sari"),
        )
        for press in presses:
            with pytest.raises(NotAllowedError, match="sudah selesai"):
                press()
        self.world.state(self.case_id)
        assert self.world.verify().cases >= 1

    def minutes_late(self) -> dict[str, int | None]:
        """By step, the minutes used minus the minutes printed; the last time it was left."""
        moves = {EventKind.STEP_DONE, EventKind.STEP_SENT_BACK, EventKind.DRAFT_REVISED}
        told: list[Happened] = [chain.happened_of(event) for event in self.world.events(self.case_id)]
        return {said.from_step: said.late_minutes for said in told if said.kind in moves and said.from_step}

    def texts(self) -> list[str]:
        """Every version of the text, oldest first."""
        return [draft.text for draft in self.world.drafts(self.case_id)]

    def standing_consents(self) -> list[str]:
        """Who agreed to the text that counts."""
        consents = [consent for consent in self.world.consents(self.case_id) if not consent.void]
        sha256 = self.world.sha256_now(self.case_id)
        assert {consent.sha256 for consent in consents} <= {sha256}
        return [consent.person_name.split()[0].lower() for consent in consents]

    def _strangers_are_refused(
        self, allowed: Sequence[str], inputs: dict[str, str], files: Sequence[Material]
    ) -> None:  # fmt: skip
        move = Move(self.case.seq, True, inputs, "", self.world.sha256_now(self.case_id), tuple(files))
        self.office.refuses(allowed, OWNED, lambda session, desk: cases.act(session, desk, self.case_id, move))

    def _every_input_is_asked_for(self, who: str, inputs: dict[str, str], files: Sequence[Material]) -> None:
        with self.world.database.write() as session:
            for name, without in _one_missing(inputs):
                with pytest.raises(MissingInputError, match=f"{Need(name).label} wajib diisi"):
                    self._press(session, who, without, files)
            if self._asks_for_files(session):
                with pytest.raises(MissingInputError, match="wajib dilampirkan"):
                    self._press(session, who, inputs, ())
            with pytest.raises(StaleError, match="sudah berubah sejak Anda membukanya"):
                self._press(session, who, inputs, files, ago=1)

    def _what_was_not_read_is_not_agreed_to(self, who: str, inputs: dict[str, str], files: Sequence[Material]) -> None:
        with self.world.database.write() as session:
            case = session.get_one(CaseFile, self.case_id)
            effects = set(sops.of_release(session, case.sop_release_id).step(case.step or "").effects)
            if effects & {Effect.CONSENT, Effect.PUBLISH, Effect.RATIFY} and Effect.DRAFT not in effects:
                with pytest.raises(StaleError, match="sudah berubah sejak Anda membacanya"):
                    self._press(session, who, inputs, files, seen=OTHER_HASH)

    def _asks_for_files(self, session: Session) -> bool:
        case = session.get_one(CaseFile, self.case_id)
        return Need.BERKAS in sops.of_release(session, case.sop_release_id).step(case.step or "").needs

    def _press(
        self, session: Session, who: str, inputs: dict[str, str], files: Sequence[Material], *, ago: int = 0,
        seen: str = "",
    ) -> None:  # fmt: skip
        case = session.get_one(CaseFile, self.case_id)
        move = Move(case.seq - ago, True, inputs, "", seen or self.world.sha256(session, case), tuple(files))
        cases.act(session, self.world.desk(session, who), self.case_id, move)

    def _proof_is_refused(self, row: Publication, allowed: Sequence[str]) -> None:
        seen = HandProof(f"{LINK}{row.id}", proofs.check(screenshot()))
        self.office.refuses(
            allowed, OWNED,
            lambda session, desk: by_hand.post_by_hand(session, desk, row.id, seen, folder=self.office.folder),
        )  # fmt: skip
        with pytest.raises(BadProofError, match="Tautan"):
            self.world.prove(row.id, allowed[0], self.office.folder, link="sudah tayang")
        with pytest.raises(BadProofError, match="Tangkapan layar"):
            proofs.check(b"")
        with self.world.database.write() as session:
            desk = self.world.desk(session, allowed[0])
            with pytest.raises(NotAllowedError, match="selesai dengan sendirinya"):
                cases.act(session, desk, self.case_id, Move(self.case.seq, yes=True))
            elsewhere = HandProof("https://penipu.example/1", proofs.check(screenshot()))
            with pytest.raises(RefusedError, match="alamat akun ini"):
                by_hand.post_by_hand(session, desk, row.id, elsewhere, folder=self.office.folder)


def _one_missing(inputs: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    """The inputs, each time with one of them blank."""
    return [(name, {**inputs, name: " "}) for name in inputs]
