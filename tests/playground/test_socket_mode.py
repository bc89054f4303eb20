"""Socket Mode of the workspace, before Slack's own SDK and before a bare WebSocket that breaks the rules."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError

from chatdesk.playground.sockets import MOST_CONNECTIONS
from tests.playground.bolt_app import World
from tests.playground.bolt_app import world as make_world

APP_TOKEN = "xapp-test"


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with make_world(app_token=APP_TOKEN) as made:
        made.playground.outbound.ack_seconds = 0.3
        yield made


@pytest.fixture
async def connected(world: World) -> AsyncIterator[World]:
    """The Bolt app over its own Socket Mode handler."""
    handler = AsyncSocketModeHandler(world.bolt, APP_TOKEN, ping_interval=0.05)
    await handler.connect_async()
    yield world
    await handler.close_async()


@asynccontextmanager
async def bare(world: World) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, dict[str, Any]]]:
    """A WebSocket by hand, and what it was greeted with."""
    url = (await world.client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as http, http.ws_connect(url, autoping=False) as ws:
        yield ws, await ws.receive_json()


async def test_a_greeting_names_the_app_and_how_many_connections_it_has(world: World) -> None:
    async with bare(world) as (_, first), bare(world) as (_, second):
        assert (first["type"], first["num_connections"], second["num_connections"]) == ("hello", 1, 2)
        assert first["connection_info"] == {"app_id": "A0PLAYAPP"}
        assert first["debug_info"]["approximate_connection_time"] > 0


async def test_events_commands_and_clicks_reach_bolt_and_their_answers_come_back(connected: World) -> None:
    heard = connected.hear_everything()

    @connected.bolt.command("/ticket")
    async def answer(ack, command) -> None:
        await ack(f"Noted: {command['text']}")

    @connected.bolt.action("go")
    async def clicked(ack, body) -> None:
        await ack()
        heard.append(body)

    await connected.person("ana").say("#team", "hello")
    assert heard[0]["text"] == "hello"
    await connected.person("ana").slash("#team", "/ticket it is broken")
    assert (await connected.person("ana").sees("Noted: it is broken")).only_for == "U0ANA"
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    posted = await connected.client.chat_postMessage(
        channel="C0TEAM", text="x", blocks=[{"type": "actions", "elements": [button]}]
    )
    assert (await connected.person("ana").click("Go")).is_ok
    assert heard[-1]["container"]["message_ts"] == posted["ts"]
    assert all(delivery.status == 200 for delivery in connected.playground.journal.deliveries())


async def test_a_form_is_answered_with_errors_over_the_socket(connected: World) -> None:
    field = {"type": "plain_text_input", "action_id": "a"}
    block = {"type": "input", "block_id": "b", "element": field, "label": {"type": "plain_text", "text": "Name"}}

    @connected.bolt.command("/ticket")
    async def ask(ack, command, client) -> None:
        await ack()
        text = {name: {"type": "plain_text", "text": name} for name in ("title", "submit")}
        await client.views_open(
            trigger_id=command["trigger_id"], view={"type": "modal", "callback_id": "f", "blocks": [block], **text}
        )

    @connected.bolt.view("f")
    async def refuse(ack) -> None:
        await ack(response_action="errors", errors={"b": "Not that one"})

    ana = connected.person("ana")
    await ana.slash("#team", "/ticket")
    await ana.modal_with("Name")
    assert (await ana.submit({"Name": "x"})).errors == {"b": "Not that one"}


async def test_an_event_that_is_not_acknowledged_comes_again_and_says_so(world: World) -> None:
    async with bare(world) as (ws, _):
        said = asyncio.create_task(world.person("ana").say("#team", "hello"))
        first, second = await ws.receive_json(), await ws.receive_json()
        await ws.send_json({"envelope_id": second["envelope_id"]})
        await said
    assert (first["type"], first["retry_attempt"], first["accepts_response_payload"]) == ("events_api", 0, False)
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert first["payload"]["event_id"] == second["payload"]["event_id"]
    assert first["envelope_id"] != second["envelope_id"]


async def test_an_acknowledgement_counts_only_on_the_connection_that_was_asked(world: World) -> None:
    async with bare(world) as (ws, _):
        typed = asyncio.create_task(world.person("ana").slash("#team", "/ticket x"))
        asked = await ws.receive_json()
        async with bare(world) as (other, _):
            await other.send_json({"envelope_id": asked["envelope_id"], "payload": {"text": "done"}})
            outcome = await typed
    assert asked["type"] == "slash_commands"
    assert asked["accepts_response_payload"] is True
    assert outcome.error == '/ticket failed with the error "operation_timeout"'


async def test_without_a_connection_commands_fail_and_events_wait(world: World) -> None:
    assert "dispatch_failed" in (await world.person("ana").slash("#team", "/ticket x")).error
    await world.person("ana").say("#team", "hello")
    await world.playground.settle()
    async with bare(world) as (ws, _):
        world.clock.move(minutes=1)
        due = asyncio.create_task(world.playground.outbound.send_due_retries())
        late = await ws.receive_json()
        await ws.send_json({"envelope_id": late["envelope_id"]})
        await due
    assert late["payload"]["event"]["text"] == "hello"


async def test_every_connection_gets_its_share(world: World) -> None:
    async with bare(world) as (one, _), bare(world) as (other, _):
        seen = {one: 0, other: 0}

        async def answer(ws: aiohttp.ClientWebSocketResponse) -> None:
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT:
                    seen[ws] += 1
                    await ws.send_json({"envelope_id": json.loads(message.data)["envelope_id"]})

        both = [asyncio.create_task(answer(ws)) for ws in seen]
        for number in range(40):
            await world.person("ana").say("#team", str(number))
        for task in both:
            task.cancel()
        assert sum(seen.values()) == 40
        assert min(seen.values()) > 0


async def test_an_address_is_for_one_use_and_for_half_a_minute(world: World) -> None:
    url = (await world.client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)
        late = (await world.client.apps_connections_open(app_token=APP_TOKEN))["url"]
        world.wall.ahead = 31
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(late)


async def test_the_eleventh_connection_is_sent_away(world: World) -> None:
    world.playground.rate_limits.limits = world.playground.rate_limits.limits.off()
    async with aiohttp.ClientSession() as http:
        opened = []
        for _ in range(MOST_CONNECTIONS):
            url = (await world.client.apps_connections_open(app_token=APP_TOKEN))["url"]
            opened.append(await http.ws_connect(url))
        async with bare(world) as (ws, told):
            assert (told["type"], told["reason"]) == ("disconnect", "too_many_websockets")
            assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_only_an_app_level_token_opens_connections_and_it_opens_nothing_else(world: World) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await world.client.apps_connections_open(app_token="xoxb-test")
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await world.client.apps_connections_open(app_token="xapp-of-another-app")
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await world.client.chat_postMessage(channel="C0TEAM", text="hi", token=APP_TOKEN)


async def test_switched_off_it_parts_with_every_connection_and_greets_no_new_one(world: World) -> None:
    async with bare(world) as (ws, _):
        await world.playground.sockets.turn(on=False)
        assert (await ws.receive_json())["reason"] == "link_disabled"
        assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
    async with bare(world) as (_, told):
        assert told["reason"] == "link_disabled"


async def test_bolt_comes_back_after_a_refresh_and_after_a_cut(connected: World) -> None:
    heard, sockets = connected.hear_everything(), connected.playground.sockets
    for number, part in enumerate((lambda: sockets.part("refresh_requested"), sockets.drop)):
        made = part()
        if made is not None:
            await made
        again = number + 2
        assert await connected.playground.until(lambda n=again: sockets.opened >= n and bool(sockets.connections))
        await connected.person("ana").say("#team", f"after {number}")
        await connected.playground.outbound.flush_retries()
    assert {event["text"] for event in heard} == {"after 0", "after 1"}


async def test_a_silent_connection_stays_open_and_answers_nothing(world: World) -> None:
    async with bare(world) as (ws, _):
        await ws.ping(b"one")
        assert (await ws.receive()).type is aiohttp.WSMsgType.PONG
        world.playground.sockets.go_silent(answers_pings=True)
        await ws.ping(b"two")
        assert (await ws.receive()).type is aiohttp.WSMsgType.PONG
        assert "operation_timeout" in (await world.person("ana").slash("#team", "/ticket x")).error
        world.playground.sockets.go_silent()
        await ws.ping(b"three")
        with pytest.raises(TimeoutError):
            await ws.receive(timeout=0.1)
        assert not ws.closed


async def test_slack_pings_from_its_side_too(world: World) -> None:
    world.playground.sockets.ping_seconds = 0.01
    async with bare(world) as (ws, _):
        assert (await ws.receive()).type is aiohttp.WSMsgType.PING
