"""Random people press random buttons: how often anything came out that must not, in 20,000 presses."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.bench.bench import Bench
from tests.bench.measure import Result, spent, tell
from tests.support import databases
from tests.support.buttons import AnyButton, presses, rounds

PRESSES = 20_000
OFFICES, STEPS = 20, 50
"""Of one block: how often the office is opened anew, and how many rules follow each time."""


def measure(bench: Bench) -> Iterator[Result]:
    """Press until it is enough. A rule that is broken ends the run with the presses that led there."""
    logging.getLogger("responses.publish").setLevel(logging.ERROR)  # its warnings are what the platform is told to do
    template = databases.sqlite_template(bench.new_folder())
    pressed: Counter[str] = Counter()
    taken = spent(lambda: _press(template, pressed, bench.size(PRESSES, 1_000)))
    allowed = {name for name in pressed if ":" in name}
    tried = set(pressed) - allowed
    done = {name.removesuffix(": done"): pressed[name] for name in sorted(allowed)}
    yield Result(
        "presses of random buttons by random people without an illegal state", presses(pressed), "presses",
        bench.size(PRESSES, 1_000), at_least=True, holds=bench.quick or {f"{name}: done" for name in tried} == allowed,
        details={"seconds": taken.wall, "allowed": sum(done.values()), "allowed_by_button": done},
    )  # fmt: skip


def _press(template: Path, pressed: Counter[str], wanted: int) -> None:
    block = 0
    while presses(pressed) < wanted:
        block += 1
        run_state_machine_as_test(
            seed(block)(_machine(template, pressed)), settings=rounds(OFFICES, STEPS, derandomize=False)
        )
        tell(f"  {presses(pressed)} presses")


def _machine(template: Path, counter: Counter[str]) -> type[AnyButton]:
    class InThisRun(AnyButton):
        pressed: ClassVar = counter

    InThisRun.template = template
    return InThisRun
