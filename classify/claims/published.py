"""From the fields a publication gives to a claim: what is unusable beside the claim itself becomes a remark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from classify.claims import fields
from classify.claims.imported import Collected, EntryError, ImportedClaim
from classify.claims.verdicts import Graded, grade

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Publication:
    """One review as its format states it; every value is untrusted and may be of any type."""

    text: object
    verdict: str = ""
    graded: Graded | None = None
    """Where the verdict is not in the word: a rating by number, or a title."""
    publisher: object = ""
    url: object = ""
    claimed: object = None
    published: object = None
    remarks: tuple[str, ...] = field(default=())


def keep(collected: Collected, where: str, found: Publication, now: datetime) -> None:
    """Take the claim of a publication, or refuse it with the reason."""
    try:
        text = fields.claim_text(found.text)
    except EntryError as error:
        collected.refuse(where, str(error))
        return
    remarks = list(found.remarks)
    url = _or_none(fields.address, found.url, remarks) or ""
    graded = found.graded or grade(found.verdict)
    remarks += [graded.remark] if graded.remark else []
    claim = ImportedClaim(
        key=fields.made_key(url, text), text=text, verdict=graded.verdict,
        verdict_published=fields.name(found.verdict), publisher=fields.name(found.publisher), url=url,
        claimed_on=_or_none(lambda value: fields.day(value, now), found.claimed, remarks),
        published_on=_or_none(lambda value: fields.day(value, now), found.published, remarks),
    )  # fmt: skip
    collected.take(where, claim, remarks)


def _or_none(read: Callable[[object], T], value: object, remarks: list[str]) -> T | None:
    try:
        return read(value)
    except EntryError as error:
        remarks.append(f"{error} Bagian itu dikosongkan.")
        return None
