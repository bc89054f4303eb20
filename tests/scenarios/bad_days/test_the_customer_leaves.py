"""A customer is gone in the middle of a case: the person who asked, their organisation, our app, or the channel."""

from __future__ import annotations

import pytest

from tests.story import Actor, Story
from tests.teams_world import TeamsWorld
from tests.world import World

FRIDAY = "2026-03-06T14:20-05:00"
P1 = "P1 · Major impact"
HARBOR, BLUEPEAK = "C0HARBOR", "C0BLUEPEAK"
BOT, RUTH, DANA = "U0CHATDESK", "U0RUTH", "U0DANA"
LEFT = "Ruth Adler left Harbor Grid's channel and no longer reads what we write about this case."
TO_DO = "Ask Harbor Grid who takes over and invite them to the channel, or write to them another way."
LOST = "did not reach the customer's thread. Somebody must tell them another way."
ASKED = "Is it on every channel?"
# A P1 that is not solved within four hours is escalated; its last hour is warned of.
WARNED = "HARBOR-1 · Tunnels drop\nThe case escalates"
TIER_1 = "HARBOR-1 of Harbor Grid is escalated to tier 1"


async def _ruth_leaves(world: Story) -> None:
    if isinstance(world, TeamsWorld):
        where = world.engineer.driver.place("#harbor-support")
        people = world.teams.tenant.people
        await world.teams.take_out(where, people["ruth"], people["dana"])
    else:
        await world.playground.administration.remove(HARBOR, RUTH)
    await world.settle()


async def _ruth_leaves_mid_case(world: Story) -> None:
    number = await world.open_case("Tunnels drop", severity=P1)
    await world.engineer.click("I have it", world.card(number))
    theirs = world.card(number, world.colleague)
    quiet = {who: who.reads("@chatdesk") for who in (world.on_call, world.director, world.account_rep)}
    await world.until("2026-03-06T15:00-05:00")
    await _ruth_leaves(world)
    # Where the case is worked on, and to its owner directly; once, at once, and with what to do.
    assert world.engineer.reads(world.card(number)).count(LEFT) == 1
    assert TO_DO in world.engineer.reads(world.card(number))
    assert world.engineer.reads("@chatdesk").count("Ruth Adler left") == 1
    # Nobody is woken for it, and her colleagues are not told of what is between her and them.
    assert world.on_call.reads("#on-call") == ""
    assert {who: who.reads("@chatdesk") for who in quiet} == quiet
    assert "left" not in world.colleague.reads("#harbor-support")
    # The promise stands: who is still there goes on reading, and what breaks is told as ever.
    await world.engineer.slash("#case-desk", f"/case reply {number} Which gateway is it?")
    assert "Which gateway is it?" in world.colleague.reads(theirs)
    await world.until("2026-03-06T18:20-05:00")
    assert world.on_call.reads("#on-call").count(TIER_1) == 1
    assert world.engineer.reads(world.card(number)).count(LEFT) == 1


async def test_the_person_who_asked_leaves_and_the_engineers_know_at_once(slack_world) -> None:
    await _ruth_leaves_mid_case(await slack_world("catamarun", at=FRIDAY))


async def test_the_person_who_asked_leaves_in_teams_too(teams_world) -> None:
    await _ruth_leaves_mid_case(await teams_world("catamarun", at=FRIDAY))


CLOSINGS = {
    "the channel is archived": "The channel is archived. Name another one in the directory.",
    "our app is taken out": "The bot is not in that channel. Invite it.",
    "cut off from our channel": "The channel is no longer shared with them. Share it again, or tell them yourself.",
    "their channel is cut off": "The channel is no longer shared with them. Share it again, or tell them yourself.",
}


async def _close(world: World, how: str) -> None:
    acts = world.playground.administration
    match how:
        case "the channel is archived":
            await acts.archive(BLUEPEAK, DANA)
        case "our app is taken out":
            await acts.remove(BLUEPEAK, BOT, DANA)
        case _:
            await acts.disconnect(BLUEPEAK, "T0BLUEPEAK", hosted_there=how == "their channel is cut off")
    await world.settle()


def _heard(who: Actor, where: object, words: str) -> int:
    return who.reads(where).count(words)


