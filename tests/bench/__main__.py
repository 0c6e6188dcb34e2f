"""``python -m tests.bench [--only NAME,NAME] [--quick] [--rounds N]``: one JSON object on standard output."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from tests.bench import (
    buttons,
    claim_speed,
    classify_speed,
    click,
    cluster_speed,
    end_to_end,
    idle_office,
    import_file,
    kill_nine,
    machine,
    queue_page,
    two_at_once,
)
from tests.bench.bench import Bench
from tests.bench.measure import CannotMeasureError, Result, rounded, tell

BENCHMARKS: dict[str, Callable[[Bench], Iterator[Result]]] = {
    "classify": classify_speed.measure,
    "claims": claim_speed.measure,
    "clusters": cluster_speed.measure,
    "import": import_file.measure,
    "end-to-end": end_to_end.measure,
    "idle": idle_office.measure,
    "two-at-once": two_at_once.measure,
    "buttons": buttons.measure,
    "kill": kill_nine.measure,
    "queue": queue_page.measure,
    "click": click.measure,
}
"""In this order: what needs a quiet machine comes before what fills its memory."""
Entry = dict[str, object]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. 1 when a benchmark broke; a goal that was missed is in the JSON."""
    options = _options(arguments)
    before, began = machine.load(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="simak-bench-") as folder, ExitStack() as stack:
        bench = Bench(Path(folder), stack, quick=options.quick, rounds=options.rounds)
        entries = [entry for name in options.only for entry in _run(name, bench)]
    report = {
        "machine": machine.facts() | {"before": machine.shared(before)},
        "quick": options.quick,
        "seconds": rounded(time.monotonic() - began),
        "missed": [entry["what"] for entry in entries if entry.get("reached") is False],
        "results": entries,
    }
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")
    return int(any("error" in entry for entry in entries))


def _run(name: str, bench: Bench) -> Iterator[Entry]:
    """One benchmark; whatever becomes of it, the others go on."""
    tell(f"{name} (load {machine.load()})")
    try:
        for result in BENCHMARKS[name](bench):
            tell(f"  {'reached' if result.reached else 'MISSED '} {result.what}: {rounded(result.value)} {result.unit}")
            yield {"benchmark": name, **result.entry(), "load": machine.load()}
    except CannotMeasureError as reason:
        yield {"benchmark": name, "what": name, "not_measured": str(reason)}
    except Exception as error:  # noqa: BLE001 - the others go on, and the report says what broke
        tell(traceback.format_exc())
        yield {"benchmark": name, "what": name, "error": f"{type(error).__name__}: {error}", "reached": False}


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", type=_names, default=list(BENCHMARKS), help=f"some of {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, for a first look")
    parser.add_argument("--rounds", type=int, help="rounds of two-at-once and of kill (1000 and 100)")
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}")
    return names


if __name__ == "__main__":
    raise SystemExit(main())
