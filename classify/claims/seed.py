"""The claims that come with Simak: well-known ones about elections in Indonesia, in words of the project's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from classify.claims import fields
from classify.claims.imported import EntryError, ImportedClaim
from classify.errors import ClassifierError
from classify.kinds import ClaimVerdict

SEED_FILE = Path(__file__).parent / "seed.toml"


@cache
def seed_claims() -> tuple[ImportedClaim, ...]:
    """Every claim of the file. Raises ClassifierError when it is damaged."""
    try:
        raw = tomllib.loads(SEED_FILE.read_text("utf-8"))
        return tuple(_claim(entry) for entry in raw["claim"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ClassifierError(f"{SEED_FILE.name} rusak ({error}). Pasang ulang Simak.") from error


def _claim(entry: Mapping[str, Any]) -> ImportedClaim:
    text = fields.claim_text(entry["text"])
    verdict, published = ClaimVerdict(entry["verdict"]), fields.name(entry.get("verdict_published"))
    if not published and (verdict is not ClaimVerdict.BELUM_TERBUKTI or not entry["note"]):
        raise EntryError(f"{entry['key']}: a verdict nobody published")
    return ImportedClaim(
        key=fields.given_key(entry["key"]), text=text, verdict=verdict, verdict_published=published,
        publisher=fields.name(entry.get("publisher")), url=fields.address(entry.get("url")),
        claimed_on=_day(entry, "claimed_on"), published_on=_day(entry, "published_on"),
        wordings=fields.wordings(entry.get("wordings", ()), text),
    )  # fmt: skip


def _day(entry: Mapping[str, Any], name: str) -> date | None:
    value = entry.get(name)
    if value is not None and not isinstance(value, date):
        raise TypeError(f"{entry['key']}: {name} is no date")
    return value
