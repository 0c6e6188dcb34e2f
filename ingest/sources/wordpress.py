"""WordPress through its REST API with an application password: new comments, and what became of known ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.errors import ErrorKind, PlatformError
from ingest.html import html_to_text
from ingest.http import Http
from ingest.kinds import CommentStatus, Platform
from ingest.records import CommentRecord, Identity, KnownSince, Page, PostRecord, Refusal, nothing_known
from ingest.wprest import PER_PAGE, WpRest

OVERLAP = timedelta(minutes=5)
"""Read again before the cursor: ``after`` is exclusive with whole seconds, and sites save late."""
CHECKS_PER_SWEEP = 100
"""Vanished comments asked for one by one in one sweep; the rest wait for the next."""
ANONYMOUS = "Anonim"
_STATUS = {
    "approved": CommentStatus.VISIBLE,
    "approve": CommentStatus.VISIBLE,
    "hold": CommentStatus.HELD,
    "spam": CommentStatus.SPAM,
    "trash": CommentStatus.TRASHED,
    "post-trashed": CommentStatus.TRASHED,
}
_GONE_CODES = frozenset({"rest_comment_invalid_id", "rest_post_invalid_id"})
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back to look: at the first read, and at each sweep for edits and moderation; and how often to sweep."""

    history: timedelta = timedelta(days=30)
    window: timedelta = timedelta(days=14)
    sweep_every: timedelta = timedelta(minutes=10)


class WordPress:
    """Comments of one WordPress site, seen as a moderator.

    WordPress cannot list what was modified. So each poll reads new comments, and now and then a sweep reads the
    window again and asks what became of comments we hold that it no longer shows: trashed, spam, or deleted.
    """

    platform = Platform.WORDPRESS

    def __init__(self, http: Http, *, own_native_ids: frozenset[str] = frozenset(), reach: Reach | None = None) -> None:
        self._rest = WpRest(http)
        self._own = own_native_ids
        self._reach = reach or Reach()

    def probe(self) -> Identity:
        """Who we are there. Raises PlatformError AUTH_EXPIRED, or PERMISSION_MISSING when we may not moderate."""
        identity = self._rest.me()
        if not identity.may_moderate:
            raise PlatformError(
                ErrorKind.PERMISSION_MISSING,
                "Pengguna WordPress ini harus berperan Editor (boleh memoderasi komentar).",
            )
        return identity

    def pages(self, cursor: Mapping[str, str], *, now: datetime, known: KnownSince = nothing_known) -> Iterator[Page]:
        """New comments since ``cursor`` and, when it is time, a sweep. Raises PlatformError."""
        reading = _Reading(self._rest, self._own | {self.probe().native_id})
        place = _Place.of(cursor, now - self._reach.history)
        for page in reading.comments({"status": "all", "after": _zulu(place.after - OVERLAP)}):
            place = place.moved(page.comments, now)
            yield page.at(place)
        if place.swept_at is None and not cursor:
            yield Page((), place.swept(now).cursor())
        elif place.swept_at is None or now - place.swept_at >= self._reach.sweep_every:
            yield from self._sweep(reading, place, now, known)

    def _sweep(self, reading: _Reading, place: _Place, now: datetime, known: KnownSince) -> Iterator[Page]:
        since = now - self._reach.window
        shown: set[str] = set()
        for page in reading.comments({"status": "all", "after": _zulu(since)}):
            shown.update(record.native_id for record in page.comments)
            yield page.at(place)
        held = (item for item in known(since) if item.status is not CommentStatus.DELETED)
        missing = [item.native_id for item in held if item.native_id not in shown]
        checks = CHECKS_PER_SWEEP
        for start in range(0, len(missing), PER_PAGE):
            page = reading.fate(missing[start : start + PER_PAGE], checks)
            checks -= page.checked
            yield page.at(place)
        yield Page((), place.swept(now).cursor())


@dataclass(frozen=True, slots=True)
class _Place:
    """How far we have read, as kept in the cursor."""

    after: datetime
    swept_at: datetime | None

    @classmethod
    def of(cls, cursor: Mapping[str, str], start: datetime) -> _Place:
        after, swept = cursor.get("after"), cursor.get("swept_at")
        return cls(datetime.fromisoformat(after) if after else start, datetime.fromisoformat(swept) if swept else None)

    def moved(self, records: tuple[CommentRecord, ...], now: datetime) -> _Place:
        """Past the newest comment, but never past now: one comment dated in the future must not hide the next."""
        newest = max((record.posted_at for record in records), default=self.after)
        return _Place(max(self.after, min(newest, now)), self.swept_at)

    def swept(self, now: datetime) -> _Place:
        return _Place(self.after, now)

    def cursor(self) -> dict[str, str]:
        swept = {"swept_at": _zulu(self.swept_at)} if self.swept_at else {}
        return {"after": _zulu(self.after), **swept}


@dataclass(frozen=True, slots=True)
class _Found:
    """One page before its cursor is known."""

    comments: tuple[CommentRecord, ...]
    posts: tuple[PostRecord, ...]
    refused: tuple[Refusal, ...]
    gone: frozenset[str] = frozenset()
    checked: int = 0

    def at(self, place: _Place) -> Page:
        return Page(self.comments, place.cursor(), self.posts, self.refused, self.gone)


