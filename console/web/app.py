"""The ASGI application: the gate around Streamlit with our own routes."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from console.runtime import Runtime, install
from console.settings import Settings
from console.web import pages
from console.web.context import Entrance
from console.web.gate import Gate
from console.web.login_page import DemoLogin
from console.web.options import apply_options
from console.web.routes import Routes
from ingest.db import Database
from ingest.seal import Sealer

SCRIPT = Path(__file__).parents[1] / "screens" / "main.py"
GC_SECONDS = 60

log = logging.getLogger(__name__)


def build_app(
    settings: Settings, database: Database, sealer: Sealer, demo_logins: tuple[DemoLogin, ...] = ()
) -> ASGIApp:
    """The whole console. It closes the database when it ends. One application a process: Streamlit allows no more."""
    install(Runtime(settings, database, sealer))
    return build_around(SCRIPT, Entrance(settings, database, sealer, demo_logins))


def build_around(script: Path, entrance: Entrance) -> ASGIApp:
    """The entrance in front of a Streamlit script."""
    apply_options()

    @contextlib.asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        # Streamlit switches the access log on again, and its lines would hold the addresses of cases
        logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
        housekeeping = asyncio.create_task(_collect_garbage())
        try:
            yield
        finally:
            housekeeping.cancel()
            entrance.database.dispose()

    console = st.App(
        script.absolute(),
        routes=Routes(entrance).all(),
        lifespan=lifespan,
        exception_handlers={SQLAlchemyError: _no_database},
    )
    # around the application and not in its list of middleware, so that even its error pages get our headers
    return Gate(console, entrance)


async def _collect_garbage() -> None:
    # instead of after every run of the script, where it takes two thirds of the time
    while True:
        await asyncio.sleep(GC_SECONDS)
        await run_in_threadpool(gc.collect)


async def _no_database(_request: Request, error: Exception) -> Response:
    log.error("the database failed under a request", exc_info=error)
    return pages.no_database()
