"""Cases for content and removals beside those for replies; divisions, pauses, leases, and files of a draft.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_COLUMN_NAMES = ("subject", "title", "category", "legal_product", "needed_by", "division", "paused_at")


def _case_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("subject", sa.String(length=32), nullable=False, server_default="reply"),
        sa.Column(
            "title",
            sa.String(length=200),
            nullable=False,
            server_default=sa.text("''"),
            comment="of content or a removal",
        ),
        sa.Column("category", sa.String(length=32), nullable=True),
        sa.Column("legal_product", sa.String(length=32), nullable=True, comment="what an announcement is about"),
        sa.Column("needed_by", _MOMENT, nullable=True),
        sa.Column("division", sa.String(length=32), nullable=True, comment="the division concerned, once it is known"),
        sa.Column("paused_at", _MOMENT, nullable=True, comment="since when the clock stands still"),
    )


def upgrade() -> None:
    op.add_column(
        "role_grant",
        sa.Column(
            "division",
            sa.String(length=32),
            nullable=True,
            comment="of a division concerned; none: of every division",
        ),
    )
    op.add_column(
        "draft_version",
        sa.Column("files", sa.JSON(), nullable=False, server_default="[]", comment="as responses.materials reads"),
    )
    _extend_case_file()
    _create_lease()
    _create_target()
    _extend_publication()


def _extend_case_file() -> None:
    with op.batch_alter_table("case_file") as table:
        for column in _case_columns():
            table.add_column(column)
        table.add_column(
            sa.Column("succeeds_id", _ID, nullable=True, comment="the ordinary case this urgent one takes the place of")
        )
        table.create_foreign_key(op.f("fk_case_file_succeeds_id"), "case_file", ["succeeds_id"], ["id"])


def _create_lease() -> None:
    op.create_table(
        "case_lease",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_lease_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_lease_person_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_lease")),
    )


def _create_target() -> None:
    op.create_table(
        "case_target",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("account_id", _ID, nullable=False),
        sa.Column("removes_id", _ID, nullable=True, comment="the publication to remove, where Simak knows it"),
        sa.Column("permalink", sa.Text(), nullable=False, comment="of what is to be removed"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_target_case_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_case_target_account_id")),
        sa.ForeignKeyConstraint(["removes_id"], ["publication.id"], name=op.f("fk_case_target_removes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_target")),
    )
    op.create_index("ix_case_target_case", "case_target", ["case_id"], unique=False)


def _extend_publication() -> None:
    with op.batch_alter_table("publication") as table:
        table.add_column(sa.Column("action", sa.String(length=32), nullable=False, server_default="post"))
        table.add_column(sa.Column("target_id", _ID, nullable=True, comment="of content or a removal"))
        table.alter_column("comment_id", existing_type=_ID, nullable=True, comment="what a reply answers")
        table.alter_column(
            "draft_number", existing_type=_ID, existing_nullable=False, comment="0 for a removal, which has no text"
        )
        table.create_foreign_key(op.f("fk_publication_target_id"), "case_target", ["target_id"], ["id"])
        table.create_unique_constraint(op.f("uq_publication_target_id_draft_number"), ["target_id", "draft_number"])


def downgrade() -> None:
    with op.batch_alter_table("publication") as table:
        table.drop_constraint("uq_publication_target_id_draft_number", type_="unique")
        table.drop_constraint("fk_publication_target_id", type_="foreignkey")
        table.alter_column("comment_id", existing_type=_ID, nullable=False)
        table.drop_column("target_id")
        table.drop_column("action")
    op.drop_table("case_target")
    op.drop_table("case_lease")
    with op.batch_alter_table("case_file") as table:
        table.drop_constraint("fk_case_file_succeeds_id", type_="foreignkey")
        for name in ("succeeds_id", *reversed(_COLUMN_NAMES)):
            table.drop_column(name)
    op.drop_column("draft_version", "files")
    op.drop_column("role_grant", "division")
