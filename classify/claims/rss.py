"""RSS and Atom of fact checkers: the verdict stands in the title, as ``[SALAH] ...`` or ``Cek Fakta: Hoaks ...``."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import feedparser

from classify.claims.imported import ClaimFileError, Collected, Imported, check_size
from classify.claims.published import Publication, keep
from classify.claims.verdicts import Graded, grade, known, plain, words
from ingest.html import html_to_text

_BRACKETED = re.compile(r"\s*[\[(【]([^\[\]()【】]{2,60})[\])】]\s*[:–—-]?\s*")
_LEADING = re.compile(r"\s*([^:,!?–—\n]{2,40})\s*[:,!–—]+\s+")
_ENDS = (b"</rss>", b"</feed>", b"</rdf:rdf>")
_MAX_WORDS = 4
"""Words of a verdict at the beginning of a title."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title taken apart: the claim, the verdict in the publisher's word, and its grade."""

    claim: str
    verdict: str = ""
    graded: Graded | None = None
    refused: str = ""
    """Why this is no claim, if it is none."""


def read(data: bytes, *, now: datetime) -> Imported:
    """The claims of a feed; ``now`` (UTC) bounds its dates. Raises ClaimFileError for anything but RSS or Atom."""
    check_size(data)
    feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not feed.version:
        raise ClaimFileError(f"Berkas ini bukan umpan RSS atau Atom{_looks_like(data)}; tidak ada klaim yang dibaca.")
    collected = Collected()
    publisher = html_to_text(str(feed.feed.get("title", "")))
    entries = list(feed.entries)
    for number, entry in enumerate(entries, start=1):
        if number == len(entries) and _torn(feed, data):
            collected.refuse(f"butir {number}", "Umpan terputus di butir ini; unduh ulang.")
        else:
            _entry(collected, f"butir {number}", entry, publisher, now)
    return collected.done()


def take_apart(title: str, categories: Sequence[str] = ()) -> Title:
    """The claim and the verdict of a title. ``categories`` are asked where the title names no verdict."""
    rest, unknown, checked = title.strip(), "", False
    while tag := _BRACKETED.match(rest):
        said, rest = tag.group(1), rest[tag.end() :]
        if (verdict := known(said)) is not None:
            return Title(rest, said, Graded(verdict))
        if plain(said) in words().other:
            return Title(rest, refused=f"Bukan pemeriksaan klaim ({said}).")
        checked = checked or plain(said) in words().prefixes
        unknown = unknown or ("" if plain(said) in words().prefixes else said)
    if unknown:
        return Title(rest, unknown, grade(unknown))
    return _unbracketed(rest, categories, checked=checked)


def _unbracketed(rest: str, categories: Sequence[str], *, checked: bool) -> Title:
    while lead := _LEADING.match(rest):
        said, after = lead.group(1), rest[lead.end() :]
        if (verdict := known(said)) is not None:
            return Title(after, said, Graded(verdict))
        if plain(said) not in words().prefixes:
            break
        rest, checked = after, True
    if checked and (title := _first_words(rest)):
        return title
    for category in categories:
        if (verdict := known(category)) is not None:
            return Title(rest, category, Graded(verdict))
    if checked:
        return Title(rest, graded=Graded(grade("").verdict, "Judul tidak menyebut putusan; dicatat belum terbukti."))
    return Title(rest, refused="Judul dan kategori tidak menyebut putusan; tidak dicatat sebagai klaim.")


def _first_words(rest: str) -> Title | None:
    """``Tidak Benar Pemungutan Ditunda``: the longest verdict a checked title begins with."""
    found = rest.split()
    for length in range(min(_MAX_WORDS, len(found) - 1), 0, -1):
        said = " ".join(found[:length])
        if (verdict := known(said)) is not None:
            return Title(" ".join(found[length:]), said, Graded(verdict))
    return None


def _entry(collected: Collected, where: str, entry: Any, publisher: str, now: datetime) -> None:
    categories = [str(tag.get("term") or "") for tag in entry.get("tags", [])]
    title = take_apart(html_to_text(str(entry.get("title", ""))), categories)
    if title.refused:
        collected.refuse(where, title.refused)
        return
    published = entry.get("published") or entry.get("updated")
    found = Publication(
        title.claim, title.verdict, title.graded, publisher, entry.get("link", ""), published=published
    )  # fmt: skip
    keep(collected, where, found, now)


def _torn(feed: Any, data: bytes) -> bool:
    return bool(feed.bozo) and not any(end in data[-2_000:].lower() for end in _ENDS)


def _looks_like(data: bytes) -> str:
    return " melainkan halaman HTML" if b"<html" in data[:2_000].lower() else ""
