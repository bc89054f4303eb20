"""How late we are is seen from outside, before anybody has to complain of it."""

from __future__ import annotations

from tests.app.test_metrics import FRIDAY, of, scrape
from tests.desk_world import Start


async def test_how_long_a_message_has_waited_that_slack_puts_off_is_seen(desk_world: Start) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN down in all offices", severity="P1 · Major impact")
    world.playground.faults.add("chat.postMessage", "ratelimited", times=99, retry_after=90)
    await world.engineer.slash("#case-desk", f"/case reply {number} We are on it")
    await world.pass_("80s")
    assert 80 <= of(await scrape(world), "chatdesk_delivery_lag_seconds") < 90
