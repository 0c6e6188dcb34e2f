"""Starting the web server where it cannot start."""

from __future__ import annotations

import socket

import pytest
from starlette.applications import Starlette

from console.settings import from_environment
from console.web.server import CannotListenError, serve


def test_an_address_in_use_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        settings = from_environment({"SIMAK_PORT": str(port)})
        with pytest.raises(CannotListenError, match=f"127.0.0.1:{port}"):
            serve(Starlette(), settings)