class _Reading:
    """One run: remembers whose comments are ours and which titles were already fetched."""

    def __init__(self, rest: WpRest, own: frozenset[str]) -> None:
        self._rest = rest
        self._own = own
        self._titled: set[str] = set()

    def comments(self, query: Mapping[str, str]) -> Iterator[_Found]:
        """Pages of comments, oldest first, as a moderator sees them (anonymous readers are refused this)."""
        order = {"context": "edit", "order": "asc", "orderby": "date_gmt"}
        for items in self._rest.listing("comments", {**order, **query}):
            yield self._found(items)

    def fate(self, ids: list[str], checks: int) -> _Found:
        """What became of comments no longer listed: their present state, or gone when the site knows no such id."""
        query = {"context": "edit", "status": "any", "include": ",".join(ids), "per_page": str(PER_PAGE)}
        items = self._rest.get("comments", query)
        found = self._found(items if isinstance(items, list) else [])
        present = {record.native_id for record in found.comments}
        absent = [native_id for native_id in ids if native_id not in present][: max(checks, 0)]
        gone = frozenset(native_id for native_id in absent if self._is_gone(native_id))
        return _Found(found.comments, found.posts, found.refused, gone, len(absent))

    def _is_gone(self, native_id: str) -> bool:
        answer = self._rest.call("GET", f"comments/{native_id}", params={"context": "edit"})
        if answer.status == 404:
            return answer.code in _GONE_CODES
        if answer.status not in (200, 401, 403):
            answer.raise_for_status()
        return False

    def _found(self, items: list[Any]) -> _Found:
        records: list[CommentRecord] = []
        refused: list[Refusal] = []
        for number, item in enumerate(items, start=1):
            try:
                records.append(_record(item, self._own))
            except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
                refused.append(_refusal(number, item, error))
        return _Found(tuple(records), self._posts(records), tuple(refused))

    def _posts(self, records: list[CommentRecord]) -> tuple[PostRecord, ...]:
        links = {record.post_native_id: record.permalink.partition("#")[0] for record in records}
        fresh = {native_id: link for native_id, link in links.items() if native_id and native_id not in self._titled}
        self._titled.update(fresh)
        posts = {native_id: PostRecord(native_id, permalink=link) for native_id, link in fresh.items()}
        for kind in ("posts", "pages"):
            unknown = [native_id for native_id in fresh if not posts[native_id].title]
            posts.update((post.native_id, post) for post in self._titles(kind, unknown))
        return tuple(posts.values())

    def _titles(self, kind: str, ids: list[str]) -> list[PostRecord]:
        """Titles are context: a site that hides its posts still has comments to read."""
        if not ids:
            return []
        query = {"include": ",".join(ids), "per_page": str(PER_PAGE), "_fields": "id,title,link,date_gmt"}
        try:
            items = self._rest.get(kind, query)
            return [_post(item) for item in items if str(item["id"]) in ids]
        except (KeyError, TypeError, ValueError, OverflowError):
            logger.warning("titles of %s at %s are not readable", kind, self._rest.host)
        except PlatformError as error:
            if error.kind in (ErrorKind.TRANSIENT, ErrorKind.THROTTLED, ErrorKind.AUTH_EXPIRED):
                raise
            logger.warning("titles of %s at %s are refused: %s", kind, self._rest.host, error.kind)
        return []


def _record(item: Any, own: frozenset[str]) -> CommentRecord:
    """A record of one item. Raises KeyError, TypeError or ValueError when it lacks what a comment must have."""
    content = item["content"]
    rendered = str(content.get("rendered") or content.get("raw") or "")
    author = _id(item.get("author"))
    return CommentRecord(
        native_id=_id(item["id"]) or _fail("id"),
        text=html_to_text(rendered),
        original=str(content.get("raw") or rendered),
        author_name=str(item.get("author_name") or ANONYMOUS),
        posted_at=_utc(item["date_gmt"]),
        # A status some plugin invented is not shown to visitors either.
        status=_STATUS.get(str(item.get("status")), CommentStatus.HELD),
        author_native_id=author,
        parent_native_id=_id(item.get("parent")),
        post_native_id=_id(item.get("post")),
        permalink=str(item.get("link") or ""),
        is_own=author in own,
    )


def _post(item: Any) -> PostRecord:
    title = html_to_text(str(item["title"]["rendered"]))
    return PostRecord(str(item["id"]), title, permalink=str(item.get("link") or ""), posted_at=_utc(item["date_gmt"]))


def _refusal(number: int, item: Any, error: Exception) -> Refusal:
    native_id = item.get("id") if isinstance(item, dict) else None
    where = f"komentar {native_id}" if native_id else f"butir ke-{number}"
    what = error.args[0] if isinstance(error, KeyError) else "isi"
    return Refusal(where, f"Komentar dari situs tidak lengkap atau rusak ({what}).")


def _id(value: Any) -> str | None:
    """A positive id as text, None for 0 or nothing. Raises ValueError for anything else."""
    if value in (None, 0, "0", ""):
        return None
    if isinstance(value, bool) or not str(value).isdecimal():
        raise ValueError("id")
    return str(value)


def _fail(what: str) -> str:
    raise KeyError(what)


def _utc(value: str) -> datetime:
    """WordPress writes ``date_gmt`` without a zone; it is UTC."""
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _zulu(moment: datetime) -> str:
    """A naive time would be read in the site's own zone, so the Z must be there."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
