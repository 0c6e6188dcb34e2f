"""Every text gets a verdict or an honest "cannot be judged", with reasons."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.classifier import Assessor, Classifier, RulesOnly, UnavailableClassifier
from classify.kinds import Flag, ReasonSource
from ingest.kinds import AssessState


@pytest.mark.parametrize(
    "text", ["", "   \n\t", "\u200b" * 10_000, "\ud800", "\u202e\u202c", "\ufeff", "\x00", "مرحبا", "你好 选举"]
)
def test_what_cannot_be_read_is_unassessed_and_says_why(classifier: Classifier, text: str):
    [verdict] = classifier.assess([text])
    assert verdict.state is AssessState.UNASSESSED
    assert [score.on for score in (verdict.needs_response, verdict.urgent, verdict.hoax_suspect)] == [False] * 3
    assert verdict.needs_response.probability is None
    [reason] = verdict.reasons
    assert reason.source is ReasonSource.SYSTEM
    assert reason.text.startswith("Tidak dapat dinilai: ")


@pytest.mark.parametrize("text", ["👍", "12345 678", "...", "???", "🔥" * 5000])
def test_without_a_word_nothing_is_flagged_and_the_model_is_not_asked(classifier: Classifier, text: str):
    [verdict] = classifier.assess([text])
    assert verdict.state is AssessState.DONE
    assert [score.on for score in (verdict.needs_response, verdict.urgent, verdict.hoax_suspect)] == [False] * 3
    assert verdict.needs_response.probability is None
    assert "Tidak memuat kata" in verdict.reasons[0].text


def test_an_identity_number_alone_is_still_urgent(classifier: Classifier):
    [verdict] = classifier.assess(["9901000000000001"])
    assert verdict.urgent.on
    assert verdict.needs_response.on


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "tolong min " * 100_000,
        "e" + "\u0301" * 100_000,
        "halo\ud83d dunia",
        "kotak " * 2000 + "dibuka",
        "<script>alert(1)</script>",
        "( [ { * + ? \\",
    ],
)
def test_a_hostile_text_gets_a_verdict(classifier: Classifier, text: str):
    [verdict] = classifier.assess([text])
    assert verdict.state is AssessState.DONE
    assert 0 <= (verdict.urgent.probability or 0) <= 1


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=()), max_size=60), max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_text_stops_a_batch_and_every_reason_can_be_stored(classifier: Classifier, texts: list[str]):
    verdicts = classifier.assess(texts)
    assert len(verdicts) == len(texts)
    for reason in (reason for verdict in verdicts for reason in verdict.reasons):
        stored = json.dumps([reason.text, *reason.terms], ensure_ascii=False).encode()
        assert b"\x00" not in stored


def test_a_text_is_judged_the_same_alone_and_in_a_batch(classifier: Classifier):
    texts = ["kpn kpps dibuka min", "mantap", "kantor kami bakar", ""] * 300
    together = classifier.assess(texts)
    assert together[:4] == together[4:8] == [classifier.assess([text])[0] for text in texts[:4]]
    assert len(together) == len(texts)


def test_a_flag_is_explained_with_words_of_the_text(classifier: Classifier):
    text = "Jam brp loket pindah memilih buka min"
    [verdict] = classifier.assess([text])
    assert verdict.needs_response.on
    models = [reason for reason in verdict.reasons if reason.source is ReasonSource.MODEL]
    assert [reason.flag for reason in models] == [Flag.NEEDS_RESPONSE]
    assert 1 <= len(models[0].terms) <= 3
    assert all(term in text for term in models[0].terms)


def test_every_flag_that_is_on_has_a_reason(classifier: Classifier):
    texts = ["kantor kami bakar nanti", "7 kontainer surat suara, sebarkan", "kpn honor cair", "data KTP kami bocor"]
    for verdict in classifier.assess(texts):
        explained = {reason.flag for reason in verdict.reasons}
        assert not verdict.needs_response.on or Flag.NEEDS_RESPONSE in explained
        assert not verdict.urgent.on or Flag.URGENT in explained
        assert not verdict.hoax_suspect.on or Flag.HOAX_SUSPECT in explained


def test_no_texts_give_no_verdicts(classifier: Classifier):
    assert classifier.assess([]) == []


def test_without_a_model_the_rules_still_flag_and_say_that_no_model_has_judged():
    alone: Assessor = RulesOnly.load("Berkas model default.npz rusak.")
    threat, thanks = alone.assess(["kantor kami bakar nanti malam", "terima kasih admin"])
    assert threat.state is thanks.state is AssessState.UNASSESSED
    assert threat.urgent.on
    assert threat.needs_response.on
    assert threat.urgent.probability is None
    assert not thanks.urgent.on
    assert threat.reasons[0].source is ReasonSource.RULE
    assert "default.npz rusak" in threat.reasons[-1].text
    assert alone.model_version.startswith("aturan-")


def test_while_nothing_can_judge_every_comment_is_unassessed_with_the_reason():
    stand_in: Assessor = UnavailableClassifier("Berkas model default.npz tidak ditemukan.")
    verdicts = stand_in.assess(["kantor kami bakar", ""])
    assert [verdict.state for verdict in verdicts] == [AssessState.UNASSESSED] * 2
    assert verdicts[0].reasons[0].text == "Belum dinilai: Berkas model default.npz tidak ditemukan."
    assert verdicts[0].model_version == stand_in.model_version
