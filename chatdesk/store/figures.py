"""What many cases come to: how many were solved within a day, and a month's uptime."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from chatdesk.core.case import Case, Status
from chatdesk.core.codec import from_plain
from chatdesk.core.policy import Kind
from chatdesk.core.uptime import MonthOfUptime, UptimePromise, month_of_uptime
from chatdesk.store import outages
from chatdesk.store.tables import cases

A_DAY = timedelta(hours=24)
_NO_ANSWERS = (Status.WITHDRAWN.value, Status.MERGED.value)


@dataclass(frozen=True)
class Solved:
    """Of the cases opened since `since`: how many there are to judge, and how many were solved within 24 h.

    One that is younger than a day and not solved cannot be judged yet.
    """

    since: datetime
    judged: int
    within_a_day: int
    open_now: int


def solved_since(tx: Connection, customer_id: str | None, since: datetime, now: datetime) -> Solved:
    """For one customer, or for all (CIP-10)."""
    query = select(cases.c.body).where(cases.c.opened_at >= since, cases.c.status.not_in(_NO_ANSWERS))
    if customer_id is not None:
        query = query.where(cases.c.customer_id == customer_id)
    judged = within = open_now = 0
    for body in tx.execute(query).scalars():
        case = from_plain(Case, body)
        if case.kind is Kind.PROBLEM:
            continue
        open_now += case.is_live
        solved_at = case.resolved_at or case.closed_at
        if solved_at is None and now - case.opened_at < A_DAY:
            continue
        judged += 1
        within += solved_at is not None and solved_at - case.opened_at <= A_DAY
    return Solved(since, judged, within, open_now)


def uptime_of(tx: Connection, customer_id: str, promise: UptimePromise, day: date, now: datetime) -> MonthOfUptime:
    """The calendar month that holds `day`, from all that this customer's cases record."""
    recorded = outages.cases_with_outages(tx, customer_id)
    return month_of_uptime(promise, (outage for case in recorded for outage in case.outages), day, now)
