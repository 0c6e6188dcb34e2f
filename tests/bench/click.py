"""From a click in the queue to the comment being painted, in a real browser against the real console."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from console.web.sessions import cookie_name, open_session
from tests.bench import machine
from tests.bench.bench import Bench
from tests.bench.measure import CannotMeasureError, Result, percentile, spread, tell
from tests.bench.queue_page import many
from tests.bench.serving import Running, serving
from tests.support import browser
from tests.support.site_office import runtime_in
from tests.support.world import World

SIZES = (1_000, 100_000)
QUICK_SIZES = (1_000,)
CLICKS = 60
WARM_UP = 8
BETWEEN = 250
"""Milliseconds between clicks: somebody reads, however briefly."""
SCRIPT = Path(__file__).with_suffix(".js")
GOAL_MS = 60


def measure(bench: Bench) -> Iterator[Result]:
    """At each size a fresh console and a fresh browser window."""
    if reason := browser.missing():
        raise CannotMeasureError(reason)
    for size in QUICK_SIZES if bench.quick else SIZES:
        world, var = many(bench, size), bench.new_folder()
        runtime = runtime_in(var, world.database)
        bench.give_model(runtime.settings.model_file)
        tell(f"clicking at {size} comments")
        with serving(var, world.database.url) as running:
            yield _clicked(running, world, size, bench.size(CLICKS, 15))


def _clicked(running: Running, world: World, size: int, clicks: int) -> Result:
    with browser.running_chromium() as chromium:
        context = chromium.new_context(viewport=ViewportSize(width=1440, height=900), locale="id-ID")
        context.add_init_script(path=SCRIPT)
        page = context.new_page()
        _enter(page, running, world)
        times = [_click(page, number) for number in range(WARM_UP + clicks)][WARM_UP:]
        context.close()
    detail = [time["detail"] for time in times]
    medians = {name: percentile([time[name] for time in times], 0.5) for name in ("sent", "first", "detail", "panel")}
    memory = sum(machine.rss_mb(pid) for pid in running.processes)
    details = {
        "median_ms_after_the_click": {
            "request_sent": medians["sent"], "first_answer": medians["first"], "comment_painted": medians["detail"],
            "decision_panel_painted": medians["panel"],
        },
        "all": spread(detail), "console_and_worker_rss_mib": memory,
    }  # fmt: skip
    return Result(f"click in the queue to comment painted, median, {size} comments", medians["detail"], "ms", GOAL_MS,
                  details=details)  # fmt: skip


def _enter(page: Page, running: Running, world: World) -> None:
    with world.database.write() as session:
        token = open_session(session, world.people["dewi"], now=datetime.now(UTC))
    page.context.add_cookies([{"name": cookie_name(secure=False), "value": token, "url": running.url}])
    page.goto(f"{running.url}/antrean")
    expect(page.locator("button.row").nth(5)).to_be_visible(timeout=30_000)
    _wait_for_rest(page)


def _click(page: Page, number: int) -> dict[str, float]:
    """One click on a row that is not the chosen one; milliseconds to each moment."""
    rows = page.locator("button.row[aria-selected=false]")
    target = rows.nth(random.Random(number).randrange(rows.count()))
    comment_id = target.get_attribute("data-id")
    page.evaluate(
        "([detail, panel]) => window.simakMeasure(detail, panel)",
        [f".st-key-said_q{comment_id}", f".st-key-act_laporkan_{comment_id}"],
    )
    target.click()
    times: dict[str, float] = page.evaluate("() => window.simakResult")
    _wait_for_rest(page)
    return times


def _wait_for_rest(page: Page) -> None:
    expect(page.locator("[data-test-script-state=running]")).to_have_count(0)
    page.wait_for_timeout(BETWEEN)
