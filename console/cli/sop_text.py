"""Procedures as people and machines read them: on paper, as data, and the difference between two of them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from io import StringIO
from typing import Any

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from responses.dates import printed
from responses.kinds import Effect
from responses.sop import Sop, Step
from responses.sop_compare import FieldChange, SopDiff, Value
from responses.sop_drawing import minutes_of, roles_of

_HEAD = (
    ("legal_basis", "Dasar hukum"),
    ("qualifications", "Kualifikasi pelaksana"),
    ("related", "Keterkaitan"),
    ("equipment", "Peralatan/perlengkapan"),
)
_FIELDS = {
    "key": "kunci", "title": "judul", "subject": "untuk", "same_day": "hari yang sama", "may_decline": "boleh menutup",
    "roles": "peran", "minutes": "menit", "clock": "hitungan waktu", "requires": "kelengkapan", "needs": "isian",
    "gives": "output", "no": "tidak ke", "other_than": "orang lain daripada", "effects": "akibat",
    "source.office": "kantor", "source.decree": "nomor keputusan", "source.date": "tanggal", "source.note": "catatan",
    "printed.legal_basis": "dasar hukum", "printed.qualifications": "kualifikasi", "printed.equipment": "peralatan",
    "printed.related": "keterkaitan", "printed.warning": "peringatan", "printed.records": "pencatatan",
}  # fmt: skip


def summary(sop: Sop) -> dict[str, Any]:
    """One line of the list for a machine; ``minutes`` is the sum of the printed ones."""
    return {
        "key": sop.key, "version": sop.version, "title": sop.title, "subject": sop.subject.value,
        "office": sop.source.office, "decree": sop.source.decree, "date": sop.source.date,
        "steps": len(sop.steps), "minutes": sop.minutes, "same_day": sop.same_day,
    }  # fmt: skip


def full(sop: Sop) -> dict[str, Any]:
    """Everything a procedure says, for a machine."""
    return {
        **summary(sop), "note": sop.source.note, "sha256": sop.sha256, "printed": asdict(sop.printed),
        "may_decline": [role.value for role in sop.may_decline], "steps": [step_data(step) for step in sop.steps],
    }  # fmt: skip


def step_data(step: Step) -> dict[str, Any]:
    """One step for a machine."""
    return asdict(step)


def line(sop: Sop) -> str:
    """One line of the list for a person."""
    return f"{sop.key:28} v{sop.version}  {len(sop.steps):2} langkah  {total_of(sop):34}  {sop.title}"


def total_of(sop: Sop) -> str:
    """The minutes of all steps together and by which clock: ``70 menit kerja, hari yang sama``."""
    clocks = dict.fromkeys(step.clock.label.lower() for step in sop.steps if step.minutes)
    total = f"{sop.minutes} {' dan '.join(clocks)}" if clocks else "tanpa menit"
    return total + (", hari yang sama" if sop.same_day else "")


def source_of(sop: Sop) -> str:
    """Office, decree and day: ``KPU Kota Madiun, Nomor 06/..., 12 Februari 2020``."""
    day = printed(date.fromisoformat(sop.source.date))
    return f"{sop.source.office}, Nomor {sop.source.decree}, {day}"


def on_paper(sop: Sop, width: int) -> str:
    """The procedure as on paper: its head, then its steps in a table of this many characters."""
    head = [textwrap.fill(text, width, subsequent_indent="     ") for text in _head(sop)]
    return "\n".join([*head, "", _drawn(_steps(sop), width).rstrip(), "", *_foot(sop)])


def _head(sop: Sop) -> list[str]:
    lines = [sop.title.upper(), source_of(sop), f"{sop.key} versi {sop.version} · {sop.subject.label}"]
    lines += [sop.source.note] if sop.source.note else []
    for name, label in _HEAD:
        if items := getattr(sop.printed, name):
            lines += ["", f"{label}:", *(f"  {number}. {item}" for number, item in enumerate(items, 1))]
    for label, text in (("Peringatan", sop.printed.warning), ("Pencatatan dan pendataan", sop.printed.records)):
        lines += ["", f"{label}: {text}"] if text else []
    return lines


def _foot(sop: Sop) -> list[str]:
    return [
        f"Jumlah waktu: {total_of(sop)}.",
        f"Boleh menutup tanpa penayangan: {roles_of(sop.may_decline) or 'tidak diatur'}.",
    ]


def _steps(sop: Sop) -> Table:
    table = Table(box=SQUARE, show_lines=True, pad_edge=False)
    table.add_column("No", justify="right", no_wrap=True)
    for name, share in (("Kegiatan", 5), ("Pelaksana", 3), ("Kelengkapan", 3), ("Waktu", 2), ("Output", 3)):
        table.add_column(name, ratio=share, overflow="fold")
    table.add_column("Ketentuan", ratio=4, overflow="fold")
    for number, step in enumerate(sop.steps, 1):
        cells = (step.title, roles_of(step.roles), step.requires, minutes_of(step), step.gives, rules_of(sop, step))
        table.add_row(str(number), *(Text(" ".join(cell.split())) for cell in cells))
    return table


def rules_of(sop: Sop, step: Step) -> str:
    """What holds at a step besides who and how long: inputs, ways back, another person, effects."""
    rules = [f"isian: {', '.join(need.label for need in step.needs)}"] if step.needs else []
    rules += [f"tidak: kembali ke langkah {number_of(sop, step.no)}"] if step.no else []
    rules += [f"bukan orang dari langkah {number_of(sop, step.other_than)}"] if step.other_than else []
    rules += [effect.label.lower() for effect in step.effects if effect is not Effect.DRAFT]
    return "; ".join(rules)


def number_of(sop: Sop, key: str) -> int:
    """The place of a step in the procedure, counted from one."""
    return sop.steps.index(sop.step(key)) + 1


def _drawn(table: Table, width: int) -> str:
    page = StringIO()
    Console(file=page, width=width, color_system=None, legacy_windows=False).print(table)
    return "\n".join(row.rstrip() for row in page.getvalue().splitlines())


def difference(before: Sop, after: Sop, diff: SopDiff) -> str:
    """What changed, for a person: ``+`` came, ``-`` went, ``~`` differs."""
    lines = [f"{before.key} v{before.version} → {after.key} v{after.version}"]
    if diff.same:
        return f"{lines[0]}\nTidak ada perbedaan isi."
    lines += ["Kepala:", *_changes(diff.head)] if diff.head else []
    lines += [f"- langkah {step.key}: {step.title} ({_brief(step)})" for step in diff.removed]
    lines += [f"+ langkah {step.key}: {step.title} ({_brief(step)})" for step in diff.added]
    for step in diff.changed:
        lines += [f"~ langkah {step.key}:", *_changes(step.fields)]
    return "\n".join([*lines, *(["Urutan langkah berubah."] if diff.moved else [])])


def difference_data(before: Sop, after: Sop, diff: SopDiff) -> dict[str, Any]:
    """What changed, for a machine."""
    ends = {"from": (before.key, before.version), "to": (after.key, after.version)}
    named = {name: {"key": key, "version": version} for name, (key, version) in ends.items()}
    return {**named, "same": diff.same, **asdict(diff)}


def _brief(step: Step) -> str:
    return f"{roles_of(step.roles)}, {minutes_of(step)}"


def _changes(changes: Iterable[FieldChange]) -> list[str]:
    return [line for change in changes for line in _change(change)]


def _change(change: FieldChange) -> list[str]:
    name = f"    {_FIELDS[change.field]}:"
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        gone = [f"{name} - {item}" for item in change.before if item not in change.after]
        come = [f"{name} + {item}" for item in change.after if item not in change.before]
        return gone + come or [f"{name} urutan berubah"]
    return [f"{name} {_worded(change.before)} → {_worded(change.after)}"]


def _worded(value: Value) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return "–" if value in (None, "") else str(value)
