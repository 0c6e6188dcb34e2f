"""How far a long command has come: a bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

Advance = Callable[[int, int, int], None]
"""Told how many items were done, and how many bytes of how many."""


@contextmanager
def progress(doing: str, items: str, *, hidden: bool) -> Iterator[Advance]:
    """A bar that says ``doing`` and how many ``items``; gives what moves it."""
    silent = hidden or not sys.stderr.isatty()
    with Progress(console=Console(stderr=True), disable=silent, transient=True) as bar:
        task = bar.add_task(doing, total=None)

        def advance(count: int, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"{doing}, {count} {items}")

        yield advance
