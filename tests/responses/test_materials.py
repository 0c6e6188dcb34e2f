"""What may be attached: every file is what its name says, by its bytes, and kept under the hash of them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from responses import materials, proofs
from responses.errors import NotFoundError
from responses.materials import BadMaterialError, Material, check, check_all
from tests.support.world import material


def picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(buffer, kind)
    return buffer.getvalue()


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in names:
            packed.writestr(name, "isi")
    return buffer.getvalue()


OFFICE = "application/vnd.openxmlformats-officedocument"
GOOD = {
    "a.png": (picture("PNG"), "image/png"),
    "a.jpg": (picture("JPEG"), "image/jpeg"),
    "a.jpeg": (picture("JPEG"), "image/jpeg"),
    "a.webp": (picture("WEBP"), "image/webp"),
    "a.pdf": (b"%PDF-1.7\n%%EOF\n", "application/pdf"),
    "a.mp4": (b"\x00\x00\x00\x18ftypmp42....", "video/mp4"),
    "a.csv": (b"tps,suara\n1,200\n", "text/csv"),
    "a.docx": (archive("[Content_Types].xml", "word/document.xml"), f"{OFFICE}.wordprocessingml.document"),
    "a.xlsx": (archive("xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet"),
    "a.pptx": (archive("ppt/presentation.xml"), f"{OFFICE}.presentationml.presentation"),
}


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_file_that_is_what_it_says_is_taken_with_its_hash(name: str) -> None:
    data, media_type = GOOD[name]
    upload = check(data, name)
    assert upload.material == Material(hashlib.sha256(data).hexdigest(), name, media_type, len(data))
    assert upload.data == data
    assert Material.from_row(upload.material.as_row()) == upload.material


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("other", sorted(GOOD))
def test_a_file_under_the_name_of_another_kind_is_refused_unless_both_are_pictures(name: str, other: str) -> None:
    data, media_type = GOOD[other]
    if media_type == GOOD[name][1] or all(GOOD[one][1].startswith("image/") for one in (name, other)):
        assert check(data, name).material.media_type == media_type
        return
    if name == "a.csv" and other == "a.pdf":
        return  # the shortest PDF is text, and as text it does no harm
    with pytest.raises(BadMaterialError, match="rusak atau bukan berkas"):
        check(data, name)


@pytest.mark.parametrize(
    "name", ["a.exe", "a.docm", "a.svg", "a.html", "a.zip", "a", ".png", "", "a.png.exe", "a.gif", "png"]
)
def test_what_is_no_known_kind_is_refused_and_told_what_is(name: str) -> None:
    with pytest.raises(BadMaterialError, match="Yang diterima: jpeg, jpg, png"):
        check(picture("PNG"), name)


def test_empty_and_oversized_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadMaterialError, match="kosong"):
        check(b"", "a.pdf")
    monkeypatch.setattr(materials, "MAX_BYTES", 20)
    check(b"%PDF-" + b"x" * 15, "a.pdf")
    with pytest.raises(BadMaterialError, match="lebih besar"):
        check(b"%PDF-" + b"x" * 16, "a.pdf")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/sandi.pdf", "sandi.pdf"),
        ("C:\\Users\\budi\\hasil.PDF", "hasil.PDF"),
        ("a\x00b\u202efdp.pdf", "abfdp.pdf"),
        ("a\nb.pdf", "ab.pdf"),
        (f"{'x' * 300}.pdf", f"{'x' * 116}.pdf"),
    ],
)
def test_a_name_is_shown_and_never_a_path(given_name: str, kept: str) -> None:
    assert check(GOOD["a.pdf"][0], given_name).material.name == kept


def test_a_broken_picture_or_archive_is_refused() -> None:
    for name in ("a.png", "a.jpg", "a.webp", "a.docx", "a.xlsx"):
        data = GOOD[name][0]
        with pytest.raises(BadMaterialError, match="rusak"):
            check(data[: len(data) // 2], name)


@given(st.binary(max_size=400), st.sampled_from(sorted(GOOD)), st.integers(0, 400), st.booleans())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_no_bytes_lead_to_anything_but_a_file_or_a_refusal(
    noise: bytes, name: str, where: int, instead: bool
) -> None:  # fmt: skip
    good = GOOD[name][0]
    data = noise if instead else good[:where] + noise[:8] + good[where + 8 :]
    try:
        upload = check(data, name)
    except BadMaterialError as refusal:
        message = str(refusal)
    else:
        assert upload.material.sha256 == hashlib.sha256(data).hexdigest()
        return
    assert name in message


def test_too_many_files_or_one_twice_are_refused() -> None:
    files = tuple(material(f"{number}.png", str(number)) for number in range(20))
    check_all(files)
    with pytest.raises(BadMaterialError, match="Paling banyak 20"):
        check_all((*files, material("x.png", "x")))
    with pytest.raises(BadMaterialError, match="dua kali"):
        check_all((files[0], material("nama-lain.png", "0")))


def test_what_was_kept_is_read_back_and_a_changed_file_is_noticed(tmp_path: Path) -> None:
    upload = check(GOOD["a.pdf"][0], "a.pdf")
    sha256 = upload.material.sha256
    path = proofs.keep_bytes(tmp_path, upload.data, sha256)
    assert proofs.keep_bytes(tmp_path, upload.data, sha256) == path
    assert proofs.read(tmp_path, sha256) == upload.data
    path.write_bytes(b"%PDF-palsu")
    with pytest.raises(NotFoundError, match="sudah berubah"):
        proofs.read(tmp_path, sha256)
    proofs.keep_bytes(tmp_path, upload.data, sha256)
    assert proofs.read(tmp_path, sha256) == upload.data
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [sha256]
