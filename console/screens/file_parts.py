"""Pictures, videos and documents that belong to a text: choosing them, keeping them, showing them.

file_parts.upload_field(key, current)       the uploader, and the files of the version before
file_parts.chosen(key, current)             in the button's callback: what goes with the text now, kept on disk
file_parts.show(files, key)                 pictures and videos to look at, every file to save
"""

from __future__ import annotations

import html
import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from PIL import Image, ImageOps

from console import runtime
from console.screens.deeds import plain
from console.screens.pieces import badge, note, row
from console.web.files import address
from responses import materials, proofs
from responses.errors import NotFoundError
from responses.kinds import Need
from responses.materials import BadMaterialError, Material, Upload

MEGABYTES = materials.MAX_BYTES // 1024 // 1024
THUMBNAIL = 480
"""Pixels of the longer side: enough to recognise a photo, and a fiftieth of its bytes."""


def upload_field(key: str, current: tuple[Material, ...], *, label: str = Need.BERKAS.label) -> tuple[Upload, ...]:
    """Draw the uploader and the files of the version before, each with a tick to leave it out.

    Gives the new files that can be attached; one that cannot is named with its reason.
    """
    with st.container(key=f"berkas_{key}", gap="small"):
        if current:
            note("Berkas versi sebelumnya. Hapus centang pada berkas yang tidak disertakan lagi.")
        for file in current:
            st.checkbox(plain(f"{file.name} · {_size(file.size)}"), value=True, key=_keeping(key, file))
        st.file_uploader(
            plain(label), type=materials.SUFFIXES, accept_multiple_files=True, key=key, max_upload_size=MEGABYTES,
        )  # fmt: skip
        note(f"{', '.join(materials.SUFFIXES).upper()}; tiap berkas paling besar {MEGABYTES} MB.")
        found = _checked(key)
        for place, refused in enumerate(one for one in found if isinstance(one, BadMaterialError)):
            with row(f"tolak_{key}_{place}"):
                badge("Tidak dapat dilampirkan", ":material/block:", "red")
                st.text(str(refused))
    return tuple(one for one in found if isinstance(one, Upload))


def chosen(key: str, current: tuple[Material, ...]) -> tuple[Material, ...]:
    """The files that go with the text: those kept of the version before, then the new ones, which are kept on disk.

    Raises BadMaterialError, or OSError when the disk refuses.
    """
    uploads = []
    for one in _checked(key):
        if isinstance(one, BadMaterialError):
            raise one
        uploads.append(one)
    kept = [file for file in current if st.session_state.get(_keeping(key, file), True)]
    files = tuple({file.sha256: file for file in (*kept, *(one.material for one in uploads))}.values())
    materials.check_all(files)
    for upload in uploads:
        proofs.keep_bytes(runtime.current().settings.proofs, upload.data, upload.material.sha256)
    return files


def show(files: tuple[Material, ...], key: str) -> None:
    """Pictures and videos to look at, and every file with its name, its size and a way to save it."""
    if not files:
        return
    with st.container(key=f"lampiran_{key}", horizontal=True, gap="small"):
        for place, file in enumerate(files):
            with st.container(key=f"lampiran_{key}_{place}", width=210, gap="xxsmall", border=True):
                _preview(file)
                st.text(file.name)
                st.html(_line(file))


def _preview(file: Material) -> None:
    if file.media_type.startswith("image/"):
        try:
            st.image(_thumbnail(runtime.current().settings.proofs, file.sha256), width="stretch", alt="")
        except NotFoundError as refusal:
            st.text(str(refusal))
    elif file.media_type.startswith("video/"):
        # played from our own address: Streamlit's player would hold the whole video in memory
        st.html(f'<video class="lampiran" controls preload="metadata" src="{address(file.sha256)}"></video>')


def _line(file: Material) -> str:
    name, kind = html.escape(file.name), html.escape(Path(file.name).suffix.lstrip(".").upper())
    link = f'<a href="{address(file.sha256)}" target="_self" aria-label="Unduh {name}">Unduh</a>'
    return f'<p class="lampiran">{kind} · {_size(file.size)} · {link}</p>'


@lru_cache(maxsize=128)
def _thumbnail(folder: Path, sha256: str) -> bytes:
    """A small JPEG of a kept picture, upright. Raises NotFoundError."""
    with Image.open(io.BytesIO(proofs.read(folder, sha256))) as picture:
        picture.draft("RGB", (THUMBNAIL, THUMBNAIL))
        small = ImageOps.exif_transpose(picture)
        small.thumbnail((THUMBNAIL, THUMBNAIL))
        file = io.BytesIO()
        _on_white(small).save(file, "JPEG", quality=82)
    return file.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    return ground.convert("RGB")


def _checked(key: str) -> list[Upload | BadMaterialError]:
    """Each new file, or why it cannot be attached; read once, for a run of the screen comes with every click."""
    files: list[Any] = st.session_state.get(key) or []
    place = f"{key}_diperiksa"
    known: dict[str, Material | BadMaterialError] = st.session_state.get(place, {})
    results = {file.file_id: known.get(file.file_id) or _check(file) for file in files}
    st.session_state[place] = results
    return [
        Upload(result, file.getvalue()) if isinstance(result, Material) else result
        for file, result in ((file, results[file.file_id]) for file in files)
    ]


def _check(file: Any) -> Material | BadMaterialError:
    try:
        return materials.check(file.getvalue(), file.name).material
    except BadMaterialError as refused:
        return refused


def _keeping(key: str, file: Material) -> str:
    return f"{key}_pakai_{file.sha256[:16]}"


def _size(size: int) -> str:
    """``820 KB``, ``3,4 MB``."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")
