"""Slack answers nobody for an hour, one channel takes no more messages, or the answer to a post is lost."""

from __future__ import annotations

import re

import pytest

from tests.story import Actor, Story

FRIDAY = "2026-03-06T14:20-05:00"
P1 = "P1 · Major impact"
# A P1 that nobody acknowledges within the hour is escalated at once, and climbs every four hours.
MISSED = "2026-03-06T15:20-05:00"
CLIMBS = "2026-03-06T19:20-05:00"
TIER_1 = "HARBOR-1 of Harbor Grid is escalated to tier 1"
TIER_2 = "HARBOR-1 of Harbor Grid is escalated to tier 2"


def times(who: Actor, where: str, words: str) -> int:
    return who.reads(where).count(words)


async def test_slack_is_down_for_an_hour_while_a_P1_is_missed_and_everybody_hears_once_when_it_is_back(
    slack_world,
) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    await world.until("2026-03-06T15:00-05:00")
    before = world.on_call.reads("#on-call")
    world.playground.faults.add("*", "http_503", times=10**9)
    await world.until("2026-03-06T16:00-05:00")
    assert world.on_call.reads("#on-call") == before
    world.playground.faults.clear()
    # What is urgent is tried twice a minute, so nobody waits long after Slack is back.
    await world.until("2026-03-06T16:01-05:00")
    assert times(world.on_call, "#on-call", TIER_1) == 1
    assert times(world.engineer, "#case-desk", "Tier 1 was told:") == 1
    # What is not pressing takes up to five minutes; then the card says what is.
    await world.until("2026-03-06T16:06-05:00")
    assert "missed" in world.on_the_card(number)
    assert "15:20" not in world.on_call.reads("@chatdesk")
    # The promise after it is kept watch on as if nothing had been.
    await world.until(CLIMBS)
    assert times(world.director, "#directors", TIER_2) == 1


async def test_what_people_said_while_slack_was_down_for_us_counts_from_when_they_said_it(slack_world) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    await world.until("2026-03-06T15:10-05:00")
    world.cut_off()
    await world.engineer.say("#harbor-support", "We see it too and are on it.", world.card(number, world.customer))
    await world.until("2026-03-06T15:30-05:00")
    assert times(world.on_call, "#on-call", TIER_1) == 1
    await world.reconnect()
    after_all = "Acknowledgement was in time after all"
    assert times(world.on_call, "#on-call", after_all) == 1
    assert "We see it too and are on it." in world.engineer.reads(world.card(number))


async def test_one_channel_takes_no_more_messages_while_a_P1_is_missed_elsewhere(slack_world) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity=P1)
    await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    shared = world.playground.as_("chloe").place("#bluepeak-support")
    limited = world.playground.faults.add(
        "chat.postMessage", "ratelimited", times=10**9, channel=shared.id, retry_after=120
    )
    theirs = next(one for one in world.foreign_customer.messages("#bluepeak-support") if one.only_for is None)
    await world.engineer.slash("#case-desk", "/case reply BLUEPEAK-1 Is it on every channel?")
    await world.until("2026-03-06T15:19:59-05:00")
    assert TIER_1 not in world.on_call.reads("#on-call")
    await world.until(MISSED)
    assert times(world.on_call, "#on-call", TIER_1) >= 1
    assert limited.met > 0
    assert "Is it on every channel?" not in world.foreign_customer.reads(theirs)
    world.playground.faults.clear()
    # Slack asked for two minutes.
    await world.until("2026-03-06T15:23-05:00")
    assert world.foreign_customer.reads(theirs).count("Is it on every channel?") == 1


@pytest.mark.parametrize(
    ("fault", "committed"), [("drop_after_commit", False), ("http_500", True), ("garbage", True)], ids=lambda v: str(v)
)
async def test_the_answer_to_a_breach_ping_is_lost_after_it_was_posted_and_it_stands_once(
    slack_world, fault: str, committed: bool
) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity=P1)
    await world.until("2026-03-06T19:19-05:00")
    place = world.playground.as_("grace").place("#directors")
    lost = world.playground.faults.add("chat.postMessage", fault, channel=place.id, is_committed=committed)
    await world.until(CLIMBS)
    assert lost.met == 1
    await world.until("2026-03-06T19:30-05:00")
    assert times(world.director, "#directors", TIER_2) == 1
    assert "You may have this message already" not in world.director.reads("#directors")


async def test_when_not_even_the_look_up_answers_the_ping_comes_once_more_and_says_that_it_may_be_a_repeat(
    slack_world,
) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity=P1)
    await world.until("2026-03-06T19:19-05:00")
    place = world.playground.as_("grace").place("#directors")
    world.playground.faults.add("chat.postMessage", "drop_after_commit", channel=place.id)
    world.playground.faults.add("conversations.history", "http_503", times=10**9)
    await world.until(CLIMBS)
    assert times(world.director, "#directors", TIER_2) == 1
    # A doubled ping beats a lost one, but not before a minute has gone by without an answer.
    await world.until("2026-03-06T19:20:50-05:00")
    assert times(world.director, "#directors", TIER_2) == 1
    await world.until("2026-03-06T19:22-05:00")
    told = world.director.reads("#directors")
    assert told.count(TIER_2) == 2
    assert len(re.findall("You may have this message already", told)) == 1
