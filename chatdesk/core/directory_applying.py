"""What each change makes of a directory. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from chatdesk.core import directory_parts as parts
from chatdesk.core.directory import Customer, Directory, Organisation
from chatdesk.core.directory_changes import (
    OUR_CHANNELS,
    AddCustomer,
    AddPerson,
    AddRole,
    Change,
    CorrectCustomer,
    LearnHome,
    LinkCustomer,
    LinkOurs,
    RemovePerson,
    RemoveRole,
    SetAdmin,
    SetOrganisation,
    Unlink,
)
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.core.places import Place


def apply(who: Directory | None, change: Change) -> Directory | Refused:
    """The directory after the change; a change that says what is so already gives the same directory.

    Refused with a key of `admin.refused` where it cannot be.
    """
    if isinstance(change, SetOrganisation):
        return _with_organisation(who, change.organisation)
    if who is None:
        return Refused("organisation")
    match change:
        case LinkOurs(name, place):
            return _link_ours(who, name, place)
        case LinkCustomer():
            return _link_customer(who, change)
        case LearnHome(customer_id, platform, tenant):
            return _learn_home(who, customer_id, (platform, tenant))
        case Unlink(place):
            return _unlink(who, place)
        case AddCustomer(customer):
            return _add_customer(who, customer)
        case CorrectCustomer(customer):
            return _correct_customer(who, customer)
        case AddPerson(person, customer_id):
            return parts.with_person(who, person, customer_id)
        case SetAdmin(person_id, is_admin):
            return _set_admin(who, person_id, is_admin)
        case AddRole(role, person_id, customer_id):
            return parts.with_role(who, role, person_id, customer_id)
        case RemoveRole(role, person_id, customer_id):
            return parts.without_role(who, role, person_id, customer_id)
        case RemovePerson(person_id):
            return _remove_person(who, person_id)


def apply_all(who: Directory | None, changes: Iterable[Change]) -> Directory | Refused:
    """All of them one after the other, or none."""
    for change in changes:
        after = apply(who, change)
        if isinstance(after, Refused):
            return after
        who = after
    return who if who is not None else Refused("organisation")


def _with_organisation(who: Directory | None, ours: Organisation) -> Directory | Refused:
    if who is None:
        return Directory(ours, (), (), ())
    homes = dict(ours.tenants) | dict(who.organisation.tenants)
    return replace(who, organisation=replace(ours, tenants=tuple(homes.items())))


def _link_ours(who: Directory, name: str, place: Place) -> Directory | Refused:
    if name not in OUR_CHANNELS:
        return Refused.because("name", name=name)
    held = parts.holder_of(who, place)
    if held is not None and held[0] is not None:
        return Refused.because("elsewhere", customer=held[0])
    if place.tenant != dict(who.organisation.tenants).get(place.platform, place.tenant):
        return Refused("not_home")
    kept = tuple((one, ours) for one, ours in who.channels if one != name or ours.platform != place.platform)
    same = (name, place) in who.channels
    return who if same else replace(who, channels=(*kept, (name, place)))


def _link_customer(who: Directory, change: LinkCustomer) -> Directory | Refused:
    customer = parts.customer(who, change.customer_id)
    if customer is None:
        return Refused.because("customer", name=change.customer_id)
    held = parts.holder_of(who, change.place)
    if held is not None and held[0] != change.customer_id:
        return Refused.because("elsewhere", customer=held[0] or "", name=held[1])
    if held is None:
        customer = replace(customer, channels=(*customer.channels, change.place))
    after = parts.with_customer(who, customer)
    if change.tenant is None:
        return after
    learnt = _learn_home(after, customer.id, (change.place.platform, change.tenant))
    return after if isinstance(learnt, Refused) else learnt


def _learn_home(who: Directory, customer_id: str, home: tuple[str, str]) -> Directory | Refused:
    customer = parts.customer(who, customer_id)
    if customer is None:
        return Refused.because("customer", name=customer_id)
    if home in customer.tenants:
        return who
    taken = {one for each in who.customers for one in each.tenants} | set(who.organisation.tenants)
    if home in taken or home[0] in dict(customer.tenants):
        return Refused.because("other_home", customer=customer.name)
    return parts.with_customer(who, replace(customer, tenants=(*customer.tenants, home)))


def _unlink(who: Directory, place: Place) -> Directory | Refused:
    held = parts.holder_of(who, place)
    if held is None:
        return Refused("not_linked")
    if held[0] is None:
        return Refused.because("ours_moves", name=held[1])
    customer = parts.customer(who, held[0])
    assert customer is not None, "a channel's holder is in the directory"
    kept = tuple(one for one in customer.channels if one != replace(place, thread=None))
    return parts.with_customer(who, replace(customer, channels=kept))


def _add_customer(who: Directory, customer: Customer) -> Directory | Refused:
    known = parts.customer(who, customer.id)
    if known is not None:
        same = (known.name, known.prefix, known.policy) == (customer.name, customer.prefix, customer.policy)
        return who if same else Refused.because("customer_exists", name=known.name)
    rival = next((one for one in who.customers if one.prefix == customer.prefix), None)
    if rival is not None:
        return Refused.because("prefix", prefix=customer.prefix, name=rival.name)
    return replace(who, customers=(*who.customers, customer))


def _correct_customer(who: Directory, wanted: Customer) -> Directory | Refused:
    known = parts.customer(who, wanted.id)
    if known is None:
        return Refused.because("customer", name=wanted.id)
    rival = next((one for one in who.customers if one.prefix == wanted.prefix and one.id != wanted.id), None)
    if rival is not None:
        return Refused.because("prefix", prefix=wanted.prefix, name=rival.name)
    # A plan is a choice within one policy.
    plan = known.plan if known.policy == wanted.policy else None
    changed = replace(known, name=wanted.name, prefix=wanted.prefix, policy=wanted.policy, plan=plan)
    return parts.with_customer(who, replace(changed, language=wanted.language, zone=wanted.zone))


def _set_admin(who: Directory, person_id: str, is_admin: bool) -> Directory | Refused:
    person = next((one for one in who.people if one.id == person_id), None)
    if person is None or person.standing not in (Standing.AGENT, Standing.EXECUTIVE):
        return Refused("not_ours")
    others = [one for one in who.people if one.is_admin and one.id != person_id]
    if person.is_admin and not is_admin and not others:
        return Refused("last_admin")
    return parts.with_listed(who, replace(person, is_admin=is_admin))


def _remove_person(who: Directory, person_id: str) -> Directory | Refused:
    person = next((one for one in who.people if one.id == person_id), None)
    if person is not None and person.is_admin and not any(one.is_admin and one is not person for one in who.people):
        return Refused("last_admin")
    return parts.without_person(who, person_id)
