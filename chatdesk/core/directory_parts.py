"""A directory with one person, role or customer changed in it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.errors import Refused
from chatdesk.core.places import Identity, Place

Roles = tuple[tuple[str, tuple[str, ...]], ...]


def customer(who: Directory, customer_id: str) -> Customer | None:
    return next((one for one in who.customers if one.id == customer_id), None)


def everybody(who: Directory) -> tuple[tuple[Listed, str | None], ...]:
    """Each person with their customer's id, None for ours."""
    ours: tuple[tuple[Listed, str | None], ...] = tuple((one, None) for one in who.people)
    return ours + tuple((one, each.id) for each in who.customers for one in each.people)


def behind(who: Directory, identity: Identity) -> tuple[Listed, str | None] | None:
    """Whoever has this account, and whose they are."""
    return next((found for found in everybody(who) if identity in found[0].identities), None)


def holder_of(who: Directory, place: Place) -> tuple[str | None, str] | None:
    """Whose channel it is: (customer's id, "") or (None, our name for it); None if it is nobody's."""
    bare = replace(place, thread=None)
    for customer in who.customers:
        if bare in customer.channels:
            return customer.id, ""
    return next(((None, name) for name, ours in who.channels if ours == bare), None)


def with_customer(who: Directory, changed: Customer) -> Directory:
    return replace(who, customers=tuple(changed if one.id == changed.id else one for one in who.customers))


def with_listed(who: Directory, changed: Listed) -> Directory:
    """One of ours, changed."""
    return replace(who, people=tuple(changed if one.id == changed.id else one for one in who.people))


def with_person(who: Directory, person: Listed, customer_id: str | None) -> Directory | Refused:
    """Whoever has one of the accounts keeps id, accounts and rights, and gets the standing that is asked for."""
    known = next((found for one in person.identities if (found := behind(who, one))), None)
    if known is not None and known[1] != customer_id:
        return Refused.because("person_elsewhere", customer=known[1] or "", name=known[0].name)
    if known is not None:
        listed = known[0]
        accounts = tuple(dict.fromkeys((*listed.identities, *person.identities)))
        speaks = listed.is_representative or person.is_representative
        changed = replace(listed, standing=person.standing, identities=accounts, is_representative=speaks)
        changed = replace(changed, is_admin=listed.is_admin or person.is_admin)
        return _put(who, changed, customer_id)
    if any(one.id == person.id for one, _ in everybody(who)):
        return Refused.because("id_taken", id=person.id)
    if customer_id is None:
        return replace(who, people=(*who.people, person))
    theirs = customer(who, customer_id)
    if theirs is None:
        return Refused.because("customer", name=customer_id)
    return with_customer(who, replace(theirs, people=(*theirs.people, person)))


def without_person(who: Directory, person_id: str) -> Directory | Refused:
    """Nowhere any more: not listed, in no role."""
    if all(one.id != person_id for one, _ in everybody(who)):
        return Refused("not_listed")
    return replace(
        who,
        people=tuple(one for one in who.people if one.id != person_id),
        roles=_without_member(who.roles, person_id),
        customers=tuple(
            replace(
                each,
                people=tuple(one for one in each.people if one.id != person_id),
                roles=_without_member(each.roles, person_id),
            )
            for each in who.customers
        ),
    )


def with_role(who: Directory, role: str, person_id: str, customer_id: str | None) -> Directory | Refused:
    if all(one.id != person_id for one in who.people):
        return Refused("not_ours")
    return _with_roles(who, customer_id, lambda roles: _with_member(roles, role, person_id))


def without_role(who: Directory, role: str, person_id: str, customer_id: str | None) -> Directory | Refused:
    whose = customer(who, customer_id) if customer_id is not None else None
    roles = whose.roles if whose is not None else who.roles if customer_id is None else ()
    if person_id not in dict(roles).get(role, ()):
        return Refused.because("not_in_role", role=role)
    return _with_roles(who, customer_id, lambda roles: _without_member(roles, person_id, role))


def _put(who: Directory, person: Listed, customer_id: str | None) -> Directory:
    if customer_id is None:
        return with_listed(who, person)
    theirs = customer(who, customer_id)
    assert theirs is not None, "whoever was found among a customer's people has that customer"
    changed = tuple(person if one.id == person.id else one for one in theirs.people)
    return with_customer(who, replace(theirs, people=changed))


def _with_roles(who: Directory, customer_id: str | None, change: Callable[[Roles], Roles]) -> Directory | Refused:
    if customer_id is None:
        return replace(who, roles=change(who.roles))
    theirs = customer(who, customer_id)
    if theirs is None:
        return Refused.because("customer", name=customer_id)
    return with_customer(who, replace(theirs, roles=change(theirs.roles)))


def _with_member(roles: Roles, role: str, person_id: str) -> Roles:
    members = dict(roles).get(role, ())
    if person_id in members:
        return roles
    kept = dict(roles) | {role: (*members, person_id)}
    return tuple(kept.items())


def _without_member(roles: Roles, person_id: str, role: str | None = None) -> Roles:
    """Roles that nobody holds any more are gone."""
    left = {
        name: tuple(one for one in members if one != person_id or role not in (None, name)) for name, members in roles
    }
    return tuple((name, members) for name, members in left.items() if members)
