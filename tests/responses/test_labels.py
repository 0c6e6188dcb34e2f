"""What people say of comments: it wins over the model, moves the queue, keeps its history, and rules one text only."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from classify.effective import Effective, Head, LabelBasis, effective, head_of, labels_of, standing
from classify.kinds import Flag, Intent, Question, Topic
from classify.models import HumanLabel, Verdict
from ingest.kinds import AssessState, CommentStatus
from responses import audit, inbox, labels
from responses.errors import MissingInputError, NotAllowedError, NotFoundError, StaleError, TamperedError
from responses.kinds import EventKind, SopPurpose
from responses.labels import BadLabelError
from responses.labels_audit import check_labels
from responses.ledger import Ledger
from responses.models import Event, InboxItem
from tests.responses.test_queue_at_once import ignore, judge, judged_again
from tests.support.world import World

FLAGS = tuple(Flag)
COPIED = """INSERT INTO human_label (id, office_id, comment_id, version, head, value, basis, labelled_by, created_at)
SELECT id + 1000, office_id, comment_id, version, head, value, basis, labelled_by, created_at
FROM human_label WHERE head = 'urgent'"""


def correct(world: World, comment_id: int, said: dict[Head, str], who: str = "dewi", version: int = 1) -> Effective:
    with world.database.write() as session:
        return labels.correct(session, world.desk(session, who), comment_id, said, seen_version=version)


def reopen(world: World, comment_id: int) -> None:
    with world.database.write() as session:
        inbox.reopen(session, world.desk(session, "dewi"), [comment_id], "Keliru.")


def rank(world: World, comment_id: int) -> int:
    with world.database.read() as session:
        return session.get_one(InboxItem, comment_id).rank


def history(world: World, comment_id: int) -> list[HumanLabel]:
    with world.database.read() as session:
        query = select(HumanLabel).where(HumanLabel.comment_id == comment_id).order_by(HumanLabel.id)
        return list(session.scalars(query))


def counted(world: World, comment_id: int) -> dict[Head, str]:
    with world.database.read() as session:
        return {head: row.value for head, row in standing(labels_of(session, [comment_id]).get(comment_id, ())).items()}


def verify(world: World) -> None:
    with world.database.read() as session:
        audit.verify(session, world.office_id)
        check_labels(session, world.office_id, Ledger({}))


def verdict(**said: object) -> Verdict:
    plain = dict.fromkeys(("needs_response", "urgent", "hoax_suspect", "abusive", "sara", "spam", "to_read"), False)
    return Verdict(**{"state": AssessState.DONE, **plain, **said})


def label(number: int, head: Head, value: str, basis: LabelBasis = LabelBasis.CORRECTION) -> HumanLabel:
    return HumanLabel(id=number, head=head.value, value=value, basis=basis.value)


# what counts


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"urgent": True, "spam": True}, 0),
        ({"hoax_suspect": True, "spam": True}, 1),
        ({"state": AssessState.UNASSESSED}, 2),
        ({"needs_response": True}, 3),
        ({"to_read": True}, 3),
        ({"needs_response": True, "spam": True}, 4),
        ({}, 4),
        ({"spam": None, "abusive": None, "sara": None, "needs_response": True}, 3),
    ],
)
def test_a_verdict_has_its_place_in_the_queue(said: dict[str, object], place: int):
    assert inbox.rank(verdict(**said)) == place


def test_a_person_wins_over_the_model_flag_by_flag():
    now = effective(
        verdict(needs_response=True, spam=True, to_read=True, topic=Topic.HASIL),
        [label(1, Flag.HOAX_SUSPECT, "1"), label(2, Question.TOPIC, "none"), label(3, Question.INTENT, "praise")],
    )
    assert (now.hoax_suspect, now.needs_response, now.spam, now.to_read) == (True, True, True, True)
    assert (now.topic, now.intent) == (None, Intent.PRAISE)
    assert now.by_person == {Flag.HOAX_SUSPECT, Question.TOPIC, Question.INTENT}


def test_what_a_person_wants_answered_is_not_hidden_as_spam_or_as_not_assessed():
    wanted = [label(1, Flag.NEEDS_RESPONSE, "1")]
    assert effective(verdict(spam=True), wanted).rank == 3
    assert effective(verdict(state=AssessState.UNASSESSED), wanted).rank == 3
    refused = [label(1, Flag.NEEDS_RESPONSE, "0")]
    assert effective(verdict(state=AssessState.UNASSESSED), refused).rank == 4
    assert effective(verdict(to_read=True), refused).rank == 4


rows = st.lists(
    st.tuples(st.sampled_from([*Flag]), st.sampled_from(["0", "1"]), st.sampled_from(list(LabelBasis))), max_size=12
)


@given(rows, st.randoms())
def test_the_newest_correction_counts_and_else_the_newest_outcome(given_rows: list[tuple[Flag, str, LabelBasis]], luck):
    made = [label(number, *row) for number, row in enumerate(given_rows, start=1)]
    shuffled = list(made)
    luck.shuffle(shuffled)
    found = standing(shuffled)
    for head in Flag:
        mine = [row for row in made if row.head == head]
        corrections = [row for row in mine if row.basis == LabelBasis.CORRECTION]
        newest = max(corrections or mine, key=lambda row: row.id, default=None)
        assert found.get(head) is newest


def test_a_name_that_is_no_head_is_refused():
    assert (head_of("urgent"), head_of("topic")) == (Flag.URGENT, Question.TOPIC)
    with pytest.raises(ValueError, match="marah"):
        head_of("marah")


# correcting


def test_a_correction_moves_the_comment_and_is_on_record(world: World):
    first, second = world.comment(), world.comment()
    assert world.waiting() == [first, second]
    now = correct(world, second, {Flag.URGENT: "1", Question.TOPIC: "pemungutan"})
    assert (now.urgent, now.rank, now.topic) == (True, 0, Topic.PEMUNGUTAN)
    assert world.waiting() == [second, first]
    assert [(row.head, row.value, row.basis, row.labelled_by, row.version) for row in history(world, second)] == [
        ("urgent", "1", "correction", "dewi", 1),
        ("topic", "pemungutan", "correction", "dewi", 1),
        ("needs_response", "1", "correction", "dewi", 1),
    ]
    with world.database.read() as session:
        kinds = session.scalars(select(Event.kind).where(Event.office_id == world.office_id)).all()
    assert kinds.count(EventKind.LABELLED) == 1
    verify(world)


def test_what_needs_no_response_is_not_urgent(world: World):
    comment_id = world.comment(urgent=True)
    now = correct(world, comment_id, {Flag.NEEDS_RESPONSE: "0"})
    assert (now.urgent, now.needs_response, now.rank) == (False, False, 4)
    now = correct(world, comment_id, {Flag.URGENT: "1"})
    assert (now.urgent, now.needs_response, now.rank) == (True, True, 0)


@pytest.mark.parametrize("who", ["dewi", "sari", "bima", "hasan"])
def test_whoever_sorts_or_answers_for_the_words_may_correct(world: World, who: str):
    correct(world, world.comment(), {Flag.SPAM: "1"}, who)
    verify(world)


@pytest.mark.parametrize("who", ["raka", "lina", "tono"])
def test_nobody_else_may(world: World, who: str):
    comment_id = world.comment()
    with pytest.raises(NotAllowedError, match="Admin medsos"):
        correct(world, comment_id, {Flag.SPAM: "1"}, who)
    assert history(world, comment_id) == []


@pytest.mark.parametrize(
    ("said", "refusal", "why"),
    [
        ({}, MissingInputError, "sedikitnya satu"),
        ({Flag.URGENT: "1", Flag.NEEDS_RESPONSE: "0"}, BadLabelError, "selalu memerlukan tanggapan"),
        ({Flag.URGENT: "ya"}, BadLabelError, "Mendesak"),
        ({Flag.URGENT: ""}, BadLabelError, "Mendesak"),
        ({Question.TOPIC: "1"}, BadLabelError, "Topik"),
    ],
)
def test_a_label_that_says_nothing_or_two_things_is_refused(
    world: World, said: dict[Head, str], refusal: type[Exception], why: str
):
    comment_id = world.comment()
    with pytest.raises(refusal, match=why):
        correct(world, comment_id, said)
    assert history(world, comment_id) == []


def test_a_comment_that_was_edited_meanwhile_must_be_read_again(world: World):
    comment_id = world.comment()
    judged_again(world, comment_id, "Sudah ketemu, terima kasih.")
    with pytest.raises(StaleError, match="disunting"):
        correct(world, comment_id, {Flag.URGENT: "1"})
    correct(world, comment_id, {Flag.NEEDS_RESPONSE: "0"}, version=2)
    assert rank(world, comment_id) == 4


def test_a_comment_of_no_queue_can_not_be_judged(world: World):
    with pytest.raises(NotFoundError):
        correct(world, 999, {Flag.SPAM: "1"})


# against later verdicts


def test_a_later_verdict_of_the_same_text_does_not_undo_it(world: World):
    comment_id = world.comment()
    correct(world, comment_id, {Flag.NEEDS_RESPONSE: "0"})
    with world.database.write() as session:
        judge(session, world, comment_id)
    assert rank(world, comment_id) == 4


def test_an_edited_text_is_judged_anew(world: World):
    comment_id = world.comment("Mantap")
    correct(world, comment_id, {Flag.NEEDS_RESPONSE: "0"})
    judged_again(world, comment_id, "Min, TPS saya di mana?")
    assert rank(world, comment_id) == 3
    assert counted(world, comment_id) == {}
    assert len(history(world, comment_id)) == 2


def test_a_comment_that_only_changed_its_status_keeps_what_was_said(world: World):
    comment_id = world.comment("Mantap")
    correct(world, comment_id, {Flag.NEEDS_RESPONSE: "0"})
    judged_again(world, comment_id, "Mantap", CommentStatus.HELD)
    assert rank(world, comment_id) == 4


def test_admitting_a_batch_asks_once_for_its_labels(world: World):
    several = [world.comment() for _ in range(5)]
    correct(world, several[0], {Flag.URGENT: "1"})
    asked: list[str] = []
    with world.database.write() as session:
        verdicts = list(session.scalars(select(Verdict).where(Verdict.comment_id.in_(several))))
        event.listen(world.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        inbox.admit(session, verdicts)
    assert len([one for one in asked if "human_label" in one]) == 1


@given(data=st.data())
def test_whatever_people_say_urgent_always_needs_a_response(data: st.DataObject):
    said = data.draw(
        st.lists(st.dictionaries(st.sampled_from(FLAGS), st.sampled_from(["0", "1"]), min_size=1, max_size=3))
    )
    basis = data.draw(st.lists(st.sampled_from(list(LabelBasis)), min_size=len(said), max_size=len(said)))
    made: list[HumanLabel] = []
    for one, where in zip(said, basis, strict=True):
        try:
            tidy = labels.checked(one)
        except BadLabelError:
            continue
        made += [label(len(made) + number, head, value, where) for number, (head, value) in enumerate(tidy.items())]
    now = effective(verdict(needs_response=data.draw(st.booleans())), made)
    assert now.needs_response or not now.urgent
    judged_urgent = effective(verdict(needs_response=True, urgent=True), made)
    assert judged_urgent.needs_response or not judged_urgent.urgent


# what becomes of a comment


def test_a_case_says_what_its_comments_were(world: World):
    ordinary, urgent = world.comment(), world.comment()
    world.report(ordinary)
    world.report(urgent, purpose=SopPurpose.URGENT)
    assert counted(world, ordinary) == {Flag.NEEDS_RESPONSE: "1"}
    assert counted(world, urgent) == {Flag.URGENT: "1", Flag.NEEDS_RESPONSE: "1"}
    assert {row.basis for row in history(world, urgent)} == {"outcome"}
    verify(world)


def test_a_clarification_says_hoax_and_nothing_of_needing_an_answer(world: World):
    world.choose(SopPurpose.HOAX, "magelang-2022-komentar")
    comment_id = world.comment()
    world.report(comment_id, purpose=SopPurpose.HOAX)
    assert counted(world, comment_id) == {Flag.HOAX_SUSPECT: "1"}


def test_a_case_made_urgent_says_so_of_its_comments(world: World):
    comment_id = world.comment()
    world.make_urgent(world.report(comment_id), "sari")
    assert counted(world, comment_id)[Flag.URGENT] == "1"
    verify(world)


def test_ignoring_says_no_response_and_reopening_takes_it_back(world: World):
    comment_id = world.comment(urgent=True)
    ignore(world, comment_id)
    assert counted(world, comment_id) == {Flag.NEEDS_RESPONSE: "0", Flag.URGENT: "0"}
    reopen(world, comment_id)
    assert counted(world, comment_id) == {}
    assert rank(world, comment_id) == 0
    assert [row.value for row in history(world, comment_id)] == ["0", "0", "", ""]
    ignore(world, comment_id)
    assert counted(world, comment_id)[Flag.NEEDS_RESPONSE] == "0"
    verify(world)


def test_an_ignored_comment_that_is_answered_after_all_needed_a_response(world: World):
    comment_id = world.comment()
    ignore(world, comment_id)
    world.report(comment_id)
    assert counted(world, comment_id)[Flag.NEEDS_RESPONSE] == "1"


def test_an_outcome_never_overrides_what_a_person_said(world: World):
    comment_id = world.comment()
    correct(world, comment_id, {Flag.NEEDS_RESPONSE: "1", Flag.SPAM: "0"})
    ignore(world, comment_id)
    assert counted(world, comment_id)[Flag.NEEDS_RESPONSE] == "1"
    reopen(world, comment_id)
    assert counted(world, comment_id)[Flag.NEEDS_RESPONSE] == "1"
    assert rank(world, comment_id) == 3


def test_a_comment_corrected_while_it_was_ignored_returns_to_its_new_place(world: World):
    comment_id = world.comment()
    ignore(world, comment_id)
    correct(world, comment_id, {Flag.URGENT: "1"})
    reopen(world, comment_id)
    assert rank(world, comment_id) == 0


# the audit


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE human_label SET value = '0' WHERE head = 'urgent'", r"human_label \d+: value"),
        ("UPDATE human_label SET labelled_by = 'lain'", r"human_label \d+: labelled_by"),
        ("UPDATE human_label SET basis = 'outcome' WHERE basis = 'correction'", r"human_label \d+: basis"),
        ("UPDATE human_label SET head = 'spam' WHERE head = 'urgent'", r"human_label \d+: head"),
        ("DELETE FROM human_label WHERE basis = 'outcome'", r"the row \d+ .* missing"),
        (
            COPIED,
            r"human_label \d+: no event",
        ),
    ],
)
def test_a_label_changed_behind_the_record_is_noticed(world: World, statement: str, why: str):
    correct(world, world.comment(), {Flag.URGENT: "1"})
    world.report(world.comment())
    verify(world)
    with world.database.write() as session:
        session.execute(text(statement))
    with pytest.raises(TamperedError, match=why), world.database.read() as session:
        check_labels(session, world.office_id, Ledger({}))


def values(found: Sequence[HumanLabel], head: Head) -> list[str]:
    return [row.value for row in found if row.head == head]


def test_every_word_of_a_long_argument_is_kept_and_the_last_counts(world: World):
    comment_id = world.comment()
    for who, value in (("dewi", "1"), ("sari", "0"), ("dewi", "1"), ("hasan", "0")):
        correct(world, comment_id, {Flag.HOAX_SUSPECT: value}, who)
    assert values(history(world, comment_id), Flag.HOAX_SUSPECT) == ["1", "0", "1", "0"]
    assert counted(world, comment_id) == {Flag.HOAX_SUSPECT: "0"}
    verify(world)
