"""Everybody who has no business with Harbor Grid's cases, on both platforms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chatdesk.core.places import Identity
from chatdesk.core.workplace import AccountClosed
from chatdesk.playground import Person as InSlack
from chatdesk.playground import Team
from tests.adapters.knocking import Knocking, knocking
from tests.story import Story
from tests.teams_peer.cast import HOME, address_of, guid
from tests.teams_peer.tenant import Person as InTeams
from tests.teams_world import TeamsWorld
from tests.world import World

ELSEWHERE = "T0ELSEWHERE"
# Who they are, and where they ask. Two of them sit in Harbor Grid's or another customer's channel all the same.
STRANGERS = {
    "a colleague without any role": ("felix", "@chatdesk"),
    "customer B's representative": ("chloe", "#bluepeak-support"),
    "a guest of customer B's channel": ("gil", "#bluepeak-support"),
    "an executive who was not told": ("grace", "@chatdesk"),
    "somebody of an organisation that nobody knows": ("zoe", "#bluepeak-support"),
    "one of ours whose account is closed": ("priya", "@chatdesk"),
}


async def strangers(world: Story) -> dict[str, Knocking]:
    """Each has spoken to chatdesk before, so that meeting them changes nothing any more."""
    _invite(world)
    for login, where in STRANGERS.values():
        driver = world.person(login).driver
        await (driver.say(where, "help") if where.startswith("@") else driver.mention(where, "help"))
        await world.settle()
    await world.app.run(world.app.desk.hear_of, "priya has left", AccountClosed(_account(world, "priya")), world.now)
    return {who: knocking(world, login, where) for who, (login, where) in STRANGERS.items()}


def _account(world: Story, login: str) -> Identity:
    return next(one for one in world.directory.people if one.id == login).identities[0]


def _invite(world: Story) -> None:
    if isinstance(world, TeamsWorld):
        members = world.teams.as_("chloe").place("#bluepeak-support").members
        for login, name, tenant in (("gil", "Gil Moreau", HOME), ("zoe", "Zoé Marchand", guid("tenant elsewhere"))):
            person = InTeams(login, name, tenant, guid(login), address_of(login), is_guest=tenant == HOME)
            world.teams.tenant.add_person(person, has_app=False)
            members.append(person)
        return
    assert isinstance(world, World)
    workspace = world.playground.workspace
    workspace.teams[ELSEWHERE] = Team(ELSEWHERE, "Elsewhere")
    ruth, members = workspace.person_named("ruth"), world.playground.as_("chloe").place("#bluepeak-support").members
    assert ruth.is_guest
    gil: Any = replace(ruth, id="U0GIL", name="gil", real_name="Gil Moreau", email="gil@example.com")
    zoe: InSlack = replace(gil, id="U0ZOE", name="zoe", real_name="Zoé Marchand", team_id=ELSEWHERE, is_guest=False)
    for one in (gil, zoe):
        workspace.people[one.id] = one
        members.append(one.id)
