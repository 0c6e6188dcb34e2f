"""The guard's rules as data: what cannot be used is refused by name, and phrases mean what the page says."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.kinds import Platform
from responses.guard.check import check
from responses.guard.checks import CHECKS, Context
from responses.guard.lexicon import Lexicon, match
from responses.guard.office import BadGuardError, OfficeGuard, parse
from responses.guard.platforms import limits
from responses.guard.rules import BadRulesError, book_for, build

RULE: dict[str, Any] = {
    "key": "uji", "title": "Uji", "severity": "block", "message": "Hapus.", "source": "Uji.", "phrases": ["kata"],
}  # fmt: skip


def fits(phrase: str, text: str) -> bool:
    lexicon = Lexicon()
    lexicon.add_class("peserta", ["paslon", "nomor|no urut #"])
    built = lexicon.phrase(phrase)
    words = [lexicon.read(word) for word in text.split()]
    return any(match(built, words, start) is not None for start in range(len(words)))


@pytest.mark.parametrize(
    ("phrase", "fitting", "other"),
    [
        ("pilih paslon", "ayo pilih paslon", "pilih juga paslon"),
        ("pilih ~1 paslon", "pilih saja paslon", "pilih saja dulu paslon"),
        ("pilih+ @peserta", "memilih no urut 3", "memilihara no urut 3"),
        ("pilih yang? benar", "pilih yang benar", "pilih itu benar"),
        ("kami|kita jamin+", "kita menjaminkan", "mereka menjamin"),
        ("dukung+ #", "didukung 12", "didukung 1234"),
        ("lapor+", "pelaporannya", "laporankan"),
    ],
)
def test_a_phrase_fits_what_it_says(phrase: str, fitting: str, other: str):
    assert fits(phrase, fitting)
    assert not fits(phrase, other)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"severity": "mild"}, "mild"),
        ({"message": None}, "missing message"),
        ({"colour": "red"}, "unknown colour"),
        ({"phrases": ["~ kata"]}, "begins with a word"),
        ({"phrases": ["kata @tiada"]}, "tiada"),
        ({"phrases": ["Kata"]}, "small letters"),
        ({"check": "nik"}, "either phrases or a check"),
        ({"during": {"besok": "block"}}, "besok"),
        ({"only": "post"}, "only can be"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_by_name(change: dict[str, Any], reason: str):
    entry = {key: value for key, value in (RULE | change).items() if value is not None}
    with pytest.raises(BadRulesError, match=f"rule 'uji': .*{reason}"):
        build({"words": {}, "rule": [entry]}, OfficeGuard())


def test_two_rules_of_one_key_are_refused():
    with pytest.raises(BadRulesError, match="same key"):
        build({"words": {}, "rule": [RULE, RULE]}, OfficeGuard())


def test_every_check_has_a_rule_and_every_rule_a_check():
    used = {rule.check for rule in book_for(OfficeGuard()).rules if rule.check}
    assert used == set(CHECKS)


def test_every_platform_has_a_limit_with_a_source():
    known = limits()
    assert {platform.value for platform in Platform} <= set(known)
    assert all(one.source and one.name for one in known.values())


def test_the_lists_of_an_office_are_read_as_they_are_written():
    raw = {
        "participants": ["Partai  Bulan"],
        "phones": ["(0274) 123-456"],
        "emails": ["KPU@Gmail.com"],
        "domains": ["A.example"],
    }
    guard = parse(raw)
    assert guard == OfficeGuard(("Partai Bulan",), ("62274123456",), ("kpu@gmail.com",), ("a.example",))
    assert parse(guard.as_dict()) == guard


@pytest.mark.parametrize(
    "raw",
    [
        {"peserta": []}, {"participants": "Partai"}, {"participants": [1]}, {"words": ["..."]}, {"words": ["a\x00b"]},
        {"words": ["a" * 121]}, {"words": [f"kata{n}" for n in range(501)]}, {"phones": ["123"]},
        {"phones": ["٠٨١٢٣٤٥٦٧٨"]},
        {"emails": ["tanpa at"]}, {"domains": ["https://kpu.go.id"]}, {"domains": ["kpu"]},
    ],
)  # fmt: skip
def test_lists_that_cannot_be_used_are_refused(raw: dict[str, Any]):
    with pytest.raises(BadGuardError, match=r"\[guard\]"):
        parse(raw)


def test_a_name_written_oddly_still_counts_as_that_name():
    office = OfficeGuard(participants=("H. Budi-Santoso, S.H.",), words=("Ⓐbjad!",))
    found = {one.rule for one in check("Coblos H Budi Santoso S H besok; abjad.", Context(office=office))}
    assert found == {"ajakan-memilih", "kata-kantor"}
