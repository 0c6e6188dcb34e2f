"""The test office with a real WordPress: collected and answered with application passwords of two users."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from classify.classifier import load_assessor
from console.connect import open_source
from console.pipeline import assess_and_queue
from console.runtime import Runtime, utc_now
from console.settings import Settings, from_environment
from ingest.accounts import set_credential
from ingest.collect import collect
from ingest.db import Database
from ingest.kinds import Purpose, RunOutcome
from ingest.models import Account, Comment
from ingest.seal import Sealer
from tests.support.wordpress import WordPress
from tests.support.world import World, make_world


def runtime_in(folder: Path, database: Database) -> Runtime:
    """The parts of a console whose data lies in ``folder``."""
    settings = settings_in(folder, database.url)
    return Runtime(settings, database, Sealer.from_file(settings.key_file, create=True))


def settings_in(folder: Path, database_url: str, **more: str) -> Settings:
    """Settings of a console whose data lies in ``folder``."""
    return from_environment(environment_in(folder, database_url) | more)


def environment_in(folder: Path, database_url: str) -> dict[str, str]:
    """The environment of a process that works on this data."""
    return {"SIMAK_VAR": str(folder), "SIMAK_DATABASE_URL": database_url}


def connect(world: World, wordpress: WordPress, sealer: Sealer) -> None:
    """Point the office's website at this WordPress, with one user to read and another one to answer."""
    with world.database.write() as session:
        account = session.get_one(Account, world.account_id)
        account.url, account.next_poll_at = wordpress.url, None
        for purpose, user, password in (
            (Purpose.READ, wordpress.user, wordpress.app_password),
            (Purpose.PUBLISH, wordpress.publisher, wordpress.publisher_password),
        ):
            set_credential(session, account, purpose, user, password, sealer, world.now)


def site_world(runtime: Runtime, wordpress: WordPress) -> World:
    """The test office on a real website, whose clock is the real one."""
    world = make_world(runtime.database)
    world.now = utc_now()
    connect(world, wordpress, runtime.sealer)
    return world


def collect_and_judge(world: World, runtime: Runtime) -> None:
    """One round of collecting and judging, as the worker does it. Raises AssertionError when the site refused."""
    world.now = utc_now()
    with world.database.read() as session:
        source = open_source(session, session.get_one(Account, world.account_id), runtime.sealer)
    report = collect(world.database, world.account_id, source, clock=lambda: world.now)
    assert report.outcome is RunOutcome.OK, report
    assess_and_queue(world.database, load_assessor(runtime.settings.model_file), now=lambda: world.now)


def comment_id_of(world: World, native_id: int) -> int:
    """Our id of a comment of the site."""
    with world.database.read() as session:
        return session.scalars(select(Comment.id).where(Comment.native_id == str(native_id))).one()
