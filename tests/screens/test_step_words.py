"""What the buttons are called: every step of every shipped procedure has the label that says what it does."""

from __future__ import annotations

import pytest

from console.screens.step_words import agrees, answers_at_once, done_words, guarded, yes_label
from responses import sops
from responses.sop import Step

LABELS = {
    ("magelang-2022-komentar", "perintah"): "Kirim perintah",
    ("magelang-2022-komentar", "draf"): "Kirim naskah",
    ("magelang-2022-komentar", "koreksi"): "Setujui dan tayangkan",
    ("madiun-2020-mendesak", "jawab"): "Kirim dan tayangkan",
    ("madiun-2020-mendesak", "ratifikasi"): "Sahkan",
    ("madiun-2020-tanggapan", "pengesahan"): "Perintahkan penayangan",
    ("magelang-2022-penghapusan", "perintah"): "Kirim disposisi",
    ("magelang-2022-penghapusan", "teruskan"): "Teruskan perintah penghapusan",
    ("magelang-2022-edukasi", "serahkan"): "Teruskan",
    ("magelang-2022-edukasi", "buat"): "Kirim naskah",
    ("cianjur-2021-media-sosial", "verifikasi"): "Kirim disposisi",
}


def step(sop: str, key: str) -> Step:
    return sops.shelf()[sop][0].step(key)


@pytest.mark.parametrize(("place", "label"), LABELS.items())
def test_a_button_says_what_the_step_does(place: tuple[str, str], label: str):
    assert yes_label(step(*place)) == label


def test_only_the_urgent_answer_is_sent_by_who_writes_it():
    found = {
        (sop.key, one.key) for sop, _text in sops.shelf().values() for one in sop.steps if answers_at_once(one)
    }  # fmt: skip
    assert found == {("madiun-2020-mendesak", "jawab")}


def test_what_is_told_afterwards_fits_what_was_done():
    assert done_words(step("madiun-2020-mendesak", "jawab")) == "jawaban dikirim dan diperintahkan tayang."
    assert done_words(step("magelang-2022-komentar", "koreksi")) == "disetujui dan diperintahkan tayang."
    assert done_words(step("madiun-2020-mendesak", "ratifikasi")) == "disahkan."
    assert done_words(step("magelang-2022-edukasi", "teruskan")).endswith("selesai.")


def test_a_ratification_agrees_to_a_text_that_the_guard_read_before():
    ratify = step("madiun-2020-mendesak", "ratifikasi")
    assert agrees(ratify)
    assert not guarded(ratify)
    assert guarded(step("magelang-2022-komentar", "koreksi"))
