"""How fast comments are judged, every flag with its reasons."""

from __future__ import annotations

from collections.abc import Iterator

from classify.classifier import Classifier
from tests.bench.bench import Bench
from tests.bench.measure import Result, Spent, percentile, spent, spread
from tests.bench.texts import comments

REPEATS = 3


def measure(bench: Bench) -> Iterator[Result]:
    """Batches, and one comment at a time."""
    classifier, count = bench.classifier, bench.size(10_000, 2_000)
    classifier.assess(list(comments(500, seed=99)))
    texts = list(comments(REPEATS * count))
    runs = [_batch(classifier, texts[start : start + count]) for start in range(0, len(texts), count)]
    rates = [count / run.one_core for run in runs]
    details = {
        "comments": count, "characters_each": sum(map(len, texts)) / len(texts),
        "all_runs": ", ".join(f"{rate:.0f}" for rate in rates),
        "per_cpu_second": count / min(run.cpu for run in runs),
    }  # fmt: skip
    yield Result(
        "classify, all flags with reasons, batch, one core", max(rates), "comments/s", 2_000, True, details=details
    )
    singles = [_batch(classifier, [text]) for text in comments(bench.size(3_000, 500), seed=50)]
    times = [run.wall * 1000 for run in singles]
    by_cpu = percentile([run.cpu * 1000 for run in singles], 0.95)
    yield Result(
        "classify, one comment, p95", percentile(times, 0.95), "ms", 3, details=spread(times) | {"p95_cpu": by_cpu}
    )


def _batch(classifier: Classifier, texts: list[str]) -> Spent:
    return spent(lambda: classifier.assess(texts))
