"""What is believed of a comment, and why: flags, kind, mood and topic, who corrected what, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from classify.assessment import Reason
from classify.effective import Effective, Head, LabelBasis, standing
from classify.kinds import Flag, Intent, Question, ReasonSource
from classify.models import Verdict
from classify.run import reasons_of
from console.screens import words
from console.screens.marked_component import Mark
from console.screens.pieces import badge, heading, note
from console.screens.reasons_component import Group, Line, show_reasons
from ingest.kinds import AssessState
from responses.divisions import division_of, referral_of
from responses.views.case import CommentView

FLAG_BADGES = {
    Flag.URGENT: (":material/warning:", "red"),
    Flag.HOAX_SUSPECT: (":material/gpp_maybe:", "orange"),
    Flag.NEEDS_RESPONSE: (":material/chat:", "blue"),
    Flag.ABUSIVE: (":material/sentiment_very_dissatisfied:", "orange"),
    Flag.SARA: (":material/diversity_3:", "red"),
    Flag.SPAM: (":material/report:", "gray"),
}
"""Every flag as it is shown, the gravest first; "Perlu dibaca" stands before what only describes the words."""
TO_READ = "Perlu dibaca"
CORRECTED = LabelBasis.CORRECTION.label.lower()
_MANNERS = (Flag.ABUSIVE, Flag.SARA, Flag.SPAM)
_JUDGE_YOURSELF = "Pengklasifikasi belum dapat menilai komentar ini. Nilailah sendiri: baca, lalu putuskan."
_RULES_ONLY = "Hanya aturan yang menilai komentar ini; model tidak dipakai."
_EDITED = "Komentar ini disunting setelah dinilai; alasan di bawah ini menyangkut teks lama. Teks baru segera dinilai."
_OUTWEIGHED = "Yang ditetapkan petugas berlaku. Di bawah ini penilaian Simak sendiri, agar dapat dibandingkan."


def flags(view: CommentView) -> None:
    """What counts now, as icon and words."""
    counts = view.counts
    if counts is None or not (counts.assessed or Flag.NEEDS_RESPONSE in counts.by_person):
        badge("Belum dinilai", ":material/pending:", "gray")
    if counts is None:
        return
    for flag in flags_on(counts, manners=False):
        badge(flag.label, *FLAG_BADGES[flag])
    if counts.to_read:
        badge(TO_READ, ":material/visibility:", "violet")
    for flag in flags_on(counts, manners=True):
        badge(flag.label, *FLAG_BADGES[flag])
    if counts.assessed and not counts.to_read and not any(getattr(counts, flag.value) for flag in Flag):
        badge("Tidak ditandai", ":material/check:", "gray")


def flags_on(counts: Effective, *, manners: bool) -> list[Flag]:
    """The flags that count, the gravest first: what is to be done, or with ``manners`` how it was written."""
    return [flag for flag in FLAG_BADGES if getattr(counts, flag.value) and (flag in _MANNERS) is manners]


def line(view: CommentView) -> None:
    """Kind, mood and topic in one quiet line, each with how sure that is, and what people corrected."""
    if view.verdict is None or view.counts is None:
        return
    if parts := [part for part in _answers(view.verdict, view.counts) if part]:
        note(" · ".join(parts))
    if corrected := _corrected(view):
        note(f"{LabelBasis.CORRECTION.label}: {', '.join(corrected)}.")


def why(view: CommentView, key: str, *, details: bool) -> None:
    """The reasons behind the verdict; ``details`` adds what was not flagged and which model judged."""
    with st.container(key=f"reasons_{key}", gap="xsmall"):
        if details:
            heading("Mengapa ditandai")
        for text in notices(view):
            st.text(text)
        verdict, counts = view.verdict, view.counts
        if verdict is None or counts is None:
            return
        groups = tuple(_groups(verdict, counts, _decisive(view)))
        if not groups and verdict.state is AssessState.DONE:
            note("Tidak ada alasan khusus.")
        foot = _foot(verdict, groups) if details else ()
        if groups or foot:
            show_reasons(groups, foot, key=f"alasan_{key}")


def notices(view: CommentView) -> list[str]:
    """What has to be known before the reasons are read: nobody judged it, no model did, it changed, people decided."""
    if view.verdict is None or view.counts is None:
        return [_JUDGE_YOURSELF]
    found = [_JUDGE_YOURSELF] if view.verdict.state is not AssessState.DONE else []
    if view.verdict.p_needs_response is None:
        own_words = [reason.text for reason in reasons_of(view.verdict) if reason.source is ReasonSource.SYSTEM]
        found += own_words or [_RULES_ONLY]
    if view.judged_anew:
        found.append(_EDITED)
    if _corrected(view):
        found.append(_OUTWEIGHED)
    return found


def marks(view: CommentView) -> tuple[Mark, ...]:
    """Where the words stand that the flags rest on: what rules found, then single words of the model."""
    if view.verdict is None or view.counts is None or view.judged_anew:
        return ()
    shown = [reason for reason in reasons_of(view.verdict) if getattr(view.counts, reason.flag.value)]
    order = list(FLAG_BADGES)
    shown.sort(key=lambda reason: (reason.source is not ReasonSource.RULE, order.index(reason.flag)))
    return tuple(_mark(reason, start, end) for reason in shown for start, end in reason.spans)


def _mark(reason: Reason, start: int, end: int) -> Mark:
    kind = reason.flag.value if reason.source is ReasonSource.RULE else f"{reason.flag.value} word"
    return Mark(start, end, kind, f"{reason.flag.label} · {reason.source.label}")


def _answers(verdict: Verdict, counts: Effective) -> Iterator[str]:
    by = counts.by_person
    if counts.intent:
        kind = "lainnya" if counts.intent is Intent.NONE else counts.intent.label
        yield _answer(Question.INTENT, kind, verdict.p_intent, by)
    if counts.sentiment:
        yield _answer(Question.SENTIMENT, counts.sentiment.label, verdict.p_sentiment, by)
    if counts.topic or verdict.p_topic is not None or Question.TOPIC in by:
        yield _answer(Question.TOPIC, _topic(counts), verdict.p_topic, by)


def _answer(question: Question, value: str, probability: float | None, by: frozenset[Head]) -> str:
    how = CORRECTED if question in by else words.sure(probability)
    return f"{question.label}: {value}{f' ({how})' if how else ''}"


def _topic(counts: Effective) -> str:
    if counts.topic is None:
        return "di luar daftar topik"
    if outside := referral_of(counts.topic):
        return f"{counts.topic.label} → di luar KPU: {outside.name}, {outside.where}"
    division = division_of(counts.topic)
    return f"{counts.topic.label} → {division.label}" if division else counts.topic.label


def _corrected(view: CommentView) -> list[str]:
    """What people corrected of the flags, in words. What follows from an outcome is said beside the reasons."""
    said = {head: label for head, label in standing(view.labels).items() if label.basis == LabelBasis.CORRECTION}
    found = [(flag, said[flag]) for flag in FLAG_BADGES if flag in said]
    return [_inside(flag) if label.value == "1" else f"bukan {_inside(flag)}" for flag, label in found]


def _inside(flag: Flag) -> str:
    """Its name inside a sentence."""
    return flag.label[0].lower() + flag.label[1:]


def _decisive(view: CommentView) -> dict[Flag, str]:
    """Who decided a flag instead of the model."""
    return {head: LabelBasis(said.basis).label.lower() for head, said in standing(view.labels).items()
            if isinstance(head, Flag)}  # fmt: skip


def _groups(verdict: Verdict, counts: Effective, decided: dict[Flag, str]) -> Iterator[Group]:
    reasons = [
        reason for reason in reasons_of(verdict)
        if reason.source is not ReasonSource.SYSTEM or verdict.p_needs_response is not None
    ]  # fmt: skip
    for flag in sorted(FLAG_BADGES, key=lambda flag: not getattr(counts, flag.value)):
        if own := tuple(_line(reason) for reason in reasons if reason.flag is flag):
            on = getattr(counts, flag.value)
            sure = decided.get(flag) or (words.sure(_probability(verdict, flag)) if on else "tidak ditandai")
            yield Group(flag.value if on else "off", flag.label, sure, own)


def _line(reason: Reason) -> Line:
    """The reason, without the name of its source where it begins with it."""
    text = reason.text.removeprefix(f"{reason.source.label} ")
    return Line(reason.source.label, text, reason.terms)


def _foot(verdict: Verdict, groups: Sequence[Group]) -> tuple[str, ...]:
    shown = {group.label for group in groups}
    rest = [(flag, _probability(verdict, flag)) for flag in FLAG_BADGES if flag.label not in shown]
    told = [f"{_inside(flag)} {probability:.0%}" for flag, probability in rest if probability is not None]
    unmarked = (f"Tanpa alasan tersendiri, dengan peluangnya: {', '.join(told)}.",) if told else ()
    return (*unmarked, f"Dinilai oleh {verdict.model_version}")


def _probability(verdict: Verdict, flag: Flag) -> float | None:
    found: float | None = getattr(verdict, f"p_{flag.value}")
    return found
