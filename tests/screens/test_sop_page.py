"""The screen *Prosedur*: the office's procedures as on paper, and where a case stands in its own."""

from __future__ import annotations

import html

import pytest
from streamlit.testing.v1 import AppTest

from console.screens.approval_page import DECIDING, EFFECTS
from console.screens.flow_component import Back, backs, boxes
from responses import sop, sops
from responses.kinds import Role, SopPurpose
from responses.sop import Sop
from responses.state import SIMAK
from tests.screens.showing import Screens, elements, pages, texts
from tests.screens.test_case_screen import drafted
from tests.support.world import ORDINARY, URGENT

HOSTILE = "<img src=x onerror=alert(1)> **tebal** <script>alert(1)</script>"


def paper(screen: AppTest) -> str:
    """The table as it is sent to the browser."""
    return "\n".join(str(one.proto.body) for one in elements(screen) if one.type == "html")


def drawn(screen: AppTest) -> str:
    """What the drawing was given."""
    return "\n".join(str(one.proto) for one in elements(screen) if one.type == "bidi_component")


def chosen(key: str) -> Sop:
    return sops.shelf()[key][0]


@pytest.mark.parametrize("who", ["dewi", "raka", "tono"])
def test_everybody_reads_the_procedures_of_the_office(screens: Screens, who: str):
    screen = screens.open(who, "prosedur")
    assert "prosedur" in pages(screen)
    shown, table = texts(screen), html.unescape(paper(screen))
    for expected in ("KPU Kabupaten Magelang", "17/HK.03.2/3308/2022, 4 Maret 2022", "Jumlah waktu baku 70 menit"):
        assert expected in shown
    for step in chosen(ORDINARY).steps:
        assert step.title in table
        assert step.gives in table
        assert step.title in drawn(screen)
    assert "Undang-Undang Nomor 14 Tahun 2008" in shown


def test_another_purpose_shows_the_procedure_chosen_for_it(screens: Screens):
    screen = screens.open("dewi", "prosedur")
    screen = screen.selectbox[0].set_value(SopPurpose.URGENT).run()
    assert "Kondisi khusus (mendesak)" in texts(screen)
    assert "menit berjalan" in paper(screen)


def test_opened_from_a_case_it_is_the_procedure_of_that_case_with_the_present_step_marked(screens: Screens):
    case_id = drafted(screens)
    screen = screens.open("raka", "prosedur", kasus=case_id)
    assert "Kasus 2026-0001" in texts(screen)
    rows = paper(screen).split("<tr")
    assert [row for row in rows if 'class="kini"' in row] == [row for row in rows if "Mengoreksi draf" in row]
    assert screen.query_params["kasus"]
    screen = next(one for one in screen.button if one.key == "prosedur_semua").click().run()
    assert 'class="kini"' not in paper(screen)


def test_a_case_of_another_office_is_not_found(screens: Screens):
    assert "Kasus itu tidak ada di kantor ini." in texts(screens.open("raka", "prosedur", kasus=999))


def test_the_case_screen_leads_to_its_procedure(screens: Screens):
    screen = screens.open("raka", "kasus", id=drafted(screens))
    assert "prosedur" in str([one.proto for one in elements(screen) if one.type == "page_link"])


def test_the_drawing_marks_what_is_done_what_is_due_and_the_ways_back():
    procedure = chosen(ORDINARY)
    assert [box.state for box in boxes(procedure, "draf", begun=True)] == [
        "selesai",
        "selesai",
        "kini",
        "nanti",
        "nanti",
    ]
    assert {box.state for box in boxes(procedure, None, begun=True)} == {"selesai"}
    assert {box.state for box in boxes(procedure, None, begun=False)} == {"nanti"}
    assert backs(procedure) == (Back(3, 2),)
    assert backs(chosen(URGENT)) == (Back(3, 1),)


def test_words_of_a_procedure_of_the_office_itself_are_never_markup(screens: Screens):
    text = sops.shelf()[ORDINARY][1].replace('key = "magelang-2022-komentar"', 'key = "kantor-sendiri"')
    text = text.replace("Membuat draf narasi respons", HOSTILE.replace('"', "'"))
    own = sop.parse(text, "kantor.toml")
    with screens.world.database.write() as session:
        sops.choose(
            session, screens.world.office_id, SopPurpose.ORDINARY, own, text, by=SIMAK, now=screens.world.now
        )  # fmt: skip
    table = paper(screens.open("dewi", "prosedur"))
    assert "<script>alert" not in table
    assert "<img" not in table
    assert html.escape(HOSTILE) in table


def test_every_role_that_agrees_to_texts_in_some_procedure_has_the_screen_of_approvals():
    deciding: set[Role] = set()
    for found, _text in sops.shelf().values():
        deciding |= {role for step in found.steps if set(step.effects) & set(EFFECTS) for role in step.roles}
    assert deciding <= set(DECIDING)
