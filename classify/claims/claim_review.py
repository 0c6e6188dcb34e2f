"""ClaimReview (schema.org) as JSON-LD: in the scripts of a page, or the JSON itself; single, in a list, in a graph.

Fields: claimReviewed, url, datePublished, author or publisher, itemReviewed.datePublished, and reviewRating with
alternateName, ratingValue, worstRating, bestRating (https://schema.org/ClaimReview).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from classify.claims.imported import ClaimFileError, Collected, Imported, check_size
from classify.claims.json_file import first, nodes, parse
from classify.claims.published import Publication, keep
from classify.claims.verdicts import Graded, grade, grade_number, known

_OPENING = re.compile(rb"<script\b[^<>]{0,500}application/ld\+json[^<>]{0,500}>", re.I)
_CLOSING = re.compile(rb"</script", re.I)
_WRAPPING = re.compile(rb"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_TYPE = "ClaimReview"
_WORST, _BEST = 1.0, 5.0
"""What schema.org assumes where a rating names no ends."""
_Ids = Mapping[str, Mapping[str, Any]]


def read(data: bytes, *, now: datetime) -> Imported:
    """The claims of a page or of JSON-LD. Raises ClaimFileError when there is no ClaimReview at all."""
    check_size(data)
    collected, found = Collected(), 0
    for name, document in _documents(data, collected):
        ids = {str(node["@id"]): node for node in nodes(document) if "@id" in node and len(node) > 1}
        for node in nodes(document):
            if _is_review(node):
                found += 1
                keep(collected, f"{name}ClaimReview {found}", _publication(node, ids), now)
    if not found and not collected.refused:
        raise ClaimFileError("Tidak ada ClaimReview di berkas ini; tidak ada klaim yang dibaca.")
    return collected.done()


def _documents(data: bytes, collected: Collected) -> Iterator[tuple[str, Any]]:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
        yield "", parse(data)
        return
    for number, script in enumerate(_scripts(data), start=1):
        try:
            document = parse(_WRAPPING.sub(b"", script))
        except ClaimFileError as error:
            collected.refuse(f"skrip {number}", str(error))
        else:
            yield f"skrip {number}, ", document


def _scripts(page: bytes) -> Iterator[bytes]:
    """The JSON-LD scripts of a page, found in one pass: a page of open brackets costs no more than another."""
    at = 0
    while opening := _OPENING.search(page, at):
        closing = _CLOSING.search(page, opening.end())
        at = closing.end() if closing else len(page)
        yield page[opening.end() : closing.start() if closing else at]


def _is_review(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type", node.get("type"))
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and re.split("[/#:]", kind)[-1] == _TYPE for kind in named)


def _publication(node: Mapping[str, Any], ids: _Ids) -> Publication:
    rating = _object(node.get("reviewRating"), ids)
    word = first(rating.get("alternateName"))
    verdict = word.strip() if isinstance(word, str) else ""
    reviewed = _object(node.get("itemReviewed"), ids)
    return Publication(
        first(node.get("claimReviewed")), verdict or _number_said(rating), _graded(verdict, rating),
        _named(node.get("author"), ids) or _named(node.get("publisher"), ids), first(node.get("url")),
        first(reviewed.get("datePublished")), first(node.get("datePublished")),
    )  # fmt: skip


def _graded(word: str, rating: Mapping[str, Any]) -> Graded:
    """The word counts; the number only where there is no word, or an unknown one."""
    value = _number(rating.get("ratingValue"))
    if known(word) is not None or value is None:
        return grade(word)
    worst, best = _number(rating.get("worstRating")), _number(rating.get("bestRating"))
    by_number = grade_number(value, _WORST if worst is None else worst, _BEST if best is None else best)
    if not word or by_number.remark:
        return by_number
    return Graded(by_number.verdict, f"Putusan “{word[:60]}” tidak dikenal; dinilai dari angkanya ({value:g}).")


def _number_said(rating: Mapping[str, Any]) -> str:
    value, best = _number(rating.get("ratingValue")), _number(rating.get("bestRating"))
    return "" if value is None else f"{value:g} dari {_BEST if best is None else best:g}"


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value[:20] if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None


def _object(value: Any, ids: _Ids) -> Mapping[str, Any]:
    """The object that stands there, or that is referred to by ``@id``."""
    node = first(value)
    if not isinstance(node, dict):
        return {}
    return ids.get(str(node["@id"]), node) if "@id" in node and len(node) == 1 else node


def _named(value: Any, ids: _Ids) -> str:
    node = first(value)
    found = node if isinstance(node, str) else _object(node, ids).get("name")
    return found if isinstance(found, str) else ""
