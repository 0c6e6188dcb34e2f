"""One trained model for every test of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.classifier import Classifier
from classify.examples import CORPUS_FILE
from classify.train import MODEL_NAME, train


@pytest.fixture(scope="session")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    train(CORPUS_FILE, folder, seed=7)
    return folder / MODEL_NAME


@pytest.fixture(scope="session")
def classifier(model_path: Path) -> Classifier:
    return Classifier.load(model_path)
