"""A QR code that leads back to a case: for a printer as SVG, for a word processor as PNG."""

from __future__ import annotations

import io

import segno


def svg(link: str) -> str:
    """The code as SVG text."""
    return str(segno.make_qr(link, error="m").svg_inline(border=1, omitsize=True))


def png(link: str) -> bytes:
    """The code as a PNG."""
    kept = io.BytesIO()
    segno.make_qr(link, error="m").save(kept, kind="png", scale=6, border=1)
    return kept.getvalue()
