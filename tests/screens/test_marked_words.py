"""The words a verdict rests on are marked in the text, and the text stays what it is."""

from __future__ import annotations

from console.screens.marked_component import Mark, Piece, pieces


def test_a_text_is_cut_where_its_marks_begin_and_end():
    assert pieces("kapan hasil keluar", [Mark(6, 11, "needs_response", "Aturan")]) == (
        Piece("kapan ", "", ""), Piece("hasil", "needs_response", "Aturan"), Piece(" keluar", "", ""),
    )  # fmt: skip


def test_of_marks_on_the_same_letters_the_first_is_drawn_and_nothing_is_cut_twice():
    phrase, word = Mark(0, 11, "urgent", "Aturan"), Mark(6, 18, "hoax_suspect word", "Model")
    found = pieces("kapan hasil keluar", [phrase, word])
    assert found == (Piece("kapan hasil", "urgent", "Aturan"), Piece(" keluar", "hoax_suspect word", "Model"))


def test_letters_are_counted_as_people_do():
    text = "😡🇮🇩 curang"
    assert "".join(piece.text for piece in pieces(text, [Mark(4, 10, "urgent", "")])) == text
    assert pieces(text, [Mark(4, 10, "urgent", "")])[-1].text == "curang"


def test_a_mark_beyond_the_text_breaks_nothing():
    assert pieces("pendek", [Mark(3, 900, "urgent", ""), Mark(50, 60, "spam", "")]) == (
        Piece("pen", "", ""), Piece("dek", "urgent", ""),
    )  # fmt: skip
    assert pieces("", [Mark(0, 3, "urgent", "")]) == ()
