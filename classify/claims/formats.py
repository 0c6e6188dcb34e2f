"""The formats claims are imported from, each with its reader. A new format adds its file and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from classify.claims import claim_review, fact_check, rss, table
from classify.claims.imported import Imported
from classify.kinds import ClaimOrigin


class Reader(Protocol):
    """Reads one format: every entry of the file is among the claims or among the refused."""

    def __call__(self, data: bytes, *, now: datetime) -> Imported:
        """Read a file; ``now`` (UTC) bounds its dates. Raises ClaimFileError."""


READERS: Mapping[ClaimOrigin, Reader] = {
    ClaimOrigin.RSS: rss.read,
    ClaimOrigin.CLAIM_REVIEW: claim_review.read,
    ClaimOrigin.FACT_CHECK: fact_check.read,
    ClaimOrigin.CSV: table.read,
}
