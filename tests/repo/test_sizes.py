"""Functions and files stay small enough to be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.repo.files import PACKAGES, python_files, relative

LONGEST_FUNCTION = 60
LONGEST_FILE = 300
# a migration lists tables, it decides nothing
SOURCES = [path for path in python_files(*PACKAGES) if path.parent.name != "versions"]


def functions(path: Path) -> dict[str, int]:
    """The lines of every function of a file, by ``file:name``."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return {f"{relative(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1 for node in found}


def test_every_package_is_measured():
    assert {relative(path).parts[0] for path in SOURCES} == set(PACKAGES)


def test_every_source_file_is_short():
    lengths = {str(relative(path)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_function_is_short():
    lengths = {name: size for path in SOURCES for name, size in functions(path).items()}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
