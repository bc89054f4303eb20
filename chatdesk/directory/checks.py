"""What one key of directory.yml says about another: nobody twice, nobody unknown, everybody reachable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chatdesk.directory import homes, shapes
from chatdesk.directory.schema import ChannelPart, CustomerPart, DirectoryFile
from chatdesk.policy_files.document import Where
from chatdesk.policy_files.findings import did_you_mean

Complaint = tuple[Where, str]

# What each of our channels is for; tiers and alarms go to them (rule D13).
REQUIRED_CHANNELS = {
    "engineers": "where cases are worked on",
    "on_call": "where breaches and tier 1 are told",
    "director": "where tier 2 is told",
    "vp": "where tier 3 is told",
}


def complaints(file: DirectoryFile) -> Iterator[Complaint]:
    """(where, what is wrong and what to do) for each."""
    yield from _channels(file)
    yield from _pagers(file)
    yield from _people(file)
    yield from _roles(file)
    for number, customer in enumerate(file.customers):
        yield from _customer(file, ("customers", number), customer)
    yield from _repeats("customer", ((where, one.id) for where, one in _customers(file, "id")))
    yield from _repeats("prefix", ((where, one.prefix) for where, one in _customers(file, "prefix")))
    yield from shapes.complaints(file)
    yield from _repeats("tenant", _tenants(file))
    yield from _repeats("channel", _customers_channels(file))


def _channels(file: DirectoryFile) -> Iterator[Complaint]:
    for name, purpose in REQUIRED_CHANNELS.items():
        if not file.channels.get(name):
            form = "{slack: C…}" if homes.SLACK in file.organisation.tenants else "{teams: '19:…@thread.tacv2'}"
            yield ("channels",), f"the channel '{name}', {purpose}, is missing; add '{name}: {form}'"
    for name, ours in file.channels.items():
        if name not in REQUIRED_CHANNELS:
            yield ("channels", name), f"unknown channel '{name}'; {did_you_mean(name, REQUIRED_CHANNELS)}"
        for platform in ours:
            yield from _at_home(file, ("channels", name, platform), platform)


def _pagers(file: DirectoryFile) -> Iterator[Complaint]:
    for name, parts in file.paging.items():
        if name not in file.channels:
            yield (
                ("paging", name),
                f"there is no channel '{name}' to wake people for; {did_you_mean(name, file.channels)}",
            )
        named = [((("paging", name, number)), pager) for number, part in enumerate(parts) for pager in part.pagers()]
        yield from _repeats("pager", ((where, pager.place.channel) for where, pager in named))


def _people(file: DirectoryFile) -> Iterator[Complaint]:
    ours = file.organisation.tenants
    ids: list[tuple[Where, str]] = []
    accounts: list[tuple[Where, str]] = []
    for number, person in enumerate(file.people):
        where: Where = ("people", number)
        ids.append(((*where, "id"), person.id))
        for platform, account in person.accounts.items():
            yield from _at_home(file, (*where, "accounts", platform), platform)
            accounts.append(((*where, "accounts", platform), _account(platform, homes.tenants(ours), account)))
    for whose, customer in enumerate(file.customers):
        for number, theirs in enumerate(customer.people):
            where = ("customers", whose, "people", number)
            ids.append(((*where, "id"), theirs.id))
            for platform, account in theirs.accounts.items():
                known = homes.of_people(file, customer)
                if platform not in known:
                    yield (*where, "accounts", platform), _no_tenant(customer, platform)
                accounts.append(((*where, "accounts", platform), _account(platform, known, account)))
    yield from _repeats("person", ids)
    yield from _repeats("account", accounts)


def _roles(file: DirectoryFile) -> Iterator[Complaint]:
    yield from _members(file, ("roles",), file.roles)


def _members(file: DirectoryFile, where: Where, roles: dict[str, list[str]]) -> Iterator[Complaint]:
    ours = [person.id for person in file.people]
    for role, members in roles.items():
        for number, member in enumerate(members):
            if member not in ours:
                yield (*where, role), f"'{member}' is none of our people; {did_you_mean(member, ours)}"
            elif member in members[:number]:
                yield (*where, role), f"'{member}' stands twice for '{role}'; keep one"


def _customer(file: DirectoryFile, where: Where, customer: CustomerPart) -> Iterator[Complaint]:
    if not any(customer.channels.values()):
        yield where, f"customer '{customer.id}' has no channel to show its cases in; add 'channels: {{slack: [C…]}}'"
    for platform, shared in customer.channels.items():
        for number, channel in enumerate(shared):
            yield from _host(file, (*where, "channels", platform, number), customer, platform, channel)
    yield from _members(file, (*where, "roles"), customer.roles)


def _host(
    file: DirectoryFile, where: Where, customer: CustomerPart, platform: str, channel: ChannelPart
) -> Iterator[Complaint]:
    tenant = homes.of_channel(file, customer, platform, channel)
    if tenant is None and platform == homes.SLACK:
        yield from _at_home(file, where, platform)
    elif tenant is None:
        yield where, _no_tenant(customer, platform)
    elif channel.tenant is not None and platform == homes.SLACK:
        yield (*where, "tenant"), "a shared Slack channel has the id that our side gives it; leave 'tenant' out"
    elif tenant not in (homes.tenants(one).get(platform) for one in (file.organisation.tenants, customer.tenants)):
        yield (
            (*where, "tenant"),
            (
                f"'{channel.tenant}' is neither our tenant on {platform} nor that of '{customer.id}'; "
                "add it to 'tenants:' of whoever hosts the channel"
            ),
        )


def _no_tenant(customer: CustomerPart, platform: str) -> str:
    return (
        f"neither '{customer.id}' nor we have a tenant on {platform}; "
        f"add 'tenants: {{{platform}: …}}' to the customer, or to 'organisation:' where they are our guests"
    )


def _account(platform: str, known: dict[str, str], account: str) -> str:
    found = homes.identity(platform, known.get(platform, "?"), account)
    return f"{found.platform} {found.tenant} {found.user}"


def _at_home(file: DirectoryFile, where: Where, platform: str) -> Iterator[Complaint]:
    if platform not in file.organisation.tenants:
        yield where, f"we are not on {platform}; add our tenant there to 'organisation: tenants:'"


def _customers(file: DirectoryFile, key: str) -> Iterator[tuple[Where, CustomerPart]]:
    return ((("customers", number, key), customer) for number, customer in enumerate(file.customers))


def _tenants(file: DirectoryFile) -> Iterator[tuple[Where, str]]:
    for platform, tenant in homes.tenants(file.organisation.tenants).items():
        yield ("organisation", "tenants", platform), f"{platform} {tenant}"
    for where, customer in _customers(file, "tenants"):
        for platform, tenant in homes.tenants(customer.tenants).items():
            yield (*where, platform), f"{platform} {tenant}"


def _customers_channels(file: DirectoryFile) -> Iterator[tuple[Where, str]]:
    """Our own channels may coincide (a small team has one for all); a customer's is its own."""
    for channel in sorted(
        {f"{platform} {ours}" for named in file.channels.values() for platform, ours in named.items()}
    ):
        yield ("channels",), channel
    for where, customer in _customers(file, "channels"):
        for platform, shared in customer.channels.items():
            yield from (((*where, platform, number), f"{platform} {one.id}") for number, one in enumerate(shared))


def _repeats(what: str, named: Iterable[tuple[Where, str]]) -> Iterator[Complaint]:
    seen: set[str] = set()
    for where, name in named:
        if name in seen:
            yield where, f"the {what} '{name}' stands twice in this file; keep one of them"
        seen.add(name)
