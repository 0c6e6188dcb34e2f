"""Whatever somebody sends is judged or honestly not judged; nothing makes the classifier fail."""

from __future__ import annotations

import pytest

from classify.assessment import Assessment
from classify.classifier import Classifier, RulesOnly
from classify.kinds import Flag
from classify.scoring import Judge, header_of, judged_rows, no_claims, values_of
from classify.table_rows import Row
from ingest.kinds import AssessState

UNREADABLE = {
    "nothing": "",
    "white space": " \t\r\n\u00a0\u3000",
    "10,000 zero-width characters": "\u200b\u200d" * 5_000,
    "lone surrogates": "\ud83d\ude00\udc80",
    "NUL bytes": "\0\0\0",
    "Arabic": "متى يتم الإعلان عن النتائج؟",
    "Javanese script": "ꦏꦥꦤ꧀ꦥꦼꦔꦸꦩꦸꦩꦤ꧀",
    "Chinese": "选举结果什么时候公布？",
    "Cyrillic": "Когда объявят результаты?",
}
WORDLESS = {
    "one emoji": "😂",
    "a flag of two letters": "🇮🇩",
    "numbers only": "12345 67.890 3/4",
    "punctuation": "?!?!...",
    "a megabyte of digits": "7" * 1_000_000,
    "an emoji of many parts": "👩‍👩‍👧‍👦" * 500,
}
WORDS = {
    "one letter": "a",
    "a megabyte of one letter": "a" * 1_000_000,
    "a megabyte of words": "kapan hasil tps diumumkan min " * 33_334,
    "a megabyte of question marks and a word": "?" * 1_000_000 + "kapan",
    "marks piled on letters": "k" + "\u0301" * 5_000 + "apan?",
    "NUL bytes between letters": "ka\0pan hasil\0nya?",
    "half a pair between words": "kapan \ud83d hasilnya \udc80 min",
    "English": "When will the results be announced?",
    "Tagalog": "Kailan po ilalabas ang resulta?",
    "Latin and Arabic": "kapan النتائج min",
    "zero-width characters between letters": "\u200b".join("kapan hasilnya"),
    "a formula": "=HYPERLINK(\"https://contoh.id\")",
    "a script": "<script>alert(1)</script>",
    "a very long word": "x" * 9_999 + " kapan",
    "right-to-left override": "\u202ekapan hasilnya\u202c",
}  # fmt: skip


def verdict_on(classifier: Classifier, text: str) -> Assessment:
    (verdict,) = classifier.assess([text])
    return verdict


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_nobody_here_can_read_is_said_to_be_so(classifier: Classifier, text: str):
    verdict = verdict_on(classifier, text)
    assert verdict.state is AssessState.UNASSESSED
    assert verdict.reasons[-1].text.startswith("Tidak dapat dinilai: ")


@pytest.mark.parametrize("text", WORDLESS.values(), ids=WORDLESS)
def test_the_model_is_not_asked_about_a_text_without_words(classifier: Classifier, text: str):
    verdict = verdict_on(classifier, text)
    assert verdict.state is AssessState.DONE
    assert {verdict.score(flag).probability for flag in Flag} == {None}
    assert not verdict.urgent.on


@pytest.mark.parametrize("text", WORDS.values(), ids=WORDS)
def test_whatever_has_words_gets_a_verdict(classifier: Classifier, text: str):
    verdict = verdict_on(classifier, text)
    assert verdict.state is AssessState.DONE
    assert all(0 <= (verdict.score(flag).probability or 0) <= 1 for flag in Flag)
    assert all(0 <= start < end <= len(text) for reason in verdict.reasons for start, end in reason.spans)


def test_one_bad_text_changes_nothing_for_its_neighbours(classifier: Classifier):
    good = "kapan hasil seleksi kpps diumumkan?"
    bad = [*UNREADABLE.values(), *(text for text in WORDLESS.values() if len(text) < 10_000)]
    verdicts = classifier.assess([*bad, good, *bad])
    assert verdicts[len(bad)] == verdict_on(classifier, good)


@pytest.mark.parametrize("text", [*UNREADABLE.values(), *WORDLESS.values()], ids=[*UNREADABLE, *WORDLESS])
def test_the_rules_alone_survive_it_too(text: str):
    (verdict,) = RulesOnly.load("tidak ada model.").assess([text])
    assert verdict.state is AssessState.UNASSESSED


def test_a_row_of_any_text_can_be_written(classifier: Classifier):
    judge = Judge(classifier, no_claims, lambda _topic: "")
    texts = [*UNREADABLE.values(), *WORDLESS.values(), *WORDS.values()]
    judged = list(judged_rows([Row(n, (text,)) for n, text in enumerate(texts)], 0, judge))
    assert [one.row.values[0] for one in judged] == texts
    assert all(one.state.startswith("tidak dapat dinilai: ") for one in judged[: len(UNREADABLE)])
    assert {len(values_of(one, explain=True, objects=True)) for one in judged} == {len(header_of(["text"]))}
