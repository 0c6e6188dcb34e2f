"""Posting by hand: link and screenshot together, checked, kept outside the web root with their hash."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from responses import by_hand, proofs
from responses.by_hand import HandProof
from responses.errors import BadProofError, NotAllowedError, NotFoundError, StaleError
from responses.kinds import CaseState, Proof, PublicationState
from tests.support.world import World


def picture(kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, kind)
    return buffer.getvalue()


def post(world: World, publication_id: int, folder: Path, link: str, data: bytes, who: str = "dewi") -> None:
    with world.database.write() as session:
        proof = HandProof(link, proofs.check(data))
        by_hand.post_by_hand(session, world.desk(session, who), publication_id, proof, folder=folder)


LINK = "https://kab-arunika.example/tps/#comment-9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "proofs"


@pytest.fixture
def waiting(world: World) -> tuple[World, int, int]:
    """A case whose reply must be posted by a person, because the account has no publishing credential."""
    case_id = world.approved_case()
    (row,) = world.publications(case_id)
    assert row.state is PublicationState.NEEDS_MANUAL_POST
    return world, case_id, row.id


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_link_and_screenshot_finish_the_case_as_claimed(
    waiting: tuple[World, int, int], folder: Path, kind: str
) -> None:
    world, case_id, publication_id = waiting
    data = picture(kind)
    post(world, publication_id, folder, LINK, data)
    (row,) = world.publications(case_id)
    assert (row.state, row.proof, row.permalink) == (PublicationState.PUBLISHED, Proof.CLAIMED, LINK)
    assert world.case(case_id).state is CaseState.DONE
    assert proofs.read(folder, proofs.check(data).sha256) == data


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("", "Tautan harus lengkap"),
        ("javascript:alert(1)", "Tautan harus lengkap"),
        ("kab-arunika.example/tps", "Tautan harus lengkap"),
        ("https://kab-arunika.example.evil.example/x", "harus menuju kab-arunika.example"),
        ("https://evil.example\\@kab-arunika.example/", "Tautan harus lengkap"),
        ("https://petugas@kab-arunika.example/", "Tautan harus lengkap"),
        ("https://kab-arunika.example/\nhttps://evil.example/", "Tautan harus lengkap"),
        ("https://[kab-arunika.example/", "Tautan harus lengkap"),
        ("https://kab-arunika.example/" + "x" * 2_000, "Tautan harus lengkap"),
    ],
)
def test_a_link_that_proves_nothing_is_refused(
    waiting: tuple[World, int, int], folder: Path, link: str, complaint: str
) -> None:
    world, case_id, publication_id = waiting
    with pytest.raises(BadProofError, match=complaint):
        post(world, publication_id, folder, link, picture())
    assert world.case(case_id).state is CaseState.OPEN
    assert list(folder.rglob("*")) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a not allowed",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        picture()[:60],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        picture() + b"\0" * proofs.MAX_BYTES,
    ],
    ids=["empty", "gif", "svg", "cut", "fake", "huge"],
)
def test_only_a_whole_picture_counts(data: bytes) -> None:
    with pytest.raises(BadProofError):
        proofs.check(data)


def test_a_second_submission_of_the_form_is_refused(waiting: tuple[World, int, int], folder: Path) -> None:
    world, _case_id, publication_id = waiting
    post(world, publication_id, folder, LINK, picture())
    with pytest.raises(StaleError):
        post(world, publication_id, folder, LINK, picture())


@pytest.mark.parametrize("who", ["raka", "sari", "hasan"])
def test_only_the_uploading_role_may_post(waiting: tuple[World, int, int], tmp_path: Path, who: str) -> None:
    world, _case_id, publication_id = waiting
    with pytest.raises(NotAllowedError, match="Admin medsos"):
        post(world, publication_id, tmp_path, LINK, picture(), who)


def test_a_full_disk_leaves_neither_row_nor_half_a_file(
    waiting: tuple[World, int, int], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, case_id, publication_id = waiting

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        post(world, publication_id, folder, LINK, picture())
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    assert world.publications(case_id)[0].state is PublicationState.NEEDS_MANUAL_POST


def test_a_proof_that_changed_on_disk_is_not_shown(waiting: tuple[World, int, int], folder: Path) -> None:
    world, _case_id, publication_id = waiting
    data = picture()
    post(world, publication_id, folder, LINK, data)
    path = proofs.path_of(folder, proofs.check(data).sha256)
    path.write_bytes(data + b"!")
    with pytest.raises(NotFoundError, match="sudah berubah"):
        proofs.read(folder, proofs.check(data).sha256)


def test_a_proof_that_was_damaged_on_disk_is_replaced_when_it_is_given_again(folder: Path) -> None:
    screenshot = proofs.check(picture())
    path = proofs.keep(folder, screenshot)
    path.write_bytes(b"half")
    proofs.keep(folder, screenshot)
    assert proofs.read(folder, screenshot.sha256) == screenshot.data
