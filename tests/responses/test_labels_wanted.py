"""Which comments it helps most to label: each with its reason, nobody's name, nothing that is settled."""

from __future__ import annotations

from typing import Any

import pytest

from classify.kinds import Flag, ReasonSource
from classify.models import Verdict
from classify.rules import RuleBook, load_rules
from ingest.kinds import AssessState
from responses import inbox, labels
from responses.models import InboxItem
from responses.views import unsure
from responses.views.unsure import Unsure
from tests.responses.test_queue_at_once import ignore
from tests.support.world import World


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules()


def judged(world: World, text: str, *rule_reasons: dict[str, Any], **said: object) -> int:
    """A comment that waits with this verdict."""
    comment_id = world.comment(text)
    plain = {"needs_response": True, "urgent": False, "hoax_suspect": False, "p_needs_response": 0.9, "p_urgent": 0.1}
    with world.database.write() as session:
        verdict = Verdict(
            office_id=world.office_id, comment_id=comment_id, version=1, state=AssessState.DONE,
            reasons=list(rule_reasons), model_version="uji", created_at=world.now, **{**plain, **said},
        )  # fmt: skip
        session.add(verdict)
        session.flush()
        inbox.admit(session, [verdict])
    return comment_id


def by_rule(rules: RuleBook, flag: Flag, *, speaks_for: bool) -> dict[str, Any]:
    """A reason as a rule of the books gives it."""
    rule = next(rule for rule in rules.rules if rule.flag is flag and (rule.weight > 0) is speaks_for)
    remark = "" if speaks_for else " (mengurangi kemungkinan)"
    return {"flag": flag.value, "source": ReasonSource.RULE.value, "text": f"{rule.sentence}{remark}", "terms": []}


def found(world: World, rules: RuleBook, top: int = 50) -> dict[int, Unsure]:
    with world.database.read() as session:
        return {row.comment_id: row for row in unsure.most_useful(session, world.office_id, rules, top=top)}


def correct(world: World, comment_id: int, flag: Flag, value: str) -> None:
    with world.database.write() as session:
        labels.correct(session, world.desk(session, "dewi"), comment_id, {flag: value}, seen_version=1)


def test_what_the_model_hesitates_about_is_listed_closest_first(world: World, rules: RuleBook):
    judged(world, "Terima kasih")
    far, near = (judged(world, f"Entah {share}", to_read=True, p_needs_response=share) for share in (0.35, 0.48))
    assert list(found(world, rules)) == [near, far]
    assert found(world, rules)[near].why == ("Model ragu: di antara ya dan tidak.",)
    assert list(found(world, rules, top=1)) == [near]


def test_a_rule_that_says_otherwise_than_the_model_is_a_reason(world: World, rules: RuleBook):
    missed = judged(world, "Ada yang merusak kotak", by_rule(rules, Flag.URGENT, speaks_for=True))
    agreed = judged(world, "Ada api", by_rule(rules, Flag.URGENT, speaks_for=True), urgent=True)
    weakened = judged(world, "Simulasi", by_rule(rules, Flag.URGENT, speaks_for=False), urgent=True)
    rows = found(world, rules)
    assert set(rows) == {missed, weakened}
    assert rows[missed].why == ("Aturan dan model berbeda: aturan menandai “Mendesak”, model tidak.",)
    assert "berbicara melawan “Mendesak”, model tetap" in rows[weakened].why[0]
    assert agreed not in rows


def test_a_rule_on_each_side_is_no_contradiction(world: World, rules: RuleBook):
    both = [by_rule(rules, Flag.URGENT, speaks_for=side) for side in (True, False)]
    judged(world, "Kotak rusak dulu", *both)
    assert found(world, rules) == {}


def test_what_is_like_a_corrected_comment_comes_first(world: World, rules: RuleBook):
    corrected = judged(world, "Undangan memilih ditahan pak kades di balai dusun")
    doubtful = judged(world, "Entah", to_read=True, p_needs_response=0.5)
    alike = judged(world, "Undangan memilih ditahan kades di balai dusun kami")
    flagged = judged(world, "Undangan memilih ditahan pak kades balai dusun", urgent=True)
    judged(world, "Jadwal debat kapan?")
    correct(world, corrected, Flag.URGENT, "1")
    rows = found(world, rules)
    assert list(rows) == [alike, doubtful]
    assert rows[alike].why == (f"Pada komentar serupa (nomor {corrected}) petugas menilai: ditandai “Mendesak”.",)
    assert flagged not in rows


def test_only_the_last_word_of_an_argument_contradicts(world: World, rules: RuleBook):
    corrected = judged(world, "Undangan memilih ditahan pak kades di balai dusun")
    judged(world, "Undangan memilih ditahan kades di balai dusun kami")
    correct(world, corrected, Flag.URGENT, "1")
    correct(world, corrected, Flag.URGENT, "0")
    assert found(world, rules) == {}


def test_what_is_settled_is_not_asked_again(world: World, rules: RuleBook):
    corrected, ignored, reported, own = (judged(world, f"Entah {n}", to_read=True) for n in "abcd")
    correct(world, corrected, Flag.NEEDS_RESPONSE, "1")
    ignore(world, ignored)
    world.report(reported)
    assert list(found(world, rules)) == [own]


def test_only_the_newest_are_looked_at(world: World, rules: RuleBook, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(unsure, "LOOKED_AT", 2)
    several = []
    for number in range(4):
        several.append(judged(world, f"Entah {number}", to_read=True))
        with world.database.write() as session:
            session.get_one(InboxItem, several[-1]).detected_at = world.now
        world.later(minutes=1)
    assert set(found(world, rules)) == set(several[2:])


def test_nobody_is_named_and_a_long_comment_is_shortened(world: World, rules: RuleBook):
    comment_id = judged(world, "kata " * 500, to_read=True)
    row = found(world, rules)[comment_id]
    assert len(row.excerpt) == unsure.EXCERPT + 1
    assert "Siti" not in f"{row}"


def test_another_office_sees_nothing_of_it(world: World, rules: RuleBook):
    judged(world, "Entah", to_read=True)
    with world.database.read() as session:
        assert unsure.most_useful(session, world.office_id + 1, rules, top=5) == ()
