"""The page ``docs/sop.md``: every procedure in one table, and below it each with its steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console.cli.sop_text import number_of, source_of, total_of
from responses.sop import Sop, Step
from responses.sop_drawing import roles_of

_INTRO = """# Prosedur (SOP) yang tersedia

Halaman ini dibuat dari berkas `responses/sops/*.toml` dengan `simak sop table` dan tidak disunting dengan tangan.
Bagan alur pada naskah asli berupa gambar: apa yang disimpulkan darinya tertulis sebagai komentar di setiap berkas.
“–” pada kolom menit berarti naskah tidak mencetak waktu."""


def markdown(sops: Sequence[Sop]) -> str:
    """The whole page, without a last line break."""
    rows = [_procedure(number, sop) for number, sop in enumerate(sops, 1)]
    head = ("No", "Prosedur", "Untuk", "Langkah", "Peran", "Menit", "Sumber")
    return "\n\n".join([_INTRO, _table(head, rows), *(_section(sop) for sop in sops)])


def _procedure(number: int, sop: Sop) -> tuple[str, ...]:
    roles = dict.fromkeys(role.label for step in sop.steps for role in step.roles)
    return (
        str(number), f"{_cell(sop.title)} (`{sop.key}` v{sop.version})", sop.subject.label, str(len(sop.steps)),
        ", ".join(roles), total_of(sop) if sop.minutes or sop.same_day else "–", _cell(source_of(sop)),
    )  # fmt: skip


def _section(sop: Sop) -> str:
    head = ("No", "Langkah", "Peran", "Kelengkapan", "Isian", "Menit", "Output", "Tidak", "Orang lain dari", "Akibat")
    notes = [f"- Kunci: `{sop.key}` versi {sop.version}; waktu: {total_of(sop)}"]
    notes += [f"- Sumber: {_cell(source_of(sop))}"]
    notes += [f"- Catatan: {_cell(sop.source.note)}"] if sop.source.note else []
    notes += [f"- Boleh menutup tanpa penayangan: {roles_of(sop.may_decline) or '–'}"]
    return "\n\n".join([f"## {_cell(sop.title)}", "\n".join(notes), _table(head, _steps(sop))])


def _steps(sop: Sop) -> list[tuple[str, ...]]:
    return [_step(sop, number, step) for number, step in enumerate(sop.steps, 1)]


def _step(sop: Sop, number: int, step: Step) -> tuple[str, ...]:
    return (
        str(number),
        _cell(step.title),
        roles_of(step.roles),
        _cell(step.requires),
        "; ".join(need.label for need in step.needs),
        str(step.minutes or "–"),
        _cell(step.gives),
        _pointer(sop, step.no),
        _pointer(sop, step.other_than),
        "; ".join(effect.label for effect in step.effects),
    )


def _pointer(sop: Sop, key: str | None) -> str:
    return f"langkah {number_of(sop, key)}" if key else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(text: str) -> str:
    """One line of Markdown that is shown as it stands."""
    plain = " ".join(text.split())
    for mark in "\\|<*`[":
        plain = plain.replace(mark, f"\\{mark}")
    return plain
