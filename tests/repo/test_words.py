"""Nothing committed names a machine, a package index, or unfinished work."""

from __future__ import annotations

import re

import pytest

from tests.repo.files import relative, repository_files

TEXT = {".py", ".toml", ".md", ".txt", ".cfg", ".ini", ".yaml", ".yml", ".css", ".js", ".php", ".mako", ".html", ".csv"}
TEXT_NAMES = {"Makefile", "run", "LICENSE", ".gitignore"}
# put together from pieces, so that this file does not name them either
FOLDERS = [f"/{name}/" for name in ("root", "work", "tmp/setup", r"home/\w+", r"Users/\w+")]
INDEXES = [rf"{name}\.org" for name in ("pypi", "pythonhosted", "npmjs")]
OPTIONS = [f"--{name}" for name in ("index-url", "extra-index-url", "find-links", "trusted-host")]
UNFINISHED = [rf"\b{first}{last}\b" for first, last in (("TO", "DO"), ("FIX", "ME"), ("XX", "X"), ("Lorem ", "ipsum"))]
FORBIDDEN = {
    "a folder of somebody's machine": rf"(?<![\w.])(?:{'|'.join(FOLDERS)})",
    "the host of a package index": "|".join([*INDEXES, *OPTIONS]),
    "unfinished work": "|".join(UNFINISHED),
    "a merge conflict": r"^(?:<{7}|>{7}) ",
}


def forbidden(text: str) -> list[str]:
    return [why for why, words in FORBIDDEN.items() if re.search(words, text, re.MULTILINE)]


def test_no_file_names_what_other_readers_do_not_have():
    files = [path for path in repository_files() if path.suffix in TEXT or path.name in TEXT_NAMES]
    found = {str(relative(path)): why for path in files if (why := forbidden(path.read_text(encoding="utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "pieces",
    [("see /", "root/notes"), ("--index", "-url x"), ("# TO", "DO later"), ("<<<<", "<<< HEAD"), ("py", "pi.org")],
)
def test_forbidden_words_are_found(pieces: tuple[str, str]):
    assert forbidden("".join(pieces))


@pytest.mark.parametrize("text", ["framework/x", "a/root/b", "index.html", "08XX-XXXX", "docs/work/"])
def test_ordinary_words_are_not(text: str):
    assert not forbidden(text)
