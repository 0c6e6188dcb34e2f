"""Accounts name the office's own authors, so that what they write is never work.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column(
            "own_native_ids",
            sa.JSON(),
            nullable=False,
            server_default="[]",
            comment="platform ids of the office's own authors: what they write is context, never work",
        ),
    )


def downgrade() -> None:
    op.drop_column("account", "own_native_ids")
