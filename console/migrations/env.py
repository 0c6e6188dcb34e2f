"""Alembic's entry: runs migrations on the engine that console.migrate hands over."""

from __future__ import annotations

from alembic import context

from console.migrate import metadata

engine = context.config.attributes["engine"]
sqlite = engine.dialect.name == "sqlite"
with engine.execution_options(simak_write=True).connect() as connection:
    if sqlite:
        # SQLite changes a table by making it anew and dropping the old one, which must not reach its children.
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=sqlite,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if sqlite else []
        if orphans:
            raise RuntimeError(f"the migration would leave rows without their parents: {orphans[:5]}")
