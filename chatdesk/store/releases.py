"""Releases as they were announced, and the cases that wait for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select

from chatdesk.core.case import Case, Status
from chatdesk.core.codec import from_plain
from chatdesk.store.tables import cases
from chatdesk.store.tables import releases as table


@dataclass(frozen=True)
class Said:
    """What was announced of a release; `due_on` is None for one that is out."""

    id: int
    name: str
    due_on: date | None
    is_out: bool
    words: str | None
    said_at: datetime


def add(tx: Connection, name: str, due_on: date | None, words: str | None, by: str, now: datetime) -> int:
    """Record an announcement: planned for a day, or out where there is none. Its id."""
    row = {"key": name.casefold(), "name": name, "due_on": due_on, "is_out": due_on is None}
    done = tx.execute(insert(table).values(**row, words=words, by=by, said_at=now))
    key = done.inserted_primary_key
    if key is None:
        raise RuntimeError("the announcement has no id")
    return int(key[0])


def latest(tx: Connection, name: str) -> Said | None:
    """The last that was said of a release, however its name is written."""
    query = select(table).where(table.c.key == name.casefold()).order_by(table.c.id.desc()).limit(1)
    row = tx.execute(query).first()
    return _said(row) if row else None


def said(tx: Connection, announcement_id: int) -> Said | None:
    row = tx.execute(select(table).where(table.c.id == announcement_id)).first()
    return _said(row) if row else None


def all_latest(tx: Connection) -> tuple[Said, ...]:
    """The last that was said of each release, the newest first."""
    found: dict[str, Said] = {}
    for row in tx.execute(select(table).order_by(table.c.id.desc())):
        found.setdefault(row.key, _said(row))
    return tuple(found.values())


def awaiting_any(tx: Connection) -> tuple[Case, ...]:
    """The open cases whose correction comes with a release, in the order they were opened.

    A release that came out is waited for no more.
    """
    agreed = cases.c.body["agreed"]["term"]["release"].as_string()
    told = cases.c.body["change"]["release"].as_string()
    query = select(cases.c.body).where(cases.c.status == Status.OPEN.value, or_(agreed.is_not(None), told.is_not(None)))
    found = (from_plain(Case, body) for body in tx.execute(query.order_by(cases.c.opened_at, cases.c.id)).scalars())
    return tuple(case for case in found if case.awaited_release is not None)


def waiting(tx: Connection, name: str) -> tuple[Case, ...]:
    return tuple(case for case in awaiting_any(tx) if (case.awaited_release or "").casefold() == name.casefold())


def names(awaited: Iterable[Case]) -> dict[str, list[Case]]:
    """Cases by the release they wait for, under its name in small letters."""
    found: dict[str, list[Case]] = {}
    for case in awaited:
        if case.awaited_release is not None:
            found.setdefault(case.awaited_release.casefold(), []).append(case)
    return found


def _said(row: Row[Any]) -> Said:
    return Said(row.id, row.name, row.due_on, row.is_out, row.words, row.said_at)
