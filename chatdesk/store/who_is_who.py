"""The database's truth of who is who as one value."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, not_, select

from chatdesk.core.directory import Customer, Directory, Listed, Organisation
from chatdesk.core.pagers import Pager, pager_at
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, Place
from chatdesk.store import accounts_closed
from chatdesk.store.customers import pagers_of
from chatdesk.store.tables import channels, customers, identities, organisation, people, role_members, tenants

_PAGERS = pagers_of("")
_PAGING = "paging"


def read(tx: Connection) -> Directory | None:
    """Everybody who is listed; None before there is an organisation. Whom we only met is left out."""
    ours = tx.execute(select(organisation)).first()
    if ours is None:
        return None
    homes = _homes(tx)
    named = tx.execute(select(channels).where(channels.c.customer_id.is_(None)).order_by(channels.c.rank)).all()
    listed = _listed(tx)
    roles = _roles(tx)
    whose = tx.execute(select(customers).where(customers.c.is_active).order_by(customers.c.id)).all()
    shared: dict[str, list[Place]] = defaultdict(list)
    for row in tx.execute(select(channels).where(channels.c.customer_id.is_not(None)).order_by(channels.c.rank)):
        shared[row.customer_id].append(_place(row))
    return Directory(
        organisation=Organisation(ours.name, ours.language, ours.zone, homes[None]),
        channels=tuple((row.name, _place(row)) for row in named if row.platform != _PAGING),
        people=listed[None],
        roles=roles[""],
        customers=tuple(
            _customer(row, homes[row.id], tuple(shared[row.id]), listed[row.id], roles[row.id]) for row in whose
        ),
        pagers=tuple(_pager(row) for row in named if row.platform == _PAGING),
    )


def has_organisation(tx: Connection) -> bool:
    return tx.execute(select(organisation.c.id)).first() is not None


def is_admin(tx: Connection, person_id: str) -> bool:
    """Is this active person of ours an administrator?"""
    standings = (Standing.AGENT.value, Standing.EXECUTIVE.value)
    query = select(people.c.id).where(
        people.c.id == person_id, people.c.is_admin, people.c.is_active, people.c.standing.in_(standings)
    )
    return tx.execute(query).first() is not None


def has_cases(tx: Connection) -> bool:
    """Was a case ever opened?"""
    return tx.execute(select(customers.c.id).where(customers.c.last_number > 0).limit(1)).first() is not None


def all_ids(tx: Connection) -> frozenset[str]:
    """Every person's id, of those who left too: no id is given to somebody else."""
    return frozenset(tx.execute(select(people.c.id)).scalars())


def met_as(tx: Connection, identity: Identity) -> str | None:
    """The id under which somebody of a customer is known by having been met; None for everybody else."""
    return tx.execute(
        select(people.c.id)
        .join(identities, identities.c.person_id == people.c.id)
        .where(
            identities.c.platform == identity.platform,
            identities.c.tenant == identity.tenant,
            identities.c.user == identity.user,
            people.c.met_at.is_not(None),
        )
    ).scalar()


def _homes(tx: Connection) -> dict[str | None, tuple[tuple[str, str], ...]]:
    found: dict[str | None, tuple[tuple[str, str], ...]] = defaultdict(tuple)
    for row in tx.execute(select(tenants).order_by(tenants.c.platform, tenants.c.tenant)):
        found[row.customer_id] += ((row.platform, row.tenant),)
    return found


def _listed(tx: Connection) -> dict[str | None, tuple[Listed, ...]]:
    accounts: dict[str, list[Identity]] = defaultdict(list)
    for row in tx.execute(select(identities).order_by(identities.c.rank)):
        accounts[row.person_id].append(Identity(row.platform, row.tenant, row.user))
    found: dict[str | None, tuple[Listed, ...]] = defaultdict(tuple)
    # Whoever is away only because the platform closed their account is listed all the same, and comes back with it.
    is_away = people.c.id.in_(select(identities.c.person_id).where(not_(accounts_closed.is_open())))
    is_listed = people.c.met_at.is_(None) & (people.c.is_active | is_away)
    for row in tx.execute(select(people).where(is_listed).order_by(people.c.id)):
        found[row.customer_id] += (
            Listed(
                id=row.id,
                name=row.name,
                title=row.title,
                standing=Standing(row.standing),
                language=row.language,
                zone=row.zone,
                identities=tuple(accounts[row.id]),
                is_representative=row.is_representative,
                is_admin=row.is_admin,
            ),
        )
    return found


def _roles(tx: Connection) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """By customer, "" for ours."""
    members: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in tx.execute(select(role_members).order_by(role_members.c.role, role_members.c.rank)):
        held = members[row.customer_id]
        held[row.role] = (*held.get(row.role, ()), row.person_id)
    return defaultdict(tuple, {whose: tuple(held.items()) for whose, held in members.items()})


def _customer(
    row: Any,
    homes: tuple[tuple[str, str], ...],
    shared: tuple[Place, ...],
    listed: tuple[Listed, ...],
    roles: tuple[tuple[str, tuple[str, ...]], ...],
) -> Customer:
    return Customer(
        id=row.id,
        name=row.name,
        prefix=row.prefix,
        policy=row.policy,
        plan=row.plan,
        language=row.language,
        zone=row.zone,
        tenants=homes,
        channels=shared,
        people=listed,
        roles=roles,
        contract_ends_at=row.contract_ends_at,
        has_standing_message=row.has_standing_message,
    )


def _pager(row: Any) -> tuple[str, Pager]:
    return row.name.removeprefix(_PAGERS), pager_at(_place(row))


def _place(row: Any) -> Place:
    return Place(row.platform, row.tenant, row.channel)
