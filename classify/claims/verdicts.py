"""Published verdicts in many words and numbers -> the five grades of the registry. The words are data."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classify.errors import ClassifierError
from classify.kinds import ClaimVerdict

VERDICTS_FILE = Path(__file__).parent / "verdicts.toml"
MAX_PUBLISHED = 200
"""Characters of a verdict in the publisher's own word."""
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[/,;:|()\[\]]|\s[-–—]\s")
_STEPS = ((0.125, ClaimVerdict.SALAH), (0.375, ClaimVerdict.MENYESATKAN), (0.875, ClaimVerdict.SEBAGIAN_BENAR))
"""Upper ends between worst (0) and best (1): of five steps 1 is false, 2 mostly false, 3 and 4 partly true, 5 true."""


@dataclass(frozen=True, slots=True)
class Words:
    """The table: verdicts by phrase, what titles begin with, and what is no claim."""

    verdicts: Mapping[str, ClaimVerdict]
    prefixes: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade, and a remark (Indonesian) where the published verdict could not be understood."""

    verdict: ClaimVerdict
    remark: str = ""


@cache
def words() -> Words:
    """The table that comes with Simak. Raises ClassifierError when the file is damaged."""
    try:
        raw = tomllib.loads(VERDICTS_FILE.read_text("utf-8"))
        titles = raw["titles"]
        graded = {plain(word): ClaimVerdict(name) for name, found in raw["verdicts"].items() for word in found}
        return Words(graded, frozenset(map(plain, titles["prefixes"])), frozenset(map(plain, titles["other"])))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ClassifierError(f"{VERDICTS_FILE.name} rusak ({error}). Pasang ulang Simak.") from error


def plain(phrase: str) -> str:
    """Lower case words with single blanks; ``&`` is read as "dan"."""
    return " ".join(_WORD.findall(phrase.replace("&", " dan ").casefold()))


def known(phrase: str) -> ClaimVerdict | None:
    """The grade of exactly this phrase, or of its parts when all that are known agree; None for an unknown one."""
    table = words().verdicts
    if plain(phrase) in table:
        return table[plain(phrase)]
    parts = {table[plain(part)] for part in _PARTS.split(phrase[:MAX_PUBLISHED]) if plain(part) in table}
    return parts.pop() if len(parts) == 1 else None


def grade(phrase: str) -> Graded:
    """The grade of a published verdict. An unknown one is unproven, and the remark says so; none at all is unproven."""
    found = known(phrase)
    if found is not None or not phrase.strip():
        return Graded(found or ClaimVerdict.BELUM_TERBUKTI)
    return Graded(ClaimVerdict.BELUM_TERBUKTI, f"Putusan “{phrase[:60]}” tidak dikenal; dicatat belum terbukti.")


def grade_number(value: float, worst: float, best: float) -> Graded:
    """The grade of a rating between ``worst`` and ``best``; one outside of them is unproven, with a remark."""
    if not (all(map(math.isfinite, (value, worst, best))) and worst < best and worst <= value <= best):
        said = f"Nilai {value:g} di luar skala {worst:g} sampai {best:g}"
        return Graded(ClaimVerdict.BELUM_TERBUKTI, f"{said}; dicatat belum terbukti.")
    place = (value - worst) / (best - worst)
    return Graded(next((verdict for end, verdict in _STEPS if place <= end), ClaimVerdict.BENAR))
