"""Bringing the database up to a directory. Doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, delete, update

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.places import Place
from chatdesk.store import accounts_closed, renumbering
from chatdesk.store.customers import pagers_of
from chatdesk.store.tables import channels, customers, identities, organisation, people, role_members, tenants
from chatdesk.store.upsert import put


def use(tx: Connection, who: Directory) -> None:
    """People and customers that are gone from the directory stay on record and become inactive.

    Met people of a customer stay as they are. The counters of case numbers go on.
    """
    put(tx, organisation, [_organisation(who)])
    put(tx, customers, [_customer(customer) for customer in who.customers])
    kept = [customer.id for customer in who.customers]
    tx.execute(update(customers).where(customers.c.id.not_in(kept)).values(is_active=False))
    _use_people(tx, who, kept)
    _replace(tx, tenants, _tenants(who))
    _replace(tx, channels, renumbering.brought_up_to_date(tx, _channels(who)))
    _replace(tx, role_members, _role_members(who))
    accounts_closed.keep_away(tx)


def _use_people(tx: Connection, who: Directory, kept: list[str]) -> None:
    listed = [_person(who, person, None) for person in who.people]
    listed += [_person(who, person, customer) for customer in who.customers for person in customer.people]
    put(tx, people, listed)
    gone = people.c.id.not_in([row["id"] for row in listed])
    tx.execute(update(people).where(gone, people.c.met_at.is_(None)).values(is_active=False))
    tx.execute(
        update(people)
        .where(people.c.customer_id.is_not(None), people.c.customer_id.not_in(kept))
        .values(is_active=False)
    )
    # A customer that is listed again has its people again; whose account is closed is kept away at the end.
    is_back = (people.c.met_at.is_not(None), people.c.customer_id.in_(kept))
    tx.execute(update(people).where(*is_back).values(is_active=True))
    is_listed = people.c.met_at.is_(None) & (identities.c.person_id == people.c.id)
    tx.execute(delete(identities).where(people.select().where(is_listed).exists()))
    put(tx, identities, list(_identities([*who.people, *(p for c in who.customers for p in c.people)])))


def _replace(tx: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    tx.execute(delete(table))
    put(tx, table, rows)


def _organisation(who: Directory) -> dict[str, Any]:
    ours = who.organisation
    return {"id": 1, "name": ours.name, "language": ours.language, "zone": ours.zone}


def _customer(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "name": customer.name,
        "prefix": customer.prefix,
        "policy": customer.policy,
        "plan": customer.plan,
        "language": customer.language,
        "zone": customer.zone,
        "contract_ends_at": customer.contract_ends_at,
        "has_standing_message": customer.has_standing_message,
        "is_active": True,
    }


def _person(who: Directory, person: Listed, customer: Customer | None) -> dict[str, Any]:
    return {
        "id": person.id,
        "customer_id": customer.id if customer else None,
        "name": person.name,
        "title": person.title,
        "standing": person.standing.value,
        "language": person.language,
        "zone": person.zone,
        "is_representative": person.is_representative,
        "is_admin": person.is_admin,
        "is_active": True,
        "met_at": None,
    }


def _identities(listed: Iterable[Listed]) -> Iterable[dict[str, Any]]:
    for person in listed:
        for rank, identity in enumerate(person.identities):
            yield {
                "platform": identity.platform,
                "tenant": identity.tenant,
                "user": identity.user,
                "person_id": person.id,
                "rank": rank,
            }


def _tenants(who: Directory) -> list[dict[str, Any]]:
    ours = [(None, platform, tenant) for platform, tenant in who.organisation.tenants]
    theirs = [(customer.id, platform, tenant) for customer in who.customers for platform, tenant in customer.tenants]
    return [
        {"platform": platform, "tenant": tenant, "customer_id": whose} for whose, platform, tenant in [*ours, *theirs]
    ]


def _channels(who: Directory) -> list[dict[str, Any]]:
    ours: list[tuple[str | None, str, Place]] = [(None, name, place) for name, place in who.channels]
    pagers: list[tuple[str | None, str, Place]] = [(None, pagers_of(name), pager.place) for name, pager in who.pagers]
    theirs = [(customer.id, "", place) for customer in who.customers for place in customer.channels]
    return [
        {
            "platform": place.platform,
            "tenant": place.tenant,
            "channel": place.channel,
            "customer_id": whose,
            "name": name,
            "rank": rank,
        }
        for rank, (whose, name, place) in enumerate([*ours, *pagers, *theirs])
    ]


def _role_members(who: Directory) -> list[dict[str, Any]]:
    roles = [("", role, members) for role, members in who.roles]
    roles += [(customer.id, role, members) for customer in who.customers for role, members in customer.roles]
    return [
        {"role": role, "customer_id": whose, "person_id": member, "rank": rank}
        for whose, role, members in roles
        for rank, member in enumerate(members)
    ]
