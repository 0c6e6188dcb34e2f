"""Who says nearly the same as whom: likeness, what may differ, and the index of heads that finds it."""

from __future__ import annotations

import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify import alike_index
from classify.alike import THRESHOLD, Sketch, jaccard, plain, similarity, sketch
from classify.alike_index import MOST_HEADS, AlikeIndex, Found, Text
from classify.normalise import MAX_CHARACTERS, load_normaliser

NORMALISE = load_normaliser()
DAY = 86_400.0
WINDOW = 7 * DAY
WORDS = (
    "saya",
    "kamu",
    "tps",
    "buka",
    "tutup",
    "surat",
    "suara",
    "kurang",
    "petugas",
    "jam",
    "hasil",
    "rekap",
    "kotak",
)
TEXT = "surat suara di tps kami kurang petugas bilang tunggu sampai sore"


def sketch_of(text: str) -> Sketch:
    return sketch([text])[0]


def said(number: int, text: str, at: float = 0.0) -> Text:
    return Text(number, number, at, sketch_of(text))


def by_hand(left: str, right: str) -> float:
    def grams(text: str) -> set[str]:
        padded = f" {text:<4} "
        return {padded[at : at + 4] for at in range(len(padded) - 3)}

    return len(grams(left) & grams(right)) / len(grams(left) | grams(right))


FEW = settings(max_examples=25, deadline=None)
sentences = st.lists(st.sampled_from(WORDS), min_size=5, max_size=14).map(" ".join)


