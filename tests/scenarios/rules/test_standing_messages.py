"""The message that stands in each customer's channel: once, always, and good for everybody who reads there."""

from __future__ import annotations

from typing import Any

from tests.platforms import SLACK, TEAMS, cannot
from tests.story import Actor

AT = "2026-03-06T14:20-05:00"
TITLE = "Need help? Open a case"


async def test_each_customer_s_channel_has_one_and_ours_have_none(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    assert len(_standing(world.customer, "#harbor-support")) == 1
    assert len(_standing(world.foreign_customer, "#bluepeak-support")) == 1
    assert not _standing(world.engineer, "#case-desk")


async def test_a_customer_opens_a_case_with_its_button_and_it_gets_a_thread_of_its_own(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    standing = _standing(world.customer, "#harbor-support")[0]
    await world.customer.click("Open a case", standing)
    await world.customer.submit({"title": "VPN is down", "severity": "P1 · Major impact"})
    card = world.card("HARBOR-1", world.customer)
    assert "VPN is down" in world.customer.text_of(card)
    assert card in world.customer.messages("#harbor-support"), "it is a root of its own"
    assert "VPN is down" in world.on_the_card("HARBOR-1")


async def test_somebody_of_another_organisation_does_everything_with_its_buttons(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    who, where = world.foreign_customer, "#bluepeak-support"
    standing = _standing(who, where)[0]
    await who.click("Open a case", standing)
    await who.submit({"title": "No sound", "severity": "P2 · Moderate impact"})
    assert "BLUEPEAK-1 · No sound" in world.on_the_card("BLUEPEAK-1")
    await who.click("My cases", standing)
    assert "1 case" in who.reads(where)
    await who.click("When we work", standing)
    assert "Our business hours" in who.reads(where)
    assert "/case" not in who.reads(where)


async def test_a_stranger_who_presses_them_learns_that_they_are_not_known(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    place = world.customer.driver.place("#harbor-support")
    place.members.append(world.outsider.id if world.platforms == (SLACK,) else world.outsider.driver.person)
    for button in ("Open a case", "My cases", "When we work"):
        before = world.outsider.reads("#harbor-support")
        outcome = await world.outsider.click(button, _standing(world.outsider, "#harbor-support")[0])
        told = world.outsider.reads("#harbor-support").removeprefix(before) + str(outcome)
        if world.outsider.driver.has_modal():
            told += world.outsider.driver.modal().text
        assert "The desk does not know your account." in told, button
    assert "HARBOR-1" not in world.engineer.reads("#case-desk")


async def test_on_slack_it_is_pinned_once(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    if world.platforms == (TEAMS,):
        cannot(TEAMS, "pin")
    place = world.customer.driver.place("#harbor-support")
    assert place.pinned == [_standing(world.customer, "#harbor-support")[0].ts]
    world.app.desk.keep_standing()
    await world.pass_("7h")
    assert len(place.pinned) == 1


async def test_one_that_somebody_deletes_comes_back(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    if world.platforms == (TEAMS,):
        cannot(TEAMS, "deletion_of_ours")
        place = world.customer.driver.place("#harbor-support")
        place.messages.remove(_standing(world.customer, "#harbor-support")[0])
        world.app.desk.keep_standing()
        await world.pass_("7h")
        world.app.desk.keep_standing()
        await world.settle()
        # So it was found missing.
        world.teams.tenant.refused.clear()
    else:
        place = world.customer.driver.place("#harbor-support")
        world.playground.workspace.delete(place, _standing(world.customer, "#harbor-support")[0])
        await world.settle()
        assert len(_standing(world.customer, "#harbor-support")) == 1
        # One that has answers leaves a tombstone.
        await world.customer.say("#harbor-support", "What is this?", _standing(world.customer, "#harbor-support")[0])
        world.playground.workspace.delete(place, _standing(world.customer, "#harbor-support")[0])
        await world.settle()
    assert len(_standing(world.customer, "#harbor-support")) == 1


async def test_it_speaks_the_customer_s_language_as_soon_as_that_changes(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    await world.app.run(world.app.desk.set_customer_policy, "harbor", "codify", "es", "America/Santiago")
    await world.settle()
    told = world.customer.reads("#harbor-support")
    assert "¿Necesita ayuda? Abra un caso" in told
    assert TITLE not in told


async def test_our_people_can_refuse_it_and_nothing_to_press_is_left(desk_world) -> None:
    world = await desk_world("catamarun", at=AT, shows_standing=True)
    where = next(one for one in world.directory.customers if one.id == "harbor").channels[0]
    await world.app.run(world.app.desk.want_standing, where, False)
    await world.settle()
    told = world.customer.reads("#harbor-support")
    assert "Open a case" not in told
    assert "Mention chatdesk and say what is wrong" in told


def _standing(who: Actor, where: str) -> list[Any]:
    return [message for message in who.messages(where) if TITLE in who.text_of(message)]
