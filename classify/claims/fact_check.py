"""The answer of Google Fact Check Tools to ``claims:search``, kept as a file.

``{"claims": [{text, claimant, claimDate, claimReview: [{publisher: {name, site}, url, title, reviewDate,
textualRating, languageCode}]}], "nextPageToken"}``: each review is one publication of the claim.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from classify.claims.imported import ClaimFileError, Collected, Imported, check_size
from classify.claims.json_file import parse
from classify.claims.published import Publication, keep


def read(data: bytes, *, now: datetime) -> Imported:
    """The claims of an answer. Raises ClaimFileError for any other document, and for an error of the service."""
    check_size(data)
    document = parse(data)
    if not isinstance(document, dict) or "error" in document:
        raise ClaimFileError(_problem(document))
    claims = document.get("claims", [])
    if not isinstance(claims, list) or not (claims or set(document) <= {"claims", "nextPageToken"}):
        raise ClaimFileError("Berkas ini bukan jawaban claims:search; bagian “claims” tidak ada.")
    collected = Collected()
    for number, claim in enumerate(claims, start=1):
        _claim(collected, f"klaim {number}", claim, now)
    return collected.done()


def _claim(collected: Collected, where: str, claim: Any, now: datetime) -> None:
    reviews = claim.get("claimReview") if isinstance(claim, dict) else None
    if not isinstance(reviews, list) or not reviews:
        collected.refuse(where, "Tidak ada pemeriksaan (claimReview) pada klaim ini.")
        return
    for number, review in enumerate(reviews, start=1):
        at = f"{where}, pemeriksaan {number}"
        if isinstance(review, dict):
            keep(collected, at, _publication(claim, review), now)
        else:
            collected.refuse(at, "Isinya bukan pemeriksaan.")


def _publication(claim: dict[str, Any], review: dict[str, Any]) -> Publication:
    said, publisher = review.get("textualRating"), review.get("publisher")
    owner = publisher if isinstance(publisher, dict) else {}
    return Publication(
        claim.get("text"), said if isinstance(said, str) else "", None, owner.get("name") or owner.get("site"),
        review.get("url"), claim.get("claimDate"), review.get("reviewDate"),
    )  # fmt: skip


def _problem(document: Any) -> str:
    error = document.get("error") if isinstance(document, dict) else None
    said = error.get("message") if isinstance(error, dict) else None
    if isinstance(said, str):
        return f"Berkas ini berisi pesan galat layanan ({said[:120]}); tidak ada klaim yang dibaca."
    return "Berkas ini bukan jawaban claims:search; tidak ada klaim yang dibaca."
