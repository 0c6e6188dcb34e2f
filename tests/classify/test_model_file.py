"""A model file that is missing, damaged, foreign or from another version is refused with a sentence and a way out."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classify.classifier import Classifier
from classify.model import ModelError, load_model, save_model


def parts_of(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def write(path: Path, parts: dict[str, np.ndarray]) -> Path:
    np.savez(path, **parts)
    return path


def with_card(model_path: Path, target: Path, **changes: object) -> Path:
    parts = parts_of(model_path)
    meta = json.loads(parts["meta"].tobytes())
    meta["card"] = json.dumps({**json.loads(meta["card"]), **changes}, sort_keys=True)
    parts["meta"] = np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8)
    return write(target, parts)


def refused(path: Path, why: str) -> None:
    with pytest.raises(ModelError, match=why) as caught:
        load_model(path)
    assert path.name in str(caught.value)
    assert "Latih ulang" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path):
    refused(tmp_path / "tiada.npz", "tidak ditemukan")


@pytest.mark.parametrize("content", [b"", b"bukan npz", b"PK\x03\x04rusak", pickle.dumps({"coef": 1})])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    refused(path, "rusak atau bukan berkas model")


def test_a_truncated_file_is_refused(tmp_path: Path, model_path: Path):
    path = tmp_path / "model.npz"
    path.write_bytes(model_path.read_bytes()[:-2000])
    refused(path, "rusak")


def test_a_lone_array_is_refused(tmp_path: Path):
    path = tmp_path / "model.npz"
    with path.open("wb") as handle:
        np.save(handle, np.zeros(3))
    refused(path, "bukan berkas model")


def test_a_pickled_object_inside_is_never_opened(tmp_path: Path, model_path: Path):
    path = tmp_path / "model.npz"
    write(path, {**parts_of(model_path), "coef": np.array([{"a": 1}], dtype=object)})
    refused(path, "rusak")


def test_somebody_elses_arrays_are_refused(tmp_path: Path):
    refused(write(tmp_path / "model.npz", {"weights": np.zeros(3)}), "bukan berkas model Simak")


def test_one_changed_weight_is_noticed(tmp_path: Path, model_path: Path):
    parts = parts_of(model_path)
    parts["coef"][1, 17] += 1
    refused(write(tmp_path / "model.npz", parts), "jumlah periksa")


def test_changed_figures_of_the_card_are_noticed(tmp_path: Path, model_path: Path):
    refused(with_card(model_path, tmp_path / "model.npz", version="simak-lain"), "jumlah periksa")


def test_a_weight_that_is_no_number_is_refused(tmp_path: Path, model_path: Path):
    parts = parts_of(model_path)
    parts["coef"][0, 0] = np.nan
    refused(write(tmp_path / "model.npz", parts), "angka yang tidak sah")


def test_other_sizes_are_refused(tmp_path: Path, model_path: Path):
    parts = parts_of(model_path)
    parts["coef"] = parts["coef"][:100]
    refused(write(tmp_path / "model.npz", parts), "ukuran")


@pytest.mark.parametrize("changes", [{"format_version": 99}, {"features": "lain"}, {"baru": 1}])
def test_another_version_is_refused(tmp_path: Path, model_path: Path, changes: dict[str, object]):
    refused(with_card(model_path, tmp_path / "model.npz", **changes), "versi Simak yang lain")


@pytest.mark.parametrize(
    "meta", [b"\xff", b"[]", b"{}", b'{"checksum": "a", "card": 3}', b'{"checksum": "a", "card": "[]"}']
)
def test_an_unreadable_card_is_refused(tmp_path: Path, model_path: Path, meta: bytes):
    parts = {**parts_of(model_path), "meta": np.frombuffer(meta, dtype=np.uint8)}
    refused(write(tmp_path / "model.npz", parts), "(memiliki keterangan|dibuat untuk versi)")


def test_what_is_saved_is_what_is_loaded(tmp_path: Path, model_path: Path):
    model = load_model(model_path)
    save_model(model, tmp_path / "baru" / "salinan.npz")
    again = load_model(tmp_path / "baru" / "salinan.npz")
    assert again.card == model.card
    assert np.array_equal(again.coef, model.coef)
    assert [path.name for path in (tmp_path / "baru").iterdir()] == ["salinan.npz"]


def test_the_version_says_when_the_rules_changed_after_training(classifier: Classifier):
    changed = replace(classifier, rules=replace(classifier.rules, digest="f" * 64))
    assert classifier.model_version == classifier.model.card.version
    assert changed.model_version == f"{classifier.model.card.version}+aturan-ffffffff"
    assert len(changed.model_version) <= 60
