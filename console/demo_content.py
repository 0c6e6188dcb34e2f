"""Content of the demo office: some under way, one already public, each through the same functions as everybody's."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.models import Account
from responses import by_hand, cases, content, drafts, materials, proofs, sops
from responses.by_hand import HandProof
from responses.cases import Move
from responses.content import Request
from responses.desk import Desk, desk_of
from responses.kinds import ContentCategory, Effect, Need, Role, SopPurpose
from responses.materials import Material
from responses.models import CaseFile, Person, Publication
from responses.sop import Step

FILE = Path(__file__).parent / "demo" / "content.toml"
_BY = {
    Role.PELAKSANA: "raka",
    Role.PIMPINAN_REDAKSI: "sari",
    Role.ANGGOTA_REDAKSI: "nina",
    Role.ADMIN_MEDSOS: "dewi",
}
"""Who does the steps of which role."""
Entry = Mapping[str, Any]


def play(session: Session, office_id: int, folder: Path, now: datetime) -> None:
    """Ask for each piece of content and bring it to the step its entry names. ``folder`` keeps the files."""
    for entry in tomllib.loads(FILE.read_text("utf-8"))["content"]:
        files = tuple(_kept(folder, name) for name in entry.get("pictures", ()))
        case = _ask(session, office_id, entry, files, now)
        _go_on(session, case, entry, files, folder, now)


def _ask(session: Session, office_id: int, entry: Entry, files: tuple[Material, ...], now: datetime) -> CaseFile:
    purpose = SopPurpose(entry["purpose"])
    keys = {key: place for place, key in enumerate(entry["accounts"])}
    accounts = select(Account.key, Account.id).where(Account.office_id == office_id, Account.key.in_(keys))
    ids = sorted(session.execute(accounts).all(), key=lambda row: keys[row[0]])
    request = Request(
        purpose, entry["title"], ContentCategory(entry["category"]), tuple(account_id for _key, account_id in ids),
        needed_by=now + timedelta(hours=entry["needed_in_hours"]),
    )  # fmt: skip
    step = sops.chosen(session, office_id, purpose)[1].steps[0]
    desk = _desk(session, office_id, step, now)
    return content.open_request(session, desk, request, _inputs(step, entry), _with_text(step, files))


def _go_on(
    session: Session, case: CaseFile, entry: Entry, files: tuple[Material, ...], folder: Path, now: datetime
) -> None:  # fmt: skip
    sop = sops.of_release(session, case.sop_release_id)
    reached = sop.steps[0]
    while case.step is not None and reached.key != entry["upto"]:
        reached = sop.step(case.step)
        desk = _desk(session, case.office_id, reached, now)
        if Effect.PROVE in reached.effects:
            _post(session, desk, case, folder)
            continue
        standing = drafts.standing(session, case)
        move = Move(
            case.seq, yes=True, inputs=_inputs(reached, entry), seen_sha256=standing.sha256 if standing else "",
            files=_with_text(reached, files),
        )  # fmt: skip
        cases.act(session, desk, case.id, move)


def _post(session: Session, desk: Desk, case: CaseFile, folder: Path) -> None:
    query = select(Publication, Account.url).join(Account, Account.id == Publication.account_id)
    for row, url in session.execute(query.where(Publication.case_id == case.id).order_by(Publication.id)).all():
        picture = proofs.check(drawn("Tangkapan layar contoh", row.text[:40]))
        proof = HandProof(f"{url}/p/{case.number}", picture)
        by_hand.post_by_hand(session, desk, row.id, proof, folder=folder)


def _inputs(step: Step, entry: Entry) -> dict[str, str]:
    given = {Need.DRAF: "text", Need.DISPOSISI: "disposisi"}
    return {need.value: entry[given[need]] for need in step.needs if need in given}


def _with_text(step: Step, files: tuple[Material, ...]) -> tuple[Material, ...]:
    return files if Effect.DRAFT in step.effects else ()


def _kept(folder: Path, name: str) -> Material:
    upload = materials.check(drawn("Foto contoh", name), name)
    proofs.keep_bytes(folder, upload.data, upload.material.sha256)
    return upload.material


def drawn(title: str, line: str) -> bytes:
    """A small picture that says what it stands for, as PNG."""
    picture = Image.new("RGB", (640, 400), "#dfe6ea")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 300, 640, 400), fill="#8e1b1f")
    pen.ellipse((440, 60, 580, 200), fill="#f3c969")
    pen.text((24, 318), title, fill="white", font_size=26)
    pen.text((24, 358), line, fill="white", font_size=18)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def _desk(session: Session, office_id: int, step: Step, now: datetime) -> Desk:
    username = next(_BY[role] for role in step.roles if role in _BY)
    return desk_of(
        session, office_id, session.scalars(select(Person.id).where(Person.username == username)).one(), now=now
    )
