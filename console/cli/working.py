"""``simak work`` and ``simak publish run``: the worker's processes."""

from __future__ import annotations

import signal
import sys
import threading
from typing import Annotated

import typer

from console.cli.output import AsJson, failures, group, show
from console.cli.parts import open_runtime
from console.worker import Worker

publish_app = group("Penayangan tanggapan.")
work_app = group("")


@publish_app.command("run")
def publish_run(as_json: AsJson = False) -> None:
    """Menayangkan tanggapan yang sudah disetujui dan jatuh waktunya, lalu berhenti."""
    with failures(as_json):
        worker = Worker(open_runtime())
        done = 0
        while worker.publish():
            done += 1
        show(as_json, {"worked_on": done}, f"{done} tanggapan dikerjakan.")


@work_app.command("work")
def work(
    once: Annotated[bool, typer.Option(help="Kerjakan yang jatuh waktu satu kali, lalu berhenti.")] = False,
    until_stdin_closes: Annotated[bool, typer.Option(hidden=True)] = False,
    as_json: AsJson = False,
) -> None:
    """Menjalankan pekerja: mengumpulkan, menilai, menayangkan, dan memberi tahu, sampai dihentikan."""
    with failures(as_json):
        worker = Worker(open_runtime())
        if once:
            result = {
                "collected": worker.collect(), "judged": worker.judge(), "published": worker.publish(),
                "notified": worker.notify(),
            }  # fmt: skip
            show(as_json, result, "Selesai satu putaran.")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.stop())
        if until_stdin_closes:
            threading.Thread(target=_stop_when_parent_dies, args=(worker,), daemon=True).start()
        worker.run()


def _stop_when_parent_dies(worker: Worker) -> None:
    sys.stdin.buffer.read()
    worker.stop()
