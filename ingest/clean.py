"""Cleaning at the door: what people wrote becomes safe to store and show, and the original stays recoverable."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 10_000
"""Longest cleaned text, in characters."""
MAX_MARKS = 3
"""Combining marks kept on one base character; stacks of more are vandalism, not language."""
_ELLIPSIS = "…"
# Work stays linear on megabytes of junk: nothing beyond this many times the limit is even looked at.
_LOOK_AHEAD = 4

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\u0085\u2028\u2029]")
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_ZERO_WIDTH_RUN = re.compile(f"[{_ZERO_WIDTH}]{{2,}}")
_BLANK_LINES = re.compile("\n{3,}")
_ESCAPED = re.compile("[\\\\\x00\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(\\|0|u[0-9a-f]{4})")


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """Text that is valid UTF-8, free of control and direction tricks, and at most ``limit`` characters long.

    Never raises for any str, and cleaning twice changes nothing.
    """
    if _is_plain(text, limit):
        return text.strip()
    cut = len(text) > limit * _LOOK_AHEAD
    tidy = _tidy(text[: limit * _LOOK_AHEAD])
    if cut or len(tidy) > limit:
        return tidy[: limit - 1].rstrip() + _ELLIPSIS
    return tidy


def clean_line(text: str, limit: int) -> str:
    """``clean`` for names and titles: one line, runs of white space become one space."""
    if _is_plain(text, limit):
        return " ".join(text.split())
    return clean(" ".join(clean(text, limit).split()), limit)


def escape_original(text: str) -> str:
    """Any str as storable text: backslash, NUL and lone surrogates become escapes ``unescape_original`` undoes."""
    return _ESCAPED.sub(_escape, text) if _ESCAPED.search(text) else text


def unescape_original(stored: str) -> str:
    """The exact str that was given to ``escape_original``."""
    return _ESCAPE.sub(_unescape, stored) if "\\" in stored else stored


def _is_plain(text: str, limit: int) -> bool:
    """Nearly every text is: nothing in it needs more than trimming."""
    return len(text) <= limit and text.isascii() and text.isprintable()


def _tidy(text: str) -> str:
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _DROPPED.sub("", _LINE_END.sub("\n", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = _ZERO_WIDTH_RUN.sub(lambda run: run.group()[0], _limit_marks(text))
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def _limit_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        if char < "\u0300":
            marks = 0
        elif unicodedata.category(char)[0] == "M":
            marks += 1
            if marks > MAX_MARKS:
                continue
        elif char not in _ZERO_WIDTH:
            marks = 0
        kept.append(char)
    return "".join(kept)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return {"\\": "\\\\", "\x00": "\\0"}.get(char) or f"\\u{ord(char):04x}"


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    return {"\\": "\\", "0": "\x00"}.get(code) or chr(int(code[1:], 16))
