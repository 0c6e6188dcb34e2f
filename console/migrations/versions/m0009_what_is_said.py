"""Every head of the classifier in a verdict, labels of every head, the registry of claims, and comments alike.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_FLAGS = ("abusive", "sara", "spam")
_CHOICES = ("intent", "sentiment", "topic")


def upgrade() -> None:
    _extend_verdict()
    _extend_human_label()
    _create_claims()
    _create_clusters()


def _extend_verdict() -> None:
    with op.batch_alter_table("verdict") as table:
        for flag in _FLAGS:
            asked = "None: judged before this was asked" if flag == "abusive" else None
            table.add_column(sa.Column(flag, sa.Boolean(), nullable=True, comment=asked))
            table.add_column(sa.Column(f"p_{flag}", sa.Double(), nullable=True))
        for choice in _CHOICES:
            table.add_column(sa.Column(choice, sa.String(length=32), nullable=True))
            table.add_column(sa.Column(f"p_{choice}", sa.Double(), nullable=True))
        table.add_column(
            sa.Column(
                "to_read",
                sa.Boolean(),
                nullable=False,
                server_default="0",
                comment="between yes and no: a person should read it",
            )
        )


def _extend_human_label() -> None:
    """A label of a flag becomes one of any head: its value is text from now on."""
    with op.batch_alter_table("human_label") as table:
        table.drop_index("ix_human_label_comment")
        table.alter_column(
            "flag",
            new_column_name="head",
            existing_type=sa.String(length=32),
            comment="a Flag or a Question of classify.kinds",
        )
        table.alter_column(
            "value",
            type_=sa.String(length=32),
            existing_type=sa.Boolean(),
            postgresql_using="CASE WHEN value THEN '1' ELSE '0' END",
            comment="0 or 1 for a flag, the answer for a question",
        )
        table.add_column(
            sa.Column(
                "basis",
                sa.String(length=32),
                nullable=False,
                server_default="correction",
                comment="correction or outcome of a case",
            )
        )
    op.create_index("ix_human_label_comment", "human_label", ["comment_id", "head", "id"])


def _create_claims() -> None:
    op.create_table(
        "claim",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column(
            "key",
            sa.String(length=80),
            nullable=False,
            comment="names it across imports: of the seed, of the address, or given",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="what is claimed, in one sentence"),
        sa.Column("wordings", sa.JSON(), nullable=False, comment="[text]: other ways in which it is said"),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column(
            "verdict_published",
            sa.String(length=200),
            nullable=False,
            comment="the verdict in the publisher's own word",
        ),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("clarification", sa.Text(), nullable=False, comment="what this office says about it"),
        sa.Column("clarification_url", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, comment="False: kept, but no longer looked for"),
        sa.Column("version", _ID, nullable=False, comment="counts every change; the optimistic number"),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.Column(
            "looked_for",
            _ID,
            nullable=False,
            server_default="0",
            comment="the version that earlier comments were searched for",
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_claim_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("office_id", "key", name=op.f("uq_claim_office_id_key")),
    )
    behind = sa.text("looked_for < version")
    op.create_index(
        "ix_claim_not_looked_for", "claim", ["office_id", "id"], sqlite_where=behind, postgresql_where=behind
    )
    op.create_table(
        "claim_match",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("comment_id", _ID, nullable=False),
        sa.Column("comment_version", _ID, nullable=False, comment="comment_version.number it was found in"),
        sa.Column("claim_id", _ID, nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False, comment="above the higher threshold"),
        sa.Column("terms", sa.JSON(), nullable=False, comment="[text]: the writer's words it rests on"),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_claim_match_claim_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_claim_match_comment_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_claim_match_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_match")),
        sa.UniqueConstraint("comment_id", "claim_id", name=op.f("uq_claim_match_comment_id_claim_id")),
    )
    op.create_index("ix_claim_match_claim", "claim_match", ["claim_id", "state"])
    op.create_index("ix_claim_match_office", "claim_match", ["office_id", "state", "id"])


def _create_clusters() -> None:
    op.create_table(
        "text_cluster",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("head_comment_id", _ID, nullable=False),
        sa.Column("first_seen_at", _MOMENT, nullable=False),
        sa.Column("last_seen_at", _MOMENT, nullable=False),
        sa.Column("size", _ID, nullable=False, comment="comments, the head among them"),
        sa.Column("authors", _ID, nullable=False, comment="different people who wrote them"),
        sa.ForeignKeyConstraint(["head_comment_id"], ["comment.id"], name=op.f("fk_text_cluster_head_comment_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_text_cluster_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_cluster")),
        sa.UniqueConstraint("head_comment_id", name=op.f("uq_text_cluster_head_comment_id")),
    )
    op.create_index("ix_text_cluster_recent", "text_cluster", ["office_id", "last_seen_at"])
    op.create_table(
        "cluster_member",
        sa.Column("comment_id", _ID, autoincrement=False, nullable=False),
        sa.Column("cluster_id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column(
            "author",
            sa.String(length=64),
            nullable=False,
            comment="hash of account and author: counts people, names nobody",
        ),
        sa.Column("similarity", sa.Double(), nullable=False),
        sa.Column("joined_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["cluster_id"], ["text_cluster.id"], name=op.f("fk_cluster_member_cluster_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_cluster_member_comment_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_cluster_member_office_id")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_cluster_member")),
    )
    op.create_index("ix_cluster_member_author", "cluster_member", ["cluster_id", "author"])


def downgrade() -> None:
    for table in ("cluster_member", "text_cluster", "claim_match", "claim"):
        op.drop_table(table)
    op.drop_index("ix_human_label_comment", "human_label")
    with op.batch_alter_table("human_label") as labels:
        labels.drop_column("basis")
        labels.alter_column(
            "value",
            type_=sa.Boolean(),
            existing_type=sa.String(length=32),
            postgresql_using="value = '1'",
        )
        labels.alter_column("head", new_column_name="flag", existing_type=sa.String(length=32))
    op.create_index("ix_human_label_comment", "human_label", ["comment_id", "flag", "id"])
    with op.batch_alter_table("verdict") as verdicts:
        for column in (*_FLAGS, *_CHOICES):
            verdicts.drop_column(column)
            verdicts.drop_column(f"p_{column}")
        verdicts.drop_column("to_read")
