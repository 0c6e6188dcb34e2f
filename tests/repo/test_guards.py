"""The test run itself: it stays on this machine, leaves no server behind, and can be made to refuse skips."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.files import ROOT
from tests.support.loopback import OutsideLoopbackError
from tests.support.processes import Process

SKIPPING = {
    "a test": "import pytest\ndef test_a(): pytest.skip('no program')\n",
    "a fixture": "import pytest\n@pytest.fixture\ndef f(): pytest.skip('no program')\ndef test_a(f): pass\n",
    "a mark": "import pytest\n@pytest.mark.skip(reason='no program')\ndef test_a(): pass\n",
    "a file": "import pytest\npytest.skip('no program', allow_module_level=True)\n",
}


def run_alone(folder: Path, source: str, strict: str) -> subprocess.CompletedProcess[str]:
    """Run one test file in a pytest of its own, with the strict hooks."""
    (folder / "test_alone.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\n")
    environment = {**os.environ, "SIMAK_TEST_STRICT": strict, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.strict", "-p", "no:randomly", "-rA", str(folder)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("source", SKIPPING.values(), ids=list(SKIPPING))
def test_a_strict_run_fails_on_a_skip_and_tells_the_reason(tmp_path: Path, source: str):
    done = run_alone(tmp_path, source, strict="1")
    assert done.returncode != 0
    assert "Not allowed to skip in a strict run" in done.stdout
    assert "no program" in done.stdout


def test_an_ordinary_run_may_skip(tmp_path: Path):
    assert run_alone(tmp_path, SKIPPING["a fixture"], strict="0").returncode == 0


def test_an_expected_failure_is_no_skip(tmp_path: Path):
    source = "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False\n"
    assert run_alone(tmp_path, source, strict="1").returncode == 0


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.test"])
def test_a_test_cannot_reach_another_machine(host: str):
    with pytest.raises(OutsideLoopbackError):
        socket.create_connection((host, 80), timeout=1)


def test_a_test_can_reach_a_server_on_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def next_bytes(pipe: int) -> bytes:
    """What the pipe brings next; nothing when its last writer is gone. Fails when neither comes."""
    assert select.select([pipe], [], [], 30)[0], "the server neither wrote nor ended"
    return os.read(pipe, 100)


def test_a_server_and_what_it_forked_end_with_a_killed_test_run(tmp_path: Path):
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    command = ["sh", "-c", f"exec 3>'{alive}'; echo up >&3; sleep 600 & sleep 600"]
    starting = f"Process({command!r}, log=Path({str(tmp_path / 'log')!r}))"
    source = (
        f"import sys\nfrom pathlib import Path\nfrom {Process.__module__} import Process\n{starting}\nsys.stdin.read()"
    )
    pipe = os.open(alive, os.O_RDONLY | os.O_NONBLOCK)
    run = subprocess.Popen([sys.executable, "-c", source], stdin=subprocess.PIPE, cwd=ROOT)
    try:
        assert next_bytes(pipe) == b"up\n"
        run.send_signal(signal.SIGKILL)
        assert next_bytes(pipe) == b""
    finally:
        run.communicate()
        os.close(pipe)
