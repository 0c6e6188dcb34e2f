"""Writing as the public types it -> plain words for rules and model, each word still knowing where it stood."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

MAX_CHARACTERS = 10_000
SLANG_FILE = Path(__file__).parent / "rules" / "slang.toml"

_LEET = str.maketrans("013457@$", "oieastas")
_INVISIBLE = re.compile(
    "[\ud800-\udfff\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TOKEN = re.compile(r"[^\W_]+(?:[@$][^\W_]+)*|[?!]|[\u2600-\u27bf\U0001f300-\U0001faff]")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED_WORD = re.compile(r"([a-z]{3,})2(?:an|nya|in)?")
_DISGUISED = re.compile(r"[a-z]+[0-9@$]+[a-z]|^[0-9][a-z]+[0-9]")
_AMOUNT = re.compile(r"\d+[a-z]+|[a-z]+\d+")


@dataclass(frozen=True, slots=True)
class Context:
    """How a word of two meanings is read: ``becomes`` when one of the neighbours is there."""

    word: str
    becomes: str
    next: frozenset[str]
    previous: frozenset[str]
    near: frozenset[str]

    def applies(self, words: Sequence[str], at: int) -> bool:
        """Whether the neighbours of ``words[at]`` give it the second meaning."""
        if at + 1 < len(words) and words[at + 1] in self.next:
            return True
        return (at > 0 and words[at - 1] in self.previous) or not self.near.isdisjoint(words)


@dataclass(frozen=True)
class Normalised:
    """One text made plain: ``words`` joined by single blanks are ``text``; ``spans`` point into ``clean``."""

    clean: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    keeps_places: bool = False
    """Whether a place in ``clean`` is the same place in the text as it was given."""

    @cached_property
    def text(self) -> str:
        """The normalised words, one blank between two."""
        return " ".join(self.words)

    @property
    def has_words(self) -> bool:
        """Whether there is a Latin letter anywhere, the only script rules and model can read."""
        return any(_LATIN.search(word) for word in self.words)

    @property
    def has_foreign_letters(self) -> bool:
        """Whether there are letters, but of another script than Latin."""
        return not self.has_words and any(character.isalpha() for word in self.words for character in word)

    def term(self, start: int, end: int) -> str:
        """The writer's own words for the stretch ``text[start:end]``."""
        first, last = self.place(start, end)
        return " ".join(self.clean[first:last].split())

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the stretch ``text[start:end]`` stands in ``clean``."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return self.spans[first][0], self.spans[last][1]

    def word(self, at: int) -> str:
        """The writer's own spelling of the normalised word at position ``at``."""
        start, end = self.spans[at]
        return self.clean[start:end]

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word) + 1
        return starts


class Normaliser:
    """Lower case, invisible marks dropped, repeats squeezed, slang and leetspeak undone."""

    def __init__(self, slang: Mapping[str, str], contexts: Sequence[Context] = ()) -> None:
        self._slang = dict(slang)
        self._contexts = {context.word: context for context in contexts}
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, text: str) -> Normalised:
        """Normalise one text of any kind; never raises. Only the first 10,000 visible characters are read."""
        clean = _clean(text)
        words: list[str] = []
        spans: list[tuple[int, int]] = []
        for start, end, token in _tokens(clean):
            for word in self._forms(token):
                words.append(word)
                spans.append((start, end))
        if not self._contexts.keys().isdisjoint(words):
            self._decide_meanings(words)
        return Normalised(clean, tuple(words), tuple(spans), keeps_places=clean == text[:MAX_CHARACTERS])

    def _decide_meanings(self, words: list[str]) -> None:
        for at, word in enumerate(words):
            context = self._contexts.get(word)
            if context is not None and context.applies(words, at):
                # one token stays one word, so that the spans keep fitting
                words[at] = context.becomes.replace(" ", "_")

    def _forms(self, token: str) -> tuple[str, ...]:
        known = self._known.get(token)
        if known is None:
            if len(self._known) > 200_000:
                self._known.clear()
            known = self._known[token] = self._work_out(token.lower())
        return known

    def _work_out(self, token: str) -> tuple[str, ...]:
        for form in (token, *_simpler(token)):
            if form in self._slang:
                return tuple(self._slang[form].split())
        return ((*_simpler(token), token)[0][:60],)


def _simpler(token: str) -> list[str]:
    """The token with repeats squeezed, a doubled word halved and leetspeak undone, as far as any of it fits."""
    form = _REPEATED.sub(r"\1", token)
    doubled = _DOUBLED_WORD.fullmatch(form)
    if doubled:
        form = doubled.group(1)
    elif _DISGUISED.search(form) and not _AMOUNT.fullmatch(form):
        form = form.translate(_LEET)
    return [form] if form != token else []


def _clean(text: str) -> str:
    text = _CONTROL.sub(" ", text[: MAX_CHARACTERS * 4])
    if text.isascii():
        return text[:MAX_CHARACTERS]
    # NFKD also undoes the mathematical alphabets gambling spam hides in; marks piled on letters go with it
    decomposed = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    kept = "".join(character for character in decomposed if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", kept)[:MAX_CHARACTERS]


def _tokens(clean: str) -> list[tuple[int, int, str]]:
    tokens = [(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(clean)]
    if sum(end - start == 1 for start, end, _ in tokens) < 3:
        return tokens
    return _joined(tokens)


def _joined(tokens: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Letters written apart to hide a word ("g a c o r") become that word."""
    result: list[tuple[int, int, str]] = []
    run: list[tuple[int, int, str]] = []
    for token in [*tokens, (0, 0, "")]:
        if len(token[2]) == 1 and token[2].isalpha():
            run.append(token)
            continue
        if len(run) >= 3:
            run = [(run[0][0], run[-1][1], "".join(letter for _, _, letter in run))]
        result += run
        run = []
        if token[2]:
            result.append(token)
    return result


@lru_cache(maxsize=4)
def load_normaliser(path: Path = SLANG_FILE) -> Normaliser:
    """The normaliser with the project's slang table, one for all who ask: it remembers the words it has met.

    Raises ValueError naming a word that is given twice.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    slang: dict[str, str] = {}
    for formal, spellings in data["words"].items():
        for spelling in spellings:
            if spelling in slang:
                raise ValueError(f"{path.name}: '{spelling}' is given for '{slang[spelling]}' and for '{formal}'")
            slang[spelling] = formal
    return Normaliser(slang, [_context(entry) for entry in data.get("context", [])])


def _context(entry: Mapping[str, Any]) -> Context:
    return Context(
        word=entry["word"],
        becomes=entry["becomes"],
        next=frozenset(entry.get("next", ())),
        previous=frozenset(entry.get("previous", ())),
        near=frozenset(entry.get("near", ())),
    )
