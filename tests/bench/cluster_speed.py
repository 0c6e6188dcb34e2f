"""How fast comments that say nearly the same are found, how many of them are, and what the memory of them weighs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from classify import run
from classify.alike import THRESHOLD, plain, similarity, sketch
from classify.alike_index import MOST_HEADS, AlikeIndex, Text
from classify.clusters import join
from classify.comparing import WINDOW, Memory, compare
from classify.models import ClusterMember
from classify.normalise import Normaliser, load_normaliser
from ingest.collect import collect
from ingest.db import Database
from ingest.records import CommentRecord
from tests.bench.bench import Bench
from tests.bench.end_to_end import MemorySource
from tests.bench.measure import Result, Spent, spent
from tests.bench.texts import comments
from tests.support.world import make_world

BATCH = 500
REPEATS = 3
LETTERS = "abcdefghijklmnoprstuw"
Edit = Callable[[random.Random, list[str]], list[str]]


def measure(bench: Bench) -> Iterator[Result]:
    """Comparing in memory, storing in a database, memory at the cap, and what is found of copies edited a little."""
    normalise = load_normaliser()
    count = bench.size(20_000, 4_000)
    yield _in_memory("comments as they come", list(comments(count)), normalise)
    yield _in_memory("10,000 copies", ["ayo tolak hasil rekap kecamatan yang curang ini"] * 10_000, normalise)
    yield _stored(bench, normalise, bench.size(10_000, 2_000))
    yield _at_the_cap(bench.size(MOST_HEADS * 3 // 2, 5_000))
    yield from _found(normalise, bench.size(3_000, 500))


def _in_memory(what: str, texts: list[str], normalise: Normaliser) -> Result:
    runs = [spent(lambda: place(AlikeIndex(WINDOW.total_seconds()), texts, normalise)) for _ in range(REPEATS)]
    rates = [len(texts) / run.one_core for run in runs]
    details = {
        "texts": len(texts), "all_runs": ", ".join(f"{rate:.0f}" for rate in rates),
        "per_cpu_second": len(texts) / min(run.cpu for run in runs),
    }  # fmt: skip
    return Result(f"alike in memory, one core, {what}", max(rates), "texts/s", 5_000, True, details=details)


def place(index: AlikeIndex, texts: list[str], normalise: Normaliser, first: int = 1) -> list[int]:
    """Compare texts in batches as the worker does. The head of each that is long enough."""
    heads: list[int] = []
    for start in range(0, len(texts), BATCH):
        plains = [words for text in texts[start : start + BATCH] if (words := plain(text, normalise))]
        for one in sketch(plains):
            number = first + len(heads)
            heads.append(index.place(Text(number, number, 0.0, one)).comment_id)
    return heads


def _stored(bench: Bench, normalise: Normaliser, count: int) -> Result:
    database = bench.sqlite()
    world = make_world(database)
    collect(database, world.account_id, MemorySource(tuple(_records(count))), clock=lambda: datetime.now(UTC))
    memory = Memory(normalise)
    took = _spent_on_all(database, memory)
    with database.read() as session:
        members = session.scalar(select(func.count()).select_from(ClusterMember))
    details = {
        "comments": count, "in_clusters": members, "memory_bytes": memory.nbytes, "per_cpu_second": count / took.cpu
    }  # fmt: skip
    return Result(
        "alike, read, compared and stored, one core, SQLite", count / took.one_core, "comments/s", 3_000, True,
        holds=bool(members), details=details,
    )  # fmt: skip


def _spent_on_all(database: Database, memory: Memory) -> Spent:
    now, batches, after = datetime.now(UTC), [], 0
    with database.read() as session:
        while batch := run.pending(session, limit=BATCH, include_unassessed=False, after=after):
            batches.append(batch)
            after = batch[-1].version_id

    def work() -> None:
        for batch in batches:
            with database.read() as session:
                found = compare(session, memory, batch, now=now)
            with database.write() as session:
                join(session, memory, found)

    return spent(work)


def _records(count: int) -> Iterator[CommentRecord]:
    """One in five is a copy of an earlier one, a little edited."""
    chance, start = random.Random(8), datetime.now(UTC) - timedelta(days=1)
    known = list(comments(count, seed=31))
    for number, new in enumerate(known, start=1):
        text = edited(chance, chance.choice(known[:number])) if chance.random() < 0.2 else new
        author, at = f"Warga {number % 3000}", start + timedelta(seconds=number)
        yield CommentRecord(str(number), text, text, author, at, post_native_id="1")


def _at_the_cap(count: int) -> Result:
    """More heads than are kept, of 110 different 4-grams each."""
    chance, index, most = random.Random(4), AlikeIndex(WINDOW.total_seconds()), 0
    for start in range(1, count, BATCH):
        texts = [" ".join("".join(chance.choices(LETTERS, k=6)) for _ in range(16)) for _ in range(BATCH)]
        for number, one in enumerate(sketch(texts), start=start):
            index.place(Text(number, number, 0.0, one))
        most = max(most, index.nbytes)
    return Result("memory of one office at its cap", most / 1e6, "MB", 60, details={"seen": count, "kept": len(index)})


def _found(normalise: Normaliser, count: int) -> Iterator[Result]:
    """Copies among as many other comments: of all, and of those alike to the head of the comment they copy.

    A copy may be alike to what it copies and not to the head of that: it is left alone, as there are no chains.
    """
    chance, index = random.Random(6), AlikeIndex(WINDOW.total_seconds())
    originals = [text for text in comments(count, seed=12) if plain(text, normalise)]
    heads = [originals[head - 1] for head in place(index, originals, normalise)]
    pairs = [(head, edited(chance, text)) for head, text in zip(heads, originals, strict=True)]
    pairs = [(head, copy) for head, copy in pairs if plain(copy, normalise)]
    first = len(originals) + 1
    found = [head < first for head in place(index, [copy for _, copy in pairs], normalise, first)]
    of_alike = [one for one, (head, copy) in zip(found, pairs, strict=True) if _near(head, copy, normalise)]
    details = {"pairs": len(pairs), "alike_to_the_head": len(of_alike)}
    share = sum(found) / len(found)
    yield Result("copies with one to five small edits that were found", share, "share", 0.9, True, details=details)
    yield Result("of those alike to the head", sum(of_alike) / len(of_alike), "share", 0.99, True)


def _near(left: str, right: str, normalise: Normaliser) -> bool:
    return similarity(left, right, normalise) >= THRESHOLD


def edited(chance: random.Random, text: str) -> str:
    """A copy as people make one: one to five small changes."""
    words = text.split()
    for edit in chance.sample(EDITS, k=chance.randint(1, 5)):
        words = edit(chance, words)
    return " ".join(words)


def _typo(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    word = words[at]
    cut = chance.randrange(len(word))
    return [*words[:at], word[:cut] + chance.choice(LETTERS) + word[cut + 1 :], *words[at + 1 :]]


def _dropped(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    return words[:at] + words[at + 1 :] if len(words) > 1 else words


def _swapped(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    return words[at:] + words[:at]


def _addressed(chance: random.Random, words: list[str]) -> list[str]:
    return [f"@{''.join(chance.choices(LETTERS, k=8))}", *words]


def _linked(chance: random.Random, words: list[str]) -> list[str]:
    return [*words, f"https://{''.join(chance.choices(LETTERS, k=6))}.example/{chance.randrange(10**6)}"]


def _followed(chance: random.Random, words: list[str]) -> list[str]:
    return [
        *words,
        *chance.choice(("tolong dijawab min", "viralkan", "sebarkan ya", "wkwkwk", "🔥🔥🔥", "!!!")).split(),
    ]


def _shouted(_chance: random.Random, words: list[str]) -> list[str]:
    return [word.upper() for word in words]


def _stretched(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], words[at] + words[at][-1] * 4, *words[at + 1 :]]


def _disguised(chance: random.Random, words: list[str]) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], words[at].translate(str.maketrans("aieo", "4130")), *words[at + 1 :]]


def _abbreviated(_chance: random.Random, words: list[str]) -> list[str]:
    short = {"yang": "yg", "tidak": "gak", "sudah": "udh", "belum": "blm", "dengan": "dgn", "kenapa": "knp"}
    return [short.get(word, word) for word in words]


EDITS: tuple[Edit, ...] = (
    _typo, _dropped, _swapped, _addressed, _linked, _followed, _shouted, _stretched, _disguised, _abbreviated,
)  # fmt: skip
