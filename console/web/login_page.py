"""The HTML of login and logout."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from starlette.responses import HTMLResponse

from console.web.pages import NAME, card, page


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A login of the fictional demo office, shown to everybody who opens the page; never one of a real office."""

    title: str
    """What this person is there for, e.g. "Admin medsos"."""
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class LoginForm:
    """What the login page shows."""

    csrf: str = field(repr=False)
    next_path: str = "/"
    username: str = ""
    message: str = ""
    demo_logins: tuple[DemoLogin, ...] = ()


_BRAND = f"""<header class="brand">
{NAME}
<div>
<p class="claim">Menyimak suara publik, menjawab tepat waktu.</p>
<p class="what">Ruang kerja kantor KPU untuk membaca komentar masyarakat, menyiapkan tanggapan, meminta persetujuan
yang berwenang, dan menayangkannya.</p>
<ul>
<li>Komentar yang perlu jawaban tidak terlewat.</li>
<li>Jawaban tayang hanya setelah disetujui pejabat yang berwenang.</li>
<li>Setiap keputusan dapat ditelusuri kembali.</li>
</ul>
</div>
<p class="foot">Hanya untuk petugas yang diberi akun. Setiap tindakan di dalam Simak dicatat atas nama Anda.</p>
</header>"""


def login_page(form: LoginForm, status: int = 200) -> HTMLResponse:
    """The login page, with a message when the last attempt failed."""
    wrong, demo = bool(form.message), bool(form.demo_logins)
    body = f"""<div class="split{" demonstrated" if demo else ""}">
{_BRAND}
<main class="work">
{_demo(form)}
<form class="card" method="post" action="/masuk">
<h1>Masuk ke Simak</h1>
<p class="lead">Gunakan akun yang diberikan pengelola kantor Anda.</p>
{_alert(form.message)}
{_hidden(form)}
<label for="username">Nama pengguna</label>
<input id="username" name="username" type="text" value="{escape(form.username)}" autocomplete="username"
 autocapitalize="none" spellcheck="false" maxlength="60"
 required{_attributes(wrong=wrong, focus=not form.username and not demo)}>
<label for="password">Kata sandi</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256"
 required{_attributes(wrong=wrong, focus=bool(form.username))}>
<label for="code">Kode autentikator <small>(jika ada)</small></label>
<input id="code" class="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="7"
 pattern="[0-9 ]*" aria-describedby="code-hint">
<p class="hint" id="code-hint">Enam angka dari aplikasi autentikator di ponsel Anda.</p>
<button class="wide">Masuk</button>
</form>
</main>
</div>"""
    return page("Masuk", body, status)


def logout_page() -> HTMLResponse:
    """Ask before ending the session."""
    return card(
        "Keluar dari Simak?",
        '<p class="lead">Draf yang belum disimpan di tab lain akan hilang.</p>'
        '<div class="row"><form method="post" action="/keluar"><button autofocus>Keluar</button></form>'
        '<a class="button plain" href="/">Kembali</a></div>',
    )


def _alert(message: str) -> str:
    return f'<p class="bad" id="message" role="alert">{escape(message)}</p>' if message else ""


def _attributes(*, wrong: bool, focus: bool) -> str:
    described = ' aria-invalid="true" aria-describedby="message"' if wrong else ""
    return described + (" autofocus" if focus else "")


def _hidden(form: LoginForm) -> str:
    return (
        f'<input type="hidden" name="csrf" value="{escape(form.csrf)}">'
        f'<input type="hidden" name="lanjut" value="{escape(form.next_path)}">'
    )


def _demo(form: LoginForm) -> str:
    if not form.demo_logins:
        return ""
    rows = "\n".join(_demo_row(form, login) for login in form.demo_logins)
    return f"""<section class="demo" aria-labelledby="demo">
<h2 id="demo"><span class="tag">DATA CONTOH</span></h2>
<p>Kantor, orang, dan komentar di sini rekaan. Pilih peran yang ingin dicoba.</p>
<ul>
{rows}
</ul>
</section>"""


def _demo_row(form: LoginForm, login: DemoLogin) -> str:
    title, username, password = escape(login.title), escape(login.username), escape(login.password)
    return f"""<li><div><strong>{title}</strong><code>{username}</code> · <code>{password}</code></div>
<form method="post" action="/masuk">{_hidden(form)}<input type="hidden" name="username" value="{username}">
<input type="hidden" name="password" value="{password}">
<button class="plain" aria-label="Masuk sebagai {title}">Masuk</button></form></li>"""
