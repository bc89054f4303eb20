"""A case as folding its events gives it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chatdesk.core.agreement import Agreed, Offer
from chatdesk.core.change import Change
from chatdesk.core.link import Link
from chatdesk.core.load import Load
from chatdesk.core.policy import Kind, Metric
from chatdesk.core.rating import Rating
from chatdesk.core.uptime import Outage


class Status(StrEnum):
    OPEN = "open"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


# A member of an enumeration is looked up anew each time it is named.
_RUNNING = ClockState.RUNNING


class Resolution(StrEnum):
    PERMANENT = "permanent"
    WORKAROUND = "workaround"


class WaitingOn(StrEnum):
    CUSTOMER = "customer"
    VENDOR = "vendor"


@dataclass(frozen=True)
class Clock:
    """A target running on a case. Instants are UTC; `due_at` is None where the promise has no due time.

    A breach is a fact beside the state and is never erased; `breach_withdrawn_at` adds the
    proof of a timely answer that arrived late. `left_seconds` is what was left when the
    clock was paused or met, in the span's own measure (a reopened case continues from it);
    `paused_seconds` is all the pausing so far in that measure, which a new target keeps.
    `counted_from_at` is where the due time counts from, where that is not `started_at`.
    """

    metric: Metric
    cycle: int
    target_id: str
    state: ClockState
    started_at: datetime
    due_at: datetime | None
    warn_at: datetime | None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    breach_withdrawn_at: datetime | None = None
    ended_at: datetime | None = None
    is_late_by_change: bool = False
    left_seconds: int | None = None
    paused_at: datetime | None = None
    paused_seconds: int = 0
    counted_from_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.state is ClockState.RUNNING

    @property
    def is_breached(self) -> bool:
        return self.breached_at is not None and self.breach_withdrawn_at is None


@dataclass(frozen=True)
class RaisedTier:
    tier: int
    at: datetime
    told: tuple[str, ...]
    skipped_roles: tuple[str, ...]


@dataclass(frozen=True)
class TierProposal:
    """A tier that waits for somebody's yes; at `expires_at` it is told anyway (rule D15)."""

    tier: int
    proposed_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Escalation:
    """Attention raised in a case, from its trigger to its de-escalation.

    `next_at` is when the next tier is due (None at the top). `interval_target_id` is the
    target whose span is the step from tier to tier. `tier` is 0 while only proposed. `started_by` is who
    asked for it, where it was a person, and `reason_id` their words.
    """

    number: int
    trigger: str
    started_at: datetime
    interval_target_id: str | None
    tier: int = 0
    raised: tuple[RaisedTier, ...] = ()
    next_at: datetime | None = None
    proposal: TierProposal | None = None
    started_by: str | None = None
    reason_id: str | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.ended_at is None


@dataclass(frozen=True)
class SeverityProposal:
    severity: int
    by: str
    proposed_at: datetime
    remind_at: datetime | None
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """One customer matter. Only `evolve` makes a new one; `version` counts its changes."""

    id: str
    number: str
    customer_id: str
    policy_version: str
    kind: Kind
    opened_at: datetime
    requester_id: str
    title_id: str
    description_id: str | None = None
    via: str = "command"
    plan: str | None = None
    reason: str | None = None
    answers: tuple[tuple[str, str], ...] = ()
    is_outage: bool = False
    status: Status = Status.OPEN
    severity: int | None = None
    severity_is_confirmed: bool = False
    severity_proposal: SeverityProposal | None = None
    support_level: int | None = None
    assign_by_at: datetime | None = None
    owner_id: str | None = None
    acknowledged_at: datetime | None = None
    first_response_at: datetime | None = None
    last_update_at: datetime | None = None
    waiting_on: WaitingOn | None = None
    workaround_at: datetime | None = None
    resolved_at: datetime | None = None
    resolution: Resolution | None = None
    approved_at: datetime | None = None
    closed_at: datetime | None = None
    remind_approval_at: datetime | None = None
    reopened_count: int = 0
    clocks: tuple[Clock, ...] = ()
    escalation: Escalation | None = None
    links: tuple[Link, ...] = ()
    merged_into: str | None = None
    offer: Offer | None = None
    agreed: Agreed | None = None
    nudge_at: datetime | None = None
    change: Change | None = None
    is_covered: bool = True
    is_authorised: bool = True
    outages: tuple[Outage, ...] = ()
    budget_at: datetime | None = None
    budget_told: tuple[tuple[date, tuple[int, int]], ...] = ()
    correction_means: str | None = None
    correction_site: str | None = None
    rating: Rating | None = None
    external_id: str | None = None
    load: Load | None = None
    version: int = 0

    @property
    def is_live(self) -> bool:
        """Still worked on: neither resolved nor ended."""
        return self.status is Status.OPEN

    @property
    def has_ended(self) -> bool:
        return self.status in (Status.CLOSED, Status.WITHDRAWN, Status.MERGED)

    @property
    def awaited_release(self) -> str | None:
        """The release that brings the correction or the delivery, until it is out."""
        if self.change is not None and self.change.release is not None:
            return None if self.change.came_out_at else self.change.release
        if self.agreed is not None and self.agreed.came_out_at is None:
            return self.agreed.term.release
        return None

    def clock(self, metric: Metric) -> Clock | None:
        """The latest cycle of this metric's clock: as cycles begin one after the other, the last of them."""
        for clock in reversed(self.clocks):
            if clock.metric is metric:
                return clock
        return None

    def cycle(self, metric: Metric, cycle: int) -> Clock:
        """One cycle of a metric's clock. Raises LookupError where there is none."""
        for clock in reversed(self.clocks):
            if clock.cycle == cycle and clock.metric is metric:
                return clock
        raise LookupError(f"case {self.id} has no cycle {cycle} of {metric}")

    @property
    def running_clocks(self) -> tuple[Clock, ...]:
        return tuple([clock for clock in self.clocks if clock.state is ClockState.RUNNING])

    @property
    def wake_at(self) -> datetime | None:
        """The earliest moment this case waits for (UTC), or None. Kept as an indexed column by the store."""
        # Asked several times a command, so it does without lists of what is mostly not there.
        waits = [at for at in (self.assign_by_at, self.remind_approval_at, self.nudge_at, self.budget_at) if at]
        for clock in self.clocks:
            if clock.state is _RUNNING and clock.breached_at is None and clock.due_at is not None:
                waits.append(clock.due_at)
                if clock.warned_at is None and clock.warn_at is not None:
                    waits.append(clock.warn_at)
        if self.severity_proposal is not None and self.severity_proposal.remind_at is not None:
            waits.append(self.severity_proposal.remind_at)
        escalation = self.escalation
        if escalation is not None and escalation.ended_at is None:
            if escalation.next_at is not None:
                waits.append(escalation.next_at)
            if escalation.proposal is not None:
                waits.append(escalation.proposal.expires_at)
        return min(waits, default=None)
