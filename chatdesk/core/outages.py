"""When the service was down or degraded, as a case records it (COD-10)."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from chatdesk.core import commands as c
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import BudgetUsed, BudgetWatched, OutageEnded, OutageStarted
from chatdesk.core.uptime import MonthOfUptime, OutageKind, UptimePromise, month_of_uptime, when_used

# The shares of the budget at which somebody is warned.
SHARES = ((1, 2), (9, 10))


def mark(draft: Draft, command: c.MarkOutage) -> None:
    """Say since when it is down or degraded. One that runs is ended where the new one begins."""
    since = _past(draft, command.started_at)
    _check_uptime(draft)
    running = current(draft)
    if running is not None:
        if running[1] is command.kind and running[0] == since:
            raise refuse("outage.already")
        draft.happen(OutageEnded(max(since, running[0])))
    draft.happen(OutageStarted(command.kind, since))
    watch(draft, draft.now)


def end(draft: Draft, command: c.EndOutage) -> None:
    _check_uptime(draft)
    running = current(draft)
    if running is None:
        raise refuse("outage.none")
    at = _past(draft, command.ended_at)
    if at < running[0]:
        raise refuse("outage.ends_before", started=running[0].isoformat())
    draft.happen(OutageEnded(at))
    watch(draft, draft.now)


def follow(draft: Draft, at: datetime) -> None:
    """A case that reports an outage records it, and one that is resolved has none left."""
    if draft.policy.uptime is None:
        return
    running = current(draft)
    if draft.case.is_live and draft.case.is_outage and not draft.case.outages:
        draft.happen(OutageStarted(OutageKind.DOWN, at))
        watch(draft, draft.now)
    elif not draft.case.is_live and running is not None:
        draft.happen(OutageEnded(draft.now))
        watch(draft, draft.now)


def follow_policy(draft: Draft) -> None:
    """Another version may promise another uptime, or none: then nothing is left to watch."""
    if draft.policy.uptime is not None:
        watch(draft, draft.now)
    elif draft.case.budget_at is not None:
        draft.happen(BudgetWatched(None))


def watch(draft: Draft, at: datetime) -> None:
    """Tells when half and nine tenths of the month's budget are gone, and knows when the next share will be.

    A share that the customer's other cases have used up alone was told there.
    """
    promise = draft.policy.uptime
    if promise is None or not draft.case.outages:
        return
    day = at.astimezone(ZoneInfo(promise.zone)).date()
    month = _month(draft, promise, day, at)
    others = month_of_uptime(promise, draft.roster.outages, day, at)
    told = {share for first_on, share in draft.case.budget_told if first_on == month.first_on}
    for share in SHARES:
        gone = month.share_of_budget_used >= Fraction(*share) > others.share_of_budget_used
        if gone and share not in told:
            draft.happen(BudgetUsed(share, month.first_on), at=at)
    next_at = _next_share_at(draft, promise, month, day, at)
    if next_at != draft.case.budget_at:
        draft.happen(BudgetWatched(next_at), at=at)


def _next_share_at(
    draft: Draft, promise: UptimePromise, month: MonthOfUptime, day: date, at: datetime
) -> datetime | None:
    if current(draft) is None or not draft.case.is_live:
        return None
    left = [Fraction(*share) for share in SHARES if Fraction(*share) > month.share_of_budget_used]
    return when_used(promise, day, at, month.used, min(left) * month.budget) if left else None


def _month(draft: Draft, promise: UptimePromise, day: date, at: datetime) -> MonthOfUptime:
    return month_of_uptime(promise, (*draft.roster.outages, *draft.case.outages), day, at)


def current(draft: Draft) -> tuple[datetime, OutageKind] | None:
    """Since when, and what kind of outage lasts."""
    outage = draft.case.outages[-1] if draft.case.outages else None
    return (outage.started_at, outage.kind) if outage is not None and outage.ended_at is None else None


def _past(draft: Draft, said: datetime | None) -> datetime:
    """The moment that was said, or now; what is still ahead was meant otherwise, and is asked for again."""
    if said is not None and said > draft.now:
        raise refuse("outage.ahead")
    return said or draft.now


def _check_uptime(draft: Draft) -> None:
    if draft.policy.uptime is None:
        raise refuse("outage.not_promised")
