"""Attention rises and falls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import RaisedTier
from chatdesk.core.events.base import Happening


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
