"""From an account to its publisher, with the credential that may publish and with no other."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ingest.accounts import login_for
from ingest.errors import ErrorKind, PlatformError
from ingest.http import Http
from ingest.kinds import Platform, Purpose
from ingest.models import Account
from ingest.seal import Sealer
from responses.publishers.contract import Publisher
from responses.publishers.wordpress import WordPress

_BUILDERS = {Platform.WORDPRESS: WordPress}
"""One line a platform; ``contract.AUTOMATIC`` names the same ones."""


def make_publisher(session: Session, account: Account, sealer: Sealer) -> Publisher:
    """The publisher of an account. Raises PlatformError: AUTH_EXPIRED, UNKNOWN, BAD_ADDRESS or NOT_ALLOWED."""
    build = _BUILDERS.get(account.platform)
    if build is None:
        raise PlatformError(ErrorKind.NOT_ALLOWED, f"{account.platform.label} dijawab oleh petugas.")
    return build(Http(account.url, login_for(session, account, Purpose.PUBLISH, sealer)))
