"""Names that would make Python import the wrong thing are not taken."""

from __future__ import annotations

import importlib
from importlib import metadata
from pathlib import Path

import pytest

from tests.repo.files import PACKAGES, ROOT, relative, repository_files


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_ours_and_not_a_library_of_the_same_name(package: str):
    found = importlib.import_module(package).__file__
    assert found is not None
    assert Path(found) == ROOT / package / "__init__.py"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_installed_library_brings_a_package_of_our_names(package: str):
    assert set(metadata.packages_distributions().get(package, [])) <= {"simak"}


def test_the_console_hides_no_lower_floor():
    # Streamlit puts the folder of the running script first on sys.path
    hidden = {f"{package}.py" for package in PACKAGES} | set(PACKAGES)
    assert [path.name for path in (ROOT / "console").iterdir() if path.name in hidden] == []


def test_no_folder_is_called_pages():
    # Streamlit would serve every script in it, past our navigation
    assert [path for path in repository_files() if "pages" in relative(path).parts[:-1]] == []
