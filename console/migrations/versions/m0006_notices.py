"""Notices: where people are told, the outbox of messages, and how far the cases have been looked through.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "notice_target",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True, comment="None: the mailbox of a role"),
        sa.Column("role", sa.String(length=32), nullable=True, comment="whose mailbox it is; None: of a person"),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("hint", sa.String(length=80), nullable=False, comment="masked; enough to tell two targets apart"),
        sa.Column(
            "sealed",
            sa.LargeBinary(),
            nullable=False,
            comment="the address with its secrets, encrypted; empty once removed",
        ),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("quiet_from", _ID, nullable=True, comment="minutes after local midnight; None: outside office hours"),
        sa.Column("quiet_until", _ID, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("last_success_at", _MOMENT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False, comment="of the newest try, without secrets"),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_notice_target_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_target_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_target")),
    )
    op.create_index("ix_notice_target_owner", "notice_target", ["office_id", "person_id", "role"])
    op.create_table(
        "notice",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=True, comment="None: a test of the target"),
        sa.Column("target_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False, comment="nobody is told the same thing twice"),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("step_from", _MOMENT, nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False, comment="goes out at any hour"),
        sa.Column("title", sa.String(length=200), nullable=False, comment="as last sent"),
        sa.Column("body", sa.Text(), nullable=False, comment="as last sent"),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("run_after", _MOMENT, nullable=False),
        sa.Column("tries", _ID, nullable=False),
        sa.Column("lease_until", _MOMENT, nullable=True),
        sa.Column("lease_token", sa.String(length=40), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False, comment="why it failed or was dropped, without secrets"),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_notice_office_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_notice_case_id")),
        sa.ForeignKeyConstraint(["target_id"], ["notice_target.id"], name=op.f("fk_notice_target_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index("ix_notice_work", "notice", ["state", "run_after"])
    op.create_index("ix_notice_target", "notice", ["target_id", "state"])
    op.create_index("ix_notice_case", "notice", ["case_id", "state"])
    op.create_index("ix_notice_office", "notice", ["office_id", "state", "id"])
    op.create_table(
        "notice_watch",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("office_id", _ID, nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_notice_watch_case_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_notice_watch_office_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_notice_watch")),
    )
    op.create_index("ix_notice_watch_next", "notice_watch", ["office_id", "next_at"])
    op.create_table(
        "notice_cursor",
        sa.Column("office_id", _ID, autoincrement=False, nullable=False),
        sa.Column("event_seq", _ID, nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_notice_cursor_office_id")),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_notice_cursor")),
    )


def downgrade() -> None:
    op.drop_table("notice_cursor")
    op.drop_table("notice_watch")
    op.drop_table("notice")
    op.drop_table("notice_target")
