"""From an account row to the source that reads it, with the office's own authors named."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ingest.models import Account
from ingest.records import Source
from ingest.seal import Sealer
from ingest.sources import make_source


def open_source(session: Session, account: Account, sealer: Sealer) -> Source:
    """The source of an account. Raises PlatformError as ``make_source``."""
    own = frozenset(str(native_id) for native_id in account.own_native_ids)
    return make_source(session, account, sealer, own_native_ids=own)
