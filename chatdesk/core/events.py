"""What happened to a case, in past tense. Append-only; they carry ids, instants and computed due times, never words.

`evolve` folds them and recomputes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Clock, ClockState, RaisedTier, Resolution, WaitingOn
from chatdesk.core.people import Actor
from chatdesk.core.policy import Kind, Metric


@dataclass(frozen=True)
class Happening:
    """Base of all event bodies."""


@dataclass(frozen=True)
class Opened(Happening):
    case_id: str
    number: str
    customer_id: str
    policy_version: str
    requester_id: str
    title_id: str
    description_id: str | None
    via: str
    plan: str | None
    kind: Kind
    reason: str | None
    severity: int | None
    severity_is_confirmed: bool
    answers: tuple[tuple[str, str], ...]
    is_outage: bool
    support_level: int | None


@dataclass(frozen=True)
class ClockStarted(Happening):
    clock: Clock


@dataclass(frozen=True)
class ClockRetargeted(Happening):
    """A severity change gave the clock another target or due time (rule D6)."""

    metric: Metric
    cycle: int
    target_id: str
    due_at: datetime | None
    warn_at: datetime | None
    is_late_by_change: bool
    left_seconds: int | None = None


@dataclass(frozen=True)
class ClockPaused(Happening):
    metric: Metric
    cycle: int
    left_seconds: int


@dataclass(frozen=True)
class ClockContinued(Happening):
    """A paused clock runs again; its due time moved by the pause."""

    metric: Metric
    cycle: int
    due_at: datetime | None
    warn_at: datetime | None
    paused_seconds: int


@dataclass(frozen=True)
class ClockEnded(Happening):
    """Met or cancelled. `left_seconds` is what was left of the span."""

    metric: Metric
    cycle: int
    state: ClockState
    left_seconds: int | None


@dataclass(frozen=True)
class ClockWarned(Happening):
    metric: Metric
    cycle: int


@dataclass(frozen=True)
class ClockBreached(Happening):
    """The due time passed unmet. On an ESCALATION or HANDOFF clock it is no broken promise but a trigger."""

    metric: Metric
    cycle: int
    due_at: datetime


@dataclass(frozen=True)
class BreachWithdrawn(Happening):
    """Proof of a timely answer arrived late; the breach stays on record beside it."""

    metric: Metric
    cycle: int
    evidence_at: datetime


@dataclass(frozen=True)
class Acknowledged(Happening):
    by: str


@dataclass(frozen=True)
class OwnerChanged(Happening):
    """`because` is `acknowledged`, `assigned`, `fully_escalated` or `handed_off`."""

    owner_id: str | None
    because: str


@dataclass(frozen=True)
class Replied(Happening):
    """`is_response` says that an agent wrote it, so that it counts as first response and update."""

    text_id: str
    by: str
    is_response: bool
    said_at: datetime
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Noted(Happening):
    text_id: str
    by: str
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnalysisFinished(Happening):
    by: str
    text_id: str | None


@dataclass(frozen=True)
class SeverityProposed(Happening):
    severity: int
    by: str
    remind_at: datetime | None
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SeverityProposalReminded(Happening):
    severity: int


@dataclass(frozen=True)
class SeveritySet(Happening):
    severity: int
    was: int | None
    by: str
    is_confirmed: bool
    answers: tuple[tuple[str, str], ...]
    is_outage: bool


@dataclass(frozen=True)
class SeverityDeclined(Happening):
    severity: int
    by: str


@dataclass(frozen=True)
class WaitStarted(Happening):
    whom: WaitingOn
    clocks_pause: bool


@dataclass(frozen=True)
class WaitEnded(Happening):
    pass


@dataclass(frozen=True)
class EscalationStarted(Happening):
    """`trigger` is a metric's name, `outage`, `recommendation` or `proposal`."""

    number: int
    trigger: str
    reason_id: str | None
    interval_target_id: str | None
    next_at: datetime | None


@dataclass(frozen=True)
class TierProposed(Happening):
    tier: int
    expires_at: datetime
    next_at: datetime | None


@dataclass(frozen=True)
class TierDeclined(Happening):
    tier: int
    by: str
    next_at: datetime | None


@dataclass(frozen=True)
class TierRaised(Happening):
    """`because` is `interval`, `trigger`, `accepted`, `unanswered` or `recommendation`."""

    raised: RaisedTier
    channel: str | None
    because: str
    reason_id: str | None
    next_at: datetime | None


@dataclass(frozen=True)
class NextTierMoved(Happening):
    next_at: datetime | None
    interval_target_id: str | None


@dataclass(frozen=True)
class EscalationTaken(Happening):
    by: str


@dataclass(frozen=True)
class Asked(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class DeEscalated(Happening):
    """`by` is None when the end of the case ended the escalation."""

    by: str | None
    reason_id: str | None


@dataclass(frozen=True)
class HandedOff(Happening):
    """`because` is `time`, `severity`, `outage` or `person`. `assign_by_at` is when a missing owner raises an alarm."""

    to_level: int
    by: str | None
    because: str
    note_id: str | None
    assign_by_at: datetime | None


@dataclass(frozen=True)
class NobodyAssigned(Happening):
    level: int | None


@dataclass(frozen=True)
class WorkaroundOffered(Happening):
    text_id: str
    by: str


@dataclass(frozen=True)
class Resolved(Happening):
    resolution: Resolution
    text_id: str
    by: str
    remind_at: datetime | None


@dataclass(frozen=True)
class ApprovalReminded(Happening):
    remind_at: datetime | None


@dataclass(frozen=True)
class Approved(Happening):
    by: str


@dataclass(frozen=True)
class Rejected(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class Closed(Happening):
    by: str | None


@dataclass(frozen=True)
class Reopened(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class Withdrawn(Happening):
    by: str
    text_id: str | None


@dataclass(frozen=True)
class Linked(Happening):
    other_id: str
    relation: str


@dataclass(frozen=True)
class Merged(Happening):
    into_id: str
    by: str


@dataclass(frozen=True)
class Event:
    """One fact of a case. `at` is the moment it belongs to, `recorded_at` when the desk learnt of it (UTC)."""

    seq: int
    at: datetime
    recorded_at: datetime
    actor: Actor
    body: Happening
