"""``simak notify`` as an administrator runs it, against a real webhook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlalchemy import select

from ingest.db import Database
from responses.kinds import SopPurpose
from responses.notices.models import NoticeTarget
from tests.cli.conftest import Simak
from tests.support.world import World, make_world

SECRET = "token-yang-rahasia"


@pytest.fixture
def simak(database_url: str, tmp_path: Path) -> Simak:
    return Simak(tmp_path / "var", database_url)


@pytest.fixture
def office(simak: Simak, database: Database) -> World:
    return make_world(database)


def added(simak: Simak, httpserver: HTTPServer, who: str = "hasan") -> int:
    url = f"json://{httpserver.host}:{httpserver.port}/{SECRET}"
    answer = simak("notify", "target", "add", who, "--json", stdin=f"{url}\n")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert SECRET not in answer.stdout + answer.stderr
    number: int = json.loads(answer.stdout)["target_id"]
    return number


def test_a_target_is_added_tested_listed_paused_and_removed(
    simak: Simak, office: World, httpserver: HTTPServer, database: Database
) -> None:
    httpserver.expect_request(f"/{SECRET}").respond_with_data("", status=200)
    target = added(simak, httpserver)
    assert "diterima" in simak("notify", "target", "test", str(target)).stdout
    (row,) = json.loads(simak("notify", "target", "list", "--json").stdout)["targets"]
    assert (row["owner"], row["channel"], row["state"]) == ("Hasan Basri", "json", "active")
    assert row["last_success_at"]
    for command, word in (("pause", "dijeda"), ("resume", "aktif"), ("remove", "dihapus")):
        assert word in simak("notify", "target", command, str(target)).stdout
    assert simak("audit", "verify").returncode == 0
    with database.read() as session:
        assert session.scalars(select(NoticeTarget.sealed)).one() == b""


def test_a_test_that_fails_says_why_and_fails(simak: Simak, office: World, httpserver: HTTPServer) -> None:
    httpserver.expect_request(f"/{SECRET}").respond_with_data("", status=403)
    target = added(simak, httpserver)
    answer = simak("notify", "target", "test", str(target), "--json")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["error"]["code"] == "not_delivered"
    assert "403" in answer.stdout
    assert SECRET not in answer.stdout + answer.stderr


def test_one_pass_tells_whoever_is_waited_for_and_the_list_shows_it(
    simak: Simak, office: World, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(f"/{SECRET}").respond_with_data("", status=200)
    added(simak, httpserver)
    from_urgent = office.comment(urgent=True)
    office.report(from_urgent, purpose=SopPurpose.URGENT)
    done = json.loads(simak("notify", "run", "--json").stdout)
    assert (done["cases"], done["messages"]) == (1, 1)
    (request,) = [request for request, _response in httpserver.log]
    assert request.json is not None
    assert request.json["title"] == "MENDESAK: kasus 2026-0001 belum ditangani siapa pun"  # opened days ago
    listed = json.loads(simak("notify", "list", "--json", "--state", "sent").stdout)
    assert (listed["counts"]["sent"], listed["notices"][0]["case_number"]) == (1, "2026-0001")
    assert listed["notices"][0]["kind"] == "unacknowledged"


def test_an_address_that_cannot_be_used_is_refused_and_not_quoted(simak: Simak, office: World) -> None:
    for url in ("syslog://localhost", "tgram://rahasia-tapi-keliru", "mailto://u:rahasia@surel.example"):
        answer = simak("notify", "target", "add", "hasan", stdin=f"{url}\n")
        assert answer.returncode == 1
        assert "rahasia" not in answer.stdout + answer.stderr


def test_quiet_hours_are_read_as_times_of_day(simak: Simak, office: World, httpserver: HTTPServer) -> None:
    target = str(added(simak, httpserver))
    assert simak("notify", "target", "quiet", target, "--from", "21:00", "--until", "06:00").returncode == 0
    refused = simak("notify", "target", "quiet", target, "--from", "malam")
    assert refused.returncode == 1
    assert "21:00" in refused.stderr


@pytest.mark.parametrize("module", ["console.worker", "console.web.app", "console.cli.notices"])
def test_the_library_is_not_loaded_before_there_is_something_to_send(module: str) -> None:
    code = f"import sys, {module}; sys.exit('apprise' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
