"""constraints.txt pins exactly what is installed, from nowhere in particular."""

from __future__ import annotations

import re
from importlib import metadata

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tests.repo.files import ROOT

OLDEST_PYTHON = "3.11.0"
PIN = re.compile(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+_-]+)")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines if not line.startswith("#")]
    assert all(found), "every line is a comment or name==version"
    return {canonicalize_name(pin.group(1)): pin.group(2) for pin in found if pin}


def needed(name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]) -> set[str]:
    """The names of every distribution that ``name`` with these extras needs here, itself included."""
    if (name, extras) in seen:
        return set()
    seen.add((name, extras))
    found = {name}
    for line in metadata.requires(name) or []:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""}):
            found |= needed(canonicalize_name(requirement.name), frozenset(requirement.extras), seen)
    return found


def test_every_package_of_the_product_and_its_tests_is_pinned_to_what_is_installed():
    names = needed("simak", frozenset({"dev"}), set()) - {"simak"} | {"setuptools"}
    installed = {name: metadata.version(name) for name in names}
    pinned = pins()
    assert {name: pinned.get(name) for name in names} == installed


def test_every_pinned_package_takes_the_oldest_python():
    # Debian 12 has an early 3.11; a pin that asks for a later one cannot be installed there
    names = needed("simak", frozenset({"dev"}), set())
    asked = {name: SpecifierSet(metadata.metadata(name).get("Requires-Python", "")) for name in names}
    assert {name: str(versions) for name, versions in asked.items() if OLDEST_PYTHON not in versions} == {}


def test_the_walk_through_the_requirements_follows_extras():
    names = needed("simak", frozenset({"dev"}), set())
    assert {"streamlit", "uvloop", "psycopg-binary", "numpy", "pytest"} <= names
