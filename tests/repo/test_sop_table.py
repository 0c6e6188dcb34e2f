"""The page of procedures is what the files say, and nobody edits it by hand."""

from __future__ import annotations

import re

from console.cli.sop_table import markdown
from responses import sops
from responses.sop_shelf import look
from tests.repo.files import ROOT

PAGE = (ROOT / "docs" / "sop.md").read_text(encoding="utf-8")
NEWEST = look([sops.SHIPPED]).newest


def test_the_page_is_made_from_the_files():
    assert markdown(NEWEST) + "\n" == PAGE, "run: simak sop table > docs/sop.md"


def test_every_row_of_the_page_has_the_columns_of_its_table():
    tables = [block.splitlines() for block in PAGE.split("\n\n") if block.startswith("| ")]
    assert len(tables) == 1 + len(NEWEST)
    for rows in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1


def test_the_page_names_every_procedure_with_every_step():
    assert all(f"`{sop.key}` v{sop.version}" in PAGE for sop in NEWEST)
    assert len(re.findall(r"^\| \d+ \|", PAGE, re.MULTILINE)) == len(NEWEST) + sum(len(sop.steps) for sop in NEWEST)
