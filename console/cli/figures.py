"""Figures of a model as a person reads them: shares in percent, and beside them what was to be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from classify.card import ChoiceFigures, Figures, FlagFigures
from classify.claim_trial import ClaimTrial
from classify.kinds import Flag, Question

URGENT_GOAL = 0.95
"""Share of urgent comments to be found when at most five in a hundred of the others are flagged."""
EXPLAINED = (
    "presisi: dari yang ditandai, berapa yang benar; recall: dari yang seharusnya ditandai, berapa yang ditemukan;",
    "R@5: recall bila paling banyak 5 % lainnya ikut ditandai; dibaca: berapa yang sebaiknya dibaca petugas;",
    "tepat: seberapa sering benar di luar itu; keliru: berapa dari yang lain ikut ditandai. Semua itu dalam persen.",
    "Brier: galat kuadrat peluang, 0 yang terbaik.",
)
_HEAD = ("presisi", "recall", "F1", "makro-F1", "keliru", "R@5", "dibaca", "tepat", "Brier")


@dataclass(frozen=True, slots=True)
class Against:
    """A measured share beside what a simpler way reaches and what was to be reached (None: only stated)."""

    what: str
    rows: int
    measured: float
    baseline: float | None = None
    goal: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the goal was reached; None where there is none."""
        return None if self.goal is None else self.measured >= self.goal


def lines_of(figures: Figures) -> Iterator[str]:
    """One table: every flag, then every question."""
    yield f"{_title(figures)}"
    yield f"{'':16}{'baris':>7}{'ya':>6}" + "".join(f"{name:>9}" for name in _HEAD)
    yield from map(_flag_line, figures.flags)
    yield f"{'':16}{'baris':>7}{'':6}{'akurasi':>9}{'makro-F1':>9}" if figures.choices else ""
    yield from map(_choice_line, figures.choices)


def against_line(one: Against) -> str:
    """``what: measured (baseline, goal)``."""
    beside = [] if one.baseline is None else [f"patokan {percent(one.baseline)}"]
    if one.goal is not None:
        beside.append(f"sasaran {percent(one.goal)} {'tercapai' if one.reached else 'BELUM tercapai'}")
    return f"{one.what} ({one.rows} baris): {percent(one.measured)}" + (f"  [{'; '.join(beside)}]" if beside else "")


def claims_against(found: ClaimTrial) -> Iterator[Against]:
    """Recall of the claim matcher beside TF-IDF in the same run and its goals."""
    what = f"klaim di antara {found.claims:,}".replace(",", ".")
    yield Against(f"{what}, recall@1", found.pairs, found.at_1, found.baseline_at_1, 0.68)
    yield Against(f"{what}, recall@5", found.pairs, found.at_5, found.baseline_at_5, 0.85)


def urgent_against(figures: Figures) -> Iterator[Against]:
    """Recall of urgent at five in a hundred false alarms beside its goal, where urgent was measured."""
    for flag in figures.flags:
        if flag.flag == Flag.URGENT:
            what = f"mendesak, recall pada alarm keliru paling banyak 5 %, {figures.name}"
            yield Against(what, flag.rows, flag.recall_at_five, goal=URGENT_GOAL)


def percent(share: float) -> str:
    """A share as percent with one decimal, as it is written in Indonesian."""
    return f"{share * 100:.1f}".replace(".", ",")


def _title(figures: Figures) -> str:
    rows = max([*(one.rows for one in figures.flags), *(one.rows for one in figures.choices)], default=0)
    return f"{figures.name}: {rows} komentar"


def _flag_line(one: FlagFigures) -> str:
    shares = (
        one.precision, one.recall, one.f1, one.macro_f1, one.false_alarms, one.recall_at_five, one.doubtful,
        one.right_outside,
    )  # fmt: skip
    told = "".join(f"{percent(share):>9}" for share in shares)
    return f"{Flag(one.flag).label:16}{one.rows:>7}{one.positives:>6}{told}{f'{one.brier:.3f}'.replace('.', ','):>9}"


def _choice_line(one: ChoiceFigures) -> str:
    name = Question(one.question).label if one.question in tuple(Question) else one.question
    return f"{name:16}{one.rows:>7}{'':6}{percent(one.accuracy):>9}{percent(one.macro_f1):>9}"
