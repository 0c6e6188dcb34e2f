"""HTML of a comment to the text a reader of the page would see."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag

MAX_HTML = 200_000
"""Characters of markup that are parsed; no platform allows a comment of this length."""
_INVISIBLE = frozenset({"script", "style", "template", "noscript", "head", "title", "textarea"})
_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article"}
)
_LINES = frozenset({"li", "tr", "dt", "dd"})
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINES = re.compile("\n{3,}")
_STRAY = re.compile(r"<(?![a-zA-Z/][^<>]*>)")


def html_to_text(markup: str) -> str:
    """Plain text: paragraphs and line breaks kept, entities decoded, scripts and styles left out. Never raises."""
    markup = markup[:MAX_HTML]
    if "<" not in markup:
        return html.unescape(markup).strip()
    # The wrapping element keeps the parser from guessing that the comment is a file name or XML.
    return _join(_pieces(BeautifulSoup(f"<div>{_closed(markup)}", "html.parser")))


def _closed(markup: str) -> str:
    """Markup without comments and with every ``<`` that opens no tag escaped.

    The standard parser starts again at each unclosed bracket: quadratic, minutes for one hostile comment.
    """
    kept: list[str] = []
    while (start := markup.find("<!--")) >= 0 and (end := markup.find("-->", start + 4)) >= 0:
        kept.append(markup[:start])
        markup = markup[end + 3 :]
    return _STRAY.sub("&lt;", "".join(kept) + markup)


def _pieces(soup: BeautifulSoup) -> Iterator[str]:
    """Text pieces and line breaks in reading order; a stack instead of recursion, for markup nested without end."""
    stack: list[PageElement | str] = [soup]
    while stack:
        node = stack.pop()
        if isinstance(node, PreformattedString):
            continue
        if isinstance(node, NavigableString):
            yield _SPACES.sub(" ", node)
        elif isinstance(node, str):
            yield node
        elif isinstance(node, Tag) and node.name not in _INVISIBLE:
            stack.extend(reversed(_opened(node)))


def _opened(node: Tag) -> list[PageElement | str]:
    if node.name == "br":
        return ["\n", *node.contents]
    if node.name == "img":
        return [str(node.get("alt", ""))]
    around = "\n\n" if node.name in _BLOCKS else "\n" if node.name in _LINES else ""
    return [around, *node.contents, around]


def _join(pieces: Iterator[str]) -> str:
    text = "".join(pieces)
    lines = "\n".join(line.strip(" ") for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()
