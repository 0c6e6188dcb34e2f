"""Sources: one file per platform that is only ever read. This is the list of those that are asked again and again."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from ingest.accounts import login_for
from ingest.errors import ErrorKind, PlatformError
from ingest.http import Http
from ingest.kinds import Platform, Purpose
from ingest.models import Account
from ingest.records import Source
from ingest.seal import Sealer
from ingest.sources.wordpress import WordPress

Builder = Callable[[Account, tuple[str, str], frozenset[str]], Source]


def _wordpress(account: Account, login: tuple[str, str], own_native_ids: frozenset[str]) -> Source:
    return WordPress(Http(account.url, login), own_native_ids=own_native_ids)


BUILDERS: dict[Platform, Builder] = {Platform.WORDPRESS: _wordpress}
"""A new platform adds its line here; files are not in it, a person imports them."""


def make_source(
    session: Session, account: Account, sealer: Sealer, *, own_native_ids: frozenset[str] = frozenset()
) -> Source:
    """The source of an account with its reading credential. ``own_native_ids``: platform users that write for us.

    Raises PlatformError: AUTH_EXPIRED (no credential yet), UNKNOWN (the key file does not fit), BAD_ADDRESS,
    NOT_ALLOWED (nothing to poll on this platform).
    """
    build = BUILDERS.get(account.platform)
    if build is None:
        raise PlatformError(ErrorKind.NOT_ALLOWED, f"{account.platform.label} tidak dikumpulkan dengan sendirinya.")
    return build(account, login_for(session, account, Purpose.READ, sealer), own_native_ids)
