"""Chromium from the system, driven by Playwright; nothing is downloaded."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright._impl._driver import compute_driver_executable
from playwright.sync_api import Browser, sync_playwright

from tests.support.processes import find_program

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS = "/Applications/Google Chrome.app/Contents/MacOS"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def missing() -> str | None:
    """Why no browser can be driven here, or None."""
    if _program() is None:
        return "no Chromium on PATH (Debian: chromium)"
    driver = subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True, text=True, check=False)
    return f"Playwright's driver does not start: {driver.stderr.strip()}" if driver.returncode else None


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A headless browser with a fresh profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program(), headless=True, args=list(QUIET))
        yield browser
        browser.close()


def _program() -> str | None:
    return find_program(*PROGRAMS, "Google Chrome", folders=[MACOS])
