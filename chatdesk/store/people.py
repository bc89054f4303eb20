"""Who is who in the database: people, their accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select

from chatdesk.core.people import Roster, Standing
from chatdesk.core.places import Identity
from chatdesk.core.view import PersonView
from chatdesk.store.accounts_closed import is_open
from chatdesk.store.tables import customers, identities, organisation, people, role_members
from chatdesk.store.upsert import insert_new

# The desk asks these for every request, so they are built once.
_IS_ACCOUNT = (
    identities.c.platform == bindparam("platform"),
    identities.c.tenant == bindparam("tenant"),
    identities.c.user == bindparam("user"),
)
_BY_ACCOUNT = (
    select(people.c.id, people.c.standing, people.c.customer_id)
    .join(identities, identities.c.person_id == people.c.id)
    .where(*_IS_ACCOUNT, people.c.is_active)
)
_IS_KNOWN = select(identities.c.person_id).where(*_IS_ACCOUNT)
_BY_ID = select(people.c.id, people.c.standing, people.c.customer_id).where(
    people.c.id == bindparam("person_id"), people.c.is_active
)
_MEMBERS = (
    select(role_members.c.role, role_members.c.customer_id, role_members.c.person_id)
    .join(people, people.c.id == role_members.c.person_id)
    .where(or_(role_members.c.customer_id == "", role_members.c.customer_id == bindparam("whose")), people.c.is_active)
    .order_by(role_members.c.rank)
)
_AGENTS_AND_REPRESENTATIVES = (
    select(people.c.id, people.c.standing)
    .where(
        people.c.is_active,
        or_(
            people.c.standing == Standing.AGENT.value,
            and_(people.c.customer_id == bindparam("whose"), people.c.is_representative),
        ),
    )
    .order_by(people.c.id)
)


@dataclass(frozen=True)
class Person:
    """Somebody active, as far as it decides what they may do. `customer_id` is None for our own people."""

    id: str
    standing: Standing
    customer_id: str | None


def person_of(tx: Connection, identity: Identity) -> Person | None:
    """The active person behind an account, or None."""
    return _person(tx.execute(_BY_ACCOUNT, _account(identity)).first())


def person_by_id(tx: Connection, person_id: str) -> Person | None:
    """The person, if active."""
    return _person(tx.execute(_BY_ID, {"person_id": person_id}).first())


def accounts_of(tx: Connection, person_id: str) -> list[Identity]:
    """The accounts of a person in the order of their preference; none of those who left."""
    rows = tx.execute(
        select(identities.c.platform, identities.c.tenant, identities.c.user)
        .join(people, people.c.id == identities.c.person_id)
        .where(identities.c.person_id == person_id, people.c.is_active, is_open())
        .order_by(identities.c.rank)
    )
    return [Identity(row.platform, row.tenant, row.user) for row in rows]


def is_known(tx: Connection, identity: Identity) -> bool:
    """Does the account belong to anybody, be they active or not?"""
    return tx.execute(_IS_KNOWN, _account(identity)).first() is not None


def views(tx: Connection, ids: Iterable[str]) -> dict[str, PersonView]:
    """These people as others see them, the ones who left included; unknown ids are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    accounts: dict[str, list[Identity]] = {}
    for row in tx.execute(select(identities).where(identities.c.person_id.in_(wanted)).order_by(identities.c.rank)):
        accounts.setdefault(row.person_id, []).append(Identity(row.platform, row.tenant, row.user))
    ours = tx.execute(select(organisation.c.name)).scalar() or ""
    rows = tx.execute(
        select(people, customers.c.name.label("customer_name"))
        .outerjoin(customers, people.c.customer_id == customers.c.id)
        .where(people.c.id.in_(wanted))
    )
    return {
        row.id: PersonView(
            id=row.id,
            name=row.name,
            title=row.title,
            organisation=row.customer_name or ours,
            language=row.language,
            zone=row.zone,
            standing=Standing(row.standing),
            identities=tuple(accounts.get(row.id, ())),
        )
        for row in rows
    }


def roster_for(tx: Connection, customer_id: str) -> Roster:
    """The people behind each role for this customer. Where the customer has its own for a role, they stand instead.

    `representative` are the customer's own people who may speak for it.
    """
    ours: dict[str, list[str]] = {}
    its_own: dict[str, list[str]] = {}
    for role, whose, person_id in tx.execute(_MEMBERS, {"whose": customer_id}):
        (its_own if whose else ours).setdefault(role, []).append(person_id)
    roles = {role: tuple(members) for role, members in (ours | its_own).items()}
    agents: list[str] = []
    representatives: list[str] = []
    for person_id, standing in tx.execute(_AGENTS_AND_REPRESENTATIVES, {"whose": customer_id}):
        (agents if standing == Standing.AGENT else representatives).append(person_id)
    if representatives:
        roles["representative"] = tuple(representatives)
    return Roster(roles, frozenset(agents))


def meet(
    tx: Connection,
    person_id: str,
    customer_id: str,
    identity: Identity,
    name: str,
    language: str,
    zone: str,
    now: datetime,
) -> None:
    """Keep somebody of a customer whom the directory does not list. Does nothing if the account is known by now."""
    tx.execute(
        insert(people).values(
            id=person_id,
            customer_id=customer_id,
            name=name,
            title="",
            standing=Standing.CUSTOMER.value,
            language=language,
            zone=zone,
            is_representative=False,
            is_active=True,
            met_at=now,
        )
    )
    if insert_new(tx, identities, [{**_account(identity), "person_id": person_id, "rank": 0}]) == 0:
        tx.execute(delete(people).where(people.c.id == person_id))


def _account(identity: Identity) -> dict[str, Any]:
    return {"platform": identity.platform, "tenant": identity.tenant, "user": identity.user}


def _person(row: Row[Any, Any, Any] | None) -> Person | None:
    return Person(row.id, Standing(row.standing), row.customer_id) if row else None
