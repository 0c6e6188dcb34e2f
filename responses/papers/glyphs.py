"""Signs the printing fonts do not have are written out in words, so that no reader meets an empty box.

The PDF uses only the fonts that come with typst: the same paper looks the same on every machine. They draw Latin,
Arabic, Greek, Cyrillic and many symbols, but neither pictures (emoji) nor Chinese, Japanese or Korean signs.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

_DRAWN = (
    (0x20, 0x7E), (0xA0, 0x4FF), (0x5D0, 0x5EA), (0x60C, 0x60C), (0x61B, 0x61B), (0x61F, 0x61F), (0x621, 0x63A),
    (0x640, 0x655), (0x660, 0x66D), (0x6F0, 0x6F9), (0x1E00, 0x1EFF), (0x200B, 0x200F), (0x2010, 0x2027),
    (0x202F, 0x2040), (0x2044, 0x2052), (0x2070, 0x2071), (0x2074, 0x208E), (0x20A0, 0x20BF), (0x2100, 0x211E),
    (0x2122, 0x2122), (0x2126, 0x2151), (0x2153, 0x2184), (0x2190, 0x23FF), (0x2460, 0x2606), (0x2609, 0x262F),
    (0x2638, 0x268B), (0x2690, 0x269C), (0x26A0, 0x26A7), (0x26AA, 0x26AF), (0x2701, 0x2704), (0x2706, 0x2709),
    (0x270C, 0x2714), (0x2717, 0x2726), (0x272A, 0x274B), (0x2761, 0x277F), (0x2798, 0x27AF), (0x27B1, 0x2B73),
    (0xFE70, 0xFE74), (0xFE76, 0xFEFC), (0xFFFD, 0xFFFD), (0x1D400, 0x1D454), (0x1D456, 0x1D49C), (0x1D7CE, 0x1D7FF),
)  # fmt: skip
"""Measured: every assigned character in these ranges is drawn by typst 0.15's own fonts (a test looks again)."""
_DRESS = frozenset(range(0xFE00, 0xFE10)) | frozenset(range(0x1F3FB, 0x1F400)) | {0x200D, 0x20E3}
"""Variation selectors, skin tones, joiners: they change how a picture looks, not what it is."""
_FLAG_A = 0x1F1E6


def drawn(character: str) -> bool:
    """Whether the printing fonts have this character."""
    code = ord(character)
    return character in "\n\t" or any(first <= code <= last for first, last in _DRAWN)


def printable(text: str) -> str:
    """The text with what cannot be drawn written out: ``[2 × FOLDED HANDS]``. Everything else stays as it is."""
    plain = _undressed(text.replace("\r\n", "\n").replace("\r", "\n"))
    runs = ((can, list(run)) for can, run in groupby(plain, key=drawn))
    return "".join("".join(run) if can else _written_out(run) for can, run in runs)


def _undressed(text: str) -> str:
    """Without what dresses a picture, where a picture goes before."""
    kept: list[str] = []
    for character in text:
        if ord(character) in _DRESS and kept and not kept[-1].isspace() and not kept[-1].isalpha():
            continue
        kept.append(character)
    return "".join(kept)


def _written_out(run: list[str]) -> str:
    counted = ((name, len(list(same))) for name, same in groupby(_names(run)))
    return "".join(f"[{count} × {name}]" if count > 1 else f"[{name}]" for name, count in counted)


def _names(run: list[str]) -> list[str]:
    names, index = [], 0
    while index < len(run):
        flag = "".join(_flag_letter(character) for character in run[index : index + 2])
        if len(flag) == 2:
            names.append(f"bendera {flag}")
            index += 2
        else:
            names.append(unicodedata.name(run[index], f"U+{ord(run[index]):04X}"))
            index += 1
    return names


def _flag_letter(character: str) -> str:
    offset = ord(character) - _FLAG_A
    return chr(ord("A") + offset) if 0 <= offset < 26 else ""
