"""Pings that were held back: which of them still matter once pings are released."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chatdesk.core.case import Case, Clock
from chatdesk.core.notice import Audience, Notice
from chatdesk.core.view import PersonView

# What tells of a hold is told during it.
HOLD_NOTICES = frozenset({"hold.begun", "hold.reminder", "hold.ended", "hold.kept"})
# A tier was told; and the fact that says in a thread that it is only once pings are released.
RAISED = "tier.raised"
IS_HELD = ("is_held", "yes")


# What is held is brought back to mind this often.
REMINDER_HOURS = 4


class Fate(StrEnum):
    """What became of a notice that was kept back: it still is, it was sent late, or nothing was left to do about it."""

    HELD = "held"
    SENT = "sent"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Kept:
    """A notice that a hold kept back from `audience`. `at` is when it would have been told (UTC)."""

    number: str | None
    kind: str
    audience: Audience
    at: datetime
    tier: str | None
    metric: str | None
    fate: Fate


@dataclass(frozen=True)
class HoldView:
    """A time in which nobody is pinged, for those who look. `kept` are the first of `count` that it kept back.

    Who began and ended it are names; `ended_by` is None where its own time has. `people` are those it kept from, by id.
    """

    begun_by: str
    reason: str
    begun_at: datetime
    until_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    kept: tuple[Kept, ...]
    count: int
    people: Mapping[str, PersonView]


def still_matters(notice: Notice, case: Case | None, now: datetime) -> bool:
    """Is there anything left to do about what this notice tells? What tells of no case always matters."""
    if case is None:
        return True
    if not case.is_live:
        return False
    escalation = case.escalation
    match notice.kind:
        case "tier.proposed":
            proposal = escalation.proposal if escalation is not None and escalation.is_active else None
            return proposal is not None and str(proposal.tier) == notice.fact("tier")
        case "tier.raised" | "escalation.taken":
            return escalation is not None and escalation.is_active
        case "deescalated":
            return escalation is None or not escalation.is_active
        case "clock.warned":
            clock = _clock(notice, case)
            return clock is not None and clock.is_running and clock.due_at is not None and clock.due_at > now
        case "clock.breached":
            clock = _clock(notice, case)
            return clock is not None and clock.is_running and clock.is_breached
        case _:
            return True


def _clock(notice: Notice, case: Case) -> Clock | None:
    named = (notice.fact("metric"), notice.fact("cycle"))
    return next((clock for clock in case.clocks if (str(clock.metric), str(clock.cycle)) == named), None)
