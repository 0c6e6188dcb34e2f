"""The guard against the table of labelled sentences: what it finds, and what it leaves alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from responses.guard.evaluate import BadExamplesError, Example, evaluate, read_examples
from responses.guard.rules import RULES_FILE

EXAMPLES = Path(__file__).parent / "examples.toml"
PARTS = read_examples(EXAMPLES)
ELSEWHERE = {"kata-kantor", "terlalu-panjang", "tidak-terperiksa"}
"""Rules that need an office's list or a long text; other tests hold them."""


@pytest.mark.parametrize("example", PARTS["tune"], ids=lambda example: example.text[:40])
def test_every_sentence_of_the_tuned_part_is_judged_as_marked(example: Example):
    assert [found for _one, found in evaluate([example]).differing] == []


def test_sentences_never_used_for_tuning_are_judged_nearly_as_well():
    total = evaluate(PARTS["held_out"]).total
    assert total.precision is not None
    assert total.recall is not None
    assert total.precision >= 0.9
    assert total.recall >= 0.9


def test_every_rule_has_a_sentence_and_the_table_is_large_enough():
    keys = {rule["key"] for rule in tomllib.loads(RULES_FILE.read_text("utf-8"))["rule"]}
    wanted = {rule for examples in PARTS.values() for example in examples for rule in example.rules}
    assert keys - wanted == ELSEWHERE
    assert wanted <= keys
    assert sum(map(len, PARTS.values())) >= 120


def test_a_wrong_mark_shows_as_a_difference():
    wrong = Example(PARTS["tune"][0].text, frozenset({"kekerasan"}), PARTS["tune"][0].context)
    outcome = evaluate([wrong])
    assert (outcome.total.missed, outcome.total.recall, len(outcome.differing)) == (1, 0.0, 1)


@pytest.mark.parametrize(
    "content", ["tune = [", 'tune = [{ text = "x" }]', 'tune = [{ text = "x", rules = [], tone = 1 }]']
)
def test_a_labelled_file_that_says_something_else_is_refused(tmp_path: Path, content: str):
    file = tmp_path / "labels.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(BadExamplesError, match=r"labels\.toml"):
        read_examples(file)
