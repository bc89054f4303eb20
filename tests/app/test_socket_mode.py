"""chatdesk over Socket Mode: the same desk behind it, and a connection that is watched for silent death."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from slack_bolt.app.async_app import AsyncApp

from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.socket_mode import SocketMode
from chatdesk.adapters.slack.socket_pulse import Pulse
from chatdesk.playground.faults import Fault
from tests.desk_world import Start, worlds_of
from tests.scenarios.catamarun.test_whole_story import (  # noqa: F401 -- told once more, over sockets
    test_CAT_12_CAT_13_CAT_15_CAT_17_a_case_breaches_climbs_all_tiers_and_is_brought_home,
)
from tests.scenarios.rules.test_start_and_edges import (  # noqa: F401
    test_D1_a_case_from_an_old_message_starts_when_the_message_was_written,
    test_D1_a_mention_reports_when_it_was_written_however_late_it_is_delivered,
)
from tests.socket_world import SocketWorld

MORNING = "2026-03-06T10:00-05:00"


@pytest.fixture
async def desk_world(tmp_path: Path) -> AsyncIterator[Start]:
    async with worlds_of(SocketWorld, tmp_path) as start:
        yield start


@pytest.fixture
async def world(desk_world: Start) -> SocketWorld:
    return await desk_world("catamarun", at=MORNING)


async def test_nothing_listens_for_slack_over_http(world: SocketWorld) -> None:
    async with world.playground.outbound._session.post(f"{world.app.address}/slack/events", data="{}") as answer:
        assert answer.status == 404


async def test_what_is_sent_twice_over_the_socket_happens_once(world: SocketWorld) -> None:
    number = await world.open_case("The tunnel is down", severity="P1 · Major impact")
    await world.customer.mention("#harbor-support", "open Another one")
    for delivery in world.playground.journal.deliveries("app_mention"):
        assert (await world.playground.outbound.repeat(delivery)).failure is None
    await world.settle()
    assert "HARBOR-2" in world.engineer.reads("#case-desk")
    assert "HARBOR-3" not in world.engineer.reads("#case-desk")

    await world.engineer.click("I have it", world.card(number))
    (click,) = world.playground.journal.deliveries("block_actions")[-1:]
    told = world.customer.reads(world.card(number, world.customer))
    assert "Dana Reyes" in told
    await world.playground.outbound.repeat(click)
    await world.settle()
    assert world.customer.reads(world.card(number, world.customer)) == told


async def test_the_effect_is_committed_before_it_is_acknowledged(world: SocketWorld) -> None:
    seen: list[int] = []
    sockets, acknowledge = world.playground.sockets, world.playground.sockets._acknowledge

    def note(line, text: str) -> None:
        seen.append(world.app.outbox.next_due_at() is not None)
        acknowledge(line, text)

    sockets._acknowledge = note
    await world.customer.driver.mention("#harbor-support", "open The tunnel is down")
    assert seen[-1]


async def test_a_link_that_dies_silently_is_replaced_and_nothing_is_lost(world: SocketWorld) -> None:
    world.playground.outbound.ack_seconds = 0.2
    world.playground.sockets.go_silent()
    await world.customer.driver.mention("#harbor-support", "open The tunnel is down")
    assert world.socket.state.is_connected, "nothing is noticed yet"
    await world.watch(25)
    assert world.playground.sockets.opened == 1
    await world.watch(10)
    assert world.playground.sockets.opened == 2
    assert world.socket.state.is_connected
    await world.playground.settle()
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert "HARBOR-1" in world.engineer.reads("#case-desk")
    assert "HARBOR-2" not in world.engineer.reads("#case-desk")


async def test_a_link_that_answers_pings_but_brings_nothing_is_found_out_by_our_own_message(world: SocketWorld) -> None:
    await world.customer.mention("#harbor-support", "open The tunnel is down")
    await world.watch(5)
    world.playground.outbound.ack_seconds = 0.2
    world.playground.sockets.go_silent(answers_pings=True)
    await world.watch(120)
    assert world.playground.sockets.opened == 1, "a quiet workspace is no sign of death"
    await world.pass_("5h")
    assert "Acknowledgement" in world.on_call.reads("#on-call"), "we posted, and should hear of it"
    await world.watch(65)
    assert world.playground.sockets.opened == 2
    await world.playground.outbound.flush_retries()


async def test_a_quiet_link_that_answers_is_left_alone(world: SocketWorld) -> None:
    await world.watch(3600)
    assert world.playground.sockets.opened == 1
    assert await world.app._why_not_ready() is None


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_the_new_link_is_open_before_the_old_one_goes(world: SocketWorld, reason: str) -> None:
    sockets = world.playground.sockets
    (old,) = sockets.connections
    await sockets.part(reason, closes_after=3600)
    assert await world.playground.until(lambda: sockets.opened == 2)
    assert old in sockets.connections, "both are open for a while"
    assert world.socket.state.is_connected
    await world.customer.mention("#harbor-support", "open The tunnel is down")
    assert "HARBOR-1" in world.engineer.reads("#case-desk")


async def test_what_came_over_the_old_link_is_acknowledged_over_it(world: SocketWorld) -> None:
    slow = world.playground.faults.add("users.info", "slow", seconds=20)
    typed = asyncio.create_task(world.outsider.driver.slash("#general", "/case list"))
    await met(slow)
    await world.playground.sockets.part("refresh_requested", closes_after=3600)
    assert await world.playground.until(lambda: world.playground.sockets.opened == 2)
    slow.release()
    assert (await typed).is_ok


async def test_while_nothing_can_be_opened_it_is_not_ready_and_says_why(world: SocketWorld) -> None:
    world.cut_off()
    await world.watch(20)
    assert await world.app._why_not_ready() is None, "links break and come back"
    await world.watch(20)
    assert "no connection to Slack over Socket Mode for" in str(await world.app._why_not_ready())
    assert not world.socket.state.is_connected
    await world.reconnect()
    assert await world.app._why_not_ready() is None


async def test_an_app_level_token_that_is_revoked_keeps_nothing_from_being_said(world: SocketWorld) -> None:
    world.playground.faults.add("apps.connections.open", "error:token_revoked", times=99)
    world.playground.sockets.drop()
    await world.watch(60)
    assert world.socket.state.trouble == "token_revoked"
    assert world.app.slack.why_mute() is None
    world.app.desk.hold_pings("one", "Malik Osei", "a drill", None, world.now)
    await world.settle()
    assert "Malik Osei stopped all pings" in world.engineer.reads("#case-desk")


async def test_after_a_failure_it_waits_longer_and_longer_before_it_tries_again(world: SocketWorld) -> None:
    world.cut_off()
    world.playground.journal.clear()
    await world.watch(300)
    tries = len(world.playground.journal.calls("apps.connections.open"))
    assert 10 <= tries <= 35, "not each time it looks, and at least every half minute"


async def test_a_stop_lets_what_is_in_hand_be_acknowledged_and_takes_nothing_more(world: SocketWorld) -> None:
    slow = world.playground.faults.add("users.info", "slow", seconds=20)
    typed = asyncio.create_task(world.outsider.driver.slash("#general", "/case list"))
    await met(slow)
    stopping = asyncio.create_task(world.app.slack.stop_hearing())
    await until(lambda: not world.socket._line._takes_more)
    world.playground.outbound.ack_seconds = 0.2
    late = await world.colleague.driver.slash("#harbor-support", "/case list")
    assert "operation_timeout" in late.error
    slow.release()
    assert (await typed).is_ok
    await stopping
    assert world.playground.sockets.connections == []


async def met(fault: Fault) -> None:
    """Waits until a call has met the fault."""
    await until(lambda: fault.met > 0)


async def until(holds: Callable[[], bool]) -> None:
    """Gives the loop turns until it holds; nothing tells of what this waits for."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0)


