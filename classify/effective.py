"""What counts of a comment now: the model's verdict, and over it what people said of the same text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classify.kinds import NO_TOPIC, Flag, Intent, Question, Sentiment, Topic
from classify.models import HumanLabel, Verdict
from ingest.kinds import AssessState, Kind
from ingest.models import Comment, CommentVersion

Head = Flag | Question
"""What a label can be about."""

TAKEN_BACK = ""
"""The value of a label that takes an earlier outcome back: nothing is known again, and both stay in the history."""


class LabelBasis(Kind):
    """Where a label comes from. A correction outweighs every outcome."""

    CORRECTION = "correction", "Dikoreksi petugas"
    OUTCOME = "outcome", "Disimpulkan dari tindak lanjut"


@dataclass(frozen=True, slots=True)
class Effective:
    """What is believed of one comment now. ``by_person`` names what people decided; the rest is the model's."""

    assessed: bool
    to_read: bool
    needs_response: bool
    urgent: bool
    hoax_suspect: bool
    abusive: bool
    sara: bool
    spam: bool
    intent: Intent | None
    sentiment: Sentiment | None
    topic: Topic | None
    by_person: frozenset[Head]

    @property
    def rank(self) -> int:
        """The place in the queue: 0 urgent, 1 hoax suspect, 2 not assessed, 3 to answer or to read, 4 the rest.

        What looks like spam goes to the end unless it is urgent, a hoax suspect, or a person wants it answered.
        """
        wanted = self.needs_response and Flag.NEEDS_RESPONSE in self.by_person
        if self.urgent:
            return 0
        if self.hoax_suspect:
            return 1
        if self.spam and not wanted:
            return 4
        if not self.assessed and Flag.NEEDS_RESPONSE not in self.by_person:
            return 2
        return 3 if self.needs_response or self.to_read else 4


def effective(verdict: Verdict, labels: Iterable[HumanLabel]) -> Effective:
    """The verdict with what people said of the same text put over it; see ``labels_of`` for which labels those are."""
    said = {head: label.value for head, label in standing(labels).items()}

    def flag(head: Flag) -> bool:
        return said[head] == "1" if head in said else bool(getattr(verdict, head.value))

    intent, sentiment, topic = said.get(Question.INTENT), said.get(Question.SENTIMENT), said.get(Question.TOPIC)
    return Effective(
        assessed=verdict.state is AssessState.DONE,
        to_read=bool(verdict.to_read) and Flag.NEEDS_RESPONSE not in said,
        needs_response=flag(Flag.NEEDS_RESPONSE),
        urgent=flag(Flag.URGENT),
        hoax_suspect=flag(Flag.HOAX_SUSPECT),
        abusive=flag(Flag.ABUSIVE),
        sara=flag(Flag.SARA),
        spam=flag(Flag.SPAM),
        intent=Intent(intent) if intent else verdict.intent,
        sentiment=Sentiment(sentiment) if sentiment else verdict.sentiment,
        topic=_topic(topic) if topic else verdict.topic,
        by_person=frozenset(said),
    )


def standing(labels: Iterable[HumanLabel]) -> Mapping[Head, HumanLabel]:
    """The label that counts for each head: the newest correction, or the newest outcome where nobody corrected."""
    newest: dict[Head, HumanLabel] = {}
    for label in sorted(labels, key=lambda label: (label.basis == LabelBasis.CORRECTION, label.id)):
        newest[head_of(label.head)] = label
    return {head: label for head, label in newest.items() if label.value != TAKEN_BACK}


def head_of(name: str) -> Head:
    """The head of that name. Raises ValueError for a name that is none."""
    return Question(name) if name in tuple(Question) else Flag(name)


def labels_of(session: Session, comment_ids: Sequence[int]) -> Mapping[int, Sequence[HumanLabel]]:
    """What people said of these comments as they are written now, oldest first; one query.

    Labels of a text that an edit replaced are left out; a version that only changed its status keeps them.
    """
    if not comment_ids:
        return {}
    same_text = (CommentVersion.comment_id == HumanLabel.comment_id) & (CommentVersion.number == HumanLabel.version)
    query = (
        select(HumanLabel)
        .join(Comment, Comment.id == HumanLabel.comment_id)
        .join(CommentVersion, same_text & (CommentVersion.text == Comment.text))
        .where(HumanLabel.comment_id.in_(comment_ids))
        .order_by(HumanLabel.id)
    )
    found: defaultdict[int, list[HumanLabel]] = defaultdict(list)
    for label in session.scalars(query):
        found[label.comment_id].append(label)
    return found


def _topic(answer: str) -> Topic | None:
    return None if answer == NO_TOPIC else Topic(answer)
