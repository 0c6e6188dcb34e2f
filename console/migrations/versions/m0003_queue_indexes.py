"""Indexes that keep the queue as fast with a million comments as with a thousand.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_inbox_newest", "inbox_item", ["office_id", "comment_id"])
    op.create_index("ix_case_comment_comment", "case_comment", ["comment_id", "case_id"])
    op.create_index("ix_publication_native", "publication", ["account_id", "native_id"])


def downgrade() -> None:
    op.drop_index("ix_publication_native", "publication")
    op.drop_index("ix_case_comment_comment", "case_comment")
    op.drop_index("ix_inbox_newest", "inbox_item")
