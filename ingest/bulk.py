"""Many rows in one go, at the speed of the driver: statement and conversions are worked out once per table."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, Table, any_, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one table is filled: the statement, what each column needs converted, and how the driver wants a row."""

    sql: str
    converters: tuple[Callable[[Any], Any] | None, ...]
    names: tuple[str, ...] | None


def insert_new(session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> int:
    """Insert rows of hashable Python values and give back how many were really new; what exists is left alone.

    ``INSERT .. ON CONFLICT DO NOTHING``, so that two workers may store the same thing. ``columns`` follow the order
    of the table, and every one without a database default must be named: the model's defaults do not apply here.
    """
    if not rows:
        return 0
    connection = session.connection()
    plan = _plan(connection.dialect, table, columns)
    ready: Any = _converted(rows, plan.converters)
    if plan.names:
        ready = [dict(zip(plan.names, row, strict=True)) for row in ready]
    return connection.exec_driver_sql(plan.sql, list(ready)).rowcount


def one_of(session: Session, column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """``column IN values`` with the values as one parameter: a list of placeholders costs more than the query."""
    if session.connection().dialect.name == "postgresql":
        return column == any_(literal(list(values), postgresql.ARRAY(String)))
    return column.in_(select(func.json_each(json.dumps(values)).table_valued("value").c.value))


@lru_cache(maxsize=64)
def _plan(dialect: Dialect, table: Table, columns: tuple[str, ...]) -> _Plan:
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    compiled = make(table).on_conflict_do_nothing().compile(dialect=dialect, column_keys=list(columns))
    order = compiled.positiontup
    if order is not None and tuple(order) != columns:
        raise ValueError(f"columns of {table.name} must be in the order {order}")
    converters = tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns)
    return _Plan(str(compiled), converters, columns if order is None else None)


def _converted(
    rows: Iterable[tuple[Any, ...]], converters: Sequence[Callable[[Any], Any] | None]
) -> Iterable[tuple[Any, ...]]:
    """Values as the driver takes them. A column repeats few values (a kind, this moment): each is converted once."""
    columns: list[Iterable[Any]] = []
    for values, convert in zip(zip(*rows, strict=True), converters, strict=True):
        if convert is None:
            columns.append(values)
        else:
            done = {value: convert(value) for value in set(values)}
            columns.append([done[value] for value in values])
    return zip(*columns, strict=True)
