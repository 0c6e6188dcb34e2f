"""How fast a comment is held against 10,000 known claims, and how soon the registry is ready."""

from __future__ import annotations

from collections.abc import Iterator

from classify.claim_match import ClaimIndex, ClaimText
from classify.invented_claims import distractors
from tests.bench.bench import Bench
from tests.bench.measure import Result, percentile, spent, spread
from tests.bench.texts import comments

CLAIMS = 10_000
REPEATS = 3
TOP = 5


def measure(bench: Bench) -> Iterator[Result]:
    """Building, batches, and one comment at a time."""
    claims = [ClaimText(f"c{at}", (text,)) for at, text in enumerate(distractors(CLAIMS, seed=1))]
    built: list[ClaimIndex] = []
    time = spent(lambda: built.append(ClaimIndex(claims)))
    index = built[0]
    yield Result("claims, index of 10,000, one core", time.one_core, "s", 5)
    index.search_many(list(comments(500, seed=99)), TOP)
    yield _batches(index, bench.size(5_000, 1_000))
    yield _singles(index, bench.size(2_000, 300))


def _batches(index: ClaimIndex, count: int) -> Result:
    texts = list(comments(REPEATS * count))
    parts = [texts[start : start + count] for start in range(0, len(texts), count)]
    runs = [spent(lambda part=part: index.search_many(part, TOP)) for part in parts]
    rates = [count / run.one_core for run in runs]
    details = {"comments": count, "claims": len(index), "all_runs": ", ".join(f"{rate:.0f}" for rate in rates)}
    return Result("claims, batch against 10,000, one core", max(rates), "comments/s", 1_000, True, details=details)


def _singles(index: ClaimIndex, count: int) -> Result:
    runs = [spent(lambda text=text: index.search(text, TOP)) for text in comments(count, seed=50)]
    times = [run.wall * 1000 for run in runs]
    by_cpu = percentile([run.cpu * 1000 for run in runs], 0.95)
    details = spread(times) | {"p95_cpu": by_cpu}
    return Result("claims, one comment against 10,000, p95", percentile(times, 0.95), "ms", 5, details=details)
