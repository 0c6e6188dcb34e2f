"""Streamlit's options: the project's ``.streamlit/config.toml``, wherever the console is started from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit import config

from console.web.gate import SESSION_HEADER, USER_HEADER

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
NESTED = ("theme.",)
"""Sections whose tables are sections themselves; any other table is a value."""


class MissingConfigError(RuntimeError):
    """Streamlit's options are not where they should be."""


def apply_options(path: Path = CONFIG) -> None:
    """Set every option of the file, and who the gate says is there. Raises MissingConfigError.

    Streamlit itself looks only in the current directory and beside the script. Unset, it would show tracebacks
    to visitors and search for newer versions on the network, so a missing file is an error.
    """
    try:
        wanted = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise MissingConfigError(f"{path} is missing: start Simak from a complete checkout") from error
    for section, values in wanted.items():
        for name, value in _flat(section, values):
            config.set_option(name, value, str(path))
    # A tab that reconnects names its old Streamlit session; it gets that one only with the same two values.
    config.set_option("server.trustedUserHeaders", {USER_HEADER: "username", SESSION_HEADER: "sid"}, __name__)


def _flat(section: str, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        full = f"{section}.{name}"
        if isinstance(value, dict) and full.startswith(NESTED):
            yield from _flat(full, value)
        else:
            yield full, value
