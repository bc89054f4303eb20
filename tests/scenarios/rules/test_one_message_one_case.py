"""Several doors lead from one message to a case; it becomes one case, and whoever comes second learns which."""

from __future__ import annotations

import pytest

from tests.platforms import SLACK, TEAMS, cannot

AT = "2026-03-06T14:20-05:00"


def _on(world, platform: str) -> bool:
    return platform in world.platforms


def _numbers(world) -> set[str]:
    desk = world.engineer.reads("#case-desk")
    return {f"HARBOR-{n}" for n in range(1, 5) if f"HARBOR-{n} ·" in desk}


async def test_a_ticket_after_the_shortcut_names_the_case_that_is_there(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    if _on(world, TEAMS):
        cannot(TEAMS, "reaction")
    message = await world.customer.say("#harbor-support", "The VPN is down")
    await world.engineer.shortcut("case_from_message", message)
    await world.engineer.submit({"severity": "P2 · Moderate impact"})
    await world.colleague.react(message, "ticket")
    assert _numbers(world) == {"HARBOR-1"}
    assert "Este mensaje ya pertenece a HARBOR-1." in world.colleague.reads("#harbor-support")


async def test_the_shortcut_on_a_message_that_is_a_case_opens_no_form(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    message = await world.customer.mention("#harbor-support", "open The VPN is down")
    outcome = await world.engineer.shortcut("case_from_message", message)
    # On Teams the answer to the shortcut itself says so, on Slack the dialog that waited for the form.
    told = world.engineer.driver.modal().text if world.engineer.driver.has_modal() else str(outcome)
    assert "This message belongs to HARBOR-1 already." in told
    assert _numbers(world) == {"HARBOR-1"}


async def test_a_form_that_was_open_while_another_door_was_taken_opens_no_second_case(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    message = await world.customer.mention("#harbor-support", "the VPN is down again")
    await world.engineer.shortcut("case_from_message", message)
    await world.customer.click("Open a case")
    await world.customer.submit({"severity": "P2 · Moderate impact"})
    await world.engineer.submit({"severity": "P2 · Moderate impact"})
    assert _numbers(world) == {"HARBOR-1"}


@pytest.mark.parametrize("times", [2, 3])
async def test_one_reaction_by_several_people_opens_one_case(desk_world, times: int) -> None:
    world = await desk_world("catamarun", at=AT)
    if _on(world, TEAMS):
        cannot(TEAMS, "reaction")
    message = await world.customer.say("#harbor-support", "The VPN is down")
    for who in (world.engineer, world.customer, world.colleague)[:times]:
        await who.react(message, "ticket")
    assert _numbers(world) == {"HARBOR-1"}


async def test_a_ticket_by_a_foreign_customer_on_a_reply_on_an_old_message_and_on_ours(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    if _on(world, TEAMS):
        cannot(TEAMS, "reaction")
    who, where = world.foreign_customer, "#bluepeak-support"
    first = await who.say(where, "Something to talk about")
    reply = await who.say(where, "The sound is gone", first)
    await world.pass_("40d")
    await who.react(reply, "ticket")
    assert "BLUEPEAK-1 · The sound is gone" in who.reads(first), "it lives in the thread of the message"
    assert "Requester: Chloé Martin" in world.on_the_card("BLUEPEAK-1")
    ours = world.card("BLUEPEAK-1")
    await world.engineer.react(ours, "ticket")
    assert "BLUEPEAK-2" not in world.engineer.reads("#case-desk")


async def test_a_customer_s_ticket_on_what_one_of_us_wrote_is_the_customer_s_case(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    if _on(world, TEAMS):
        cannot(TEAMS, "reaction")
    message = await world.engineer.say("#harbor-support", "Does the VPN still drop?")
    await world.customer.react(message, "ticket")
    assert "Requester: Ruth Adler, Harbor Grid" in world.on_the_card("HARBOR-1")


async def test_a_ticket_by_a_stranger_says_nothing_to_anybody(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    if _on(world, TEAMS):
        cannot(TEAMS, "reaction")
    message = await world.engineer.say("#case-desk", "The VPN is down")
    world.engineer.driver.place("#case-desk").members.append(world.outsider.id)
    before = world.outsider.reads("#case-desk")
    await world.outsider.react(message, "ticket")
    assert world.outsider.reads("#case-desk") == before


async def test_a_mention_that_slack_delivers_twice_over_is_one_case(desk_world) -> None:
    """As an app_mention and as a message, each of them again as a retry."""
    world = await desk_world("catamarun", at=AT)
    if not _on(world, SLACK):
        pytest.skip("teams: a mention is one activity there; its repetition is tested in test_teams_turns")
    await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    sent = [each for each in world.playground.journal.deliveries() if each.kind in ("app_mention", "message")]
    assert {each.kind for each in sent} == {"app_mention", "message"}
    for each in sent:
        await world.playground.outbound.repeat(each)
    await world.settle()
    assert "BLUEPEAK-1" in world.engineer.reads("#case-desk")
    assert "BLUEPEAK-2" not in world.engineer.reads("#case-desk")


async def test_a_command_in_a_thread_is_carried_out_once_and_is_no_reply(desk_world) -> None:
    """A slash command does not exist there. Slack delivers such a mention as words in the thread, too."""
    world = await desk_world("catamarun", at=AT)
    message = await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    await world.foreign_customer.mention("#bluepeak-support", "withdraw It was a loose cable.", message)
    assert "Status: Withdrawn" in world.on_the_card("BLUEPEAK-1")
    assert "writes" not in world.engineer.reads(world.card("BLUEPEAK-1"))


async def test_a_mention_in_a_thread_of_no_case_opens_one_there(desk_world) -> None:
    world = await desk_world("catamarun", at=AT)
    first = await world.customer.say("#harbor-support", "Has anybody looked at the gateway?")
    await world.customer.mention("#harbor-support", "open The gateway is dead", first)
    assert "HARBOR-1 · The gateway is dead" in world.customer.reads(first)
