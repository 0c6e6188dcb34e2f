"""Settings: the only place that reads the environment. Each has a default that serves one small office."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class BadSettingError(ValueError):
    """A setting cannot be used; the message names it and what it should look like."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and how the console is reached. Paths are absolute."""

    var: Path
    database_url: str
    host: str
    port: int
    public_url: str
    """The address people type, without a slash at the end; decides Secure cookies and the allowed Origin."""

    @property
    def secure(self) -> bool:
        """Whether people reach the console over https."""
        return self.public_url.startswith("https://")

    @property
    def key_file(self) -> Path:
        """The key that seals credentials."""
        return self.var / "secret.key"

    @property
    def model_file(self) -> Path:
        """The classifier's model."""
        return self.var / "model" / "default.npz"

    @property
    def proofs(self) -> Path:
        """Where screenshots lie: outside any web root."""
        return self.var / "proofs"


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read SIMAK_VAR, SIMAK_DATABASE_URL, SIMAK_HOST, SIMAK_PORT and SIMAK_PUBLIC_URL. Raises BadSettingError."""
    env = os.environ if environment is None else environment
    var = Path(env.get("SIMAK_VAR", "var")).absolute()
    host = env.get("SIMAK_HOST", "127.0.0.1")
    port = _port(env.get("SIMAK_PORT", "8611"))
    public_url = env.get("SIMAK_PUBLIC_URL", f"http://{host}:{port}").rstrip("/")
    if not public_url.startswith(("http://", "https://")):
        raise BadSettingError(f"SIMAK_PUBLIC_URL must begin with http:// or https://, not {public_url!r}")
    url = _secret(env, "SIMAK_DATABASE_URL") or f"sqlite:///{var / 'simak.db'}"
    return Settings(var, _database_url(url), host, port, public_url)


def _secret(env: Mapping[str, str], name: str) -> str:
    """A value, or the content of the file that NAME_FILE names."""
    if path := env.get(f"{name}_FILE"):
        try:
            return Path(path).read_text("utf-8").strip()
        except OSError as error:
            raise BadSettingError(f"{name}_FILE: cannot read {path}: {error.strerror}") from error
    return env.get(name, "")


def _database_url(url: str) -> str:
    try:
        backend = make_url(url).get_backend_name()
    except ArgumentError:
        raise BadSettingError("SIMAK_DATABASE_URL is no database address") from None
    if backend not in {"sqlite", "postgresql"}:
        raise BadSettingError(f"SIMAK_DATABASE_URL: {backend} is not supported; use sqlite or postgresql+psycopg")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        raise BadSettingError(f"SIMAK_PORT: {text!r} is no port number")
    return int(text)
