"""Checking what an office is about to say.

    text -> folded, links taken out, words in sentences -> every rule: phrases or a check -> findings, blocks first

Pure: the same text and context always give the same findings; nothing raises, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from responses.guard.checks import CHECKS, READ, Context, Draft
from responses.guard.kinds import Severity
from responses.guard.lexicon import Phrase, Reading, match
from responses.guard.links import links_in, without_links
from responses.guard.office import OfficeGuard
from responses.guard.reading import Folded, Span, Word, fold, sentences
from responses.guard.rules import Rule, RuleBook, book_for

MAX_SPANS = 20
"""Stretches shown for one rule; more would not tell a person more."""
MAX_TRIED = 200
"""Stretches a rule finds before it stops looking."""
PERSONAL = frozenset({"data-nik", "data-telepon", "data-alamat", "data-email"})
"""The rules about personal data."""
_QUOTED = re.compile(r"“([^“”]{1,2000})”|\"([^\"]{1,2000})\"|«([^«»]{1,2000})»|^>\s?(.{1,2000})$", re.MULTILINE)
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that speaks: how grave it is, what to do, and the stretches of the text it is about."""

    rule: str
    severity: Severity
    title: str
    message: str
    source: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: Sequence[Word]
    readings: Sequence[Reading]


def check(text: str, context: Context) -> tuple[Finding, ...]:
    """What the rules find in a text, those that block first. Never raises for any text."""
    book = book_for(context.office)
    folded = fold(text[:READ])
    links = links_in(text, folded)
    taken_apart = sentences(without_links(folded, links), book.lexicon)
    draft = Draft(text, folded, links, taken_apart)
    read = [_Sentence(words, [book.lexicon.read(word.text) for word in words]) for words in taken_apart]
    quotes = _quotes(folded, context.quoted)
    found = [_finding(rule, spans, context) for rule, spans in _spoken(book, draft, read, quotes, context) if spans]
    return tuple(sorted(found, key=lambda finding: finding.severity is not Severity.BLOCK))


def blocking(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings that keep a text from going on."""
    return tuple(one for one in findings if one.severity is Severity.BLOCK)


def unacknowledged(findings: Sequence[Finding], acknowledged: Collection[str]) -> tuple[Finding, ...]:
    """The findings a person still has to acknowledge, given the rule keys already acknowledged."""
    return tuple(one for one in findings if one.severity is Severity.ACKNOWLEDGE and one.rule not in acknowledged)


def personal_spans(text: str, office: OfficeGuard) -> tuple[Span, ...]:
    """The stretches of a text that are somebody's identity number, telephone, mail address or home."""
    context = Context(office=office)
    return tuple(
        span for finding in check(text, context) if finding.rule in PERSONAL for span in finding.spans
    )  # fmt: skip


def carries_personal_data(text: str, office: OfficeGuard) -> bool:
    """Whether a text holds personal data the office has not published itself."""
    return bool(personal_spans(text, office))


def without_personal_data(text: str, office: OfficeGuard) -> str:
    """The text with every stretch of personal data replaced by an ellipsis."""
    for span in sorted(personal_spans(text, office), reverse=True):
        text = f"{text[: span.start]}…{text[span.end :]}"
    return text


def _spoken(
    book: RuleBook, draft: Draft, read: Sequence[_Sentence], quotes: Sequence[Span], context: Context
) -> Iterator[tuple[Rule, tuple[Span, ...]]]:
    for rule in book.rules:
        if not _applies(rule, context) or (rule.absent and _any(rule.absent, read)):
            continue
        if rule.check:
            yield rule, _few(CHECKS[rule.check](draft, context))
        else:
            outside = (span for span in _phrases(rule, read, draft.folded) if not _inside(span, quotes))
            yield rule, _few(outside)


def _applies(rule: Rule, context: Context) -> bool:
    if rule.verdict_silences and context.has_verdict:
        return False
    return context.stage in rule.stages and (context.is_reply or not rule.replies_only)


def _phrases(rule: Rule, read: Sequence[_Sentence], folded: Folded) -> Iterator[Span]:
    for sentence in read:
        hits = list(_hits(rule.phrases, sentence.readings))
        if not hits:
            continue
        taken_back = list(_hits(rule.unless, sentence.readings)) if rule.unless else []
        for first, end in hits:
            if not any(start < end and first < stop for start, stop in taken_back):
                yield folded.span(sentence.words[first].start, sentence.words[end - 1].end)


def _hits(phrases: Mapping[int, tuple[Phrase, ...]], readings: Sequence[Reading]) -> Iterator[tuple[int, int]]:
    for place, reading in enumerate(readings):
        tried: set[int] = set()
        for lexeme in reading:
            for phrase in phrases.get(lexeme, ()):
                if id(phrase) not in tried and (end := match(phrase, readings, place)) is not None:
                    yield place, end
                tried.add(id(phrase))


def _any(phrases: Mapping[int, tuple[Phrase, ...]], read: Sequence[_Sentence]) -> bool:
    return any(True for sentence in read for _hit in _hits(phrases, sentence.readings))


def _few(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The first stretches, merged where they touch, in the order of the text."""
    merged: list[Span] = []
    for span in sorted(islice(spans, MAX_TRIED)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged[:MAX_SPANS])


def _finding(rule: Rule, spans: tuple[Span, ...], context: Context) -> Finding:
    severity = rule.severity_in(context.stage)
    return Finding(rule.key, severity, rule.title, rule.message, rule.source, spans)


def _quotes(folded: Folded, quoted: str) -> list[Span]:
    """The stretches between quotation marks that are the public's own words."""
    theirs = _plain(fold(quoted).text)
    if not theirs.strip():
        return []
    found = _QUOTED.finditer(folded.text)
    return [folded.span(*one.span()) for one in found if _plain(next(filter(None, one.groups()))) in theirs]


def _plain(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text))} "


def _inside(span: Span, quotes: Sequence[Span]) -> bool:
    return any(one.start <= span.start and span.end <= one.end for one in quotes)
