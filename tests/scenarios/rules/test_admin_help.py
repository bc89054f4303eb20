"""Administrators are told what they can do beside everybody else, and say what stands in a customer's channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chatdesk import i18n
from chatdesk.adapters.talk.admin_words import read_admin, switched
from chatdesk.cards.admin_help import ALL_WAYS
from chatdesk.core.directory import Directory
from tests.bare_world import known_directory
from tests.platforms import SLACK, TEAMS
from tests.scenarios.rules.admins import Worlds, answered, asked, known_worlds

STANDS = "Need help? Open a case"
GONE = "No case is opened with a button here any more."
WORDS = ("admin link", "admin add", "admin hold", "admin held", "admin button", "admin help")


@pytest.fixture(params=[SLACK, TEAMS])
async def known_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Worlds]:
    async with known_worlds(request.param, tmp_path) as start:
        yield start


async def test_help_names_admin_to_administrators_and_to_nobody_else(known_world) -> None:
    world = await known_world()
    await world.open_case("VPN is down", severity="P1 · Major impact")
    told = await answered(world.on_call, "help")
    assert all(f"\n{words}" in told for words in WORDS), told
    told = await asked(world.on_call, "#case-desk", "/case help")
    assert all(words in told for words in WORDS)
    for actor in (world.engineer, world.director, world.customer, world.foreign_customer, world.outsider):
        for words in ("help", "?", "admin help", "admin"):
            told = await answered(actor, words)
            assert "administrator" not in told
            assert not any(each in told for each in WORDS if each != words), (actor, words)


async def test_admin_help_says_everything_and_has_a_button_where_there_is_a_form(known_world) -> None:
    world = await known_world()
    await world.open_case("VPN is down", severity="P1 · Major impact")
    assert "says what you can change here" in await answered(world.on_call, "admin")
    told = await asked(world.on_call, "#case-desk", "/case admin help")
    for words in (*WORDS[:-1], "admin unlink", "admin remove", "admin release", "admin list", "role on_call"):
        assert words in told
    await world.on_call.click("Add a customer")
    await world.on_call.submit({"name": "Oak Mills", "prefix": "OAK", "policy": "catamarun", "zone": "Europe/Berlin"})
    assert "Oak Mills" in {one.name for one in world.directory.customers}


async def test_an_administrator_takes_the_message_with_buttons_away_and_brings_it_back(known_world) -> None:
    world = await known_world()
    assert _stands(world)
    told = await asked(world.on_call, "#harbor-support", "/case admin button off")
    assert "taken away from this channel" in told
    await world.settle()
    assert not _stands(world)
    assert GONE in world.customer.reads("#harbor-support")
    assert "That is so already" in await asked(world.on_call, "#harbor-support", "/case admin botón no")
    await world.restart(known_directory(world.platforms[0]))
    await world.settle()
    assert not _stands(world), "neither a start nor the directory read again brings it back"
    told = await asked(world.on_call, "#harbor-support", "/case admin button on")
    assert "From now on a message stands in this channel" in told
    await world.settle()
    assert _stands(world)


async def test_what_is_no_customer_s_channel_or_neither_on_nor_off_is_told_back(known_world) -> None:
    world = await known_world()
    assert "no customer's channel" in await asked(world.on_call, "#case-desk", "/case admin button off")
    assert "On or off?" in await asked(world.on_call, "#harbor-support", "/case admin button maybe")
    assert "no customer's channel" in await answered(world.on_call, "admin button off")
    assert _stands(world)


@pytest.mark.parametrize("says", [True, False])
async def test_the_file_wins_where_it_says_what_stands_in_a_customer_s_channel(known_world, says: bool) -> None:
    world = await known_world()
    await asked(world.on_call, "#harbor-support", "/case admin button off")
    await world.restart(_with_standing(known_directory(world.platforms[0]), says))
    await world.settle()
    assert _stands(world) is says
    told = await asked(world.on_call, "#harbor-support", f"/case admin button {'off' if says else 'on'}")
    assert "the file wins" in told
    await world.settle()
    assert _stands(world) is says


def _with_standing(who: Directory, says: bool) -> Directory:
    customers = tuple(replace(one, has_standing_message=says) if one.id == "harbor" else one for one in who.customers)
    return replace(who, customers=customers)


def _stands(world: Any) -> bool:
    return any(STANDS in world.customer.text_of(one) for one in world.customer.messages("#harbor-support"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_everything_that_help_says_to_write_is_understood(language: str) -> None:
    acts = {"list": "show", "customers": "add", "role": "add"}
    for name in ALL_WAYS:
        said = i18n.plain(language, f"help.admin_{name}.form").removeprefix("admin ")
        asked = read_admin(said.replace("@name", "\ue0000\ue001").replace("@nombre", "\ue0000\ue001"))
        assert asked.act == acts.get(name, name), said
        assert name != "button" or switched(asked.name) is False
