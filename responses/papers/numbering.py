"""Numbers of papers: a pattern per office as data, and a refusal of a pattern that could give a number twice."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from responses.dates import ROMAN
from responses.papers.paper import PaperKind

VARIABLES = ("urut", "kode", "wilayah", "bulan", "bulan_romawi", "tahun")
_NEEDED = ("urut", "kode", "tahun")
"""Without these a number would come back: next year, on another kind of paper, or at once."""
_KEYS = {"pattern", "region", "place", "codes"}
MAX_TEXT = 100

DEFAULT_CODES: Mapping[PaperKind, str] = {
    PaperKind.CONFIRMATION: "HM.03-LKT",
    PaperKind.DISPOSITION: "HM.03-LD",
    PaperKind.FINAL_PREVIEW: "HM.03-ND",
    PaperKind.APPROVAL: "HM.03-LP",
}
"""HM is the code of public relations; ND is the suffix of a nota dinas; the other suffixes are Simak's own."""


class BadPaperSettingsError(ValueError):
    """The ``[papers]`` of an office cannot be used; the message names what and why."""


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """How an office numbers its papers, and where it signs them."""

    pattern: str = "{urut}/{kode}/{bulan_romawi}/{tahun}"
    region: str = ""
    """The region's code in numbers: two digits of a province, four of a kabupaten/kota."""
    place: str = ""
    """The town printed before the date of a signature."""
    codes: Mapping[PaperKind, str] = field(default_factory=lambda: dict(DEFAULT_CODES))

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> PaperSettings:
        """Read ``[papers]`` of an office.toml. Raises BadPaperSettingsError."""
        if unknown := sorted(set(raw) - _KEYS):
            raise BadPaperSettingsError(f"papers: unknown {', '.join(unknown)}; known are {', '.join(sorted(_KEYS))}")
        region = _text(raw, "region")
        default = "{urut}/{kode}/{wilayah}/{bulan_romawi}/{tahun}" if region else cls().pattern
        pattern = _text(raw, "pattern") or default
        _check_pattern(pattern, region)
        return cls(pattern, region, _text(raw, "place"), _codes(raw.get("codes", {})))

    def raw(self) -> dict[str, Any]:
        """What ``parse`` reads back to the same settings."""
        codes = {kind.value: code for kind, code in self.codes.items()}
        return {"pattern": self.pattern, "region": self.region, "place": self.place, "codes": codes}

    def number(self, kind: PaperKind, serial: int, at: datetime, timezone: str) -> str:
        """The printed number of the ``serial``-th paper of this kind in its year."""
        local = at.astimezone(ZoneInfo(timezone))
        return self.pattern.format(
            urut=serial, kode=self.codes[kind], wilayah=self.region, bulan=f"{local.month:02d}",
            bulan_romawi=ROMAN[local.month - 1], tahun=local.year,
        )  # fmt: skip


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str) or len(value) > MAX_TEXT or not value.isprintable():
        raise BadPaperSettingsError(f"papers: {key} must be one line of text, at most {MAX_TEXT} characters")
    return value.strip()


def _check_pattern(pattern: str, region: str) -> None:
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError as error:
        raise BadPaperSettingsError(f"papers: pattern {pattern!r}: {error}") from None
    used = [name for _text_before, name, _spec, _conversion in parts if name is not None]
    if unknown := [name for name in used if name not in VARIABLES]:
        raise BadPaperSettingsError(
            f"papers: pattern {pattern!r}: unknown {{{unknown[0]}}}; known are {', '.join(VARIABLES)}"
        )
    if any(spec or conversion for _text_before, _name, spec, conversion in parts):
        raise BadPaperSettingsError(f"papers: pattern {pattern!r}: a variable is only its name, e.g. {{urut}}")
    if missing := [name for name in _NEEDED if name not in used]:
        raise BadPaperSettingsError(f"papers: pattern {pattern!r}: without {{{missing[0]}}} a number would come back")
    if "wilayah" in used and not region:
        raise BadPaperSettingsError(f"papers: pattern {pattern!r} uses {{wilayah}}, so region must be given")


def _codes(raw: object) -> Mapping[PaperKind, str]:
    known = {kind.value: kind for kind in PaperKind}
    if not isinstance(raw, Mapping) or set(raw) - set(known):
        raise BadPaperSettingsError(f"papers: codes is a table with the keys {', '.join(known)}")
    codes = {**DEFAULT_CODES, **{known[key]: _text(raw, key) for key in raw}}
    if len(set(codes.values())) < len(codes) or not all(codes.values()):
        raise BadPaperSettingsError("papers: every kind of paper needs a code of its own, or numbers would collide")
    return codes
