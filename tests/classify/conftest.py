"""One loaded classifier for every test of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from classify.classifier import Classifier


@pytest.fixture(scope="session")
def classifier(model_path: Path) -> Classifier:
    return Classifier.load(model_path)
