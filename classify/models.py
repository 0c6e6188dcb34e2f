"""Tables owned by classify: verdicts, what people said of them, the registry of claims, and comments alike."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from classify.kinds import ClaimOrigin, ClaimVerdict, Intent, MatchState, Sentiment, Topic
from ingest.db import Base
from ingest.kinds import AssessState


class Verdict(Base):
    """One judgement of one version of a comment; a later judgement is a later row, the newest counts."""

    __tablename__ = "verdict"
    __table_args__ = (Index("ix_verdict_comment", "comment_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version: Mapped[int] = mapped_column(comment="comment_version.number that was judged")
    state: Mapped[AssessState]
    needs_response: Mapped[bool]
    p_needs_response: Mapped[float | None]
    urgent: Mapped[bool]
    p_urgent: Mapped[float | None]
    hoax_suspect: Mapped[bool]
    p_hoax_suspect: Mapped[float | None]
    abusive: Mapped[bool | None] = mapped_column(comment="None: judged before this was asked")
    p_abusive: Mapped[float | None]
    sara: Mapped[bool | None]
    p_sara: Mapped[float | None]
    spam: Mapped[bool | None]
    p_spam: Mapped[float | None]
    intent: Mapped[Intent | None]
    p_intent: Mapped[float | None]
    sentiment: Mapped[Sentiment | None]
    p_sentiment: Mapped[float | None]
    topic: Mapped[Topic | None]
    p_topic: Mapped[float | None]
    to_read: Mapped[bool] = mapped_column(
        default=False, server_default="0", comment="between yes and no: a person should read it"
    )
    reasons: Mapped[list[Any]] = mapped_column(comment="[{flag, source, text, terms}]")
    model_version: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]


class HumanLabel(Base):
    """What a person said of a comment; the newest wins over any verdict and trains the next model."""

    __tablename__ = "human_label"
    __table_args__ = (Index("ix_human_label_comment", "comment_id", "head", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    version: Mapped[int]
    head: Mapped[str] = mapped_column(String(32), comment="a Flag or a Question of classify.kinds")
    value: Mapped[str] = mapped_column(String(32), comment="0 or 1 for a flag, the answer for a question")
    basis: Mapped[str] = mapped_column(
        String(32), default="correction", server_default="correction", comment="correction or outcome of a case"
    )
    labelled_by: Mapped[str] = mapped_column(String(60), comment="an opaque name: this floor knows no people")
    created_at: Mapped[datetime]


class Claim(Base):
    """Something that was claimed in public, and how it stands as published; an office's own register."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("office_id", "key"),
        Index(
            "ix_claim_not_looked_for",
            "office_id",
            "id",
            sqlite_where=sql("looked_for < version"),
            postgresql_where=sql("looked_for < version"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    key: Mapped[str] = mapped_column(
        String(80), comment="names it across imports: of the seed, of the address, or given"
    )
    text: Mapped[str] = mapped_column(Text, comment="what is claimed, in one sentence")
    wordings: Mapped[list[Any]] = mapped_column(comment="[text]: other ways in which it is said")
    verdict: Mapped[ClaimVerdict]
    verdict_published: Mapped[str] = mapped_column(String(200), comment="the verdict in the publisher's own word")
    publisher: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(Text)
    claimed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    clarification: Mapped[str] = mapped_column(Text, comment="what this office says about it")
    clarification_url: Mapped[str] = mapped_column(Text)
    origin: Mapped[ClaimOrigin]
    active: Mapped[bool] = mapped_column(comment="False: kept, but no longer looked for")
    version: Mapped[int] = mapped_column(comment="counts every change; the optimistic number")
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(200))
    looked_for: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="the version that earlier comments were searched for"
    )


class ClaimMatch(Base):
    """A claim found for a comment (the head of its cluster), and what a person said of that."""

    __tablename__ = "claim_match"
    __table_args__ = (
        UniqueConstraint("comment_id", "claim_id"),
        Index("ix_claim_match_claim", "claim_id", "state"),
        Index("ix_claim_match_office", "office_id", "state", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    comment_version: Mapped[int] = mapped_column(comment="comment_version.number it was found in")
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"))
    score: Mapped[float]
    flagged: Mapped[bool] = mapped_column(comment="above the higher threshold")
    terms: Mapped[list[Any]] = mapped_column(comment="[text]: the writer's words it rests on")
    state: Mapped[MatchState]
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TextCluster(Base):
    """Comments of an office that say nearly the same as its head, within a rolling window."""

    __tablename__ = "text_cluster"
    __table_args__ = (Index("ix_text_cluster_recent", "office_id", "last_seen_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    head_comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    size: Mapped[int] = mapped_column(comment="comments, the head among them")
    authors: Mapped[int] = mapped_column(comment="different people who wrote them")


class ClusterMember(Base):
    """One comment in a cluster; its likeness is to the head, never to another member."""

    __tablename__ = "cluster_member"
    __table_args__ = (Index("ix_cluster_member_author", "cluster_id", "author"),)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    cluster_id: Mapped[int] = mapped_column(ForeignKey("text_cluster.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"))
    author: Mapped[str] = mapped_column(String(64), comment="hash of account and author: counts people, names nobody")
    similarity: Mapped[float]
    joined_at: Mapped[datetime]
