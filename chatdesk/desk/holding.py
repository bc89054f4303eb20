"""Stopping pings and releasing them, with a word to those who would wonder."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from chatdesk.core.holding import REMINDER_HOURS, still_matters
from chatdesk.core.notice import Audience, Notice, channel
from chatdesk.store import cases, customers, holds
from chatdesk.store.addresses import NoCase
from chatdesk.store.engine import Tx
from chatdesk.store.holds import Hold
from chatdesk.store.outcomes import notice_of
from chatdesk.store.queue import enqueue

_REMINDER = timedelta(hours=REMINDER_HOURS)
# Whoever works the cases and whoever would be woken.
_TOLD = ("engineers", "on_call")


def hold(tx: Tx, by: str, reason: str, until_at: datetime | None, now: datetime) -> Hold | None:
    """From now on nobody is pinged; None where pings are held already. `by` is a name."""
    if not holds.begin(tx, by, reason, until_at, now):
        return None
    begun = holds.current(tx)
    assert begun is not None, "it was begun in this transaction"
    _tell(tx, begun, "hold.begun", now)
    return begun


def release(tx: Tx, by: str | None, now: datetime) -> Hold | None:
    """Pings go out again; None where none were held. Without a name the hold's own time has ended it.

    What was kept back and still matters is sent and says how long it was held; each destination reads what else
    it would have been told.
    """
    ended = holds.current_locked(tx)
    if ended is None:
        return None
    rows = holds.held_rows(tx, ended.id)
    found = cases.load_many(tx, {row.case_id for row in rows if row.case_id is not None})
    lapsed: list[int] = []
    for row in rows:
        if still_matters(notice_of(row), found.get(row.case_id) if row.case_id else None, now):
            holds.let_go(tx, row, _marked(row), now)
        else:
            lapsed.append(row.id)
    holds.lapse(tx, lapsed)
    holds.end(tx, ended.id, by, now)
    _tell(tx, ended, "hold.ended", now)
    _tell_each(tx, ended, now)
    return ended


def remind(tx: Tx, on: Hold, slot_at: datetime, now: datetime) -> None:
    """Once a slot, however many look at it."""
    _tell(tx, on, "hold.reminder", now, slot_at)


def next_reminder_at(on: Hold, now: datetime) -> datetime:
    """The first reminder's moment after `now` (UTC)."""
    return on.begun_at + _REMINDER * (max(now - on.begun_at, timedelta(0)) // _REMINDER + 1)


def latest_reminder_at(on: Hold, now: datetime) -> datetime | None:
    """The last reminder's moment up to `now`; None before the first."""
    at = next_reminder_at(on, now) - _REMINDER
    return at if at > on.begun_at else None


def _marked(row: Row[Any]) -> list[list[str]]:
    return [*([key, value] for key, value in row.facts), ["held_at", row.created_at.isoformat()]]


def _tell(tx: Tx, told_of: Hold, kind: str, now: datetime, slot_at: datetime | None = None) -> None:
    """Where we have channels of these names; where they are one, once."""
    named = [channel(name) for name in _TOLD if customers.channel_named(tx, name) is not None]
    about = (("about", (slot_at or now).isoformat()),)
    _enqueue(tx, [Notice(kind, audience, now, told_of.id, about) for audience in named], now)


def _tell_each(tx: Tx, ended: Hold, now: datetime) -> None:
    told = holds.audiences(tx, ended.id)
    _enqueue(tx, [Notice("hold.kept", one, now, ended.id, _apart(one)) for one in told], now)


def _apart(audience: Audience) -> tuple[tuple[str, str], ...]:
    """Two audiences may read in one channel; each is told of its own."""
    return (("about", f"{audience.kind}/{audience.name}"),)


def _enqueue(tx: Tx, notices: list[Notice], now: datetime) -> None:
    # A row of the outbox belongs to a customer; without one there is nothing to ping anybody about.
    customer_id = next(iter(customers.active(tx)), None)
    if customer_id is not None and notices:
        enqueue(tx, [(NoCase(customer_id), notices)], now)
