"""From nothing to a test case by direct message: no directory.yml, an empty database, and an administrator."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from chatdesk.directory import read_directory
from chatdesk.directory.writing import written
from tests.bare_world import BARE, BareSlack
from tests.desk_world import Start, worlds_of
from tests.platforms import SLACK, TEAMS
from tests.scenarios.rules.admins import AT, answered, asked

_NOT_YET = "An administrator of this workspace, or whom CHATDESK_ADMINS names on my server, can do that"
_CUSTOMER = {"name": "Bluepeak Media", "prefix": "BLUE", "policy": "catamarun"}


@pytest.fixture(params=[SLACK, TEAMS])
async def bare_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Start]:
    async with worlds_of(BARE[request.param], tmp_path) as start:
        yield start


@pytest.fixture
async def bare_slack(tmp_path: Path) -> AsyncIterator[Start]:
    async with worlds_of(BareSlack, tmp_path) as start:
        yield start


async def test_an_administrator_is_led_from_nothing_to_a_test_case_and_rid_of_it(bare_world) -> None:
    world = await bare_world("catamarun", AT)
    admin = world.on_call
    assert "Step 1 of 7: your organisation" in await answered(admin, "hello")
    await _organisation(admin)
    assert "Step 2 of 7" in admin.reads("@chatdesk")
    await _link(world, "engineers", "#case-desk")
    assert "Step 3 of 7" in await answered(admin, "go on")
    await _escalations(world)
    assert "Step 4 of 7" in await answered(admin, "go on")
    await admin.click("Add the customer")
    await admin.submit(_CUSTOMER)
    assert "Step 5 of 7" in await answered(admin, "go on")
    await _link(world, "channel", "#bluepeak-support")
    assert "Step 6 of 7" in await answered(admin, "go on")
    await admin.click("I am on call")
    assert "Step 7 of 7" in await answered(admin, "go on")
    await admin.click("Open a test case")
    opened = admin.finds("It works.", "@chatdesk")
    assert "BLUE-1" in admin.text_of(opened)
    assert "chatdesk directory export > directory.yml" in admin.text_of(opened)
    assert "Acknowledgement: due Mon 9 Mar, 10:20" in world.on_the_card("BLUE-1")
    await admin.click("Withdraw the test case")
    assert "Withdrawn" in world.on_the_card("BLUE-1")
    # The foreign organisation is known by the channel that it shares with us, or by who of it was named.
    who = world.directory
    assert dict(who.roles)["on_call"] == ("malik",)
    assert [(one.id, one.is_admin) for one in who.people] == [("malik", True)]


async def test_it_goes_on_where_it_was_left_also_after_a_restart(bare_world) -> None:
    world = await bare_world("catamarun", AT)
    await answered(world.on_call, "hello")
    await _organisation(world.on_call)
    await world.restart()
    assert "Step 2 of 7: the engineers' channel" in await answered(world.on_call, "hello again")
    assert "Northwind Support" in world.on_call.reads("@chatdesk")


async def test_everybody_else_is_told_kindly_that_it_is_not_set_up(bare_world) -> None:
    world = await bare_world("catamarun", AT)
    for stranger in (world.engineer, world.customer, world.foreign_customer, world.outsider):
        for words in ("hello", "admin", "open VPN is down"):
            assert _NOT_YET in await answered(stranger, words)
    assert world.app.reads.who.directory() is None


async def test_a_guest_who_administers_and_a_foreigner_are_let_in_by_nothing(bare_slack) -> None:
    """Whatever the workspace says they are, and whatever the settings name."""
    world = await bare_slack("catamarun", AT, admins="slack:U0RUTH,slack:U0CHLOE")
    for stranger in (world.customer, world.foreign_customer):
        assert _NOT_YET in await answered(stranger, "admin")
    assert world.app.reads.who.directory() is None


async def test_whom_the_settings_name_may_set_up_without_administering_the_workspace(bare_slack) -> None:
    world = await bare_slack("catamarun", AT, admins="slack:U0DANA")
    assert "Step 1 of 7" in await answered(world.engineer, "hello")


async def test_who_administers_the_workspace_is_nobody_here_once_it_is_known_who_is_who(bare_slack) -> None:
    world = await bare_slack("catamarun", AT, admins="slack:U0DANA")
    await answered(world.engineer, "hello")
    await _organisation(world.engineer)
    assert "does not know your account" in await answered(world.on_call, "list")
    assert "I do not know" in await answered(world.on_call, "admin")


async def test_what_is_wrong_in_a_form_is_said_at_its_field_and_nothing_is_kept(bare_slack) -> None:
    world = await bare_slack("catamarun", AT)
    admin = world.on_call
    await answered(admin, "hello")
    await admin.click("Tell about us")
    outcome = await admin.submit({"name": "Northwind Support", "zone": "Mars/Olympus"})
    told = "I know no time zone “Mars/Olympus”. Please give an IANA name such as Europe/Berlin."
    assert outcome.errors == {"zone": told}
    assert world.app.reads.who.directory() is None
    await admin.submit({"zone": "America/New_York"})
    await admin.click("Choose the channel")
    world.playground.workspace.channel_named("on-call").members.remove(world.playground.workspace.bot.id)
    outcome = await admin.submit({"engineers": "C0ONCALL"})
    assert "/invite @chatdesk" in outcome.errors["engineers"]
    await admin.submit({"engineers": "C0CASEDESK"})
    await _escalations(world)
    await admin.click("Add the customer")
    outcome = await admin.submit(_CUSTOMER | {"prefix": "9"})
    assert "cannot begin case numbers" in outcome.errors["prefix"]


async def test_a_step_that_was_wrong_is_done_over(bare_slack) -> None:
    world = await bare_slack("catamarun", AT)
    admin = world.on_call
    await answered(admin, "hello")
    await _organisation(admin)
    await admin.click("Correct: organisation")
    await admin.submit({"name": "Northwind Care", "zone": "Europe/Berlin"})
    assert (world.directory.organisation.name, world.directory.organisation.zone) == ("Northwind Care", "Europe/Berlin")
    await _link(world, "engineers", "#on-call")
    await answered(admin, "go on")
    await admin.click("Correct: engineers' channel")
    await admin.submit({"engineers": "C0CASEDESK"})
    assert [place.channel for name, place in world.directory.channels if name == "engineers"] == ["C0CASEDESK"]


async def test_people_of_the_other_organisation_in_the_channel_are_customers_at_once(bare_slack, tmp_path) -> None:
    world = await bare_slack("catamarun", AT)
    admin = world.on_call
    await answered(admin, "hello")
    await _organisation(admin)
    await _link(world, "engineers", "#case-desk")
    await answered(admin, "go on")
    await _escalations(world)
    await answered(admin, "go on")
    await admin.click("Add the customer")
    await admin.submit(_CUSTOMER | {"channel": "C0BLUEPEAK"})
    told = admin.reads("@chatdesk")
    assert "its people are known as Bluepeak Media's" in told
    await world.foreign_customer.mention("#bluepeak-support", "open no sound")
    assert "BLUE-1" in world.foreign_customer.reads("#bluepeak-support")
    file = tmp_path / "directory.yml"
    file.write_text(written(world.directory), encoding="utf-8")
    assert read_directory(file) == world.directory


async def _organisation(admin: Any) -> None:
    await admin.click("Tell about us")
    await admin.submit({"name": "Northwind Support", "zone": "America/New_York"})


async def _link(world: Any, step: str, where: str) -> None:
    """By its form where the platform lets people choose channels in one, else in the channel itself."""
    name = "Bluepeak Media" if step == "channel" else step
    told = await asked(world.on_call, where, f"/case admin link {name}")
    assert ("the engineers' channel" if step == "engineers" else "belongs to Bluepeak Media") in told


async def _escalations(world: Any) -> None:
    await answered(world.on_call, "go on")
    await world.on_call.click("Use the engineers' channel")
    assert len(set(dict(world.directory.channels).values())) == 1
