from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.html import html_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Di mana TPS &amp; KPPS?<br />Terima kasih</p>\n<p>Siti</p>", "Di mana TPS & KPPS?\nTerima kasih\n\nSiti"),
        ("<p>a<script>alert(1)</script><style>p{}</style>b</p>", "ab"),
        ("<ul><li>satu</li><li>dua</li></ul>", "satu\n\ndua"),
        ("senang <img class='wp-smiley' alt='🙂' src='x'>", "senang 🙂"),
        ("Fish &amp; chips &#8220;ok&#8221;", "Fish & chips “ok”"),
        ("http://contoh.id/a.html", "http://contoh.id/a.html"),
        ("5 < 7 dan 9 > 3", "5 < 7 dan 9 > 3"),
        ("awal <!-- <b>rahasia</b> --> akhir", "awal akhir"),
        ("<?xml version='1.0'?><p>x</p>", "<?xml version='1.0'?>\n\nx"),
        ("<![foo bar]] x <b>tebal", "<![foo bar]] x tebal"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;<br>", "<script>alert(1)</script>"),
        ("<div>" * 5000 + "dalam", "dalam"),
    ],
)
def test_markup_becomes_what_a_reader_sees(markup: str, text: str) -> None:
    assert html_to_text(markup) == text


@given(st.text(st.sampled_from("<>!-?/[]&;#= 'ab\"p"), max_size=80))
def test_no_markup_is_too_broken(markup: str) -> None:
    assert isinstance(html_to_text(markup), str)


@pytest.mark.parametrize("piece", ["<a ", "<!--", "<![CDATA[", "</", "<a b='>", "<p>"])
def test_hostile_markup_does_not_hold_the_worker_up(piece: str) -> None:
    """Unguarded, the standard parser needs minutes for some of these; the run would hang, not fail."""
    assert isinstance(html_to_text(piece * 40_000), str)