@st.composite
def variants(draw: st.DrawFn) -> list[str]:
    """Texts around one another: some near, some at the threshold, some far."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=8, max_size=14))
    texts = [" ".join(words)]
    for _ in range(draw(st.integers(1, 12))):
        changed = list(words)
        for at in draw(st.lists(st.integers(0, len(words) - 1), max_size=5)):
            changed[at] = draw(st.sampled_from(WORDS))
        texts.append(" ".join(changed))
    return texts


@given(sentences, sentences)
@FEW
def test_likeness_is_the_share_of_common_letter_4_grams(left: str, right: str):
    one, other = sketch([left, right])
    assert jaccard(one.grams, other.grams) == pytest.approx(by_hand(left, right))
    assert jaccard(other.grams, one.grams) == jaccard(one.grams, other.grams)


@given(st.lists(sentences, min_size=1, max_size=20), st.randoms(use_true_random=False))
@FEW
def test_a_sketch_does_not_depend_on_what_it_is_made_with(texts: list[str], chance: random.Random):
    shuffled = chance.sample(texts, len(texts))
    for text, one in zip(shuffled, sketch(shuffled), strict=True):
        assert np.array_equal(one.grams, sketch_of(text).grams)
        assert np.array_equal(one.keys, sketch_of(text).keys)


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("Min TPS kami belum buka padahal sudah jam 8", "min TPS kami blm bukaaa padahal udah jam 8!!!"),
        ("tolong cek data saya di https://cek.example/abc ya", "tolong cek data saya di https://lain.example/x?y=1 ya"),
        ("@budi_01 ayo tolak hasil rekap ini @sari", "@wati, @joko.p ayo tolak hasil rekap ini @agus"),
        ("hubungi 0812-3456-7890 untuk info lowongan petugas", "hubungi +62 857 1111 2222 untuk info lowongan petugas"),
        ("daftar di kpu-palsu.com/bonus sekarang juga yuk", "daftar di situs-lain.xyz sekarang juga yuk"),
        ("ayo tolak hasil rekap curang ini", "a\u200byo to\u200blak ha\u200bsil re\u200bkap cur\u200bang ini"),
        ("ayo tolak hasil rekap curang ini", "ayo tolak h4s1l rekap cur4ng ini 🔥🔥🔥"),
        (
            "cek di www.situs.example sekarang juga ya teman",
            "cek di w\u200bww.la\u200bin.example sekarang juga ya teman",
        ),
    ],
)
def test_spelling_names_links_numbers_and_hidden_marks_do_not_hide_a_copy(written: str, again: str):
    assert plain(written, NORMALISE) == plain(again, NORMALISE) != ""
    assert similarity(written, again, NORMALISE) == 1


@pytest.mark.parametrize(
    "short",
    ["mantap min", "", "🔥🔥🔥🔥🔥🔥", "?!?!?!", "@a @b @c @d @e https://x.example 0812345678", "\u200b" * 10_000],
)
def test_too_short_texts_are_never_compared(short: str):
    assert plain(short, NORMALISE) == ""
    assert similarity(short, short, NORMALISE) == 0


def test_few_long_words_and_many_short_ones_are_enough():
    assert plain("penghitungan rekapitulasi dicurangi", NORMALISE)
    assert plain("tps 3 itu di mana", NORMALISE)


def test_different_short_numbers_stay_different():
    assert plain("tps 012 belum buka sampai siang", NORMALISE) != plain("tps 045 belum buka sampai siang", NORMALISE)


@given(st.text(max_size=300))
@FEW
def test_no_text_breaks_it(text: str):
    words = plain(text, NORMALISE)
    if words:
        assert jaccard(*(one.grams for one in sketch([words, words]))) == 1


def test_a_megabyte_of_text_is_cut_and_compared():
    long = "surat suara kurang " * 60_000
    assert len(plain(long, NORMALISE)) <= MAX_CHARACTERS
    assert similarity(long, long + "x", NORMALISE) == 1
    assert similarity("a." * 500_000, "1-" * 500_000, NORMALISE) == 0


def test_a_batch_of_the_longest_texts_needs_little_memory():
    chance = random.Random(1)
    texts = [" ".join(str(chance.random()) for _ in range(700))[:MAX_CHARACTERS] for _ in range(100)]
    tracemalloc.start()
    for _ in range(3):
        last = sketch(texts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(last) == 100
    assert peak < 30_000_000


@given(variants(), st.randoms(use_true_random=False))
@FEW
def test_given_the_head_the_order_of_arrival_does_not_change_who_is_alike_to_it(
    texts: list[str], chance: random.Random
):
    head, *others = texts
    answers = []
    for order in (others, chance.sample(others, len(others))):
        index = AlikeIndex(WINDOW)
        index.add_head(said(1, head))
        answers.append({text: index.place(said(number, text)).comment_id == 1 for number, text in enumerate(order, 2)})
    assert answers[0] == answers[1]


@given(variants())
@FEW
def test_nobody_joins_a_head_that_is_not_alike_and_no_head_is_a_member(texts: list[str]):
    index, places = AlikeIndex(WINDOW), {}
    for number, text in enumerate(texts, start=1):
        places[number] = index.place(said(number, text))
    for number, found in places.items():
        assert found.similarity == pytest.approx(by_hand(texts[number - 1], texts[found.comment_id - 1]))
        assert found.similarity >= THRESHOLD
        assert places[found.comment_id].comment_id == found.comment_id <= number


@given(variants())
@FEW
def test_the_same_text_always_finds_the_same_head(texts: list[str]):
    index = AlikeIndex(WINDOW)
    first = [index.place(said(number, text)).comment_id for number, text in enumerate(texts, start=1)]
    again = [index.place(said(number, text)).comment_id for number, text in enumerate(texts, start=101)]
    assert again == first


def test_alike_to_a_member_but_not_to_the_head_is_no_chain():
    head = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh"
    middle = head.replace("satu dua", "kami orang")
    far = middle.replace("sepuluh", "menolaknya")
    assert by_hand(head, middle) >= THRESHOLD > by_hand(head, far)
    assert by_hand(middle, far) >= THRESHOLD
    index = AlikeIndex(WINDOW)
    assert [index.place(said(n, text)).comment_id for n, text in enumerate((head, middle, far), 1)] == [1, 1, 3]


def test_nearly_every_pair_above_the_threshold_is_found():
    chance = random.Random(3)
    letters = ["".join(chance.choices("abcdefghijklmnoprstu", k=5)) for _ in range(3000)]
    alike = found = 0
    for _ in range(600):
        words = chance.sample(letters, 16)
        changed = list(words)
        for at in chance.sample(range(16), chance.randint(1, 4)):
            changed[at] = chance.choice(letters)
        one, other = " ".join(words), " ".join(changed)
        if by_hand(one, other) >= THRESHOLD:
            index = AlikeIndex(WINDOW)
            index.add_head(said(1, one))
            alike += 1
            found += index.place(said(2, other)).comment_id == 1
    assert alike > 300
    assert found / alike > 0.97


def test_the_window_rolls_with_the_cluster():
    index = AlikeIndex(WINDOW)
    days = [(1, 0), (2, 6), (3, 12), (4, 20), (5, 21), (6, 11), (7, -8)]
    places = [index.place(said(number, TEXT, day * DAY)).comment_id for number, day in days]
    assert places == [1, 1, 1, 4, 4, 1, 7]


def test_an_edited_head_is_compared_anew():
    index = AlikeIndex(WINDOW)
    index.place(said(1, TEXT))
    assert index.says_the_same(said(1, TEXT))
    assert index.place(Text(1, 7, 0.0, sketch_of(TEXT))) == Found(1, 7, 1.0)
    edited = said(1, "terima kasih sudah dibantu petugas di kantor")
    assert not index.says_the_same(edited)
    assert index.place(edited).comment_id == 1
    assert index.place(said(2, TEXT)).comment_id == 2
    index.forget(2)
    assert 2 not in index
    assert index.place(said(3, TEXT)).comment_id == 3


def random_texts(count: int) -> list[str]:
    chance = random.Random(5)
    return [" ".join("".join(chance.choices("aeioklmnrst", k=6)) for _ in range(9)) for _ in range(count)]


def placed(index: AlikeIndex, texts: list[str], first: int = 1, at: float = 0.0) -> list[int]:
    pairs = zip(texts, sketch(texts), strict=True)
    return [index.place(Text(n, n, at, one)).comment_id for n, (_, one) in enumerate(pairs, start=first)]


def test_it_grows_and_still_finds_every_head():
    texts, index = random_texts(2000), AlikeIndex(WINDOW)
    assert placed(index, texts) == list(range(1, 2001))
    assert len(index) == 2000
    assert placed(index, texts, first=5001) == list(range(1, 2001))


def test_at_its_cap_the_oldest_singles_leave_first():
    texts, index = random_texts(700), AlikeIndex(WINDOW, most_heads=400)
    placed(index, texts[:50])
    placed(index, texts[:50], first=1001)
    placed(index, texts[50:], first=2001)
    assert len(index) <= 400
    assert all(number in index for number in range(1, 51))
    assert 2650 in index
    assert 2001 not in index
    assert placed(index, texts[:50], first=5001) == list(range(1, 51))


def test_what_lies_behind_the_window_makes_room_before_anything_else():
    texts, index = random_texts(700), AlikeIndex(WINDOW, most_heads=400)
    placed(index, texts[:200])
    placed(index, texts[:200], first=1001)
    placed(index, texts[200:500], first=2001, at=30 * DAY)
    assert all(number in index for number in range(2001, 2301))


def test_at_its_cap_it_holds_no_more_than_sixty_megabytes():
    heads, grams, table = alike_index._arrays(MOST_HEADS)
    assert heads.nbytes + grams.nbytes + table.nbytes + 120 * MOST_HEADS < 60_000_000


def test_long_texts_never_overrun_the_room_there_is():
    chance, index = random.Random(2), AlikeIndex(WINDOW, most_heads=300)
    for number in range(1, 40):
        long = " ".join("".join(chance.choices("aeioklmnrst", k=6)) for _ in range(1400))
        assert index.place(said(number, long)).comment_id == number
    assert 39 in index
    assert 1 not in index


def test_ten_thousand_same_texts_are_one_head_and_no_memory():
    index = AlikeIndex(WINDOW)
    before = index.nbytes
    assert set(placed(index, [TEXT] * 10_000)) == {1}
    assert len(index) == 1
    assert index.nbytes < before + 1000
