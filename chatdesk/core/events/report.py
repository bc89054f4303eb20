"""A report is made to count; the cause is corrected; the customer says how it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chatdesk.core.events.base import Happening
from chatdesk.core.uptime import OutageKind


@dataclass(frozen=True)
class ReportAuthorised(Happening):
    by: str
    text_id: str | None = None


@dataclass(frozen=True)
class ReportDeclined(Happening):
    by: str
    text_id: str | None


@dataclass(frozen=True)
class CauseCorrected(Happening):
    problem_id: str
    text_id: str


@dataclass(frozen=True)
class Rated(Happening):
    by: str
    score: int
    text_id: str | None


@dataclass(frozen=True)
class OutageStarted(Happening):
    kind: OutageKind
    started_at: datetime


@dataclass(frozen=True)
class BudgetWatched(Happening):
    """While an outage lasts: when the next share of the month's budget will be gone (None: not in this month)."""

    next_at: datetime | None


@dataclass(frozen=True)
class BudgetUsed(Happening):
    """This share (numerator, denominator) of the month's budget of outages is gone. `first_on` names the month."""

    share: tuple[int, int]
    first_on: date


@dataclass(frozen=True)
class OutageEnded(Happening):
    ended_at: datetime
