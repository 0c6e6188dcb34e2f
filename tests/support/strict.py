"""How thorough a run is: SIMAK_TEST_STRICT=1 proves that nothing was skipped, 0 (``make test``) keeps it short.

In a short run what stands above the database, screens, commands and whole journeys, is played on SQLite alone; every
action below them still runs on both engines. A run without the variable plays everything and may skip.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

ABOVE_THE_DATABASE = frozenset({"cli", "journey", "publishing", "screens", "web"})
"""Folders whose tests meet the database only through actions that other tests run on both engines."""
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test."""
    return refuse_skip((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that skips itself."""
    return refuse_skip((yield))


def refuse_skip(report: Report) -> Report:
    """The report as it is, or as a failure with the reason when it is a skip in a strict run."""
    expected_failure = hasattr(report, "wasxfail")
    if os.environ.get("SIMAK_TEST_STRICT") == "1" and report.skipped and not expected_failure:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Not allowed to skip in a strict run. {reason}"
    return report


def shorten(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and say so, what a short run does not repeat on PostgreSQL."""
    if os.environ.get("SIMAK_TEST_STRICT") != "0":
        return
    left_out = [item for item in items if item.get_closest_marker("postgres") and _above_the_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _above_the_database(item: pytest.Item) -> bool:
    return item.path.parent.name in ABOVE_THE_DATABASE or item.path.stem.endswith("_command")
