"""An approver sees what changed since the version he last decided on or wrote, not only since the one before."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from console.screens.diff_component import Piece, pieces
from tests.screens.showing import Screens
from tests.screens.test_case_screen import DRAFT, drafted


def boxes(screen: AppTest) -> list[str]:
    """The titles of the parts that show changes."""
    return [one.label for one in screen.expander if one.label.startswith("Perubahan")]


def sent_back_and_written_twice(screens: Screens) -> int:
    """Sari read version 1; versions 2 and 3 came without her."""
    case_id = drafted(screens)
    screens.world.act(case_id, "sari", yes=False, note="Terlalu panjang.")
    screens.world.act(case_id, "raka", draf=f"{DRAFT} Versi dua.")
    screens.world.act(case_id, "bima", yes=False, note="Sebutkan jam.")
    screens.world.act(case_id, "raka", draf=f"{DRAFT} Versi tiga.")
    return case_id


def test_who_read_an_older_version_sees_the_change_since_then_and_the_newest_one(screens: Screens):
    case_id = sent_back_and_written_twice(screens)
    assert boxes(screens.open("sari", "persetujuan", id=case_id)) == [
        "Perubahan sejak versi 1 yang terakhir Anda baca", "Perubahan dari versi 2",
    ]  # fmt: skip


def test_who_read_the_version_before_sees_one_change(screens: Screens):
    case_id = sent_back_and_written_twice(screens)
    assert boxes(screens.open("bima", "persetujuan", id=case_id)) == ["Perubahan sejak versi 2 yang terakhir Anda baca"]


def test_who_reads_a_text_for_the_first_time_is_told_only_of_the_last_change(screens: Screens):
    case_id = drafted(screens)
    assert boxes(screens.open("sari", "persetujuan", id=case_id)) == []
    screens.world.revise(case_id, "bima", f"{DRAFT} Diubah.")
    assert boxes(screens.open("sari", "persetujuan", id=case_id)) == ["Perubahan dari versi 1"]
    assert boxes(screens.open("bima", "persetujuan", id=case_id)) == []


def test_the_case_shows_the_same_change_beside_the_decision(screens: Screens):
    case_id = sent_back_and_written_twice(screens)
    assert "Perubahan sejak versi 1 yang terakhir Anda baca" in boxes(screens.open("sari", "kasus", id=case_id))


def test_changes_are_words_and_not_lines_or_letters():
    assert list(pieces("TPS di Balai Desa", "TPS di Aula Desa")) == [
        Piece("same", "TPS di "), Piece("gone", "Balai"), Piece("new", "Aula"), Piece("same", " Desa"),
    ]  # fmt: skip
