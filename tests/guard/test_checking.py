"""What the guard does besides words: disguises, stages, quotes, the office's lists, and any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from responses.guard.check import blocking, carries_personal_data, check, unacknowledged, without_personal_data
from responses.guard.checks import READ, Context
from responses.guard.kinds import Severity, Stage
from responses.guard.office import OfficeGuard

PLAIN = Context()
OFFICE = OfficeGuard(
    participants=("Partai Bulan Contoh", "Budi Santoso"), phones=("62274123456",), emails=("kpu.arunika@gmail.com",),
    domains=("kab-arunika.example",), words=("studi banding",),
)  # fmt: skip


def rules(text: str, context: Context = PLAIN) -> set[str]:
    return {finding.rule for finding in check(text, context)}


def marked(text: str, context: Context = PLAIN) -> dict[str, list[str]]:
    return {one.rule: [text[span.start : span.end] for span in one.spans] for one in check(text, context)}


@pytest.mark.parametrize(
    "text",
    [
        "PILIH NOMOR URUT 2", "pilih   nomor\u00a0urut\n2", "p1l1h n0m0r urut 2", "p.i.l.i.h nomor urut 2",
        "p i l i h  n o m o r  urut 2", "pil\u200bih no\u00admor urut 2", "pilihhhh nomorr urut 2",
        "𝓹𝓲𝓵𝓲𝓱 nomor urut ２",
        "рilih nomor urut 2", "pi-lih nomor urut dua", "pilihlah nomor urut 2", "p!l!h nomor urut 2",
    ],
)  # fmt: skip
def test_a_disguised_call_is_the_same_call(text: str):
    assert rules(text) == {"ajakan-memilih"}


@pytest.mark.parametrize(
    "text",
    [
        "Sarana, bersarana, dan prasarana.", "Partai peserta hadir.", "Ia memenangkan lomba; pemenangnya diumumkan.",
        "Kafirun bukan kata yang kami pakai", "Pembomat", "Pukul 08.00 di Serang.", "Hatinya tenang.",
    ],
)  # fmt: skip
def test_a_word_inside_another_word_is_not_that_word(text: str):
    assert rules(text) == set()


def test_a_finding_says_where_and_what_to_do():
    text = "Kak, NIK 3201014507900003 dan 0812-3456-7890 sudah kami catat."
    found = {one.rule: one for one in check(text, PLAIN)}
    assert marked(text) == {"data-nik": ["3201014507900003"], "data-telepon": ["0812-3456-7890"]}
    assert found["data-nik"].severity is Severity.BLOCK
    assert all(one.message and one.source and one.title for one in found.values())


@pytest.mark.parametrize(
    "number",
    [
        "2026112000012345",
        "3201013213900003",
        "3201010013900003",
        "3201014513900003",
        "320101450790000",
        "32010145079000031",
    ],
)
def test_a_long_number_without_a_date_of_birth_is_no_identity_number(number: str):
    assert "data-nik" not in rules(f"Nomor {number} tercatat.")


@pytest.mark.parametrize(
    "number", ["3201 0145 0790 0003", "32.01.01.450790.0003", "TPS 5 3201014507900003", "3201-01-450790-0003"]
)
def test_an_identity_number_in_groups_is_found(number: str):
    assert "data-nik" in rules(f"Data {number} tercatat.")


def test_published_contacts_of_the_office_pass_and_others_do_not():
    mine = Context(office=OFFICE)
    assert rules("Hubungi (0274) 123456 atau kpu.arunika@gmail.com.", mine) == set()
    assert rules("Hubungi (0274) 123457 atau orang@gmail.com.", mine) == {"data-telepon", "data-email"}


def test_links_to_official_hosts_pass_and_look_alikes_do_not():
    mine = Context(office=OFFICE)
    for fine in ("https://jdih.kpu.go.id/x", "sigaplapor.bawaslu.go.id", "https://kab-arunika.example/a?b"):
        assert rules(f"Lihat {fine}.", mine) == set()
    for foreign in (
        "https://kpu.go.id.evil.com", "https://kpu.go.id@evil.com/a", "https://evil.com\\@kpu.go.id", "kpu-go.id",
        "https://kpu.gо.id", "evilkab-arunika.example.com", "http://[", "www.x",
    ):  # fmt: skip
        assert rules(f"Lihat {foreign} ya", mine) == {"tautan-luar"}, foreign


def test_the_limit_is_that_of_the_shortest_platform_by_its_own_counting():
    text = "a" * 151
    assert rules(text, Context(platforms=("facebook", "tiktok"))) == {"terlalu-panjang"}
    assert marked(text, Context(platforms=("tiktok",))) == {"terlalu-panjang": ["a"]}
    assert rules(text, Context(platforms=("tiktok",), is_reply=False)) == set()
    assert rules("a" * 256 + " https://kpu.go.id/" + "b" * 90, Context(platforms=("x",))) == {"tautan-berbiaya"}
    assert "terlalu-panjang" in rules("a" * 257 + " https://kpu.go.id/" + "b" * 90, Context(platforms=("x",)))
    assert rules("字" * 141, Context(platforms=("x",))) == {"terlalu-panjang"}
    assert rules("é" * 32_763, Context(platforms=("wordpress",))) >= {"terlalu-panjang"}


def test_nothing_goes_out_that_was_not_read():
    assert "tidak-terperiksa" in rules("a " * READ)
    assert "tidak-terperiksa" not in rules("a " * (READ // 2))


def test_naming_and_praising_a_participant_is_graver_near_the_vote():
    text = "Budi Santoso memang pemimpin yang jujur."
    severities = {
        stage: {one.rule: one.severity for one in check(text, Context(stage, office=OFFICE))} for stage in Stage
    }
    assert severities[Stage.NONE] == severities[Stage.CAMPAIGN] == {"memihak": Severity.ACKNOWLEDGE}
    strict = {"memihak": Severity.BLOCK, "nama-peserta": Severity.ACKNOWLEDGE}
    assert severities[Stage.MASA_TENANG] == severities[Stage.VOTING_DAY] == strict
    assert rules(text) == set(), "without the office's list the name means nothing"


def test_words_the_office_watches_are_asked_about():
    assert rules("Kami sedang studi banding.", Context(office=OFFICE)) == {"kata-kantor"}


def test_only_the_public_s_own_words_between_quotation_marks_are_excused():
    said = Context(quoted="Ayo pilih nomor urut 2! NIK saya 3201014507900003")
    assert rules("Anda menulis “pilih nomor urut 2”.", said) == set()
    assert rules("Anda menulis pilih nomor urut 2.", said) == {"ajakan-memilih"}
    assert rules("Anda menulis “pilih nomor urut 3”.", said) == {"ajakan-memilih"}
    assert rules("Anda menulis “NIK saya 3201014507900003”.", said) == {"data-nik"}


def test_a_threat_is_about_a_reply_and_a_rule_explained_is_not():
    text = "Anda dapat dipidana bila memberi uang kepada pemilih."
    assert "ancaman-hukum" in rules(text)
    assert rules(text, Context(is_reply=False)) == set()


def test_what_was_acknowledged_is_not_asked_again_and_blocks_stay():
    found = check("Katanya honor dijamin cair, hubungi 081234567890.", PLAIN)
    assert [one.rule for one in blocking(found)] == ["data-telepon"]
    assert [one.rule for one in unacknowledged(found, {"jaminan", "data-telepon"})] == ["tanpa-sumber"]


def test_personal_data_can_be_taken_out_of_a_text():
    text = "NIK 3201014507900003, WA 081234567890."
    assert carries_personal_data(text, OfficeGuard())
    assert without_personal_data(text, OfficeGuard()) == "NIK …, WA …."


WORDS = (
    "pilih", "nomor", "urut", "2", "paslon", "kami", "jamin", "anda", "dipidana", "kpu.go.id", "a@b.id", "3201",
    "“", "”", "\u200b", "###", "{", "08", "rt 1 rw 2", "100%", ".", "\n", "𝓹", "İ", "ﬁ", "\ud800",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(max_size=300), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)),
    st.sampled_from(Stage), st.booleans(),
)  # fmt: skip
def test_any_text_gives_the_same_findings_with_places_inside_it(text: str, stage: Stage, is_reply: bool):
    context = Context(stage, ("x", "tiktok"), is_reply, OFFICE, quoted=text[:50])
    found = check(text, context)
    assert found == check(text, context)
    for finding in found:
        assert finding.spans
        assert list(finding.spans) == sorted(finding.spans)
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_around_it_a_call_is_found(before: str, after: str):
    assert "ajakan-memilih" in rules(f"{before}\n\nAyo dukung paslon nomor urut 2\n\n{after}")
