"""`chatdesk case …`: looking at the cases of a database, beside a running server or without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

import typer
from sqlalchemy import select

from chatdesk.app import new_id, wall_clock
from chatdesk.core.case import Clock
from chatdesk.core.inbound import CaseRef
from chatdesk.core.view import CaseView
from chatdesk.desk import Desk
from chatdesk.reads import Reads
from chatdesk.store import refs
from chatdesk.store.engine import Store, open_existing
from chatdesk.store.tables import cases

_NOT_FOUND = 1
_UNSOUND = 3
_LONGEST_QUOTED = 60


def show(database_url: str, number: str) -> int:
    """Prints one case; the exit code. Raises DatabaseUnreachable."""
    with _store(database_url) as store:
        case_id = _find(store, number)
        view = Reads(store).case_view(case_id, wall_clock()) if case_id else None
    if view is None:
        typer.echo(f"There is no case {number}.", err=True)
        return _NOT_FOUND
    for line in _lines(view):
        typer.echo(line)
    return 0


def verify(database_url: str, number: str | None) -> int:
    """Compares what is stored with what the events give, for one case or all; the exit code."""
    with _store(database_url) as store:
        wanted = [_find(store, number)] if number else _all(store)
        found = [Desk(store, new_id).verify(case_id) for case_id in wanted if case_id]
    if number and not found:
        typer.echo(f"There is no case {number}.", err=True)
        return _NOT_FOUND
    unsound = [one for one in found if not one.is_sound]
    for one in unsound:
        typer.echo(f"{one.number}: differs in {', '.join(one.differences)}")
    typer.echo(f"{len(found)} cases, {sum(one.events for one in found)} events; {len(unsound)} differ")
    return _UNSOUND if unsound else 0


@contextmanager
def _store(database_url: str) -> Iterator[Store]:
    store = open_existing(database_url)
    try:
        yield store
    finally:
        store.close()


def _find(store: Store, number: str) -> str | None:
    with store.reading() as tx:
        return refs.find(tx, CaseRef(number=number))


def _all(store: Store) -> list[str]:
    with store.reading() as tx:
        return list(tx.execute(select(cases.c.id).order_by(cases.c.opened_at)).scalars())


def _lines(view: CaseView) -> Iterator[str]:
    case, policy = view.case, view.policy
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    severity = "none" if case.severity is None else str(case.severity)
    yield f"{case.number} · {case.status} · severity {severity} · {view.text(case.title_id) or '(erased)'}"
    yield f"{view.customer.name}, asked by {view.name(case.requester_id)}; owner {view.name(case.owner_id) or 'nobody'}"
    yield f"policy {policy.name}, version {case.policy_version}; times in {zone.key}"
    yield ""
    for clock in case.clocks:
        due = _time(clock.due_at, zone) if clock.due_at else "no due time"
        yield f"  {clock.metric} {clock.cycle}: {clock.state}, due {due}{' (breached)' if clock.is_breached else ''}"
    yield ""
    for event in view.events:
        who = view.name(event.actor.person_id) or event.actor.standing
        facts = _facts(event.body, view, zone)
        line = f"{event.seq:4} {_time(event.at, zone)}  {type(event.body).__name__} by {who}"
        yield f"{line}: {facts}" if facts else line


def _facts(body: Any, view: CaseView, zone: ZoneInfo) -> str:
    """What an event or a part of it carries, in its own order; what is empty is left out."""
    if isinstance(body, Clock):
        due = f"due {_time(body.due_at, zone)}" if body.due_at else "no due time"
        return f"{body.metric} {body.cycle}, {due}"
    values = ((field.name, getattr(body, field.name)) for field in fields(body))
    return ", ".join(_fact(name, value, view, zone) for name, value in values if value not in (None, (), False))


def _fact(name: str, value: Any, view: CaseView, zone: ZoneInfo) -> str:
    words = name.removesuffix("_at").removesuffix("_id").replace("_", " ")
    if is_dataclass(value):
        return _facts(value, view, zone)
    return words if value is True else f"{words} {_plain(value, view, zone)}"


def _plain(value: Any, view: CaseView, zone: ZoneInfo) -> str:
    """People by their names, what was written in quotes, instants with their offset."""
    if isinstance(value, datetime):
        return _time(value, zone)
    if isinstance(value, tuple):
        return " and ".join(" ".join(one) if isinstance(one, tuple) else _plain(one, view, zone) for one in value)
    if isinstance(value, str) and (text := view.text(value)) is not None:
        return f"“{shorten(text, _LONGEST_QUOTED, placeholder=' …')}”"
    return view.name(value) or str(value) if isinstance(value, str) else str(value)


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
