"""The demo's people in Microsoft Teams: who sits at which window, and the directory that knows both platforms.

The Agents Playground shows Teams to one person only, so there is one of it for the customer, one
for an engineer and one for a director, each with its own team.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.places import Identity, Place

TEAMS = "teams"
APP_ID = "4f1d3c52-7c0b-4a55-9b8e-2f6a4be10c37"

_NAMES = uuid.UUID("0b9c2f1e-6d14-4d7c-8a57-6a3d0f5f8f11")
# The playground wants five people beside the one who sits there, no more and no fewer.
_OTHERS = 5


def _guid(name: str) -> str:
    return str(uuid.uuid5(_NAMES, name))


HOME = _guid("northwind")
THEIRS = _guid("harbor")


@dataclass(frozen=True)
class Window:
    """What one person has in Teams. `channels` are the team's: its general one, then another."""

    person: Listed
    others: tuple[Listed, ...]
    tenant: str
    team: str
    channels: tuple[tuple[str, str], ...]

    @property
    def personal_chat(self) -> str:
        return f"a:{self.person.id}"

    @property
    def config(self) -> dict[str, Any]:
        """The playground's configuration file."""
        (general, _), *others = self.channels
        return {
            "version": "0.1.1",
            "tenantId": self.tenant,
            "bot": {"id": f"28:{APP_ID}", "name": "chatdesk"},
            "currentUser": _user(self.person),
            "users": [_user(one) for one in self.others],
            "personalChat": {"id": self.personal_chat},
            "groupChat": {"id": f"19:{self.person.id}-chat@thread.v2", "name": "Group chat"},
            "team": {
                "id": general,
                "name": self.team,
                "aadGroupId": _guid(self.team),
                "channels": [{"id": channel_id, "name": name} for channel_id, name in others],
            },
        }


def windows_of(directory: Directory) -> tuple[Window, Window, Window]:
    """The customer's window, the engineer's and the director's."""
    harbor, ours = directory.customers[0], {one.id: one for one in directory.people}
    return (
        _window(harbor.people[0], [*harbor.people, *directory.people], THEIRS, harbor.name, [harbor.id, "internal"]),
        _window(ours["dana"], directory.people, HOME, "Support", ["engineers", "on_call"]),
        _window(ours["grace"], reversed(directory.people), HOME, "Executives", ["director", "vp"]),
    )


def on_both_platforms(directory: Directory, windows: Iterable[Window], *, engineers_in_teams: bool) -> Directory:
    """The directory with Teams beside Slack. Who sits at a window is told there first, except engineers and
    their channels while those work in Slack."""
    first = {window.person.id: window.tenant for window in windows}
    if not engineers_in_teams:
        first.pop("dana")
    harbor, *rest = directory.customers
    return replace(
        directory,
        organisation=replace(directory.organisation, tenants=(*directory.organisation.tenants, (TEAMS, HOME))),
        channels=tuple(_also_in_teams(directory.channels)) if engineers_in_teams else directory.channels,
        people=tuple(_with_account(one, first.get(one.id)) for one in directory.people),
        customers=(_in_teams(harbor, first), *rest),
    )


def _window(person: Listed, others: Iterable[Listed], tenant: str, team: str, channels: list[str]) -> Window:
    beside = [one for one in others if one.id != person.id][:_OTHERS]
    named = tuple((_channel_id(name), "General" if number == 0 else name) for number, name in enumerate(channels))
    return Window(person, tuple(beside), tenant, team, named)


def _in_teams(customer: Customer, first: dict[str, str]) -> Customer:
    return replace(
        customer,
        tenants=(*customer.tenants, (TEAMS, THEIRS)),
        channels=(Place(TEAMS, THEIRS, _channel_id(customer.id)), *customer.channels),
        people=tuple(_with_account(one, first.get(one.id)) for one in customer.people),
    )


def _with_account(listed: Listed, tenant: str | None) -> Listed:
    if tenant is None:
        return listed
    return replace(listed, identities=(Identity(TEAMS, tenant, _guid(listed.id)), *listed.identities))


def _also_in_teams(channels: Iterable[tuple[str, Place]]) -> Iterable[tuple[str, Place]]:
    for name, slack in channels:
        yield name, Place(TEAMS, HOME, _channel_id(name))
        yield name, slack


def _channel_id(name: str) -> str:
    return f"19:{name}@thread.tacv2"


def _user(listed: Listed) -> dict[str, str]:
    given, _, surname = listed.name.partition(" ")
    address = f"{listed.id}@example.com"
    return {
        "id": f"29:{listed.id}",
        "name": listed.name,
        "userPrincipleName": address,
        "aadObjectId": _guid(listed.id),
        "givenName": given,
        "surname": surname,
        "email": address,
    }
