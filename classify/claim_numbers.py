"""Numbers however they are written: "Rp600 ribu", "600rb", "600.000" and "enam ratus ribu" are one number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

UNITS = {
    "puluh": 10, "ratus": 100, "ribu": 10**3, "rb": 10**3, "k": 10**3, "juta": 10**6, "jt": 10**6,
    "miliar": 10**9, "milyar": 10**9, "m": 10**9, "triliun": 10**12, "trilyun": 10**12, "t": 10**12,
}  # fmt: skip
DIGITS = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "setengah": 0.5, "seratus": 100, "seribu": 1000, "sejuta": 10**6,
    "siji": 1, "loro": 2, "telu": 3, "papat": 4, "limo": 5, "pitu": 7, "wolu": 8, "sanga": 9, "sewu": 1000,
    "hiji": 1, "tilu": 3, "opat": 4, "genep": 6, "salapan": 9, "sarebu": 1000, "saratus": 100, "rongatus": 200,
    "telungatus": 300, "cepek": 100, "gopek": 500, "goceng": 5000, "ceban": 10_000, "goban": 50_000, "rong": 2,
}  # fmt: skip
_WRITTEN = re.compile(r"(?:rp)?(\d+)([a-z]*)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text: its plain form and from which to which word (inclusive) it stands."""

    plain: str
    first: int
    last: int


def numbers(words: Sequence[str], joints: Sequence[str]) -> list[Number]:
    """The numbers among the words; ``joints[i]`` is what is written between word i and word i+1."""
    found, at = [], 0
    while at < len(words):
        number = _number(words, joints, at)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.last + 1
    return found


def _number(words: Sequence[str], joints: Sequence[str], first: int) -> Number | None:
    read = _value(words, joints, first)
    if read is None:
        return None
    value, last, unit = read
    while last + 1 < len(words):
        word = words[last + 1]
        if not unit and word in UNITS and (len(word) > 1 or joints[last] == ""):
            value *= UNITS[word]
        elif word == "belas":
            value += 10
        elif value >= 10 and words[last] in _COMPOSING and (part := _smaller(words, joints, last + 1, value)):
            value, last = value + part[0], part[1]
            continue
        else:
            break
        last += 1
    return Number(f"{value:.6g}" if value < 10**6 else f"{value:.0f}", first, last)


_COMPOSING = {"puluh", "ratus", "seratus", "ribu", "seribu", "sarebu", "sewu", "juta", "saratus"}


def _smaller(words: Sequence[str], joints: Sequence[str], first: int, than: float) -> tuple[float, int] | None:
    """The lower part of a number in words: "tiga ratus" after "seribu"."""
    if words[first] not in DIGITS:
        return None
    value, last = float(DIGITS[words[first]]), first
    if last + 1 < len(words) and words[last + 1] in UNITS:
        value, last = value * UNITS[words[last + 1]], last + 1
    return (value, last) if value < than else None


def _value(words: Sequence[str], joints: Sequence[str], at: int) -> tuple[float, int, bool] | None:
    word = words[at]
    if word in DIGITS:
        return float(DIGITS[word]), at, False
    written = _WRITTEN.fullmatch(word[:20])
    if written is None or (written[2] and written[2] not in UNITS):
        return None
    digits, last = written[1], at
    while not written[2] and last + 1 < len(words) and joints[last] in (".", ",") and words[last + 1][:1].isdigit():
        following = _WRITTEN.fullmatch(words[last + 1][:20])
        if following is None or (following[2] and following[2] not in UNITS):
            break
        thousands = len(following[1]) == 3 and "." not in digits
        digits, last, written = digits + ("" if thousands else ".") + following[1], last + 1, following
        if not thousands:
            break
    return float(digits) * UNITS.get(written[2], 1), last, bool(written[2])
