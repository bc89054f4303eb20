"""Is what is stored what happened? And would today's tables of time zones give the same due times?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from chatdesk.core.case import Case
from chatdesk.core.events import ClockContinued, ClockStarted, Event
from chatdesk.core.evolve import evolve, fold
from chatdesk.core.policy import Metric, Policy
from chatdesk.core.spans import due_after, later_by
from chatdesk.store import cases, policies
from chatdesk.store.engine import Tx
from chatdesk.store.policies import Policies, UnknownPolicy


@dataclass(frozen=True)
class Drift:
    """A due time (UTC) that was promised, and the one that the same rule gives now: zones have changed since."""

    metric: Metric
    cycle: int
    promised_at: datetime
    would_be_at: datetime | None


@dataclass(frozen=True)
class Verified:
    """Is the stored case what its events give, and its policy what its version says? `differences` names what is not.

    Nothing is wrong with `drifts` and `holidays`, and neither moves a promise: the first are due times that changed
    rules of time zones would give otherwise, the second are dates, with their names and whether they are off now, by
    which the current version of the policy differs from the one that an open case is pinned to.
    """

    case_id: str
    number: str
    events: int
    differences: tuple[str, ...]
    drifts: tuple[Drift, ...] = ()
    holidays: tuple[tuple[date, str, bool], ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.differences


def verify(tx: Tx, known: Policies, case_id: str) -> Verified:
    """Fold a case's events and compare. Raises LookupError if there is no such case."""
    stored = cases.load(tx, case_id)
    if stored is None:
        raise LookupError(f"there is no case {case_id}")
    history = cases.history(tx, case_id)
    folded = fold(history)
    odd = [field.name for field in fields(Case) if getattr(folded, field.name) != getattr(stored, field.name)]
    odd += cases.odd_columns(tx, stored)
    pinned = dict.fromkeys(case.policy_version for case, _ in _lived(history))
    altered = [f"policy version {version}" for version in pinned if not policies.is_intact(tx, version)]
    # What an altered policy says of due times is worth nothing.
    drifts = () if altered else tuple(_drifts(tx, known, history))
    holidays = () if altered or folded.has_ended else tuple(_holidays(tx, known, folded))
    return Verified(case_id, stored.number, len(history), (*odd, *altered), drifts, holidays)


def _lived(history: Sequence[Event]) -> Iterator[tuple[Case, Event]]:
    """Each event with the case as it was right after it."""
    case: Case | None = None
    for event in history:
        case = evolve(case, event)
        yield case, event


def _drifts(tx: Tx, known: Policies, history: Sequence[Event]) -> Iterator[Drift]:
    before: Case | None = None
    for case, event in _lived(history):
        policy = known.by_version(tx, case.policy_version)
        match event.body:
            case ClockStarted(clock) if _begins_afresh(event.body, event.at):
                target = policy.target(clock.target_id)
                again = due_after(target.within, clock.started_at, policy.hours(target.hours))
                if again != clock.due_at and clock.due_at is not None:
                    yield Drift(clock.metric, clock.cycle, clock.due_at, again)
            case ClockContinued(metric=metric, cycle=cycle, due_at=due_at) if before is not None and due_at is not None:
                again = _continued(policy, before, event.body, event.at)
                if again != due_at:
                    yield Drift(metric, cycle, due_at, again)
        before = case


def _begins_afresh(started: ClockStarted, at: datetime) -> bool:
    """Does the due time follow from the start alone? Later cycles may go on with what was left, or with what both
    sides agreed on; only those of updates begin anew."""
    clock = started.clock
    is_next_update = clock.metric is Metric.UPDATE and clock.started_at == at and not clock.paused_seconds
    return clock.cycle == 1 or is_next_update


def _continued(policy: Policy, before: Case, continued: ClockContinued, at: datetime) -> datetime:
    clock = before.cycle(continued.metric, continued.cycle)
    target = policy.target(clock.target_id)
    left = max(clock.left_seconds or 0, 0)
    return later_by(target.within, at, left, policy.hours(target.hours)) if left else at


def _holidays(tx: Tx, known: Policies, case: Case) -> Iterator[tuple[date, str, bool]]:
    pinned = known.by_version(tx, case.policy_version)
    try:
        current = known.current(tx, pinned.name)
    except UnknownPolicy:
        return
    was, now = (_days_off(policy, case.opened_at.date()) for policy in (pinned, current))
    for (on, name), is_off in sorted([*((day, False) for day in was - now), *((day, True) for day in now - was)]):
        yield on, name, is_off


def _days_off(policy: Policy, since: date) -> set[tuple[date, str]]:
    return {day for hours in policy.calendars for day in hours.holidays if day[0] >= since}
