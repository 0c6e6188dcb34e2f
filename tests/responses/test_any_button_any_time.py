"""Anybody presses any button at any time, and the platform fails as it likes: no case ever ends up wrong.

The machine is ``tests.support.buttons``; ``python -m tests.bench --only buttons`` presses 20,000 times.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import ClassVar

from hypothesis.stateful import run_state_machine_as_test

from tests.support.buttons import AnyButton, presses, rounds


def test_no_button_at_any_time_leads_anywhere_it_should_not(sqlite_template: Path) -> None:
    class InThisRun(AnyButton):
        template = sqlite_template
        pressed: ClassVar = Counter[str]()

    run_state_machine_as_test(InThisRun, settings=rounds(10, 25))
    assert presses(InThisRun.pressed) > 700
