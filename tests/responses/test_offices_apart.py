"""Two offices in one installation: nobody of one can act on, see or change anything of the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.db import Database
from ingest.kinds import OfficeLevel
from ingest.models import Office
from responses import by_hand, cases, chain, content, inbox, leases, opening, people, proofs, sops
from responses.by_hand import HandProof
from responses.cases import Move
from responses.content import Removal, Request
from responses.desk import Desk, desk_of
from responses.errors import NotAllowedError, NotFoundError, RefusedError
from responses.kinds import ContentCategory, Division, PauseReason, PublicationState, Role, SopPurpose, Subject
from responses.models import Person, RoleGrant
from responses.people import NewPerson
from responses.state import SIMAK
from responses.views import publications, queue
from responses.views.case import case_of_comment, case_view, comment_view
from tests.responses.test_manual_posting import LINK, picture
from tests.support.world import MONDAY_NINE, TANGGAPAN, make_world

PROCEDURES = {
    Subject.REPLY: TANGGAPAN, Subject.CONTENT: "madiun-2020-konten", Subject.REMOVAL: "magelang-2022-penghapusan",
}  # fmt: skip
Button = Callable[[Session, Desk, "Ours"], object]


class Ours:
    """An office with a case, and a stranger who holds every role in another one."""

    def __init__(self, database: Database) -> None:
        self.world = make_world(database)
        self.waiting, self.ignored = self.world.comment(), self.world.comment()
        with database.write() as session:
            inbox.ignore(session, self.world.desk(session, "dewi"), [self.ignored], "Spam.")
        self.early, self.late = self.world.report(self.world.comment()), self.world.approved_case()
        (self.publication,) = self.world.publications(self.late)
        with database.write() as session:
            elsewhere = Office(
                key="kab-lain", name="KPU Lain", level=OfficeLevel.REGENCY, timezone="Asia/Jayapura",
                created_at=MONDAY_NINE,
            )  # fmt: skip
            session.add(elsewhere)
            session.flush()
            chain.start(session, elsewhere.id)
            self.elsewhere = elsewhere.id
            for purpose in SopPurpose:
                procedure = sops.shelf()[PROCEDURES[purpose.subject]]
                sops.choose(session, elsewhere.id, purpose, *procedure, by=SIMAK, now=MONDAY_NINE)
            new = NewPerson("orang.lain", "Orang Lain")
            self.stranger = people.add_person(session, elsewhere.id, new, tuple(Role), by=SIMAK, now=MONDAY_NINE).id


@pytest.fixture
def ours(database: Database) -> Ours:
    return Ours(database)


def proof() -> HandProof:
    return HandProof(LINK, proofs.check(picture()))


BUTTONS: dict[str, Button] = {
    "report": lambda s, d, o: opening.open_case(s, d, [o.waiting], SopPurpose.ORDINARY, {"laporan": "x"}),
    "act": lambda s, d, o: cases.act(s, d, o.early, Move(2, yes=True, inputs={"perintah": "x"})),
    "send back": lambda s, d, o: cases.act(s, d, o.early, Move(2, yes=False, note="x")),
    "revise": lambda s, d, o: cases.revise(s, d, o.early, "Teks.", expected=2),
    "decline": lambda s, d, o: cases.decline(s, d, o.early, "x", expected=2),
    "pause": lambda s, d, o: cases.pause(s, d, o.early, PauseReason.SUPERIOR, "x", expected=2),
    "resume": lambda s, d, o: cases.resume(s, d, o.early, expected=2),
    "change division": lambda s, d, o: cases.change_division(s, d, o.early, Division.HUKUM, "x", expected=2),
    "make urgent": lambda s, d, o: opening.make_urgent(s, d, o.early, "x", expected=2),
    "take": lambda s, d, o: leases.take(s, d, o.early),
    "ask for content": lambda s, d, o: content.open_request(
        s, d, Request(SopPurpose.CONTENT, "x", ContentCategory.NEWS, (o.world.account_id,)), {"draf": "x"}
    ),
    "remove": lambda s, d, o: content.open_removal(
        s, d, "x", [Removal(o.world.account_id, LINK, o.publication.id)], {"disposisi": "x"}
    ),
    "ignore": lambda s, d, o: inbox.ignore(s, d, [o.waiting], "x"),
    "reopen": lambda s, d, o: inbox.reopen(s, d, [o.ignored], "x"),
    "post": lambda s, d, o: by_hand.post_by_hand(s, d, o.publication.id, proof(), folder=Path("nowhere")),
    "retry": lambda s, d, o: by_hand.retry(s, d, o.publication.id),
    "withdraw": lambda s, d, o: by_hand.withdraw(s, d, o.publication.id, "x"),
    "see a case": lambda s, d, o: case_view(s, d.office_id, o.early),
    "see a comment": lambda s, d, o: comment_view(s, d.office_id, o.waiting),
    "grant": lambda s, d, o: people.grant(
        s, o.world.office_id, s.get_one(Person, o.stranger), Role.PEMBINA, by=d.actor, now=d.now
    ),
    "register": lambda s, d, o: people.add_person(
        s, o.world.office_id, NewPerson("tamu", "Tamu"), (Role.PENGELOLA,), by=d.actor, now=d.now
    ),
    "revoke": lambda s, d, o: people.revoke(s, grant_of(s, o, "hasan"), by=d.actor, now=d.now),
    "choose": lambda s, d, o: sops.choose(
        s, o.world.office_id, SopPurpose.ORDINARY, *sops.shelf()[TANGGAPAN], by=d.actor, now=d.now
    ),
}


def grant_of(session: Session, ours: Ours, who: str) -> int:
    return session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == ours.world.people[who])).one()


def test_a_stranger_with_every_role_elsewhere_is_refused(ours: Ours) -> None:
    for button in BUTTONS.values():
        with pytest.raises(RefusedError):
            press(ours, button, ours.elsewhere)


def test_a_stranger_has_no_role_at_our_desk_either(ours: Ours) -> None:
    for name in ("report", "ignore", "act", "decline", "withdraw", "pause", "change division", "make urgent", "take"):
        with pytest.raises(NotAllowedError):
            press(ours, BUTTONS[name], ours.world.office_id)


def press(ours: Ours, button: Button, office_id: int) -> None:
    with ours.world.database.write() as session:
        button(session, desk_of(session, office_id, ours.stranger, now=ours.world.now), ours)


def test_a_stranger_sees_none_of_our_lists(ours: Ours) -> None:
    with ours.world.database.read() as session:
        assert queue.page(session, ours.elsewhere, flagged=None).rows == ()
        assert queue.rows_of(session, ours.elsewhere, [ours.waiting]) == ()
        assert publications.publications(session, ours.elsewhere, tuple(PublicationState)) == ()
        assert case_of_comment(session, ours.elsewhere, ours.waiting) is None


def test_only_whoever_manages_the_office_chooses_its_procedures(ours: Ours) -> None:
    with pytest.raises(NotAllowedError, match="Pengelola"), ours.world.database.write() as session:
        BUTTONS["choose"](session, ours.world.desk(session, "dewi"), ours)


def test_an_unknown_case_is_refused_like_a_strange_one(ours: Ours) -> None:
    with pytest.raises(NotFoundError), ours.world.database.write() as session:
        cases.act(session, ours.world.desk(session, "sari"), 999_999, Move(1, yes=True))
