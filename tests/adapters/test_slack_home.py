"""A person's own page: the newest picture stands, few are published, and one that fails breaks nothing."""

from __future__ import annotations

import asyncio

from tests.world import World


async def test_of_many_at_once_the_newest_stands_and_few_are_published(world: World) -> None:
    ruth = world.playground.as_("ruth")
    held = world.playground.faults.add("views.publish", "slow", seconds=20)
    world.playground.journal.clear()
    await world.playground.acts.open_home(world.customer.id)
    while not held.met:  # noqa: ASYNC110 -- a fault tells nobody when it strikes
        # Drawn, and on its way to a Slack that is slow.
        await asyncio.sleep(0)
    await world.playground.as_("ruth").mention("#harbor-support", "open VPN down")
    for _ in range(5):
        await world.playground.acts.open_home(world.customer.id)
    held.release()
    await world.settle()
    assert "HARBOR-1" in (await ruth.home_with("")).text
    assert len(world.playground.journal.calls("views.publish")) == 2


async def test_somebody_of_another_organisation_has_a_page_of_their_own_people_s_cases(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "open No sound")
    await world.customer.mention("#harbor-support", "open VPN down")
    home = await world.foreign_customer.home()
    assert "BLUEPEAK-1" in home.text
    assert "HARBOR" not in home.text


async def test_a_page_that_slack_does_not_take_breaks_nothing_else(world: World) -> None:
    world.playground.faults.add("views.publish", "error:not_enabled")
    await world.playground.acts.open_home(world.customer.id)
    await world.settle()
    assert [delivery.status for delivery in world.playground.journal.deliveries("app_home_opened")] == [200]
    assert not any(one.is_from_app for one in world.customer.messages("@chatdesk")), "nobody asked for anything"
    await world.customer.mention("#harbor-support", "open VPN down")
    assert "HARBOR-1" in (await world.customer.home()).text
