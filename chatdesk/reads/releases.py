"""What is known of releases, and of what belongs to no case."""

from __future__ import annotations

from chatdesk.core.case import Case
from chatdesk.core.view import NewsView, ReleaseView
from chatdesk.store import customers, releases
from chatdesk.store.engine import Tx


def known_releases(tx: Tx) -> tuple[ReleaseView, ...]:
    """First those not out that somebody waits for, then what was announced, the latest first."""
    awaited = releases.names(releases.awaiting_any(tx))
    announced = [
        ReleaseView(one.name, one.due_on, one.is_out, one.said_at, _numbers(awaited.pop(one.name.casefold(), [])))
        for one in releases.all_latest(tx)
    ]
    named = [ReleaseView(_named(cases), waiting=_numbers(cases)) for cases in awaited.values()]
    return (*named, *announced)


def news(tx: Tx, customer_id: str, announcement_id: int) -> NewsView | None:
    customer = customers.view(tx, customer_id)
    said = releases.said(tx, announcement_id)
    return NewsView(customer, said.name, said.words) if customer and said else None


def _numbers(cases: list[Case]) -> tuple[str, ...]:
    return tuple(case.number for case in cases)


def _named(cases: list[Case]) -> str:
    return cases[0].awaited_release or ""
