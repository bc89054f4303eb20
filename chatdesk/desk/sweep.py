"""Letting time pass for the cases whose moment has come."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from chatdesk.core.commands import Tick
from chatdesk.core.errors import Refused
from chatdesk.desk.settle import Change, record, settle
from chatdesk.store import cases
from chatdesk.store.cases import Due
from chatdesk.store.engine import Store, Tx
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters

# How long a case that fails is left alone; not long where it was the database that failed, full or locked.
PUSH_BACK = timedelta(minutes=5)
SHORT_PUSH_BACK = timedelta(seconds=15)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A case that could not be ticked and is left alone until `until` (UTC)."""

    case_id: str
    error: Exception
    until: datetime


@dataclass(frozen=True)
class Woken:
    """How many cases were looked at in one sweep, and which of them failed."""

    count: int
    failures: tuple[Failure, ...] = ()
    moved: tuple[Change, ...] = ()


def log_failure(failure: Failure) -> None:
    _log.error("case %s cannot tick; left alone until %s", failure.case_id, failure.until, exc_info=failure.error)


def wake(store: Store, policies: Policies, now: datetime, limit: int) -> Woken:
    """Tick the due cases in one transaction; if that cannot be written, each in its own."""
    try:
        with store.writing() as tx:
            return _wake(tx, policies, cases.due(tx, now, limit), now)
    except Exception:  # noqa: BLE001 -- logged; one of them is at fault, and it is found out next which
        _log.exception("a batch of due cases could not be written; taking them one by one")
    with store.reading() as tx:
        ids = cases.due_ids(tx, now, limit)
    woken = [_wake_alone(store, policies, case_id, now) for case_id in ids]
    return Woken(
        sum(one.count for one in woken),
        tuple(failure for one in woken for failure in one.failures),
        tuple(change for one in woken for change in one.moved),
    )


def _wake(tx: Tx, policies: Policies, due: Sequence[Due], now: datetime) -> Woken:
    """Decide for all, then write in a few statements: a sweep is as quick as its statements are few."""
    rosters = Rosters(tx)
    changes: list[Change] = []
    failures: list[Failure] = []
    for one in due:
        try:
            changes.append(_tick(tx, policies, rosters, one, now))
        except Exception as error:  # noqa: BLE001 -- told to the caller, who reports it; the others must not wait
            failures.append(_leave(tx, one.id, error, now))
    record(tx, changes, now)
    return Woken(len(due), tuple(failures), tuple(changes))


def _wake_alone(store: Store, policies: Policies, case_id: str, now: datetime) -> Woken:
    try:
        with store.writing() as tx:
            one = cases.due_one(tx, now, case_id)
            return _wake(tx, policies, [one] if one else [], now)
    except Exception as error:  # noqa: BLE001 -- told to the caller; where nothing at all can be written, this raises again
        with store.writing() as tx:
            return Woken(1, (_leave(tx, case_id, error, now),))


def _tick(tx: Tx, policies: Policies, rosters: Rosters, one: Due, now: datetime) -> Change:
    case = one.read()
    policy = policies.by_version(tx, case.policy_version)
    change = settle(case, Tick(), policy, rosters.of_case(case, policy), now)
    if isinstance(change, Refused):
        raise RuntimeError(f"a tick was refused: {change.reason}")
    if change.after.wake_at is not None and change.after.wake_at <= now:
        raise RuntimeError(f"a tick left the moment {change.after.wake_at} behind")
    return change


def _leave(tx: Tx, case_id: str, error: Exception, now: datetime) -> Failure:
    until = now + (SHORT_PUSH_BACK if isinstance(error, OperationalError) else PUSH_BACK)
    cases.push_back(tx, case_id, until)
    return Failure(case_id, error, until)
