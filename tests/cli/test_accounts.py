"""Connecting an office's website from the command line, and what is said when it cannot be."""

from __future__ import annotations

import json

import pytest

from ingest.db import Database
from ingest.kinds import AccountState
from ingest.models import Account, Credential
from tests.cli.conftest import Simak
from tests.support.processes import free_port
from tests.support.wordpress import WordPress
from tests.support.world import World


@pytest.fixture
def site(simak: Simak, office: World, wordpress: WordPress) -> WordPress:
    added = simak(
        "account", "add", "--key", "wp", "--title", "Situs", "--platform", "wordpress", "--url", wordpress.url
    )
    assert added.returncode == 0, added.stderr
    return wordpress


def secret(simak: Simak, purpose: str, user: str, password: str) -> tuple[int, str]:
    done = simak("account", "secret", "wp", "--purpose", purpose, "--username", user, stdin=f"{password}\n")
    return done.returncode, done.stdout + done.stderr


def collected(simak: Simak) -> dict[str, object]:
    answer = simak("ingest", "run", "--account", "wp", "--json")
    (report,) = json.loads(answer.stdout)["runs"]
    assert (answer.returncode == 0) == (report["outcome"] == "ok")
    found: dict[str, object] = report
    return found


def test_a_website_is_connected_and_collected(simak: Simak, site: WordPress, database: Database) -> None:
    post = site.make_post("TPS", "Cek TPS Anda.")
    site.visitor_comment(post, "Siti", "Di mana TPS saya?")
    assert secret(simak, "read", site.user, site.app_password)[0] == 0
    assert secret(simak, "publish", site.publisher, site.publisher_password)[0] == 0
    assert collected(simak)["new"] == 1
    with database.read() as session:
        stored = session.query(Credential).all()
        own = session.query(Account).filter(Account.key == "wp").one().own_native_ids
    assert site.app_password.encode() not in b"".join(row.sealed for row in stored)
    assert len(own) == 2


def test_a_wrong_password_is_refused_and_not_stored(simak: Simak, site: WordPress, database: Database) -> None:
    code, told = secret(simak, "read", site.user, "bukan kata sandi")
    assert code == 1
    assert "tidak berlaku" in told
    assert "bukan kata sandi" not in told
    with database.read() as session:
        assert session.query(Credential).count() == 0


def test_a_password_revoked_later_stops_the_account_and_says_what_to_do(
    simak: Simak, site: WordPress, database: Database
) -> None:
    secret(simak, "read", site.user, site.app_password)
    assert collected(simak)["outcome"] == "ok"
    site.revoke_password(site.user)
    report = collected(simak)
    assert (report["outcome"], report["error_kind"]) == ("failed", "auth_expired")
    with database.read() as session:
        account = session.query(Account).filter(Account.key == "wp").one()
    assert account.state is AccountState.STOPPED
    assert "Hubungkan ulang" in account.state_reason
    assert "Hubungkan ulang" in simak("account", "list").stdout


def test_an_unreachable_website_is_not_taken_for_one_without_comments(
    simak: Simak, site: WordPress, database: Database
) -> None:
    secret(simak, "read", site.user, site.app_password)
    with database.write() as session:
        session.query(Account).filter(Account.key == "wp").one().url = f"http://127.0.0.1:{free_port()}"
    report = collected(simak)
    assert (report["outcome"], report["error_kind"], report["new"]) == ("failed", "transient", 0)
    assert "tidak dapat dihubungi" in str(report["error"])


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://kab.example", "https://"),
        ("https://user:rahasia@kab.example", "tidak boleh memuat"),
        ("http://kab.example", "tanpa enkripsi"),
        ("", "https://"),
    ],
)
def test_an_address_that_must_not_get_a_password_is_refused(simak: Simak, office: World, url: str, told: str) -> None:
    refused = simak("account", "add", "--key", "wp", "--title", "Situs", "--platform", "wordpress", "--url", url)
    assert refused.returncode == 1
    assert told in refused.stderr
    assert "rahasia" not in refused.stderr


def test_an_account_without_a_password_never_stops_the_others(simak: Simak, site: WordPress) -> None:
    post = site.make_post("TPS", "Cek TPS Anda.")
    site.visitor_comment(post, "Siti", "Di mana TPS saya?")
    secret(simak, "read", site.user, site.app_password)
    answer = simak("ingest", "run", "--json")
    runs = {run["account"]: run for run in json.loads(answer.stdout)["runs"]}
    assert answer.returncode == 1
    assert (runs["wp"]["outcome"], runs["wp"]["new"]) == ("ok", 1)
    assert (runs["situs"]["outcome"], runs["situs"]["error_kind"]) == ("failed", "auth_expired")
