"""How long a text may be on each platform, as data, and how each platform counts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from responses.guard.kinds import Count
from responses.guard.links import Link

PLATFORMS_FILE = Path(__file__).parent / "platforms.toml"
LINK_WEIGHT = 23
"""Characters of any link on X."""
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points X counts once; every other one counts twice (a sign of several code points counts more than on X)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The longest texts a platform takes, by its own way of counting; 0 is no limit."""

    platform: str
    name: str
    reply: int
    post: int
    count: Count
    source: str

    def longest(self, *, is_reply: bool) -> int:
        """The limit for a reply or for a post."""
        return self.reply if is_reply else self.post

    def overflow(self, text: str, links: tuple[Link, ...], *, is_reply: bool) -> int | None:
        """Where the text passes the limit (a place in ``text``), or None when it fits."""
        longest = self.longest(is_reply=is_reply)
        if not longest:
            return None
        used, skip_to = 0, 0
        starts = {link.span.start: link for link in links} if self.count is Count.WEIGHTED else {}
        for place, character in enumerate(text):
            if place < skip_to:
                continue
            link = starts.get(place)
            used += LINK_WEIGHT if link else self._weight(character)
            skip_to = link.span.end if link else 0
            if used > longest:
                return place
        return None

    def _weight(self, character: str) -> int:
        if self.count is Count.BYTES:
            return len(character.encode("utf-8", "surrogatepass"))
        if self.count is Count.CHARACTERS:
            return 1
        return 1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2


@lru_cache(maxsize=1)
def limits() -> Mapping[str, Limit]:
    """The limits of every platform in the file, by the platform's stored value. Raises ValueError, KeyError."""
    raw = tomllib.loads(PLATFORMS_FILE.read_text("utf-8"))
    return {platform: _limit(platform, entry) for platform, entry in raw.items()}


def _limit(platform: str, entry: Mapping[str, Any]) -> Limit:
    return Limit(platform, entry["name"], entry["reply"], entry["post"], Count(entry["count"]), entry["source"])
