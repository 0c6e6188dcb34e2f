"""Triggers that make a table append-only, on SQLite and PostgreSQL."""

from __future__ import annotations

from alembic import op

_FUNCTION = """
CREATE OR REPLACE FUNCTION simak_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""


def forbid_changes(*tables: str) -> None:
    """Let the database refuse UPDATE and DELETE (and TRUNCATE where it exists) on these tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_FUNCTION)
        for table in tables:
            op.execute(_postgres(table, "UPDATE OR DELETE", "ROW"))
            op.execute(_postgres(table, "TRUNCATE", "STATEMENT"))
    else:
        for table in tables:
            op.execute(_sqlite(table, "UPDATE"))
            op.execute(_sqlite(table, "DELETE"))


def _postgres(table: str, verbs: str, level: str) -> str:
    name = f"{table}_no_{verbs.split()[0].lower()}"
    return f"CREATE TRIGGER {name} BEFORE {verbs} ON {table} FOR EACH {level} EXECUTE FUNCTION simak_append_only()"


def _sqlite(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )
