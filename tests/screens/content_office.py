"""An office that also publishes content, for the screens."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from streamlit.testing.v1 import AppTest

from ingest.kinds import Platform
from responses import materials, proofs
from responses.kinds import CaseState, Role, SopPurpose
from responses.materials import Material
from tests.screens.showing import Screens

CHOSEN = {
    SopPurpose.CONTENT: "magelang-2022-foto-video",
    SopPurpose.EDUCATION: "magelang-2022-edukasi",
    SopPurpose.REMOVAL: "magelang-2022-penghapusan",
}
CAPTION = "Simulasi pemungutan suara di Balai Desa Sukamaju."


def publishing(screens: Screens) -> int:
    """Let the office choose procedures for content and removals; gives the id of its Instagram account."""
    for purpose, key in CHOSEN.items():
        screens.world.choose(purpose, key)
    screens.world.hire("fajar", "Fajar Nugroho", Role.ANGGOTA_REDAKSI)
    return screens.world.account("instagram", Platform.INSTAGRAM, "https://instagram.example/kpu")


def photo(color: str = "#336699", kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, kind)
    return file.getvalue()


def kept(screens: Screens, name: str = "kegiatan.png", data: bytes | None = None) -> Material:
    """A file that was uploaded earlier."""
    upload = materials.check(data or photo(), name)
    proofs.keep_bytes(screens.folder, upload.data, upload.material.sha256)
    return upload.material


def asked(screens: Screens, *accounts: int, title: str = "Simulasi", **more: Any) -> int:
    """A request for content by raka, with one photo."""
    files = more.pop("files", None) or [kept(screens)]
    return screens.world.request(
        "raka", SopPurpose.CONTENT, title=title, accounts=accounts, files=files, draf=CAPTION, **more
    )


def ordered(screens: Screens, *accounts: int, title: str = "Simulasi") -> int:
    """Content whose publication was ordered."""
    files = [kept(screens)]
    case_id = asked(screens, *accounts, title=title, files=files)
    world = screens.world
    world.act(case_id, "sari")
    world.act(case_id, "raka")
    world.act(case_id, "fajar", files=files, draf=CAPTION)
    world.act(case_id, "fajar")
    world.act(case_id, "raka", files=files, draf=CAPTION)
    world.act(case_id, "sari")
    return case_id


def posted(screens: Screens, *accounts: int, title: str = "Simulasi") -> int:
    """Content that is public and proven."""
    case_id = ordered(screens, *accounts, title=title)
    screens.world.prove_all(case_id, "dewi", screens.folder)
    assert screens.world.case(case_id).state is CaseState.DONE
    return case_id


def field(screen: AppTest, kind: str, key: str) -> Any:
    """The one widget of a kind whose key begins like this."""
    found = [one for one in getattr(screen, kind) if one.key and one.key.startswith(key)]
    assert len(found) == 1, [one.key for one in getattr(screen, kind)]
    return found[0]


def tab_labels(screen: AppTest) -> list[str]:
    """The tabs, in their order."""
    return [tab.label for tab in screen.tabs]
