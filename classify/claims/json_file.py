"""JSON from outside: parsed within bounds, and walked without recursion."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from classify.claims.imported import ClaimFileError

MAX_NODES = 500_000
"""Objects and lists of one document that are looked at."""


def parse(data: bytes) -> Any:
    """The document. Raises ClaimFileError that says what stands there instead."""
    if data.lstrip()[:1] == b"<":
        raise ClaimFileError("Isi berkas adalah halaman HTML atau XML, bukan JSON; tidak ada klaim yang dibaca.")
    try:
        return json.loads(data, strict=False)
    except (ValueError, RecursionError) as error:
        raise ClaimFileError(
            f"JSON rusak ({_why(error)}); tidak ada klaim yang dibaca. Unduh ulang berkasnya."
        ) from None


def nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of the document in reading order, the outer before the inner."""
    stack, seen = [document], 0
    while stack and seen < MAX_NODES:
        node = stack.pop()
        seen += 1
        if isinstance(node, dict):
            yield node
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def first(value: Any) -> Any:
    """The first of a list, or the value itself."""
    if isinstance(value, list):
        return value[0] if value else None
    return value


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"baris {error.lineno}, kolom {error.colno}"
    return (
        "bukan UTF-8"
        if isinstance(error, UnicodeDecodeError)
        else "susunannya terlalu dalam atau bilangannya terlalu besar"
    )
