"""Templates and FAQ of an office, and the lists its guard reads.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "reply_text",
        sa.Column("id", BIG, nullable=False),
        sa.Column("office_id", BIG, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False, comment="as the public asks it; empty for a template"),
        sa.Column("body", sa.Text(), nullable=False, comment="may hold {nama} and the like"),
        sa.Column("link", sa.Text(), nullable=False, comment="what {tautan} becomes"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", BIG, nullable=False, comment="counts every change; the optimistic number"),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_reply_text_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_text")),
        sa.UniqueConstraint("office_id", "key", name=op.f("uq_reply_text_office_id_key")),
    )
    op.create_table(
        "office_guard",
        sa.Column("office_id", BIG, autoincrement=False, nullable=False),
        sa.Column("guard", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_guard_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_office_guard")),
    )


def downgrade() -> None:
    op.drop_table("office_guard")
    op.drop_table("reply_text")
