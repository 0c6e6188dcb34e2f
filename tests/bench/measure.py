"""What a measurement is, and how a series of them becomes one number."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Result:
    """One number against its goal. ``at_least`` says on which side of the goal it must lie."""

    what: str
    value: float
    unit: str
    goal: float
    at_least: bool = False
    holds: bool = True
    """Whether everything else the number rests on held; a fast wrong answer reaches no goal."""
    reference: Facts | None = None
    details: Facts = field(default_factory=dict)

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.holds and (self.value >= self.goal if self.at_least else self.value <= self.goal)

    def entry(self) -> dict[str, object]:
        """The result as it is printed."""
        shown: dict[str, object] = {
            "what": self.what, "value": rounded(self.value), "unit": self.unit,
            "goal": rounded(self.goal), "goal_is": "at least" if self.at_least else "at most", "reached": self.reached,
        }  # fmt: skip
        if self.reference is not None:
            shown["reference"] = _plain(self.reference)
        return shown | ({"details": _plain(self.details)} if self.details else {})


class CannotMeasureError(Exception):
    """A program this benchmark needs is not installed; the message names it."""


@dataclass(frozen=True, slots=True)
class Spent:
    """How long something took."""

    wall: float
    cpu: float

    @property
    def one_core(self) -> float:
        """Seconds on one core: more than the clock says where several cores helped."""
        return max(self.wall, self.cpu)


def spent(work: Callable[[], object]) -> Spent:
    """Run something once and take its time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


LONGEST_SERIES = 10.0
FEWEST_RUNS = 20


def series(work: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each of many runs, after a few that do not count; of fewer where ten seconds are over."""
    for _ in range(min(5, times)):
        work()
    values: list[float] = []
    end = time.perf_counter() + LONGEST_SERIES
    while len(values) < times and (time.perf_counter() < end or len(values) < FEWEST_RUNS):
        values.append(spent(work).wall * 1000)
    return values


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share (0 to 1) of the values lies, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def spread(values: Sequence[float]) -> dict[str, float]:
    """Where the values of a series lie."""
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: percentile(values, share) for name, share in shares.items()} | {
        "max": max(values), "runs": len(values)
    }  # fmt: skip


def tell(text: str) -> None:
    """Say something to whoever waits; the result alone goes to standard output."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


def rounded(value: object) -> object:
    """A number with as many digits as a measurement deserves."""
    if not isinstance(value, float):
        return value
    return round(value, 3) if abs(value) < 100 else round(value, 1)


def _plain(facts: Facts) -> dict[str, object]:
    return dict(_pairs(facts))


def _pairs(facts: Facts) -> Iterator[tuple[str, object]]:
    for name, value in facts.items():
        yield name, _plain(value) if isinstance(value, Mapping) else rounded(value)
