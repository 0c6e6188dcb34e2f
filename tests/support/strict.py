"""SIMAK_TEST_STRICT=1 turns every skip into a failure, so that a complete machine proves it skipped nothing."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TypeVar

import pytest

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
