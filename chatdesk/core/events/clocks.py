"""What happens to the clocks of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Clock, ClockState
from chatdesk.core.events.base import Happening
from chatdesk.core.policy import Metric


@dataclass(frozen=True)
class ClockStarted(Happening):
    clock: Clock


@dataclass(frozen=True)
class ClockRetargeted(Happening):
    """A severity change (rule D6), an agreement or another version of the policy gave the clock another target or
    due time. `counted_from_at` is where that is counted from, if that is not the clock's start."""

    metric: Metric
    cycle: int
    target_id: str
    due_at: datetime | None
    warn_at: datetime | None
    is_late_by_change: bool
    left_seconds: int | None = None
    counted_from_at: datetime | None = None


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
