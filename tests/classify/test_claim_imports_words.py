"""Published verdicts in many words, and the claims that come with Simak."""

from __future__ import annotations

import tomllib

import pytest

from classify.claims.seed import SEED_FILE, seed_claims
from classify.claims.verdicts import VERDICTS_FILE, grade, known, plain
from classify.kinds import ClaimVerdict

CLAIMS = seed_claims()


@pytest.mark.parametrize(
    ("published", "verdict"),
    [
        ("HOAKS!", ClaimVerdict.SALAH), ("Tidak Benar", ClaimVerdict.SALAH), ("Benar", ClaimVerdict.BENAR),
        ("Salah & Menyesatkan", ClaimVerdict.SALAH), ("Salah (False)", ClaimVerdict.SALAH),
        ("Sebagian  benar", ClaimVerdict.SEBAGIAN_BENAR), ("Mostly False", ClaimVerdict.MENYESATKAN),
        ("Konten yang dimanipulasi", ClaimVerdict.SALAH), ("Tidak Terbukti", ClaimVerdict.BELUM_TERBUKTI),
        ("", ClaimVerdict.BELUM_TERBUKTI),
    ],
)  # fmt: skip
def test_published_words_are_graded(published: str, verdict: ClaimVerdict):
    assert grade(published).verdict is verdict
    assert grade(published).remark == ""


@pytest.mark.parametrize("published", ["Mbuh", "Benar / Salah", "tidak", "salahkan admin"])
def test_a_word_that_is_unknown_or_says_two_things_is_unproven_and_named(published: str):
    assert grade(published).verdict is ClaimVerdict.BELUM_TERBUKTI
    assert published in grade(published).remark


def test_no_word_stands_under_two_verdicts():
    table = tomllib.loads(VERDICTS_FILE.read_text("utf-8"))["verdicts"]
    written = [plain(word) for words in table.values() for word in words]
    assert sorted(set(written)) == sorted(written)
    assert set(table) == {verdict.value for verdict in ClaimVerdict}


def test_there_are_enough_claims_each_with_a_key_of_its_own_and_ways_to_say_it():
    assert len(CLAIMS) >= 70
    assert len({claim.key for claim in CLAIMS}) == len({plain(claim.text) for claim in CLAIMS}) == len(CLAIMS)
    assert all(1 <= len(claim.wordings) <= 3 for claim in CLAIMS)


def test_every_grade_follows_from_the_published_word_and_what_nobody_published_is_unproven_with_a_note():
    notes = {entry["key"]: entry.get("note", "") for entry in tomllib.loads(SEED_FILE.read_text("utf-8"))["claim"]}
    for claim in CLAIMS:
        if claim.verdict_published:
            assert known(claim.verdict_published) is claim.verdict, claim.key
            assert claim.publisher, claim.key
        else:
            assert claim.verdict is ClaimVerdict.BELUM_TERBUKTI, claim.key
            assert notes[claim.key], claim.key


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("11", ClaimVerdict.SEBAGIAN_BENAR), ("13", ClaimVerdict.SEBAGIAN_BENAR), ("21", ClaimVerdict.SEBAGIAN_BENAR),
        ("22", ClaimVerdict.BENAR), ("33", ClaimVerdict.BENAR), ("74", ClaimVerdict.SEBAGIAN_BENAR),
        ("87", ClaimVerdict.BENAR),
    ],
)  # fmt: skip
def test_what_was_true_is_not_called_a_hoax(number: str, verdict: ClaimVerdict):
    assert [claim.verdict for claim in CLAIMS if claim.key.startswith(f"simak-{number}-")] == [verdict]


def test_the_claims_name_nobody_and_point_only_at_known_places():
    hosts = ("https://cekfakta.tempo.co/", "https://sahih.ldii-bali.org/")
    assert all(not claim.url or claim.url.startswith(hosts) for claim in CLAIMS)
    assert all(not claim.clarification for claim in CLAIMS)
