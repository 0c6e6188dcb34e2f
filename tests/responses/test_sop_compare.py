"""Two versions of a procedure side by side."""

from __future__ import annotations

import pytest

from responses import sops
from responses.sop import Sop, parse
from responses.sop_compare import FieldChange, StepChange, compare

TEXT = (sops.SHIPPED / "magelang_2022_komentar.v2.toml").read_text("utf-8")
OLD = parse(TEXT, "lama.toml")
HEAD, *STEPS = TEXT.split("[[step]]\n")


def read(text: str) -> Sop:
    return parse(text, "baru.toml")


def test_another_version_number_or_comment_alone_is_no_difference() -> None:
    diff = compare(OLD, read("# lain\n" + TEXT.replace("version = 2", "version = 3")))
    assert diff.same


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("minutes = 10", "minutes = 20", FieldChange("minutes", 10, 20)),
        ("minutes = 10\n", "", FieldChange("minutes", 10, None)),
        ('gives = "Tanggapan/koreksi"', 'gives = "Perintah"', FieldChange("gives", "Tanggapan/koreksi", "Perintah")),
        ("minutes = 10", 'minutes = 10\nno = "lapor"', FieldChange("no", None, "lapor")),
        ("minutes = 10", 'minutes = 10\nclock = "wall"', FieldChange("clock", "office", "wall")),
        ('needs = ["perintah"]', "needs = []", FieldChange("needs", ("perintah",), ())),
    ],
)
def test_a_changed_step_is_told_field_by_field(before: str, after: str, change: FieldChange) -> None:
    diff = compare(OLD, read(TEXT.replace(before, after, 1)))
    assert diff.changed == (StepChange("perintah", (change,)),)
    assert (diff.head, diff.added, diff.removed, diff.moved) == ((), (), (), False)


def test_a_changed_head_is_told_by_its_part() -> None:
    diff = compare(OLD, read(TEXT.replace("same_day = true", "").replace('  "ATK",\n', "")))
    assert [change.field for change in diff.head] == ["same_day", "printed.equipment"]
    assert diff.head[0] == FieldChange("same_day", before=True, after=False)


def test_steps_that_came_and_went_are_named_and_move_nothing() -> None:
    extra = STEPS[0].replace('key = "lapor"', 'key = "catat"')
    longer = read("[[step]]\n".join([HEAD, STEPS[0], extra, *STEPS[1:]]))
    there, back = compare(OLD, longer), compare(longer, OLD)
    assert [step.key for step in there.added] == ["catat"] == [step.key for step in back.removed]
    assert (there.removed, there.changed, there.moved, there.same) == ((), (), False, False)


def test_another_order_of_the_same_steps_is_a_difference() -> None:
    diff = compare(OLD, read("[[step]]\n".join([HEAD, STEPS[1], STEPS[0], *STEPS[2:]])))
    assert diff.moved
    assert (diff.added, diff.removed, diff.changed, diff.same) == ((), (), (), False)
