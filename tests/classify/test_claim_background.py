"""How common a word is where nobody speaks of a claim: what makes a score mean the same in every registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify import claim_background
from classify.claim_background import Background, count, load_background, rarity, write
from classify.claim_match import ClaimIndex, ClaimText, default_reader


def test_words_are_counted_once_a_comment_and_single_ones_are_left_out():
    counted = count(["TPS tutup, tps sepi", "tps buka", "gudang"], default_reader())
    assert counted == Background(3, {"tps": 2})


def test_counts_come_back_as_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    counted = Background(7, {"tps": 5, "#1": 2})
    write(counted, tmp_path / "counts.csv")
    monkeypatch.setattr(claim_background, "COUNT_FILE", tmp_path / "counts.csv")
    assert load_background.__wrapped__() == counted


@pytest.mark.parametrize("text", ["root,comments\ntps,viel\n", "root,comments\ntps,3\n", "tps\n3\n"])
def test_a_damaged_table_is_refused_by_name(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8")
    monkeypatch.setattr(claim_background, "COUNT_FILE", tmp_path / "counts.csv")
    with pytest.raises(ValueError, match=r"counts\.csv"):
        load_background.__wrapped__()


def test_the_table_that_comes_with_simak_knows_what_the_public_speaks_of():
    background = load_background()
    assert background.texts > 5000
    assert background.counts["tps"] > background.counts["gudang"] > background.counts.get("kontainer", 0)


def test_a_meaning_is_as_common_as_its_words_and_a_phrase_as_its_rarest():
    background = Background(100, {"surat": 30, "suara": 40, "kertas": 5})
    assert background.meaning([("surat", "suara"), ("kertas",)]) == 35
    assert background.meaning([("suara",), ("surat",), ("kertas",), ("suara",)]) == 100
    assert background.meaning([("tak", "dikenal")]) == 0


def test_letters_are_as_common_as_the_words_that_have_them():
    letters = Background(10, {"suara": 4, "suar": 3, "#123": 9}).letters
    assert (letters["uar"], letters["ara"]) == (7, 4)
    assert "123" not in letters


def test_the_rarer_a_word_the_more_it_weighs():
    never, seldom, always = rarity([0, 10, 5000], 5000, 1.25).tolist()
    assert never > seldom > always > 0


def test_what_a_registry_of_one_shares_is_weighed_by_how_the_public_speaks():
    claim = [ClaimText("a", ("kontainer suara",))]
    common = Background(1000, {"suara": 900, "kontainer": 1})
    index = ClaimIndex(claim, background=common)
    rare, frequent = index.search("kontainer", 1)[0], index.search("suara", 1)[0]
    assert rare.evidence > frequent.evidence
    assert rare.score > frequent.score
