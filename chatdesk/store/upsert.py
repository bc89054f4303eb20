"""Inserting what may be there already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Inserts the rows whose keys are not taken and says how many. Waits for a rival that is inserting the same key."""
    if not rows:
        return 0
    return tx.execute(_insert_new(table, tx.dialect.name), list(rows)).rowcount


def put(tx: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts the rows, or brings those with the same primary key up to date; columns not in the rows stay."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    make = sqlite.insert if tx.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    changing = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    tx.execute(statement.on_conflict_do_update(index_elements=keys, set_=changing), list(rows))


@cache
def _insert_new(table: Table, dialect: str) -> Any:
    make = sqlite.insert if dialect == "sqlite" else postgresql.insert
    return make(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
