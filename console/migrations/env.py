"""Alembic's entry: runs migrations on the engine that console.migrate hands over."""

from __future__ import annotations

from alembic import context

from console.migrate import metadata

engine = context.config.attributes["engine"]
with engine.execution_options(simak_write=True).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
