"""A rules file with a mistake is refused by file and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.examples import read_examples
from classify.normalise import load_normaliser
from classify.rules import BadRulesError, load_rules

GOOD = {
    "key": '"satu"',
    "flag": '"urgent"',
    "patterns": '["kotak ~ dibuka"]',
    "weight": "2.0",
    "sentence": '"Kalimat"',
    "source": '"Sebab"',
}


def rule(**changes: str | None) -> str:
    fields = {**GOOD, **changes}
    return "[[rule]]\n" + "".join(f"{name} = {value}\n" for name, value in fields.items() if value is not None)


def load(folder: Path, *texts: str):
    for number, text in enumerate(texts):
        (folder / f"berkas{number}.toml").write_text(text)
    return load_rules(folder)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"patterns": '["(kotak"]'}, "no regular expression"),
        ({"patterns": '["a*"]'}, "fits every text"),
        ({"patterns": "[]"}, "patterns must not be empty"),
        ({"patterns": '"kotak"'}, "must be a list of texts"),
        ({"unless": '["[z-a]"]'}, "no regular expression"),
        ({"flag": '"mendesak"'}, "unknown flag 'mendesak'"),
        ({"weight": "0"}, "weight must be"),
        ({"weight": "true"}, "weight must be"),
        ({"weight": "nan"}, "weight must be"),
        ({"decisive": '"ya"'}, "decisive must be"),
        ({"sentence": '" "'}, "sentence must be text"),
        ({"source": None}, "missing source"),
        ({"bobot": "1"}, "unknown field bobot"),
    ],
)
def test_a_mistake_is_named_with_file_and_rule(tmp_path: Path, changes: dict[str, str | None], why: str):
    with pytest.raises(BadRulesError, match=rf"berkas0\.toml: rule 'satu': .*{why}"):
        load(tmp_path, rule(**changes))


def test_a_rule_without_a_key_is_named_by_its_number(tmp_path: Path):
    with pytest.raises(BadRulesError, match=r"berkas0\.toml: rule 'number 2': missing key"):
        load(tmp_path, rule() + rule(key=None))


def test_a_key_used_twice_is_refused_across_files(tmp_path: Path):
    with pytest.raises(BadRulesError, match=r"berkas1\.toml: rule 'satu': this key is already used"):
        load(tmp_path, rule(), rule())


@pytest.mark.parametrize("text", ["[[rule]\n", "judul = 1\n", "", 'rule = ["a"]\n'])
def test_a_file_that_holds_no_rules_is_refused(tmp_path: Path, text: str):
    with pytest.raises(BadRulesError, match=r"berkas0\.toml"):
        load(tmp_path, text)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path):
    (tmp_path / "berkas0.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadRulesError, match=r"berkas0\.toml: not readable"):
        load_rules(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path):
    with pytest.raises(BadRulesError, match="no rules file"):
        load_rules(tmp_path)


def test_up_to_four_words_may_stand_in_a_gap_and_only_whole_words_match(tmp_path: Path):
    book, normalise = load(tmp_path, rule()), load_normaliser()
    assert book.hits(normalise("kotak dibuka"))
    assert book.hits(normalise("kotak satu dua tiga empat dibuka"))
    assert not book.hits(normalise("kotak satu dua tiga empat lima dibuka"))
    assert not book.hits(normalise("pekotak dibukakan"))


def test_unless_takes_a_match_back(tmp_path: Path):
    book, normalise = load(tmp_path, rule(unless='["simulasi"]')), load_normaliser()
    assert book.hits(normalise("kotak suara dibuka"))
    assert not book.hits(normalise("simulasi: kotak suara dibuka"))


def test_a_changed_rule_changes_the_digest(tmp_path: Path):
    before = load(tmp_path, rule()).digest
    assert load(tmp_path, rule(weight="3.0")).digest != before


def test_the_words_that_only_save_time_never_hide_a_match():
    """Every trigger word list must be wide enough for its own patterns, shown on the whole corpus."""
    book, normalise = load_rules(), load_normaliser()
    texts = [normalise(text) for text in read_examples().texts]
    hidden = [
        (rule.key, text.text)
        for rule in book.rules
        for text in texts
        if rule.when
        and not any(piece in text.text for piece in rule.when)
        and any(pattern.search(text.text) for pattern in rule.patterns)
        and not any(pattern.search(text.text) for pattern in rule.unless)
    ]
    assert hidden == []
