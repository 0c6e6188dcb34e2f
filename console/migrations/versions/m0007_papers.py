"""Papers: what was issued (append-only), how far each kind has counted, how an office numbers.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from console.migrations.append_only import forbid_changes

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("id", BIG, nullable=False),
        sa.Column("office_id", BIG, nullable=False),
        sa.Column("case_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="as printed"),
        sa.Column("year", BIG, nullable=False, comment="on the office's own clock"),
        sa.Column(
            "serial", BIG, nullable=False, comment="how many of this kind the office issued in that year, from 1"
        ),
        sa.Column("about", BIG, nullable=False, comment="of a disposisi: number of its event in the case; 0 otherwise"),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("docx_sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "text_sha256",
            sa.String(length=64),
            nullable=False,
            comment="of the text it is about; empty before there is one",
        ),
        sa.Column("issued_by", sa.String(length=200), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_paper_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("office_id", "kind", "year", "serial", name=op.f("uq_paper_office_id_kind_year_serial")),
        sa.UniqueConstraint("office_id", "number", name=op.f("uq_paper_office_id_number")),
    )
    op.create_index("ix_paper_case", "paper", ["case_id"])
    op.create_table(
        "paper_counter",
        sa.Column("office_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", BIG, nullable=False),
        sa.Column("last", BIG, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_counter_office_id")),
        sa.PrimaryKeyConstraint("office_id", "kind", "year", name=op.f("pk_paper_counter")),
    )
    op.create_table(
        "paper_settings",
        sa.Column("office_id", BIG, nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_paper_settings_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_paper_settings")),
    )
    forbid_changes("paper")


def downgrade() -> None:
    op.drop_table("paper_settings")
    op.drop_table("paper_counter")
    op.drop_table("paper")
