"""What an installation looks like in numbers, for whoever watches it: counted from indexes, no names of anybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, case, column, event, func, select, text
from sqlalchemy.engine import ExceptionContext

from chatdesk.core.case import ClockState, Status
from chatdesk.store.engine import Store
from chatdesk.store.queue import CLAIMED, PENDING, UNCERTAIN
from chatdesk.store.tables import cases, deliveries, destinations, places, policies

SOON = timedelta(hours=1)

_LIVE = (Status.OPEN.value, Status.RESOLVED.value)
_WAITING = (PENDING, CLAIMED, UNCERTAIN)
# As the index is written: a parameter would hide it from the planner.
_IS_WAITING = text("deliveries.state IN ('pending', 'claimed', 'uncertain')")
_PLATFORM = func.coalesce(destinations.c.platform, places.c.platform, "none").label("whereto")


@dataclass(frozen=True)
class Clocks:
    """Of one metric, in cases that are not over: how many run, are due within the hour, have warned, are breached."""

    running: int
    due_soon: int
    warned: int
    breached: int


@dataclass(frozen=True)
class Counts:
    """`cases` by (policy, status), `clocks` by metric, `escalations` by tier, `waiting` by (platform, state).

    `oldest_waiting_at` is when the delivery that has waited longest was put into the outbox, `overdue_since` the
    moment that the case which should have been woken first has waited for; both UTC, None where there is none.
    """

    cases: Mapping[tuple[str, str], int]
    clocks: Mapping[str, Clocks]
    escalations: Mapping[int, int]
    waiting: Mapping[tuple[str, str], int]
    oldest_waiting_at: datetime | None
    overdue_since: datetime | None


class Counting:
    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, now: datetime) -> Counts:
        with self._store.reading() as tx:
            return Counts(
                cases=_cases(tx),
                clocks=_clocks(tx, now, is_sqlite=self._store.is_sqlite),
                escalations=_escalations(tx),
                waiting=_waiting(tx),
                oldest_waiting_at=tx.execute(select(func.min(deliveries.c.created_at)).where(_IS_WAITING)).scalar(),
                overdue_since=tx.execute(select(func.min(cases.c.wake_at)).where(cases.c.wake_at <= now)).scalar(),
            )

    def on_error(self, tell: Callable[[str], None]) -> None:
        """`tell` is called with the name of each error that the database gives, in whatever thread it is met."""

        def met(context: ExceptionContext) -> None:
            tell(type(context.sqlalchemy_exception or context.original_exception).__name__)

        event.listen(self._store.engine, "handle_error", met)


def _cases(tx: Connection) -> dict[tuple[str, str], int]:
    query = (
        select(policies.c.name, cases.c.status, func.count())
        .join(policies, policies.c.version == cases.c.policy_version)
        .where(cases.c.status.in_(_LIVE))
        .group_by(policies.c.name, cases.c.status)
    )
    return {(name, status): count for name, status, count in tx.execute(query)}


def _clocks(tx: Connection, now: datetime, *, is_sqlite: bool) -> dict[str, Clocks]:
    """Clocks stand in the cases' bodies; the database reads them there."""
    body = "value"
    if is_sqlite:
        each: Any = func.json_each(cases.c.body, "$.clocks").table_valued("value", name="clock")

        def said(key: str) -> Any:
            return func.json_extract(column(body), f"$.{key}")
    else:
        each = func.json_array_elements(cases.c.body["clocks"]).table_valued("value", name="clock")

        def said(key: str) -> Any:
            return column(body).op("->>")(key)

    # As the codec writes instants: in UTC, and so in order as text.
    limit = (now + SOON).astimezone(UTC).isoformat()
    runs = said("state") == ClockState.RUNNING.value
    is_breached = and_(said("breached_at").is_not(None), said("breach_withdrawn_at").is_(None))
    query = (
        select(
            said("metric").label("metric"),
            _sum(runs),
            _sum(and_(runs, said("breached_at").is_(None), said("due_at") <= limit)),
            _sum(and_(runs, said("warned_at").is_not(None))),
            _sum(is_breached),
        )
        .select_from(cases.join(each, text("true") if not is_sqlite else text("1")))
        .where(cases.c.status.in_(_LIVE))
        .group_by("metric")
    )
    return {metric: Clocks(*map(int, counted)) for metric, *counted in tx.execute(query)}


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _escalations(tx: Connection) -> dict[int, int]:
    escalation = cases.c.body["escalation"]
    query = (
        select(escalation["tier"].as_integer().label("tier"), func.count())
        .where(
            cases.c.status.in_(_LIVE),
            escalation["tier"].as_string().is_not(None),
            escalation["ended_at"].as_string().is_(None),
        )
        .group_by("tier")
    )
    return {tier: count for tier, count in tx.execute(query)}


def _waiting(tx: Connection) -> dict[tuple[str, str], int]:
    query = (
        select(_PLATFORM, deliveries.c.state, func.count())
        .select_from(deliveries)
        .outerjoin(destinations, destinations.c.id == deliveries.c.destination_id)
        .outerjoin(places, places.c.id == destinations.c.place_id)
        .where(_IS_WAITING)
        .group_by("whereto", deliveries.c.state)
    )
    return {(platform, state): count for platform, state, count in tx.execute(query)}
