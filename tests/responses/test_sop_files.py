"""An SOP file that contradicts itself is refused with file, step and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from responses import sops
from responses.errors import BadSopError
from responses.kinds import SopPurpose
from responses.sop import load, parse
from responses.state import SIMAK
from tests.support.world import ORDINARY, World

GOOD = (sops.SHIPPED / "magelang_2022_komentar.v1.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('no = "draf"', 'no = "unggah"', "no points to 'unggah', which is not an earlier step"),
        ('no = "draf"', 'no = "koreksi"', "no points to 'koreksi'"),
        ('other_than = "draf"', 'other_than = "siapa"', "other_than points to 'siapa'"),
        ("minutes = 10", "minutes = 0", "step 'perintah': minutes: 0 is not above zero"),
        ("minutes = 10", "minutes = -5", "-5 is not above zero"),
        ("minutes = 10", 'minutes = "lama"', "'lama' is not above zero"),
        ('role = "pelaksana"', 'role = "satpam"', "step 'draf': 'satpam' is no role"),
        ('role = "pelaksana"', "role = []", "belongs to no role"),
        ('key = "perintah"', 'key = "lapor"', "step 'lapor' appears twice"),
        ('needs = ["perintah"]', 'needs = ["ongkos"]', "'ongkos' is no need"),
        ('effects = ["prove"]', 'effects = ["terbang"]', "'terbang' is no effect"),
        ('effects = ["prove"]', "effects = []", "no step proves the publication"),
        ('effects = ["consent", "publish"]', 'effects = ["publish"]', "no second person ever reads"),
        ('effects = ["draft"]', "effects = []", "the effect 'draft' and the need 'draf' belong together"),
        ("version = 1", 'version = "satu"', "version: 'satu' is not above zero"),
        ("same_day = true", "sama_hari = true", "unknown sama_hari"),
        ('title = "Membuat draf narasi respons"', "", "missing 'title'"),
        ('clock = "office"', 'clock = "jam pasir"', "'jam pasir' is not a valid Clock"),
        ('[source]\noffice = "KPU Kabupaten Magelang"', "[source]", "office"),
    ],
)
def test_a_contradiction_is_named(before: str, after: str, complaint: str) -> None:
    assert before in GOOD
    with pytest.raises(BadSopError, match=r"^salah\.toml: ") as refusal:
        parse(GOOD.replace(before, after, 1), "salah.toml")
    assert complaint in str(refusal.value)


@pytest.mark.parametrize("text", ["", "key = 'x'", "bukan toml [", GOOD.split("[[step]]")[0]])
def test_half_a_file_is_refused(text: str) -> None:
    with pytest.raises(BadSopError, match=r"^setengah\.toml"):
        parse(text, "setengah.toml")


def test_a_file_of_five_megabytes_or_of_strange_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "besar.toml"
    path.write_bytes(b"#" * 5_000_000)
    with pytest.raises(BadSopError, match="larger than 256 KB"):
        load(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSopError, match="not UTF-8"):
        load(path)


def test_an_edited_release_is_noticed_and_the_office_keeps_working(world: World) -> None:
    edited = GOOD.replace("minutes = 10", "minutes = 99")
    with pytest.raises(BadSopError, match="was edited after its release"), world.database.write() as session:
        sops.choose(
            session, world.office_id, SopPurpose.ORDINARY, parse(edited, "x.toml"), edited, by=SIMAK, now=world.now
        )
    case_id = world.report(world.comment())
    assert world.case(case_id).step == "perintah"


def test_a_case_finishes_under_the_version_it_began_with(world: World) -> None:
    case_id = world.report(world.comment())
    newer = GOOD.replace("version = 1", "version = 2").replace(
        'minutes = 15\nneeds = ["draf"]', 'minutes = 5\nneeds = ["draf"]'
    )
    with world.database.write() as session:
        sops.choose(
            session, world.office_id, SopPurpose.ORDINARY, parse(newer, "x.toml"), newer, by=SIMAK, now=world.now
        )
    world.act(case_id, "sari", perintah="Jawab.")
    assert (world.case(case_id).step_due_at - world.now).total_seconds() == 15 * 60
    later = world.report(world.comment())
    world.act(later, "sari", perintah="Jawab.")
    assert (world.case(later).step_due_at - world.now).total_seconds() == 5 * 60


def test_an_office_adds_its_own_procedure_as_a_file(tmp_path: Path) -> None:
    own = GOOD.replace('key = "magelang-2022-komentar"', 'key = "arunika-2026-komentar"')
    (tmp_path / "arunika.toml").write_text(own, "utf-8")
    assert {"arunika-2026-komentar", ORDINARY} <= set(sops.shelf(tmp_path))


def test_the_same_version_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "salinan.toml").write_text(GOOD, "utf-8")
    with pytest.raises(BadSopError, match="exists twice"):
        sops.shelf(tmp_path)
