"""Links in a draft, however they are typed, and whether they lead to an official host."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from responses.guard.reading import Folded, Span

OFFICIAL = "go.id"
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]{1,2000}"
    r"|(?<![\w@.%+-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z][a-z0-9-]{1,62}(?![\w@-])(?:[/:?#][^\s<>\"“”]{0,2000})?"
)
_TRAILING = ".,;:!?)]}'’*_"
_HOST_END = re.compile(r"[/?#\\]")
_ENDINGS = """id com net org info biz io me co ly gg app dev link site online xyz top club shop store my us uk sg tv cc
to gl be page web live news cloud click pw tk ml ga cf gq"""
_TOP = frozenset(_ENDINGS.split())
"""Endings by which a bare name with dots is taken for a link; anything after http:// or www. is one anyway."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link: where it stands in the draft and in the folded text, and the host it leads to."""

    span: Span
    folded: Span
    host: str

    def is_official(self, own: Iterable[str]) -> bool:
        """Whether the host lies under go.id or is one of the office's own."""
        return any(self.host == one or self.host.endswith(f".{one}") for one in (OFFICIAL, *own))


def links_in(text: str, folded: Folded) -> tuple[Link, ...]:
    """Every link of the draft, from left to right. Never raises."""
    found = []
    for match in _URL.finditer(folded.text):
        written = match.group().rstrip(_TRAILING)
        if not written or not _is_link(written):
            continue
        place = Span(match.start(), match.start() + len(written))
        span = folded.span(*place)
        # the host is read from the draft itself: a look-alike letter must not pass for the real one
        found.append(Link(span, place, _host(text[span.start : span.end].casefold())))
    return tuple(found)


def without_links(folded: Folded, links: Iterable[Link]) -> str:
    """The folded text with blanks where links stand: their letters are no words."""
    pieces, at = [], 0
    for link in links:
        pieces += [folded.text[at : link.folded.start], " " * (link.folded.end - link.folded.start)]
        at = link.folded.end
    return "".join([*pieces, folded.text[at:]])


def _is_link(written: str) -> bool:
    if written.startswith(("http://", "https://", "www.")):
        return True
    labels = _host(written).split(".")
    return not _TOP.isdisjoint(labels[1:])


def _host(written: str) -> str:
    rest = written.partition("://")[2] if "://" in written else written
    authority = _HOST_END.split(rest, maxsplit=1)[0]
    return authority.rpartition("@")[2].partition(":")[0].strip(".")
