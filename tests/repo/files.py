"""What belongs to the repository: the files a commit would hold."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ingest", "classify", "responses", "console")
NOT_OURS = {"var", "build", "dist", "__pycache__", "node_modules"}


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file git tracks or would track; without git, every file that is not built or hidden by its folder."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walk(ROOT)))
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


def python_files(*folders: str) -> list[Path]:
    """The Python files of these folders of the repository."""
    return [path for path in repository_files() if path.suffix == ".py" and relative(path).parts[0] in folders]


def relative(path: Path) -> Path:
    """The path as the repository names it."""
    return path.relative_to(ROOT)


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.name
        ours = name in {".ci", ".streamlit"} or not (name.startswith(".") or name in NOT_OURS)
        if path.is_dir() and ours and not name.endswith(".egg-info"):
            yield from _walk(path)
        elif path.is_file():
            yield path
