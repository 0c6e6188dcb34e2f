"""Every office has its own calendar: an ordinary week, and periods.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office_hours",
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("week", sa.Text(), nullable=False, comment="canonical JSON: hours by weekday"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_hours_office_id_office")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_office_hours")),
    )
    op.create_table(
        "office_period",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False, comment="on the office's own clock"),
        sa.Column("last_day", sa.Date(), nullable=False, comment="inclusive"),
        sa.Column("hours", sa.Text(), nullable=False, comment="canonical JSON: hours by weekday, for kind hours"),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=200), nullable=False),
        sa.Column(
            "ended_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="no longer counts for deadlines computed from then on",
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_period_office_id_office")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_period")),
    )
    op.create_index("ix_office_period_office", "office_period", ["office_id", "last_day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_office_period_office", "office_period")
    op.drop_table("office_period")
    op.drop_table("office_hours")
