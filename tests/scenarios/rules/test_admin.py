"""`admin`: who is who, changed in chat by administrators only, at once and for good."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatdesk.adapters.slack.doors import DOORS as SLACK_DOORS
from chatdesk.adapters.talk.door import Through
from chatdesk.adapters.teams.doors import DOORS as TEAMS_DOORS
from chatdesk.core.people import Standing
from chatdesk.core.places import Place
from chatdesk.store import directory_changes
from chatdesk.store.engine import open_existing
from tests.adapters import knocking
from tests.bare_world import known_directory
from tests.platforms import SLACK, TEAMS
from tests.scenarios.rules.admins import Worlds, answered, asked, known_worlds


@pytest.fixture(params=[SLACK, TEAMS])
async def known_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Worlds]:
    async with known_worlds(request.param, tmp_path) as start:
        yield start


async def test_to_everybody_else_admin_is_a_word_that_nobody_knows(known_world) -> None:
    world = await known_world()
    before = world.directory
    for actor in (world.engineer, world.director, world.customer, world.colleague, world.outsider):
        await _cannot_tell_it_from_nonsense(actor)
    assert world.directory == before


async def _cannot_tell_it_from_nonsense(actor: Any) -> None:
    for words in ("{} list", "{} link harbor", "{} add @felix as agent", "{}"):
        admin = await answered(actor, words.format("admin"))
        other = await answered(actor, words.format("xyzzy"))
        assert admin.replace("admin", "xyzzy") == other
        assert admin


async def test_a_forged_button_or_form_of_an_administrator_does_nothing(known_world, monkeypatch) -> None:
    """The card is never shown to others; its bytes are no authority."""
    world = await known_world()
    entries = {"name": "Mine", "zone": "UTC", "prefix": "MINE", "policy": "catamarun", "language": "en"}
    ways = (Through.CLICKED, Through.SENT_FORM, Through.ASKED_FOR_FORM)
    doors = [
        door
        for door in (*SLACK_DOORS, *TEAMS_DOORS)
        if door.platform in world.platforms and "admin" in door.verbs and door.through in ways
    ]
    assert {door.through for door in doors} == set(ways)
    before = world.directory
    for login in ("dana", "ruth", "felix"):
        knocker = knocking.knocking(world, login, "#harbor-support" if login == "ruth" else "#case-desk")
        for step in ("organisation", "engineers", "customer", "same", "me", "test"):
            monkeypatch.setattr(knocking, "ARGS", entries | {"step": step})
            monkeypatch.setattr(knocking, "FIELDS", entries | {"step": step, "engineers": "C0CASEDESK"})
            for door in doors:
                answer = await knocker.knock(door, "admin", "0" * 32, "HARBOR-9")
                assert "Who is who" not in answer
                assert "Setting up" not in answer
                assert "Time zone" not in answer
    assert world.directory == before
    assert not world.app.reads.who.has_cases()


async def test_a_channel_that_is_somebody_s_is_refused_and_whose_it_is_is_said(known_world) -> None:
    world = await known_world()
    before = world.directory
    assert "belongs to Bluepeak Media already" in await asked(
        world.on_call, "#bluepeak-support", "/case admin link harbor"
    )
    told = await asked(world.on_call, "#case-desk", "/case admin link harbor")
    assert "This is the engineers' channel" in told
    told = await asked(world.on_call, "#bluepeak-support", "/case admin link engineers")
    assert "belongs to Bluepeak Media already" in told
    assert "I know no customer harbour" in await asked(world.on_call, "#case-desk", "/case admin link harbour")
    assert world.directory == before


async def test_our_channels_move_at_once(known_world) -> None:
    world = await known_world()
    told = await asked(world.on_call, "#case-desk", "/case admin link on_call")
    assert "is the on-call channel now" in told
    assert "no longer in the old one" in told
    places = dict(world.directory.channels)
    assert places["on_call"] == places["engineers"]
    await asked(world.on_call, "#case-desk", "/case admin vincular escalamientos")
    assert len(set(dict(world.directory.channels).values())) == 1


async def test_somebody_new_is_an_agent_from_that_moment_on_and_after_a_restart(known_world) -> None:
    world = await known_world()
    await world.open_case("our secret", severity="P1 · Major impact")
    assert "no such case" in await answered(world.outsider, "show HARBOR-1")
    told = await asked(world.on_call, "#case-desk", "/case admin add @felix as agent")
    assert "Felix Brown is an agent" in told
    assert "our secret" in await answered(world.outsider, "show HARBOR-1")
    await world.restart(known_directory(world.platforms[0]))
    assert "our secret" in await answered(world.outsider, "show HARBOR-1")
    felix = next(one for one in world.directory.people if one.name == "Felix Brown")
    assert (felix.standing, felix.is_admin) == (Standing.AGENT, False)


async def test_who_is_taken_out_is_an_outsider_from_that_moment_on(known_world) -> None:
    world = await known_world()
    await world.open_case("our secret", severity="P1 · Major impact")
    told = await asked(world.on_call, "#case-desk", "/case admin remove @dana")
    assert "is not listed any more" in told
    assert "at the next start the file wins" in told
    assert "no such case" in await answered(world.engineer, "show HARBOR-1")
    assert all(one.id != "dana" for one in world.directory.people)


async def test_a_role_that_no_policy_names_is_refused_with_those_there_are(known_world) -> None:
    world = await known_world()
    before = world.directory
    told = await asked(world.on_call, "#case-desk", "/case admin add @dana role king")
    assert "No policy in use names a role king. There are: " in told
    assert "on_call" in told
    assert world.directory == before


async def test_roles_are_given_and_taken_and_an_empty_one_is_said(known_world) -> None:
    world = await known_world()
    told = await asked(world.on_call, "#case-desk", "/case admin add @dana role on_call")
    assert "Dana Reyes holds the role on-call" in told
    assert dict(world.directory.roles)["on_call"] == ("malik", "dana")
    await asked(world.on_call, "#case-desk", "/case admin quitar @dana rol on_call")
    told = await asked(world.on_call, "#case-desk", "/case admin remove @malik role on_call")
    assert "nobody else does" in told
    assert "on_call" not in dict(world.directory.roles)
    told = await asked(world.on_call, "#case-desk", "/case admin add @dana role systems_engineer for harbor")
    assert "for Harbor Grid only" in told
    harbor = next(one for one in world.directory.customers if one.id == "harbor")
    assert dict(harbor.roles)["systems_engineer"] == ("ingrid", "dana")


async def test_a_guest_and_somebody_of_another_organisation_are_never_ours(known_world) -> None:
    world = await known_world()
    before = world.directory
    told = await asked(world.on_call, "#harbor-support", "/case admin add @ruth as agent")
    assert "a guest is never one of us" in told
    told = await asked(world.on_call, "#bluepeak-support", "/case admin add @chloe as admin")
    assert "belongs to another organisation" in told
    told = await asked(world.on_call, "#case-desk", "/case admin add @dana to harbor")
    assert "is one of your own organisation" in told
    told = await asked(world.on_call, "#bluepeak-support", "/case admin add @chloe to harbor representative")
    assert "Harbor Grid's organisation" in told or "is listed as one of Bluepeak Media's people" in told
    assert world.directory == before


async def test_an_administrator_makes_others_and_is_never_the_last_to_go(known_world) -> None:
    world = await known_world()
    told = await asked(world.on_call, "#case-desk", "/case admin remove @malik as admin")
    assert "left without an administrator" in told
    told = await asked(world.on_call, "#case-desk", "/case admin add @dana as admin")
    assert "Dana Reyes is an administrator" in told
    assert "Who is who" in await asked(world.engineer, "@chatdesk", "admin list")
    await asked(world.engineer, "#case-desk", "/case admin remove @malik as admin")
    assert "I do not know" in await answered(world.on_call, "admin list")


async def test_the_file_wins_where_it_says_something_else_and_nothing_else_is_lost(known_world) -> None:
    world = await known_world()
    platform = world.platforms[0]
    await asked(world.on_call, "#case-desk", "/case admin add @felix as agent")
    await asked(world.on_call, "#case-desk", "/case admin link on_call")
    await asked(world.on_call, "#case-desk", "/case admin remove @dana")
    file = known_directory(platform)
    await world.restart(file)
    who = world.directory
    assert dict(who.channels)["on_call"] == dict(file.channels)["on_call"]
    assert {one.id for one in who.people} - {one.id for one in file.people} == {"felix"}
    assert "dana" in {one.id for one in who.people}
    # What the file overruled once stays overruled, also when the file stops naming it.
    await world.restart(replace(file, people=tuple(one for one in file.people if one.id != "tomas"), roles=()))
    assert "dana" in {one.id for one in world.directory.people}


async def test_a_channel_is_given_to_a_customer_and_taken_again(known_world) -> None:
    world = await known_world()
    told = await asked(world.on_call, "#harbor-support", "/case admin unlink")
    assert "they have no other" in told
    assert world.app.reads.customer_of_place(_place(world, "#harbor-support")) is None
    told = await asked(world.on_call, "#harbor-support", "/case admin link Harbor Grid")
    assert "belongs to Harbor Grid" in told
    assert world.app.reads.customer_of_place(_place(world, "#harbor-support")).id == "harbor"
    assert "there has to be one" in await asked(world.on_call, "#case-desk", "/case admin unlink")


async def test_what_was_changed_is_recorded_with_who_and_when(known_world) -> None:
    world = await known_world()
    await asked(world.on_call, "#case-desk", "/case admin add @felix as agent")
    store = open_existing(world.database_url)
    with store.reading() as tx:
        (made,) = directory_changes.made(tx)
    store.close()
    assert made.by_name == "Malik Osei"
    assert world.app.reads.person(made.by).id == "malik"
    assert made.at == world.now


def _place(world: Any, where: str) -> Place:
    place = world.on_call.driver.place(where)
    platform = world.platforms[0]
    tenant = dict(world.directory.organisation.tenants)[platform]
    return Place(platform, tenant, place.id)
