"""A directory as single facts, so that two of them can be compared, and where each stands in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.policy_files.document import Where

# What a fact is about; the same in both directories if it is the same thing.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """`about` names the thing in words, `says` what is true of it; `where` is its place in a directory.yml."""

    key: Key
    about: str
    says: str
    where: Where


@dataclass(frozen=True)
class Difference:
    """What one directory says of a thing and another does not; None where it says nothing of it."""

    about: str
    file: Fact | None
    database: Fact | None


def differences(file: Directory, database: Directory) -> list[Difference]:
    """In the order of the file, then what only the database has."""
    written = {fact.key: fact for fact in facts(file)}
    kept = {fact.key: fact for fact in facts(database)}
    found = [Difference(fact.about, fact, kept.get(key)) for key, fact in written.items()]
    found += [Difference(fact.about, None, fact) for key, fact in kept.items() if key not in written]
    return [one for one in found if one.file is None or one.database is None or one.file.says != one.database.says]


def facts(who: Directory) -> Iterator[Fact]:
    ours = who.organisation
    yield Fact(("organisation",), "our organisation", f"{ours.name}, {ours.language}, {ours.zone}", ("organisation",))
    for platform, tenant in ours.tenants:
        where: Where = ("organisation", "tenants", platform)
        yield Fact(("tenant", platform, tenant), f"our tenant {tenant} on {platform}", "ours", where)
    for name, place in who.channels:
        where = ("channels", name, place.platform)
        yield Fact(("ours", name, place.platform), f"our channel '{name}' on {place.platform}", place.channel, where)
    for name, pager in who.pagers:
        yield Fact(("pager", name, pager.name), f"the pager {pager.name} of '{name}'", pager.to, ("paging", name))
    for number, person in enumerate(who.people):
        yield _person(person, None, ("people", number))
    for role, members in who.roles:
        yield from (_role(role, member, None, ("roles", role)) for member in members)
    for number, customer in enumerate(who.customers):
        yield from _customer(customer, ("customers", number))


def _customer(customer: Customer, where: Where) -> Iterator[Fact]:
    until = customer.contract_ends_at.isoformat() if customer.contract_ends_at else "no end"
    says = (customer.name, customer.prefix, customer.policy, customer.plan or "no plan", customer.language)
    stands = {None: "as said in chat", True: "yes", False: "no"}[customer.has_standing_message]
    told = f"{', '.join(says)}, {customer.zone}, {until}, standing message: {stands}"
    yield Fact(("customer", customer.id), f"customer '{customer.id}'", told, where)
    for platform, tenant in customer.tenants:
        about = f"the tenant {tenant} on {platform}"
        yield Fact(("tenant", platform, tenant), about, f"that of '{customer.id}'", (*where, "tenants", platform))
    for place in customer.channels:
        about = f"the channel {place.channel} on {place.platform}"
        at: Where = (*where, "channels", place.platform)
        yield Fact(("channel", place.platform, place.tenant, place.channel), about, f"that of '{customer.id}'", at)
    for number, person in enumerate(customer.people):
        yield _person(person, customer.id, (*where, "people", number))
    for role, members in customer.roles:
        yield from (_role(role, member, customer.id, (*where, "roles", role)) for member in members)


def _person(person: Listed, customer: str | None, where: Where) -> Fact:
    accounts = sorted(f"{one.platform} {one.user}" for one in person.identities)
    marks = [name for name, is_so in (("admin", person.is_admin), ("speaks", person.is_representative)) if is_so]
    says = (f"{customer or 'ours'}", person.name, person.title, person.standing.value, person.language, person.zone)
    return Fact(("person", person.id), f"person '{person.id}'", ", ".join((*says, *marks, *accounts)), where)


def _role(role: str, member: str, customer: str | None, where: Where) -> Fact:
    whose = f" for '{customer}'" if customer else ""
    return Fact(("role", role, member, customer or ""), f"'{member}' in the role '{role}'{whose}", "held", where)
