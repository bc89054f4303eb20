"""Open cases and another version of their policy: what it would do to each, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Case, Clock, ClockState
from chatdesk.core.commands import Migrate, Tick
from chatdesk.core.decide import decided
from chatdesk.core.errors import Refused
from chatdesk.core.notices import notices
from chatdesk.core.people import CLOCK
from chatdesk.core.policy import Metric, Policy
from chatdesk.desk.settle import Change, record, settle
from chatdesk.store import cases, moving
from chatdesk.store.engine import Store, Tx
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters

_RUNS = (ClockState.RUNNING, ClockState.PAUSED)


@dataclass(frozen=True)
class MovedClock:
    """A due time before and after (UTC). None is no due time, or no such promise where `is_new` or `is_gone`."""

    metric: Metric
    cycle: int
    old_due_at: datetime | None
    new_due_at: datetime | None
    is_new: bool = False
    is_gone: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Moved:
    """One case and what the new version does to it. `refused` says why it cannot be moved; then nothing else is set.

    `next_tiers` is when the next tier would be told, before and after, where that moves.
    """

    case_id: str
    number: str
    was: str
    zone: str
    clocks: tuple[MovedClock, ...] = ()
    next_tiers: tuple[datetime | None, datetime | None] | None = None
    refused: Refused | None = None


def would_move(store: Store, known: Policies, new: Policy, now: datetime) -> list[Moved]:
    """What moving every open case of this policy's name to `new` would do at `now`. Changes nothing."""
    with store.reading() as tx:
        rosters = Rosters(tx)
        found: list[Moved] = []
        for case_id in moving.under_other_versions(tx, new.name, new.version):
            case = cases.load(tx, case_id)
            if case is not None:
                found.append(_worked_out(tx, known, rosters, case, new, now)[0])
        return found


def move(store: Store, known: Policies, case_id: str, new: Policy, now: datetime, tries: int) -> Moved | None:
    """Move one case, in a transaction of its own; None where nothing is left to do.

    Raises Stale when somebody else changed the case each time.
    """
    for left in reversed(range(tries)):
        try:
            with store.writing() as tx:
                case = cases.load(tx, case_id)
                if case is None or case.has_ended or case.policy_version == new.version:
                    return None
                moved, change = _worked_out(tx, known, Rosters(tx), case, new, now)
                if change is not None:
                    record(tx, [change], now)
                return moved
        except cases.Stale:
            if not left:
                raise
    return None


def to_move(store: Store, new: Policy) -> list[str]:
    with store.reading() as tx:
        return moving.under_other_versions(tx, new.name, new.version)


def _worked_out(
    tx: Tx, known: Policies, rosters: Rosters, case: Case, new: Policy, now: datetime
) -> tuple[Moved, Change | None]:
    """First all that was due under the old version, then the change."""
    old = known.by_version(tx, case.policy_version)
    zone = new.hours(new.main_hours).zone
    roster = rosters.of_case(case, old)
    ticked = settle(case, Tick(), old, roster, now)
    if isinstance(ticked, Refused):
        raise RuntimeError(f"a tick was refused: {ticked.reason}")
    outcome = decided(ticked.after, Migrate(actor=CLOCK, to=new), old, roster, now)
    if isinstance(outcome, Refused):
        return Moved(case.id, case.number, case.policy_version, zone, refused=outcome), None
    after, events = outcome
    told = notices(ticked.after, after, events, new, roster)
    change = Change(case, after, (*ticked.events, *events), (*ticked.notices, *told))
    moved = Moved(
        case.id, case.number, case.policy_version, zone, _clocks(ticked.after, after), _next_tiers(ticked.after, after)
    )
    return moved, change


def _clocks(before: Case, after: Case) -> tuple[MovedClock, ...]:
    found: list[MovedClock] = []
    for metric in Metric:
        was, now = _running(before, metric), _running(after, metric)
        if now is not None and (was is None or was.due_at != now.due_at):
            is_late = now.is_late_by_change
            old_due_at = was.due_at if was is not None else None
            found.append(MovedClock(metric, now.cycle, old_due_at, now.due_at, is_new=was is None, is_late=is_late))
        elif was is not None and now is None:
            found.append(MovedClock(metric, was.cycle, was.due_at, None, is_gone=True))
    return tuple(found)


def _running(case: Case, metric: Metric) -> Clock | None:
    clock = case.clock(metric)
    return clock if clock is not None and clock.state in _RUNS else None


def _next_tiers(before: Case, after: Case) -> tuple[datetime | None, datetime | None] | None:
    was, now = _next_at(before), _next_at(after)
    return (was, now) if was != now else None


def _next_at(case: Case) -> datetime | None:
    return case.escalation.next_at if case.escalation is not None and case.escalation.is_active else None
