"""The engineer who owns a case is deactivated in the middle of it."""

from __future__ import annotations

from tests.world import World

FRIDAY = "2026-03-06T14:20-05:00"
P1 = "P1 · Major impact"
DANA = "U0DANA"
GONE = "The account of Dana Reyes, who owned this case, is closed. Nobody owns it now."
TIER_1 = "HARBOR-1 of Harbor Grid is escalated to tier 1"


async def _owned_by_dana(world: World) -> str:
    number = await world.open_case("Tunnels drop", severity=P1)
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T15:00-05:00")
    return number


async def test_the_engineers_and_whoever_is_on_call_are_told_at_once_and_once_and_can_give_the_case_away(
    slack_world,
) -> None:
    world: World = await slack_world("catamarun", at=FRIDAY)
    number = await _owned_by_dana(world)
    ours = world.card(number)
    quiet = {who: who.reads("@chatdesk") for who in (world.director, world.account_rep)}
    await world.playground.administration.deactivate(DANA)
    await world.settle()
    assert world.on_call.reads(ours).count(GONE) == 1
    assert world.on_call.reads("#on-call").count(GONE) == 1
    assert "Owner: nobody yet" in world.on_call.text_of(ours)
    assert {who: who.reads("@chatdesk") for who in quiet} == quiet
    # The customer is not told of a closed account; their card says who has the case, and nobody has.
    assert "closed" not in world.customer.reads("#harbor-support")
    await world.on_call.click("Assign", world.on_call.finds(GONE, "#on-call"))
    await world.on_call.submit({"owner": "malik"})
    assert "Owner: Malik Osei" in world.on_call.text_of(ours)
    assert "Malik Osei owns the case now." in world.on_call.reads(ours)
    assert "Who has it: Malik Osei" in world.customer.reads("#harbor-support")


async def test_what_breaks_afterwards_is_told_to_people_who_are_there(slack_world) -> None:
    world: World = await slack_world("catamarun", at=FRIDAY)
    await _owned_by_dana(world)
    await world.playground.administration.deactivate(DANA)
    await world.settle()
    begun = len(world.playground.journal.calls("conversations.open"))
    await world.until("2026-03-06T18:20-05:00")
    assert world.on_call.reads("#on-call").count(TIER_1) == 1
    calls = world.playground.journal.calls("conversations.open")[begun:]
    assert calls, "the tier's people have it in their own chats"
    assert DANA not in [call.args["users"] for call in calls]
    told = world.on_call.reads("#on-call").partition(TIER_1)[2]
    assert "Owner: nobody yet" in told
    assert "Told: Ruth Adler (Harbor Grid), Owen Carter and Ingrid Solberg\n" in told
    await world.until("2026-03-06T22:20-05:00")
    assert world.director.reads("#directors").count("HARBOR-1 of Harbor Grid is escalated to tier 2") == 1
