"""``python -m console`` is ``simak``: how the console starts its worker, whatever is on the PATH."""

from __future__ import annotations

from console.cli import main

main()