def socket(world: SocketWorld, token: str = "xapp-demo", **more) -> SocketMode:
    client = PooledClient("xoxb-demo", world.playground.api_url)
    app = AsyncApp(client=client, signing_secret="x")
    return SocketMode(app, client, token, ghost_seconds=(0.0,), **({"has_peers": False} | more))


@pytest.fixture
async def refusal(world: SocketWorld) -> AsyncIterator[Callable[..., Awaitable[str | None]]]:
    made: list[SocketMode] = []

    async def why(**more) -> str | None:
        made.append(socket(world, **more))
        return await made[-1].why_refused()

    yield why
    for one in made:
        await one.stop()
        await one._web_client.close()


async def test_a_second_database_on_the_same_app_is_refused(world: SocketWorld, refusal) -> None:
    assert "this Slack app is connected 1 more time(s), and not by this database" in str(await refusal())
    assert len(world.playground.sockets.connections) == 1
    assert await refusal(has_peers=True) is None, "with PostgreSQL it may be one of ours"


async def test_a_start_without_socket_mode_or_with_a_wrong_token_is_refused(world: SocketWorld, refusal) -> None:
    assert "(invalid_auth); make an app-level token" in await refusal(token="xapp-of-another-app")
    await world.playground.sockets.turn(on=False)
    assert "(link_disabled); switch Socket Mode on" in await refusal()


async def test_a_slack_that_is_silent_at_the_start_is_let_pass(world: SocketWorld, refusal) -> None:
    world.cut_off()
    assert await refusal() is None


def test_a_link_is_judged_by_what_was_heard_on_it() -> None:
    pulse = Pulse(opened_at=100, life_seconds=18_000)
    assert pulse.trouble(129.9) is None
    assert pulse.trouble(130) == "silent"
    pulse.hear(130)
    assert pulse.trouble(159) is None
    pulse.post(150)
    pulse.hear(209)
    assert pulse.trouble(211) is None, "where no echo is expected none is missed"
    pulse.expects_echo = True
    assert pulse.trouble(211) == "deaf"
    pulse.be_given(211)
    assert pulse.trouble(230) is None
    pulse.post(205)
    assert pulse.trouble(240) is None, "the event came before the answer to the post"
    pulse.hear(18_100)
    assert pulse.trouble(18_100) == "old"
