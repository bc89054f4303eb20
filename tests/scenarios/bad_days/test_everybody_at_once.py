"""Two people answer at the very moment of a breach; a customer's thread is flooded."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from chatdesk.playground import RateLimits
from tests.story import Story

FRIDAY = "2026-03-06T14:20-05:00"
P1 = "P1 · Major impact"
DUE = "2026-03-06T15:20-05:00"
ESCALATED = "HARBOR-1 of Harbor Grid is escalated to tier 1"


async def test_two_replies_at_the_moment_of_a_breach_are_both_read_and_the_promise_is_judged_once(slack_world) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity=P1)
    await world.until("2026-03-06T15:19:59-05:00")
    world.clock.advance_to(datetime.fromisoformat(DUE))
    theirs = world.card(number, world.customer)
    one, other = world.playground.as_("dana"), world.playground.as_("malik")
    await asyncio.gather(
        one.say("#harbor-support", "We see it too.", theirs),
        world.app.heartbeat.beat(),
        other.say("#harbor-support", "I take this one.", theirs),
        world.app.heartbeat.beat(),
    )
    await world.settle()
    await world.pass_("2m")
    read = world.customer.reads(world.card(number, world.customer))
    assert read.count("We see it too.") == 1
    assert read.count("I take this one.") == 1
    ours = world.engineer.reads(world.card(number))
    assert ours.count("We see it too.") == 1
    assert ours.count("I take this one.") == 1
    # Said at the due moment is a moment late: that is told once, and one of them has the case.
    assert world.on_call.reads("#on-call").count(ESCALATED) == 1
    assert "Owner: Dana Reyes" in world.on_the_card(number) or "Owner: Malik Osei" in world.on_the_card(number)
    assert "nobody yet" not in world.on_the_card(number)


@pytest.mark.timeout(400)
async def test_a_flood_in_one_customer_s_thread_delays_nobody_s_ping_and_loses_no_word(slack_world) -> None:
    world: Story = await slack_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity=P1)
    await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    await world.settle()
    theirs = next(one for one in world.foreign_customer.messages("#bluepeak-support") if one.only_for is None)
    await world.until("2026-03-06T15:18-05:00")
    world.playground.rate_limits.limits = RateLimits.strict()
    chloe = world.playground.as_("chloe")
    for tens in range(50):
        said = (chloe.say("#bluepeak-support", f"line {10 * tens + ones:03}", theirs) for ones in range(10))
        await asyncio.gather(*said)
    await world.settle_peers()
    await world.until(DUE)
    assert world.on_call.reads("#on-call").count(ESCALATED) == 1
    await world.until("2026-03-06T15:50-05:00")
    copied = world.engineer.reads(world.card("BLUEPEAK-1"))
    assert [count for count in range(500) if copied.count(f"line {count:03}") != 1] == []
    # Several notices share a message: five hundred posts would have taken as many seconds.
    assert len(world.engineer.thread(world.card("BLUEPEAK-1"))) < 120
