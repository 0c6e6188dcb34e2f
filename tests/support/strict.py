"""How thorough a run is: SIMAK_TEST_STRICT=1 proves that nothing was skipped, 0 (``make test``) keeps it short.

In a short run PostgreSQL plays what can differ on it: storing, claiming, waiting for each other, and the audit of every
table. Everything is played on SQLite. A run without the variable plays everything on both and may skip.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

AT_THE_DATABASE = frozenset(
    {
        "ingest", "classify", "repo", "test_any_button_any_time", "test_audit", "test_four_eyes",
        "test_judging_in_context", "test_labels", "test_late_and_strange", "test_lease", "test_offices_apart",
        "test_outbox", "test_outbox_of_messages", "test_queue_at_once", "test_two_people_at_once",
    }
)  # fmt: skip
"""Folders and files whose tests are played on PostgreSQL in a short run as well."""
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
    left_out = {item for item in items if item.get_closest_marker("postgres") and not _at_the_database(item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _at_the_database(item: pytest.Item) -> bool:
    return not AT_THE_DATABASE.isdisjoint({item.path.parent.name, item.path.stem})
