"""Plain pages that need neither Streamlit nor JavaScript: the shell, and what is shown when the console cannot be."""

from __future__ import annotations

from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse

from console.web.headers import page_policy

ASSETS = Path(__file__).parents[1] / "assets"
STYLE = (ASSETS / "entrance.css").read_text("utf-8")
POLICY = page_policy(STYLE)
NAME = (
    '<p class="name"><img src="/simak.svg" alt="" width="44" height="44">'
    "<span>Simak <small>Konsol tanggapan publik</small></span></p>"
)


def page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A whole page from a body that is already HTML; never stored by the browser."""
    html = f"""<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{escape(title)} · Simak</title>
<link rel="icon" href="/simak.svg" type="image/svg+xml">
<style>{STYLE}</style>
</head>
<body>
{body}
</body>
</html>
"""
    return HTMLResponse(html, status, {"content-security-policy": POLICY, "cache-control": "no-store"})


def card(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A page with one card in the middle."""
    return page(
        title, f'<main class="lone">{NAME}<section class="card"><h1>{escape(title)}</h1>{body}</section></main>', status
    )


def old_schema() -> HTMLResponse:
    """The database is older (or newer) than the program."""
    return card(
        "Basis data perlu diperbarui",
        '<p class="lead">Simak belum dapat dibuka karena susunan basis datanya tidak sesuai dengan versi program ini. '
        "Data Anda tetap utuh.</p><p>Pengelola sistem: jalankan perintah berikut, lalu muat ulang halaman ini.</p>"
        '<code class="command">simak db upgrade</code>',
        503,
    )


def no_database() -> HTMLResponse:
    """The database does not answer."""
    return card(
        "Basis data tidak dapat dihubungi",
        '<p class="lead">Simak sedang tidak dapat membaca basis datanya. Yang sudah tersimpan tetap utuh.</p>'
        "<p>Tunggu sebentar, lalu muat ulang halaman ini. Bila berulang, beri tahu pengelola sistem.</p>",
        503,
    )


def wrong_key() -> HTMLResponse:
    """The authenticator secret cannot be opened."""
    return card(
        "Kode autentikator tidak dapat diperiksa",
        '<p class="lead">Kunci penyegel di komputer server tidak cocok dengan akun Anda, sehingga Anda belum dapat '
        "masuk. Tidak ada yang berubah.</p>"
        "<p>Beri tahu pengelola sistem agar memulihkan berkas kunci dari cadangan.</p>",
        503,
    )
