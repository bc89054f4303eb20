"""What ids of Microsoft Teams look like. A wrong one would be found out only by nothing arriving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chatdesk.directory.homes import TEAMS
from chatdesk.directory.schema import DirectoryFile, PersonPart
from chatdesk.policy_files.document import Where

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_CHANNEL = re.compile(r"19:[^@\s;]+@thread\.(?:tacv2|v2|skype)")


def complaints(file: DirectoryFile) -> Iterator[tuple[Where, str]]:
    yield from _tenant(("organisation", "tenants", TEAMS), file.organisation.tenants.get(TEAMS))
    for name, ours in file.channels.items():
        yield from _channel(("channels", name, TEAMS), ours.get(TEAMS))
    yield from _accounts((), file.people)
    for number, customer in enumerate(file.customers):
        where: Where = ("customers", number)
        yield from _tenant((*where, "tenants", TEAMS), customer.tenants.get(TEAMS))
        for which, channel in enumerate(customer.channels.get(TEAMS, ())):
            yield from _channel((*where, "channels", TEAMS, which), channel.id)
            yield from _tenant((*where, "channels", TEAMS, which, "tenant"), channel.tenant)
        yield from _accounts(where, customer.people)


def _accounts(around: Where, people: Sequence[PersonPart]) -> Iterator[tuple[Where, str]]:
    for number, person in enumerate(people):
        account = person.accounts.get(TEAMS)
        if account is not None and not _GUID.fullmatch(account):
            yield (
                (*around, "people", number, "accounts", TEAMS),
                (
                    f"'{account}' is no account of Teams; copy the user's object id from the Entra admin center, "
                    "neither the address nor the 29:… id"
                ),
            )


def _tenant(where: Where, tenant: str | None) -> Iterator[tuple[Where, str]]:
    if tenant is not None and not _GUID.fullmatch(tenant):
        yield where, f"'{tenant}' is no tenant of Teams; copy the tenant id from the Entra admin center's overview"


def _channel(where: Where, channel: str | None) -> Iterator[tuple[Where, str]]:
    if channel is not None and not _CHANNEL.fullmatch(channel):
        yield (
            where,
            (
                f"'{channel}' is no channel of Teams; take the part that begins with 19: and ends with @thread.tacv2 "
                "from 'Get link to channel', with %3A written as : and %40 as @"
            ),
        )