@pytest.mark.parametrize(("how", "why"), CLOSINGS.items(), ids=list(CLOSINGS))
async def test_a_customer_who_can_be_reached_no_more_is_told_to_people_each_time(
    slack_world, how: str, why: str
) -> None:
    world: World = await slack_world("catamarun", at=FRIDAY)
    await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    ours = world.card("BLUEPEAK-1")
    await world.engineer.click("I have it", ours)
    harbor = world.customer.reads("#harbor-support")
    await _close(world, how)
    for who, where in ((world.engineer, ours), (world.on_call, "#on-call")):
        assert (_heard(who, where, LOST), _heard(who, where, why)) == (1, 1), where
    assert "BLUEPEAK-1 · No sound" in world.on_call.reads("#on-call")
    # Whoever writes to them hears again that it did not arrive: a reply is nothing that may be lost in silence.
    await world.engineer.slash("#case-desk", f"/case reply BLUEPEAK-1 {ASKED}")
    await world.pass_("1m")
    assert _heard(world.engineer, ours, LOST) == 2
    assert _heard(world.on_call, "#on-call", LOST) == 2
    # Nothing of it comes into anybody else's channel, and time alone tells it no third time.
    await world.pass_("6h")
    assert _heard(world.on_call, "#on-call", LOST) == 2
    assert world.customer.reads("#harbor-support") == harbor


async def test_a_channel_that_comes_back_shows_how_the_case_stands(slack_world) -> None:
    world: World = await slack_world("catamarun", at=FRIDAY)
    await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    await _close(world, "the channel is archived")
    await world.engineer.click("I have it", world.card("BLUEPEAK-1"))
    await world.playground.administration.unarchive(BLUEPEAK, DANA)
    await world.settle()
    await world.engineer.slash("#case-desk", f"/case reply BLUEPEAK-1 {ASKED}")
    assert "Dana Reyes" in world.foreign_customer.reads("#bluepeak-support")
    assert _heard(world.foreign_customer, "#bluepeak-support", ASKED) == 1


async def test_in_teams_an_app_that_is_taken_out_of_the_team_is_told_and_goes_on_when_it_is_back(teams_world) -> None:
    world: TeamsWorld = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    where, by = world.customer.driver.place("#harbor-support"), world.teams.tenant.people["dana"]
    await world.teams.remove(where, by)
    await world.settle()
    for who, there in ((world.engineer, world.card(number)), (world.on_call, "#on-call")):
        assert _heard(who, there, LOST) == 1, there
        assert _heard(who, there, "The app was removed there. Add it again.") == 1, there
    await world.engineer.click("I have it", world.card(number))
    assert "Dana Reyes" not in world.customer.reads("#harbor-support")
    # That somebody has it was to be said there too.
    assert _heard(world.on_call, "#on-call", LOST) == 2
    await world.teams.install(where, by)
    await world.settle()
    assert "Dana Reyes" in world.customer.text_of(world.card(number, world.customer))
    assert _heard(world.on_call, "#on-call", LOST) == 2


async def test_in_teams_a_deleted_channel_is_told(teams_world) -> None:
    world: TeamsWorld = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    where, by = world.customer.driver.place("#harbor-support"), world.teams.tenant.people["dana"]
    await world.teams.tell_of_team(where, "channelDeleted", by)
    await world.settle()
    assert _heard(world.engineer, world.card(number), LOST) == 1
    assert _heard(world.on_call, "#on-call", "The channel is gone, or the bot is not in it. Invite the bot.") == 1


async def test_in_teams_an_owner_who_blocked_the_app_is_reached_in_the_case_s_thread(teams_world) -> None:
    world: TeamsWorld = await teams_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.say("@chatdesk", "list")
    world.teams.tenant.blocked_by.add(world.teams.tenant.people["dana"].address)
    await world.colleague.mention("#harbor-support", "It got worse.", world.card(number, world.colleague))
    await world.pass_("10m")
    ours = world.engineer.reads(world.card(number))
    assert ours.count("It got worse.") == 1
    told = "did not reach Dana Reyes. Somebody must tell them another way."
    assert ours.count(told) == _heard(world.on_call, "#on-call", told) == 1
    assert "The bot may not write there: it was blocked or switched off." in ours
    await world.until("2026-03-06T18:20-05:00")
    assert _heard(world.on_call, "#on-call", TIER_1) == 1
    # Teams refuses every word to her, as it should.
    assert {one.partition(": ")[2].partition(":")[0] for one in world.teams.tenant.refused} == {
        "403 ConversationBlockedByUser"
    }
    world.teams.tenant.refused.clear()
