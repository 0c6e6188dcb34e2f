"""The screen *Klaim*: who sees what of it, the list with its search, and one claim with everything it touches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from classify.kinds import ClaimVerdict
from console.screens.claims_page import PAGE, Part
from responses import claim_imports
from tests.responses.test_claims import CARDBOARD, decide, matched
from tests.responses.test_claims_views import cluster
from tests.screens.claims_office import SEGEL, claim, opened, parts, suggestion
from tests.screens.showing import Screens, button, elements, go, has_button, press, texts, write
from tests.screens.test_hostile_text import HOSTILE, SAFE, holders

EVERY = ["Perlu diperiksa", "Daftar klaim", "Tambah klaim", "Impor berkas"]


@pytest.mark.parametrize(
    ("who", "first", "offered"),
    [
        ("dewi", Part.JUDGING, EVERY), ("sari", Part.JUDGING, EVERY), ("hasan", Part.JUDGING, EVERY),
        ("tono", Part.LIST, EVERY), ("raka", Part.LIST, EVERY[:2]), ("lina", Part.LIST, EVERY[:2]),
    ],
)  # fmt: skip
def test_everybody_reads_the_registry_and_who_keeps_it_is_offered_changes(
    screens: Screens, who: str, first: Part, offered: list[str]
):
    claim_id = claim(screens)
    screen = screens.open(who, "klaim")
    assert (screen.session_state["klaim_bagian"], parts(screen)) == (first, offered)
    screen = screens.open(who, "klaim", id=claim_id)
    assert "Kotak suara kardus mudah ditukar." in texts(screen)
    assert has_button(screen, "act_ubah_klaim_") == (offered == EVERY)


def test_the_list_shows_verdict_counts_origin_and_publisher(screens: Screens):
    claim_id = claim(screens)
    suggestion(screens, claim_id)
    decide(screens.world, suggestion(screens, claim_id))
    shown = texts(opened(screens, "raka", Part.LIST))
    for expected in (
        "Salah", "1 perlu diperiksa", "1 dipastikan", "Dicatat petugas", "Penerbit: Periksa Arunika", CARDBOARD.text,
    ):  # fmt: skip
        assert expected in shown


def test_the_list_is_searched_and_narrowed_by_verdict(screens: Screens):
    claim(screens)
    claim(screens, SEGEL)
    screen = opened(screens, "raka", Part.LIST)
    write(screen, "klaim_cari", "kardus")
    shown = texts(screen.run())
    assert CARDBOARD.text in shown
    assert SEGEL.text not in shown
    screen.selectbox(key="klaim_penilaian_saring").set_value(ClaimVerdict.MENYESATKAN)
    assert "Tidak ada klaim yang cocok." in texts(screen.run())
    write(screen, "klaim_cari", "")
    assert SEGEL.text in texts(screen.run())


def test_a_long_list_is_turned_and_a_search_begins_at_its_first_page(screens: Screens):
    for number in range(PAGE + 1):
        claim(screens, replace(SEGEL, text=f"Klaim bernomor ke-{number:02}.", key=f"k{number:02}"))
    screen = opened(screens, "raka", Part.LIST)
    assert "ke-00." not in texts(screen)
    assert button(screen, "klaim_sebelumnya").disabled
    screen = press(screen, "klaim_berikutnya")
    assert "ke-00." in texts(screen)
    assert "ke-01." not in texts(screen)
    write(screen, "klaim_cari", "bernomor")
    assert "ke-25." in texts(screen.run())


def test_an_empty_registry_says_how_it_is_filled(screens: Screens):
    assert "Daftar klaim kantor ini masih kosong." in texts(opened(screens, "tono", Part.LIST))


def test_a_claim_shows_who_says_what_of_it_and_its_address_only_as_text(screens: Screens):
    new = replace(
        CARDBOARD, claimed_on=date(2024, 2, 12), published_on=date(2024, 2, 14), clarification="Kotak disegel.",
        clarification_url="https://kpu.example/segel", verdict_published="Disinformasi",
    )  # fmt: skip
    screen = screens.open("raka", "klaim", id=claim(screens, new))
    shown = texts(screen)
    for expected in (
        "Salah", "Disinformasi", "Periksa Arunika", "Mulai beredar 12 Februari 2024", "14 Februari 2024",
        "• kotak kardus gampang dituker", "Kotak disegel.",
    ):  # fmt: skip
        assert expected in shown
    assert {code.value for code in screen.code} == {"https://periksa.example/kardus", "https://kpu.example/segel"}
    assert "periksa.example" not in str([one.proto for one in elements(screen) if one.type in ("html", "page_link")])


def test_a_seed_nobody_confirmed_says_that_no_source_was_read(screens: Screens):
    world = screens.world
    with world.database.write() as session:
        claim_imports.seed(session, world.office_id, now=world.now)
    screen = opened(screens, "raka", Part.LIST)
    screen.selectbox(key="klaim_penilaian_saring").set_value(ClaimVerdict.BELUM_TERBUKTI)
    screen = screen.run()
    first = next(one for one in screen.button if str(one.key).startswith("klaim_") and str(one.key)[6:].isdigit())
    shown = texts(first.click().run())
    assert "Tidak ada sumber yang dibaca untuk klaim ini" in shown
    assert "Belum terbukti" in shown


def test_a_claim_lists_the_comments_it_touches_and_leads_to_their_cases(screens: Screens):
    world = screens.world
    claim_id = claim(screens)
    head, member, rejected = (world.comment(f"komentar nomor {number}") for number in range(3))
    cluster(world, head, member)
    case_id = world.report(member)
    decide(world, matched(world, claim_id, head))
    decide(world, matched(world, claim_id, rejected), yes=False)
    screen = screens.open("dewi", "klaim", id=claim_id)
    shown = texts(screen)
    assert "1 kasus, 2 komentar" in shown
    assert "Kasus 2026-0001" in shown
    assert "komentar nomor 1" in shown
    assert "lewat komentar senada" in shown
    assert "komentar nomor 2" not in shown
    assert f"id={case_id}" in str([one.proto for one in elements(screen) if one.type == "page_link"])


def test_a_claim_of_nobody_is_said_to_be_missing_and_the_way_back_stays(screens: Screens):
    screen = screens.open("raka", "klaim", id=999)
    assert "Klaim nomor 999 tidak ada di kantor ini." in texts(screen)
    screen = press(screen, "klaim_kembali")
    assert parts(screen) == EVERY[:2]
    assert "id" not in screen.query_params


def test_whatever_was_imported_or_typed_is_text_everywhere(screens: Screens):
    hostile = replace(
        CARDBOARD, text=HOSTILE, verdict_published=HOSTILE[:200], publisher=HOSTILE[:200], wordings=(f"{HOSTILE} dua",),
        clarification=HOSTILE, url="https://evil.example/p",
    )  # fmt: skip
    claim_id = claim(screens, hostile)
    suggestion(screens, claim_id, HOSTILE)
    screen = screens.open("dewi", "klaim")
    carried = [holders(screen), holders(opened(screens, "dewi", Part.LIST))]
    carried.append(holders(screens.open("dewi", "klaim", id=claim_id)))
    for found in carried:
        assert set(found) <= SAFE, found
        assert found["text"] >= 2
    assert go(screen, "prosedur")
