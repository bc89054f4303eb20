"""Who may come in by a door: those who left may not, and a guest counts where they sit."""

from __future__ import annotations

import pytest

from chatdesk.adapters.slack.doors import DOORS as SLACK_DOORS
from chatdesk.adapters.talk.door import Through
from chatdesk.adapters.teams.doors import DOORS as TEAMS_DOORS
from chatdesk.core.workplace import AccountClosed
from tests.adapters.knocking import knocking
from tests.adapters.strangers import _invite
from tests.adapters.test_every_door import _ids
from tests.platforms import SLACK, TEAMS
from tests.story import Story

AT = "2026-03-06T14:20-05:00"


async def test_a_click_of_somebody_whose_account_is_closed_does_nothing(desk_world) -> None:
    """It may be on its way while the account is closed."""
    world = await desk_world("catamarun", at=AT)
    number = await world.open_case("VPN is down", severity="P2 · Moderate impact")
    knocker = knocking(world, world.customer.id if SLACK in world.platforms else "ruth", "#harbor-support")
    doors = (*SLACK_DOORS, *TEAMS_DOORS)
    door = next(one for one in doors if one.platform in world.platforms and one.through is Through.CLICKED)
    await _closed(world, "ruth")
    told = await knocker.knock(door, "withdraw", _ids(world)[number], number)
    assert "There is no such case, or it is not one of yours." in told
    await world.settle()
    assert "Status: Open" in world.on_the_card(number)


async def test_nobody_can_open_a_case_for_somebody_whose_account_is_closed(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    await _closed(world, "ruth")
    await world.engineer.mention("#harbor-support", "open for @ruth via phone Router is dead")
    assert "The desk does not know whom you named." in world.engineer.reads("#harbor-support")
    assert "HARBOR-1" not in world.engineer.reads("#case-desk")


async def test_a_guest_nobody_listed_is_the_customer_s_whose_channel_they_sit_in(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    _invite(world)
    gil = world.person("gil")
    standing = next(m for m in gil.messages("#bluepeak-support") if "Need help?" in gil.text_of(m))
    await gil.click("Open a case", standing)
    await gil.submit({"title": "No sound", "severity": "P2 · Moderate impact"})
    assert "Requester: Gil Moreau, Bluepeak Media" in world.on_the_card("BLUEPEAK-1")
    await gil.mention("#bluepeak-support", "show HARBOR-1")
    assert "There is no such case, or it is not one of yours." in gil.reads("#bluepeak-support")


async def test_where_nothing_says_for_whom_an_engineer_chooses_the_customer(desk_world) -> None:
    """From the home page, the global shortcut's equal, on Slack; in the private chat on both."""
    world = await desk_world("catamarun", at=AT)
    await world.engineer.say("@chatdesk", "open")
    if not world.engineer.driver.has_modal():
        await world.engineer.click("Open a case")
    assert any("For which customer?" in label for label in world.engineer.modal().labels)
    await world.engineer.submit({"customer": "Bluepeak Media", "title": "No sound", "severity": "P3 · Minor impact"})
    assert "BLUEPEAK-1 · No sound" in world.foreign_customer.reads("#bluepeak-support")


async def test_a_case_from_a_channel_that_nobody_named_is_shown_where_its_customer_reads(desk_world) -> None:
    """We may not be in it, and who else is, nobody knows; the answer comes all the same."""
    world = await desk_world("catamarun", at=AT)
    if TEAMS in world.platforms:
        pytest.skip("teams: chatdesk is in no channel that it was not added to, and hears nothing elsewhere")
    place = next(one for one in world.playground.workspace.conversations.values() if one.name == "general")
    place.members += [world.customer.id]
    await world.customer.slash("#general", "/case list")
    assert "Nothing is open" in world.customer.reads("#general") or "no open case" in world.customer.reads("#general")
    await world.customer.slash("#general", "/case open VPN is down")
    await world.customer.submit({"severity": "P3 · Minor impact"})
    assert "Its number is HARBOR-1." in world.customer.reads("@chatdesk")
    assert "HARBOR-1 · VPN is down" in world.customer.reads("#harbor-support")
    assert "HARBOR-1" not in world.outsider.reads("#general")


async def _closed(world: Story, person_id: str) -> None:
    """What the platform, or an operator, tells the desk of an account."""
    people = [person for customer in world.directory.customers for person in customer.people]
    identity = next(person for person in people if person.id == person_id).identities[0]
    await world.app.run(world.app.desk.hear_of, "told-1", AccountClosed(identity), world.now)
    await world.settle()
