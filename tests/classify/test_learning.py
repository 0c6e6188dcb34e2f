"""Labels of an office become examples; one text in five is kept for measuring, for ever and in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.effective import Head
from classify.examples import Examples
from classify.fitting import UNKNOWN
from classify.kinds import FLAGS, Flag, Question
from classify.learning import LabelledComments, is_held_out, office_examples, words_of
from classify.learning import without_twins as learnt_from
from classify.normalise import load_normaliser
from ingest.db import Database
from responses import labels
from tests.responses.test_queue_at_once import ignore, judged_again
from tests.support import office_words
from tests.support.world import World, make_world

NORMALISE = load_normaliser()


@pytest.fixture
def world(database: Database) -> World:
    return make_world(database)


def correct(world: World, comment_id: int, said: dict[Head, str], who: str = "dewi", version: int = 1) -> None:
    world.later(seconds=1)
    with world.database.write() as session:
        labels.correct(session, world.desk(session, who), comment_id, said, seen_version=version)


def learn(world: World, office_id: int | None = None, most: int = 2_500) -> LabelledComments:
    with world.database.read() as session:
        return office_examples(session, office_id, most=most)


def flags_of(found: LabelledComments) -> dict[str, dict[str, int]]:
    """What is known of each text, on whichever side it lies."""
    parts = (found.learnable, found.held_out)
    return {
        text: {flag.value: int(value) for flag, value in zip(FLAGS, row, strict=True) if value != UNKNOWN}
        for part in parts
        for text, row in zip(part.texts, part.flags, strict=True)
    }


@pytest.mark.parametrize(
    ("words", "held_out"),
    [
        ("kapan pemilihan di desa saya", False),
        ("tps saya di mana", False),
        ("surat suara habis", False),
        ("kotak suara dibuka", True),
        ("siapa anggota kpps", True),
    ],
)
def test_which_texts_are_kept_for_measuring_never_changes(words: str, held_out: bool):
    assert is_held_out(words) is held_out


def test_about_one_text_in_five_is_kept():
    kept = sum(is_held_out(text) for text, _ in office_words.comments(office_words.OFFICE_WORDS, 2_000, seed=1))
    assert 340 < kept < 460


@pytest.mark.parametrize(
    "other", ["TPS saya di mana???", "tps saya di mana 🙏🙏", "TPS  SAYA,  di mana!", "tps sayaaaa di mana"]
)
def test_another_spelling_lies_on_the_same_side(other: str):
    assert words_of(other, NORMALISE) == words_of("tps saya di mana", NORMALISE)


@given(st.text(max_size=60))
def test_any_text_has_a_side(text: str):
    assert is_held_out(words_of(text, NORMALISE)) in (True, False)


def test_what_was_said_is_known_and_nothing_else(world: World):
    comment_id, outcome = world.comment("Surat suara habis di TPS 3"), world.comment("Min kapan PPS dibuka?")
    correct(world, comment_id, {Flag.URGENT: "1", Question.TOPIC: "none"})
    world.report(outcome)
    found = learn(world)
    assert flags_of(found) == {
        "Surat suara habis di TPS 3": {"urgent": 1, "needs_response": 1},
        "Min kapan PPS dibuka?": {"needs_response": 1},
    }
    topics = [part.answers(Question.TOPIC).tolist() for part in (found.learnable, found.held_out)]
    assert sorted([*topics[0], *topics[1]]) == [UNKNOWN, Question.TOPIC.answers.index("none")]


def test_the_newest_word_counts_and_a_correction_before_an_outcome(world: World):
    first, second = world.comment("Suaranya diubah di kecamatan"), world.comment("Lapor, ada yang bagi uang")
    for value in ("1", "0"):
        correct(world, first, {Flag.HOAX_SUSPECT: value})
    correct(world, second, {Flag.NEEDS_RESPONSE: "1"})
    ignore(world, second)
    assert flags_of(learn(world)) == {
        "Suaranya diubah di kecamatan": {"hoax_suspect": 0},
        "Lapor, ada yang bagi uang": {"needs_response": 1, "urgent": 0},
    }


def test_a_label_belongs_to_the_text_it_was_given_for(world: World):
    comment_id = world.comment("Kotak suara dibuka orang!")
    correct(world, comment_id, {Flag.URGENT: "1"})
    judged_again(world, comment_id, "Maaf, ternyata simulasi.")
    correct(world, comment_id, {Flag.NEEDS_RESPONSE: "0"}, version=2)
    assert flags_of(learn(world)) == {
        "Kotak suara dibuka orang!": {"urgent": 1, "needs_response": 1},
        "Maaf, ternyata simulasi.": {"urgent": 0, "needs_response": 0},
    }


def test_the_same_words_of_many_people_are_one_example_with_the_newest_word(world: World):
    several = [world.comment(text) for text in ("Cek TPS di mana?", "cek tps di mana", "CEK TPS di mana!!")]
    for comment_id, value in zip(several, ("0", "0", "1"), strict=True):
        correct(world, comment_id, {Flag.NEEDS_RESPONSE: value})
    assert list(flags_of(learn(world)).values()) == [{"needs_response": 1, "urgent": 0}]


def test_what_was_taken_back_teaches_nothing(world: World):
    comment_id = world.comment()
    ignore(world, comment_id)
    with world.database.write() as session:
        labels_before = office_examples(session, None)
        from_desk = world.desk(session, "dewi")
        labels.reopened(session, from_desk, [comment_id])
    assert len(flags_of(labels_before)) == 1
    assert flags_of(learn(world)) == {}


def test_only_one_office_or_all_and_only_the_newest(world: World):
    for number in range(6):
        correct(world, world.comment(f"Pertanyaan nomor {number} soal {'abcdef'[number] * 9}"), {Flag.SPAM: "0"})
    assert len(flags_of(learn(world, world.office_id))) == 6
    assert flags_of(learn(world, world.office_id + 1)) == {}
    newest = flags_of(learn(world, most=2))
    assert len(newest) == 2
    assert all("nomor 4" in text or "nomor 5" in text for text in newest)


def test_what_nearly_says_a_measured_text_is_not_learnt():
    held_out = office_words.examples([("surat suara di tps kami habis sejak pagi tadi", (1, 1, 0))])
    twin, other = "surat suara di tps kami habis sejak pagi", "kapan pendaftaran pengawas dibuka lagi"
    learnable = office_words.examples([(twin, (1, 1, 0)), (other, (1, 0, 0))])
    kept = learnt_from(learnable, held_out)
    assert kept.texts == (other,)
    assert kept.flags.tolist() == [learnable.flags[1].tolist()]
    assert kept.digest != learnable.digest


@pytest.mark.parametrize("texts", [[], ["a"], ["a", "?"]])
def test_texts_of_one_letter_have_no_twins(texts: list[str]):
    part = office_words.examples([(text, (0, 0, 0)) for text in texts]) if texts else _nothing()
    assert learnt_from(part, office_words.examples([("b", (0, 0, 0))])).texts == tuple(texts)


def _nothing() -> Examples:
    found = office_words.examples([("a", (0, 0, 0))])
    return Examples((), found.flags[:0], found.choices[:0], "")
