"""``simak guard``: what the guard would say about a text, and how well it does on a labelled file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from console.cli.output import AsJson, OfficeKey, failures, group, show
from console.cli.parts import office_of, open_runtime
from ingest.kinds import Platform
from responses.guard.check import Finding, check
from responses.guard.checks import Context
from responses.guard.evaluate import Outcome, Score, evaluate, read_examples
from responses.guard.kinds import Stage
from responses.guard.office import OfficeGuard
from responses.guard.store import guard_of

app = group("Pemeriksa naskah: netralitas, data pribadi, janji, ancaman, dan batas platform.")


@app.command("check")
def check_text(
    file: Annotated[Path, typer.Argument(help="Berkas naskah; - untuk masukan baku.", allow_dash=True)],
    stage: Annotated[Stage, typer.Option(help="Tahapan pemilihan.")] = Stage.NONE,
    platform: Annotated[list[Platform] | None, typer.Option(help="Platform tujuan; boleh diulang.")] = None,
    content: Annotated[bool, typer.Option("--content", help="Konten kantor, bukan tanggapan.")] = False,
    office: OfficeKey = "",
    as_json: AsJson = False,
) -> None:
    """Memeriksa satu naskah; dengan --office memakai daftar kata kantor itu."""
    with failures(as_json):
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8", errors="replace")
        lists = _lists_of(office) if office else OfficeGuard()
        context = Context(stage, tuple(one.value for one in platform or ()), is_reply=not content, office=lists)
        found = check(text, context)
        lines = [line for finding in found for line in _lines(finding, text)]
        show(as_json, {"findings": [_json(one) for one in found]}, "\n".join(lines) or "Tidak ada temuan.")


@app.command("evaluate")
def evaluate_file(
    file: Annotated[Path, typer.Argument(help="Berkas TOML: kalimat dan aturan yang seharusnya berbicara.")],
    as_json: AsJson = False,
) -> None:
    """Mengukur ketepatan (precision) dan kelengkapan (recall) per aturan pada berkas berlabel."""
    with failures(as_json):
        parts = {part: evaluate(examples) for part, examples in read_examples(file).items()}
        text = "\n\n".join(_table(part, outcome) for part, outcome in parts.items())
        show(as_json, {"parts": {part: _outcome(outcome) for part, outcome in parts.items()}}, text)


def _lists_of(key: str) -> OfficeGuard:
    runtime = open_runtime()
    with runtime.database.read() as session:
        return guard_of(session, office_of(session, key).id)


def _lines(finding: Finding, text: str) -> list[str]:
    shown = "; ".join(f"“{text[span.start : span.end]}”" for span in finding.spans)
    return [f"[{finding.severity.label}] {finding.title}: {shown}", f"    {finding.message}", f"    {finding.source}"]


def _json(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule, "severity": finding.severity.value, "title": finding.title, "message": finding.message,
        "source": finding.source, "spans": [list(span) for span in finding.spans],
    }  # fmt: skip


def _table(part: str, outcome: Outcome) -> str:
    head = f"{part}: {outcome.examples} kalimat\n{'aturan':24}{'tepat':>6}{'lebih':>6}{'luput':>6}{'P':>7}{'R':>7}"
    rows = [_row(rule, score) for rule, score in (*outcome.scores.items(), ("semua", outcome.total))]
    differing = [
        f"  {one.text}\n    seharusnya {_keys(one.rules)}; ditemukan {_keys(found)}" for one, found in outcome.differing
    ]
    return "\n".join([head, *rows, *differing])


def _keys(rules: frozenset[str]) -> str:
    return ", ".join(sorted(rules)) or "-"


def _row(rule: str, score: Score) -> str:
    return f"{rule:24}{score.right:6}{score.wrong:6}{score.missed:6}{_share(score.precision)}{_share(score.recall)}"


def _share(value: float | None) -> str:
    return f"{'-':>7}" if value is None else f"{value:7.2f}"


def _outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "examples": outcome.examples,
        "precision": outcome.total.precision,
        "recall": outcome.total.recall,
        "rules": {
            rule: {"right": one.right, "wrong": one.wrong, "missed": one.missed} for rule, one in outcome.scores.items()
        },
        "differing": [
            {"text": one.text, "wanted": sorted(one.rules), "found": sorted(found)} for one, found in outcome.differing
        ],
    }
