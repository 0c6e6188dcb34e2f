"""A request for content: what it must say, what its files are worth, and one publication for every account."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ingest.db import Database
from ingest.kinds import OfficeLevel, Platform
from ingest.models import Account, Office
from responses import by_hand, cases, sops
from responses.cases import Move
from responses.drafts import sha256_of
from responses.errors import BadProofError, FourEyesError, MissingInputError, NotAllowedError, NotFoundError, StaleError
from responses.guarding import GuardError
from responses.kinds import (
    CaseState,
    ContentCategory,
    LegalProduct,
    PublicationAction,
    PublicationState,
    SopPurpose,
    Subject,
)
from responses.materials import BadMaterialError
from responses.models import CaseFile
from responses.views.case import case_view
from responses.views.tasks import tasks_of
from tests.support.publishing import FakePlatform, may_publish, publish_one
from tests.support.world import World, make_world, material

TEXT = "KPU Kabupaten membuka pendaftaran pemantau."
PHOTO, OTHER = material("a.png", "satu"), material("b.png", "dua")


@pytest.fixture
def world(database: Database) -> World:
    world = make_world(database, with_content=True)
    world.choose(SopPurpose.CONTENT, "madiun-2020-konten")
    return world


@pytest.fixture
def accounts(world: World) -> tuple[int, int]:
    return (
        world.account("ig", Platform.INSTAGRAM, "https://www.instagram.com/kpu_arunika"),
        world.account("fb", Platform.FACEBOOK, "https://www.facebook.com/kpuarunika"),
    )


def ordered(world: World, **terms: object) -> int:
    """A case whose text everybody agreed to."""
    case_id = world.request("nia", SopPurpose.CONTENT, draf=TEXT, **terms)  # type: ignore[arg-type]
    for who in ("rina", "agus", "hasan"):
        world.act(case_id, who)
    return case_id


def test_the_request_is_kept_as_it_was_made(world: World, accounts: tuple[int, int]) -> None:
    needed = world.now + timedelta(hours=5)
    case_id = world.request(
        "nia", SopPurpose.CONTENT, title="  Pendaftaran pemantau ", category=ContentCategory.OUTREACH,
        accounts=(*accounts, accounts[0]), needed_by=needed, files=(PHOTO, OTHER), draf=TEXT,
    )  # fmt: skip
    case = world.case(case_id)
    assert (case.subject, case.title, case.category) == (Subject.CONTENT, "Pendaftaran pemantau", "outreach")
    assert (case.needed_by, case.number) == (needed, "2026-0001")
    assert [target.account_id for target in world.targets(case_id)] == list(accounts), "each account once"
    assert [draft.files for draft in world.drafts(case_id)] == [[PHOTO.as_row(), OTHER.as_row()]]
    assert world.verify().cases == 1


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"title": " "}, "Judul wajib diisi"),
        ({"title": "x" * 201}, "paling panjang 200"),
        ({"title": "dua\nbaris"}, "satu baris"),
        ({"category": ContentCategory.ANNOUNCEMENT}, "Jenis produk hukum"),
        ({"legal_product": LegalProduct.KEPUTUSAN}, "Jenis produk hukum"),
        ({"needed_by": -1}, "sudah lewat"),
        ({"needed_by": 0}, "sudah lewat"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_name(world: World, terms: dict[str, object], why: str) -> None:
    if "needed_by" in terms:
        terms = {"needed_by": world.now + timedelta(minutes=int(str(terms["needed_by"])))}
    with pytest.raises(MissingInputError, match=why):
        world.request("nia", SopPurpose.CONTENT, draf=TEXT, **terms)  # type: ignore[arg-type]
    assert world.verify().cases == 0


def test_a_purpose_that_is_no_content_is_refused(world: World) -> None:
    for purpose in (SopPurpose.ORDINARY, SopPurpose.URGENT, SopPurpose.HOAX, SopPurpose.REMOVAL):
        with pytest.raises(MissingInputError, match="bukan permintaan konten"):
            world.request("nia", purpose, draf=TEXT)


def test_an_account_of_another_office_is_not_there(world: World) -> None:
    with world.database.write() as session:
        office = Office(
            key="kab-lain", name="KPU Lain", level=OfficeLevel.REGENCY, timezone="Asia/Jakarta", created_at=world.now
        )
        session.add(office)
        session.flush()
        foreign = Account(office_id=office.id, key="x", platform=Platform.X, title="X", url="https://x.com/lain")
        session.add(foreign)
        session.flush()
        foreign_id = foreign.id
    for accounts in ((foreign_id,), (world.account_id, foreign_id), (9_999,)):
        with pytest.raises(NotFoundError, match="tidak ada di kantor ini"):
            world.request("nia", SopPurpose.CONTENT, accounts=accounts, draf=TEXT)


def test_every_account_is_ordered_and_proven_for_itself(
    world: World, accounts: tuple[int, int], tmp_path: Path
) -> None:
    case_id = ordered(world, accounts=accounts, files=(PHOTO,))
    first, second = world.publications(case_id)
    assert (first.sha256, first.sha256) == (second.sha256, sha256_of(TEXT, (PHOTO.sha256,)))
    assert {row.state for row in (first, second)} == {PublicationState.NEEDS_MANUAL_POST}
    assert {row.action for row in (first, second)} == {PublicationAction.POST}
    with pytest.raises(BadProofError, match=r"harus menuju www\.instagram\.com"):
        world.prove(first.id, "dewi", tmp_path, link="https://www.facebook.com/kpuarunika/1")
    world.prove(first.id, "dewi", tmp_path)
    assert world.case(case_id).step == "unggah"
    with pytest.raises(StaleError, match="sudah berstatus"):
        world.prove(first.id, "dewi", tmp_path)
    world.prove(second.id, "dewi", tmp_path)
    assert world.case(case_id).state is CaseState.DONE
    assert world.verify().cases == 1


def test_all_accounts_given_up_close_the_case_and_one_does_not(
    world: World, accounts: tuple[int, int], tmp_path: Path
) -> None:
    for proven in (False, True):
        case_id = ordered(world, accounts=accounts)
        first, second = world.publications(case_id)
        if proven:
            world.prove(first.id, "dewi", tmp_path)
        else:
            world.withdraw(first.id, "hasan")
            assert world.case(case_id).state is CaseState.OPEN
        world.withdraw(second.id, "agus")
        assert world.case(case_id).state is (CaseState.DONE if proven else CaseState.DECLINED)
    assert world.verify().cases == 2


def test_the_program_never_posts_content_and_is_not_asked_to_try_again(world: World) -> None:
    may_publish(world)
    case_id = ordered(world)
    assert publish_one(world, FakePlatform()) is None
    (row,) = world.publications(case_id)
    with world.database.write() as session, pytest.raises(NotAllowedError, match="dikerjakan oleh orang"):
        by_hand.retry(session, world.desk(session, "dewi"), row.id)


def test_the_consent_is_to_the_files_as_well_as_to_the_words(world: World) -> None:
    case_id = world.request("nia", SopPurpose.CONTENT, draf=TEXT, files=(PHOTO,))
    seen = world.sha256_now(case_id)
    world.revise(case_id, "rina", TEXT, files=(OTHER,))
    assert world.sha256_now(case_id) != seen
    with world.database.write() as session:
        case = session.get_one(CaseFile, case_id)
        with pytest.raises(StaleError, match="sudah berubah sejak Anda membacanya"):
            cases.act(session, world.desk(session, "rina"), case_id, Move(case.seq, yes=True, seen_sha256=seen))
    with pytest.raises(FourEyesError):
        world.act(case_id, "rina")


def test_a_changed_text_keeps_its_files_unless_others_are_given(world: World) -> None:
    case_id = world.request("nia", SopPurpose.CONTENT, draf=TEXT, files=(PHOTO, OTHER))
    world.revise(case_id, "rina", f"{TEXT} Gratis.")
    world.revise(case_id, "rina", f"{TEXT} Gratis.", files=(OTHER, PHOTO))
    world.revise(case_id, "rina", f"{TEXT} Gratis.", files=())
    names = [[file["name"] for file in draft.files] for draft in world.drafts(case_id)]
    assert names == [["a.png", "b.png"], ["a.png", "b.png"], ["b.png", "a.png"], []]
    assert world.verify().cases == 1


def test_a_file_is_not_taken_where_nothing_is_written(world: World) -> None:
    case_id = world.request("nia", SopPurpose.CONTENT, draf=TEXT)
    with pytest.raises(MissingInputError, match="tidak ada berkas yang dapat dilampirkan"):
        world.act(case_id, "rina", files=(PHOTO,))
    with pytest.raises(MissingInputError, match="tidak menulis naskah"):
        world.act(case_id, "rina", draf="Naskah saya sendiri.")
    world.act(case_id, "rina")


def test_the_same_file_twice_or_too_many_are_refused(world: World) -> None:
    with pytest.raises(BadMaterialError, match="dua kali"):
        world.request("nia", SopPurpose.CONTENT, draf=TEXT, files=(PHOTO, PHOTO))
    many = tuple(material(f"{number}.png", str(number)) for number in range(21))
    with pytest.raises(BadMaterialError, match="Paling banyak 20"):
        world.request("nia", SopPurpose.CONTENT, draf=TEXT, files=many)


def test_what_may_not_be_said_is_stopped_at_the_first_step_and_at_every_yes(world: World) -> None:
    with pytest.raises(GuardError, match="belum dapat dikirim"):
        world.request("nia", SopPurpose.CONTENT, draf="Pemilik NIK 3507121201900001 silakan datang.")
    with pytest.raises(GuardError, match="akui dahulu"):
        world.request("nia", SopPurpose.CONTENT, draf="Kami jamin selesai hari ini.")
    case_id = world.request("nia", SopPurpose.CONTENT, draf=TEXT)
    with pytest.raises(GuardError, match="belum dapat dikirim"):
        world.revise(case_id, "rina", "Hubungi 081234567890.")
    assert world.drafts(case_id)[-1].text == TEXT


def test_a_finding_is_acknowledged_by_each_person_and_that_is_on_record(world: World) -> None:
    world.choose(SopPurpose.CONTENT, "madiun-2020-konten")
    case_id = world.request("nia", SopPurpose.CONTENT, draf=TEXT)
    world.act(case_id, "rina", yes=False, note="Tambahkan jaminan.")
    promise, noted = "Kami jamin pendaftaran gratis.", frozenset({"jaminan", "aturan-lain"})
    world.act(case_id, "nia", draf=promise, acknowledged=noted)
    with pytest.raises(GuardError, match="akui dahulu"):
        world.act(case_id, "rina")
    world.act(case_id, "rina", acknowledged=noted)
    with world.database.read() as session:
        told = case_view(session, world.office_id, case_id).acknowledged
    assert [(who, rule) for _step, who, rule in told] == [("Nia Kurniasih", "jaminan"), ("Rina Handayani", "jaminan")]


def test_a_request_is_a_task_of_whoever_is_next(world: World) -> None:
    case_id = world.request("nia", SopPurpose.CONTENT, title="Pemantau", draf=TEXT)
    with world.database.read() as session:
        found = {who: tasks_of(session, world.desk(session, who)) for who in ("rina", "agus", "hasan", "nia", "dewi")}
    assert {who: [task.case_id for task in tasks] for who, tasks in found.items() if tasks} == {"rina": [case_id]}
    (task,) = found["rina"]
    assert (task.subject, task.title, task.comments, task.author) == (Subject.CONTENT, "Pemantau", 0, "")


def test_what_is_proven_while_another_step_is_still_open_does_not_leave_the_case_waiting(
    world: World, tmp_path: Path
) -> None:
    """An office's own file may put a step between the order and the upload."""
    text = (sops.SHIPPED / "madiun_2020_konten.v1.toml").read_text("utf-8")
    between = '[[step]]\nkey = "kabari"\ntitle = "Mengabari penulis"\nrole = "redaktur"\n\n'
    marker = '[[step]]\nkey = "unggah"'
    own = text.replace(marker, between + marker).replace('"madiun-2020-konten"', '"kantor-sendiri"')
    (tmp_path / "sendiri.toml").write_text(own, "utf-8")
    world.choose(SopPurpose.CONTENT, "kantor-sendiri", tmp_path)
    case_id = ordered(world)
    assert world.case(case_id).step == "kabari"
    world.prove_all(case_id, "dewi", tmp_path / "bukti")
    assert world.case(case_id).step == "kabari"
    world.act(case_id, "rina")
    assert world.case(case_id).state is CaseState.DONE
    assert world.verify().cases == 1
