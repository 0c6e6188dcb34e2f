"""The heads of an office in memory: which earlier comment a new one says nearly the same as, found in microseconds.

Locality-sensitive hashing over the band keys of ``classify.alike``, in arrays that grow by doubling up to a cap; every
candidate is then measured exactly. A comment is compared to heads only, never to one that joined a head: no chains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classify.alike import BANDS, THRESHOLD, Grams, Keys, Sketch, jaccard
from classify.normalise import MAX_CHARACTERS

MOST_HEADS = 60_000
"""Heads kept of one office: with the 4-grams of usual comments 50 MB."""
GRAMS_PER_HEAD = 96
"""4-grams there is room for, per head: about what a comment has. Longer texts push out more heads."""
KEPT = 0.75
"""The share that stays when room is made, so that it is not made again at once."""
_SMALLEST = 256
_LONGEST_CHAIN = 512
"""Heads looked at per band: beyond it a bucket is a flood of half-alike texts, and the newest of it are enough."""
_BAND_NUMBERS = np.arange(BANDS)
_HEAD = np.dtype(
    [
        ("comment", np.int64), ("version", np.int64), ("first", np.float64), ("last", np.float64),
        ("start", np.int32), ("size", np.int32), ("shared", np.bool_),
        ("keys", np.uint32, BANDS), ("next", np.int32, BANDS),
    ]
)  # fmt: skip
"""A head: where its 4-grams begin and how many they are, and per band its key and the head before it in its bucket.
``comment`` is 0 where the head is gone."""


@dataclass(frozen=True, slots=True)
class Text:
    """One version of a comment to be compared; ``written_at`` in seconds since 1970."""

    comment_id: int
    version_id: int
    written_at: float
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Found:
    """The head a comment says nearly the same as (itself where it is one), in which version, and how alike they are."""

    comment_id: int
    version_id: int
    similarity: float


class AlikeIndex:
    """The heads of one office. Not for two threads at once: a worker judges in one.

    ``window`` in seconds: how far a comment may lie from the first and the last one of a cluster to join it.
    """

    def __init__(self, window: float, most_heads: int = MOST_HEADS) -> None:
        self.window = window
        self._most = most_heads
        self._count = self._used = 0
        self._slots: dict[int, int] = {}
        self._heads, self._grams, self._table = _arrays(min(_SMALLEST, most_heads))

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, comment_id: int) -> bool:
        return comment_id in self._slots

    @property
    def nbytes(self) -> int:
        """Memory held, in bytes; of the dictionary of comments an estimate."""
        return self._heads.nbytes + self._grams.nbytes + self._table.nbytes + 120 * len(self._slots)

    def says_the_same(self, text: Text) -> bool:
        """Whether this comment is a head here with the very same 4-grams."""
        slot = self._slots.get(text.comment_id)
        return slot is not None and np.array_equal(self._grams_of(slot), text.sketch.grams)

    def place(self, text: Text) -> Found:
        """The earliest head this text is alike to; without one the text becomes a head itself.

        The earliest, not the most alike: so the same text always finds the same head, whatever came in between.
        A comment that is a head already stays one, with its new version, as long as its text is the same.
        """
        slot = self._slots.get(text.comment_id)
        if slot is not None and self.says_the_same(text):
            self._heads["version"][slot] = text.version_id
            return Found(text.comment_id, text.version_id, 1.0)
        self.forget(text.comment_id)
        found = self._earliest(text)
        if found is None:
            self.add_head(text)
            return Found(text.comment_id, text.version_id, 1.0)
        slot, similarity = found
        head = self._heads[slot]
        head["shared"] = True
        head["first"], head["last"] = min(head["first"], text.written_at), max(head["last"], text.written_at)
        return Found(int(head["comment"]), int(head["version"]), similarity)

    def add_head(self, text: Text, *, until: float | None = None) -> None:
        """Take a comment as a head without comparing it; with ``until`` as one of a cluster that was last seen then."""
        self.forget(text.comment_id)
        self._make_room(text)
        slot, size = self._count, text.sketch.grams.size
        buckets = self._buckets(text.sketch.keys)
        last = text.written_at if until is None else until
        self._heads[slot] = (
            text.comment_id, text.version_id, text.written_at, last, self._used, size, until is not None,
            text.sketch.keys, self._table[_BAND_NUMBERS, buckets],
        )  # fmt: skip
        self._table[_BAND_NUMBERS, buckets] = slot
        self._grams[self._used : self._used + size] = text.sketch.grams
        self._slots[text.comment_id] = slot
        self._count, self._used = slot + 1, self._used + size

    def forget(self, comment_id: int) -> bool:
        """Let a comment be no head any longer; whether it was one and others had joined it."""
        slot = self._slots.pop(comment_id, None)
        if slot is None:
            return False
        self._heads["comment"][slot] = 0
        return bool(self._heads["shared"][slot])

    def _earliest(self, text: Text) -> tuple[int, float] | None:
        for slot in self._candidates(text):
            similarity = jaccard(self._grams_of(slot), text.sketch.grams)
            if similarity >= THRESHOLD:
                return slot, similarity
        return None

    def _candidates(self, text: Text) -> list[int]:
        """Living heads near in time and size that share a band key, the earliest first."""
        slots = self._sharing(text.sketch.keys)
        heads, size, at = self._heads, text.sketch.grams.size, text.written_at
        fits = (heads["size"][slots] >= THRESHOLD * size) & (heads["size"][slots] * THRESHOLD <= size)
        near = (heads["first"][slots] <= at + self.window) & (heads["last"][slots] >= at - self.window)
        slots = slots[fits & near & (heads["comment"][slots] != 0)]
        order: list[int] = slots[np.argsort(heads["version"][slots])].tolist()
        return order

    def _sharing(self, keys: Keys) -> NDArray[np.int32]:
        """Slots with the same key in any band: the chains of all bands are walked at once."""
        bands, slots = _BAND_NUMBERS, self._table[_BAND_NUMBERS, self._buckets(keys)]
        hits = []
        for _ in range(_LONGEST_CHAIN):
            live = slots >= 0
            if not live.any():
                break
            bands, slots = bands[live], slots[live]
            hits.append(slots[self._heads["keys"][slots, bands] == keys[bands]])
            slots = self._heads["next"][slots, bands]
        return np.unique(np.concatenate(hits)) if hits else slots[:0]

    def _buckets(self, keys: Keys) -> NDArray[np.uint32]:
        return keys & np.uint32(self._table.shape[1] - 1)

    def _grams_of(self, slot: int) -> Grams:
        start, size = self._heads["start"][slot], self._heads["size"][slot]
        return self._grams[start : start + size]

    def _make_room(self, text: Text) -> None:
        """Room for one more: what lies behind the window leaves, then the arrays double, then the oldest leave."""
        size, capacity = text.sketch.grams.size, self._heads.size
        if self._count < capacity and self._used + size <= self._grams.size:
            return
        living = np.flatnonzero(self._heads["comment"][: self._count])
        living = living[self._heads["last"][living] >= text.written_at - self.window]
        grams = int(self._heads["size"][living].sum()) + size
        while capacity < self._most and (living.size >= KEPT * capacity or grams > KEPT * _room(capacity)):
            capacity = min(2 * capacity, self._most)
        self._rebuild(self._fitting(living, capacity, KEPT * _room(capacity) - size), capacity)

    def _fitting(self, living: NDArray[np.intp], capacity: int, grams: float) -> NDArray[np.intp]:
        """Those that may stay: heads of clusters before singles, newer before older; in the order they have."""
        heads = self._heads
        ranked = living[np.lexsort((-heads["version"][living], ~heads["shared"][living]))]
        enough = int(np.searchsorted(np.cumsum(heads["size"][ranked]), grams, side="right"))
        return np.sort(ranked[: min(enough, int(KEPT * capacity))])

    def _rebuild(self, kept: NDArray[np.intp], capacity: int) -> None:
        heads, grams = self._heads, self._grams
        if capacity != heads.size:
            self._heads, self._grams, self._table = _arrays(capacity)
        for name in heads.dtype.names or ():  # column by column: a copy of all of them at once would double the memory
            self._heads[name][: kept.size] = heads[name][kept]
        self._count, self._used = kept.size, 0
        columns = (self._heads[name][: self._count].tolist() for name in ("start", "size"))
        for slot, (start, size) in enumerate(zip(*columns, strict=True)):
            self._grams[self._used : self._used + size] = grams[start : start + size]
            self._heads["start"][slot] = self._used
            self._used += size
        self._slots = {comment: slot for slot, comment in enumerate(self._heads["comment"][: self._count].tolist())}
        self._chain()

    def _chain(self) -> None:
        """Fill the buckets anew: each names its newest head, every head the one before it."""
        self._table[:] = -1
        for band in range(BANDS):
            buckets = self._buckets(self._heads["keys"][: self._count, band])
            order = np.argsort(buckets, kind="stable").astype(np.int32)
            again = buckets[order][1:] == buckets[order][:-1]
            self._heads["next"][: self._count, band] = -1
            self._heads["next"][order[1:][again], band] = order[:-1][again]
            self._table[band, buckets[order]] = order


def _arrays(capacity: int) -> tuple[NDArray[np.void], Grams, NDArray[np.int32]]:
    """Heads, their 4-grams, and the buckets of every band: a power of two, so that the low bits of a key name one."""
    buckets = 1 << (capacity - 1).bit_length()
    table = np.full((BANDS, buckets), -1, dtype=np.int32)
    return np.zeros(capacity, dtype=_HEAD), np.zeros(_room(capacity), dtype=np.uint32), table


def _room(capacity: int) -> int:
    """4-grams kept of so many heads; a few of the longest texts always fit."""
    return max(capacity * GRAMS_PER_HEAD, 4 * MAX_CHARACTERS)
