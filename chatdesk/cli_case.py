"""`chatdesk case …`: looking at the cases of a database, beside a running server or without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import typer
from sqlalchemy import select

from chatdesk.app import new_id
from chatdesk.core.inbound import CaseRef
from chatdesk.desk import Desk
from chatdesk.desk.verify import Verified
from chatdesk.store import refs
from chatdesk.store.engine import Store, open_existing
from chatdesk.store.tables import cases

NOT_FOUND = 1
_UNSOUND = 3
_MOST_DAYS = 6


def verify(database_url: str, number: str | None) -> int:
    """Compares what is stored with what the events give, for one case or all; the exit code."""
    with opened(database_url) as store:
        wanted = [find(store, number)] if number else _all(store)
        found = [Desk(store, new_id).verify(case_id) for case_id in wanted if case_id]
    if number and not found:
        typer.echo(f"There is no case {number}.", err=True)
        return NOT_FOUND
    unsound = [one for one in found if not one.is_sound]
    for one in unsound:
        typer.echo(f"{one.number}: differs in {', '.join(one.differences)}")
    for one in found:
        for line in _moved_tables(one):
            typer.echo(line)
    typer.echo(f"{len(found)} cases, {sum(one.events for one in found)} events; {len(unsound)} differ")
    return _UNSOUND if unsound else 0


def _moved_tables(one: Verified) -> Iterator[str]:
    """What is not corrupt, though a table that due times came from has changed since."""
    for drift in one.drifts:
        now = _time(drift.would_be_at) if drift.would_be_at else "no due time"
        yield (
            f"{one.number}: sound. {drift.metric} {drift.cycle} was promised for {_time(drift.promised_at)}; the rules "
            f"of its time zone have changed since and would give {now}. The promise stays as it was made."
        )
    if one.holidays:
        days = [f"{on} ({name}) is {'off now' if is_off else 'off no longer'}" for on, name, is_off in one.holidays]
        more = f" and {len(days) - _MOST_DAYS} more" if len(days) > _MOST_DAYS else ""
        yield (
            f"{one.number}: sound. Its policy's holidays have changed since: {', '.join(days[:_MOST_DAYS])}{more}. It "
            "keeps those that it is pinned to; `chatdesk policy apply FILE --open-cases` would move it."
        )


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


@contextmanager
def opened(database_url: str) -> Iterator[Store]:
    """Raises DatabaseUnreachable."""
    store = open_existing(database_url)
    try:
        yield store
    finally:
        store.close()


def find(store: Store, number: str) -> str | None:
    """The id of the case with this number."""
    with store.reading() as tx:
        return refs.find(tx, CaseRef(number=number))


def _all(store: Store) -> list[str]:
    with store.reading() as tx:
        return list(tx.execute(select(cases.c.id).order_by(cases.c.opened_at)).scalars())
