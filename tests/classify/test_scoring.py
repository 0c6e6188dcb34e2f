"""Every row gets its verdict beside its own columns, in order, batch by batch, in memory that does not grow."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from classify.assessment import NOT_FLAGGED, Assessment, Choice, Reason, Score
from classify.classifier import UnavailableClassifier
from classify.kinds import Flag, Intent, ReasonSource, Sentiment, Topic
from classify.result_files import written_rows
from classify.scoring import COLUMNS, FoundClaim, Judge, Judged, header_of, judged_rows, no_claims, values_of
from classify.table_files import open_rows
from classify.table_rows import Row
from ingest.kinds import AssessState

VERDICT = Assessment(
    AssessState.DONE, Score(on=True, probability=0.912345), Score(on=True, probability=0.5, doubtful=True),
    Score(on=False, probability=0.00001),
    (
        Reason(Flag.URGENT, ReasonSource.RULE, "Ancaman", ("diancam", "parang"), ((0, 7), (8, 14))),
        Reason(Flag.NEEDS_RESPONSE, ReasonSource.SYSTEM, "Selalu ditanggapi"),
    ),
    "simak-uji", NOT_FLAGGED, Score(on=False, probability=0.0), Score(on=False, probability=0.0),
    Choice(Intent.COMPLAINT, 0.8), Choice(Sentiment.NEGATIVE, 0.7), Choice(Topic.HASIL, 0.6),
)  # fmt: skip


@dataclass
class FakeAssessor:
    """Gives every text the same verdict and remembers how many it was asked at once."""

    verdict: Assessment = VERDICT
    asked: list[int] = field(default_factory=list)
    model_version: str = "simak-uji"
    trouble: str = ""

    def assess(self, texts: Sequence[str]) -> list[Assessment]:
        self.asked.append(len(texts))
        return [self.verdict for _ in texts]

    def raised(self, assessment: Assessment, by: float, reason: Reason) -> Assessment:
        return assessment


def judge(verdict: Assessment = VERDICT) -> Judge:
    return Judge(FakeAssessor(verdict), no_claims, lambda topic: "teknis" if topic is Topic.HASIL else "")


def one(verdict: Assessment = VERDICT, row: Row | None = None) -> Judged:
    (judged,) = judged_rows([row or Row(2, ("halo",))], 0, judge(verdict))
    return judged


def named(judged: Judged, *, explain: bool = True, objects: bool = False) -> dict[str, object]:
    values = values_of(judged, explain=explain, objects=objects)
    return dict(zip(header_of(["text"]), values, strict=True))


def test_every_label_stands_beside_its_probability():
    found = named(one())
    assert found == {
        "text": "halo", "needs_response": 1, "p_needs_response": 0.9123, "intent": "complaint", "p_intent": 0.8,
        "urgent": 1, "p_urgent": 0.5, "hoax_suspect": 0, "p_hoax_suspect": 0.0, "sentiment": "negative",
        "p_sentiment": 0.7, "abusive": 0, "p_abusive": None, "sara": 0, "p_sara": 0.0, "spam": 0, "p_spam": 0.0,
        "topic": "hasil", "p_topic": 0.6, "division": "teknis", "to_read": 1, "claim_id": None, "claim_score": None,
        "state": "sudah dinilai", "model_version": "simak-uji",
        "reasons": "Ancaman (diancam, parang); Selalu ditanggapi",
    }  # fmt: skip
    assert tuple(found)[1:] == COLUMNS


def test_reasons_are_objects_where_the_file_can_hold_them_and_left_out_when_asked():
    first, _ = named(one(), objects=True)["reasons"]
    assert first == {
        "flag": "urgent", "source": "rule", "text": "Ancaman", "terms": ["diancam", "parang"],
        "spans": [[0, 7], [8, 14]],
    }  # fmt: skip
    assert named(one(), explain=False)["reasons"] == ""
    assert named(one(), explain=False, objects=True)["reasons"] == []


def test_a_text_about_no_topic_says_so_and_has_no_division():
    found = named(one(replace(VERDICT, topic=Choice(None, 0.9))))
    assert (found["topic"], found["p_topic"], found["division"]) == ("none", 0.9, "")


def test_what_cannot_be_judged_is_empty_and_says_why():
    found = named(one(UnavailableClassifier("tidak ada aturan.").assess([""])[0]))
    assert (found["needs_response"], found["urgent"], found["intent"], found["to_read"]) == (None, None, None, None)
    assert found["state"] == "belum dinilai: tidak ada aturan."


def test_a_flag_of_a_rule_is_kept_where_no_model_could_judge():
    found = named(one(replace(VERDICT, state=AssessState.UNASSESSED, needs_response=NOT_FLAGGED)))
    assert (found["urgent"], found["needs_response"], found["state"]) == (1, None, "selalu ditanggapi")


def test_a_row_that_cannot_be_read_keeps_its_place_and_names_its_line():
    rows = [Row(2, ("a",)), Row(3, ("rusak",), "bukan objek JSON yang utuh"), Row(4, ("c",))]
    judged = list(judged_rows(rows, 0, judge()))
    assert [one.row.values for one in judged] == [("a",), ("rusak",), ("c",)]
    assert judged[1].state == "tidak dapat dinilai: baris 3 bukan objek JSON yang utuh"
    assert not judged[1].done
    found = named(judged[1])
    assert {name for name, value in found.items() if value not in (None, "")} == {"text", "state"}


def test_a_remark_stands_in_the_state():
    assert one(row=Row(9, ("halo",), remark="1 sel, padahal judulnya 2")).state == (
        "sudah dinilai (baris 9: 1 sel, padahal judulnya 2)"
    )


def test_the_claim_of_a_text_is_named_with_its_score():
    asked: list[str] = []

    def find(texts: Sequence[str]) -> Sequence[FoundClaim | None]:
        asked.extend(texts)
        return [FoundClaim("simak-12", 0.43219), None]

    rows = [Row(2, ("server diatur",)), Row(3, ("halo",))]
    first, second = judged_rows(rows, 0, replace(judge(), find_claims=find))
    assert asked == ["server diatur", "halo"]
    assert (named(first)["claim_id"], named(first)["claim_score"]) == ("simak-12", 0.4322)
    assert named(second)["claim_id"] is None


@pytest.mark.parametrize(
    ("own", "given"),
    [
        (["text", "topic"], ["text", "topic_input"]),
        (["topic", "topic_input"], ["topic_input_input", "topic_input"]),
        (["topic_input", "topic"], ["topic_input", "topic_input_input"]),
    ],
)
def test_own_columns_come_first_and_a_clash_gets_a_suffix(own: list[str], given: list[str]):
    assert header_of(own) == (*given, *COLUMNS)


def test_rows_are_judged_by_the_batch_and_long_texts_in_smaller_ones():
    assessor = FakeAssessor()
    many = replace(judge(), assessor=assessor)
    assert len(list(judged_rows((Row(n, ("halo",)) for n in range(1200)), 0, many))) == 1200
    assert assessor.asked == [500, 500, 200]
    assessor.asked.clear()
    assert len(list(judged_rows([Row(n, ("x" * 1_000_000,)) for n in range(5)], 0, many))) == 5
    assert assessor.asked == [2, 2, 1]


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path):
    assert peak(tmp_path, 20_000) < peak(tmp_path, 2_000) * 1.2


def peak(folder: Path, count: int) -> int:
    source, target = folder / f"{count}.csv", folder / f"{count}.hasil.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("id,text\n")
        file.writelines(f'{number},"kapan hasil tps {number} diumumkan, min?"\n' for number in range(count))
    tracemalloc.start()
    try:
        written = scored(source, target)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert written == count


def scored(source: Path, target: Path) -> int:
    rows = 0
    with open_rows(source, "text") as table, written_rows(target, header_of(table.header)) as write:
        for judged in judged_rows(table.rows, table.text_at, judge()):
            write(values_of(judged, explain=False, objects=False))
            rows += 1
    return rows
