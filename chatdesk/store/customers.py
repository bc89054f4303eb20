"""Customers: what they bought, and whose a tenant or a channel is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, select, update

from chatdesk.core.places import Place
from chatdesk.core.view import CustomerView
from chatdesk.store.tables import channels, customers, tenants

_BOUGHT = select(customers.c.policy, customers.c.plan, customers.c.contract_ends_at).where(
    customers.c.id == bindparam("of_id"), customers.c.is_active
)
_IS_CHANNEL = (
    channels.c.platform == bindparam("platform"),
    channels.c.tenant == bindparam("tenant"),
    channels.c.channel == bindparam("channel"),
)
_WHOSE_CHANNEL = (
    select(channels.c.customer_id)
    .join(customers, customers.c.id == channels.c.customer_id)
    .where(*_IS_CHANNEL, customers.c.is_active)
)
_LISTED = select(channels.c.channel).where(*_IS_CHANNEL).limit(1)
_NAMED = (
    select(channels)
    .where(channels.c.name == bindparam("of_name"), channels.c.customer_id.is_(None))
    .order_by(channels.c.rank)
)
_CUSTOMERS = select(channels).where(channels.c.customer_id == bindparam("of_id")).order_by(channels.c.rank)


@dataclass(frozen=True)
class Bought:
    """The promise a customer's new cases are opened under: a policy's name and a plan within it.

    `covered_until` is when the contract ends (UTC), None where it has no end.
    """

    policy: str
    plan: str | None
    covered_until: datetime | None


def bought_by(tx: Connection, customer_id: str) -> Bought | None:
    """What an active customer bought; None if there is no such customer."""
    row = tx.execute(_BOUGHT, {"of_id": customer_id}).first()
    return Bought(row.policy, row.plan, row.contract_ends_at) if row else None


def view(tx: Connection, customer_id: str) -> CustomerView | None:
    return views(tx, (customer_id,)).get(customer_id)


def views(tx: Connection, ids: tuple[str, ...]) -> dict[str, CustomerView]:
    rows = tx.execute(select(customers).where(customers.c.id.in_(ids)))
    return {row.id: CustomerView(row.id, row.name, row.language, row.zone, row.prefix) for row in rows}


def set_policy(tx: Connection, customer_id: str, policy: str, language: str | None, zone: str | None) -> None:
    """Raises LookupError for a customer who is not there."""
    # A plan is a choice within one policy.
    plan = case((customers.c.policy == policy, customers.c.plan), else_=None)
    values: dict[str, Any] = {"policy": policy, "plan": plan}
    values |= {"language": language} if language else {}
    values |= {"zone": zone} if zone else {}
    if tx.execute(update(customers).where(customers.c.id == customer_id).values(values)).rowcount == 0:
        raise LookupError(f"there is no customer {customer_id}")


def of_tenant(tx: Connection, platform: str, tenant: str) -> str | None:
    """The active customer whose home this is, or None."""
    return tx.execute(
        select(tenants.c.customer_id)
        .join(customers, customers.c.id == tenants.c.customer_id)
        .where(tenants.c.platform == platform, tenants.c.tenant == tenant, customers.c.is_active)
    ).scalar()


def of_channel(tx: Connection, place: Place) -> str | None:
    """The active customer whose shared channel this is, or None."""
    return tx.execute(_WHOSE_CHANNEL, _channel(place)).scalar()


def active(tx: Connection) -> list[str]:
    """Every active customer's id, in one order."""
    return list(tx.execute(select(customers.c.id).where(customers.c.is_active).order_by(customers.c.id)).scalars())


def is_listed(tx: Connection, place: Place) -> bool:
    """Does the directory name this channel, as ours or as anybody's?"""
    return tx.execute(_LISTED, _channel(place)).first() is not None


def channel_named(tx: Connection, name: str) -> Place | None:
    """Our channel of this name; where several platforms have one, the first listed."""
    return next(iter(channels_named(tx, name)), None)


def channel_of(tx: Connection, customer_id: str) -> Place | None:
    """The customer's first shared channel."""
    return next(iter(channels_of(tx, customer_id)), None)


def channels_named(tx: Connection, name: str) -> list[Place]:
    """Our channels of this name, one a platform, in the directory's order."""
    return [_place(row) for row in tx.execute(_NAMED, {"of_name": name})]


def pagers_named(tx: Connection, name: str) -> list[Place]:
    """The pagers beside our channel of this name, in the directory's order."""
    return channels_named(tx, pagers_of(name))


def pagers_of(name: str) -> str:
    """Under which name the pagers beside a channel are kept."""
    return f"pager/{name}"


def channels_of(tx: Connection, customer_id: str) -> list[Place]:
    """The customer's shared channels in the directory's order."""
    return [_place(row) for row in tx.execute(_CUSTOMERS, {"of_id": customer_id})]


def _channel(place: Place) -> dict[str, Any]:
    return {"platform": place.platform, "tenant": place.tenant, "channel": place.channel}


def _place(row: Row[Any]) -> Place:
    return Place(row.platform, row.tenant, row.channel)
