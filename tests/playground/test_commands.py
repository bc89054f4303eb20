"""Slash commands, shortcuts and response URLs between a person and a real Bolt app."""

from typing import Any

import aiohttp
import pytest
from slack_bolt import BoltResponse
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.webhook.async_client import AsyncWebhookClient

from chatdesk.playground import text_of
from tests.playground.bolt_app import World


@pytest.fixture
def commands(world: World) -> list[dict[str, Any]]:
    """What the app hears when /ticket or /raw is typed; it acknowledges in silence."""
    heard: list[dict[str, Any]] = []

    @world.bolt.command("/ticket")
    @world.bolt.command("/raw")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body)

    return heard


async def test_a_command_carries_who_where_and_escaped_text(world: World, commands: list[dict[str, Any]]) -> None:
    outcome = await world.person("ana").slash("#team", "/ticket open <b> for @ben in #birch & more")
    assert outcome.is_ok
    body = commands[0]
    assert body["text"] == "open &lt;b&gt; for <@U0BEN|ben> in <#C0BIRCH|birch> &amp; more"
    assert (body["user_id"], body["channel_id"], body["team_id"]) == ("U0ANA", "C0TEAM", "T0HOME")
    assert body["response_url"].startswith(world.playground.base_url)
    await world.person("ana").slash("@helper", "/raw for @ben")
    assert (commands[1]["text"], commands[1]["channel_name"]) == ("for @ben", "directmessage")
    assert world.person("ana").messages("#team") == []


async def test_a_foreign_person_is_told_that_there_is_no_such_command(
    world: World, commands: list[dict[str, Any]]
) -> None:
    outcome = await world.person("dan").slash("#birch", "/ticket open it")
    assert "/ticket is not a valid command" in (outcome.error or "")
    unknown = await world.person("ana").slash("#team", "/tickets")
    assert "/tickets is not a valid command" in (unknown.error or "")
    assert commands == []
    assert world.playground.journal.deliveries() == []


async def test_a_guest_may_use_commands(world: World, commands: list[dict[str, Any]]) -> None:
    await world.person("cleo").slash("@helper", "/ticket")
    assert commands[0]["user_id"] == "U0CLEO"


async def test_a_command_in_a_thread_is_refused(world: World, commands: list[dict[str, Any]]) -> None:
    parent = await world.person("ana").say("#team", "hi")
    outcome = await world.person("ana").slash("#team", "/ticket", thread=parent)
    assert outcome.error == "/ticket is not supported in threads. Sorry!"
    assert commands == []


async def test_what_a_command_answers_is_seen_by_whoever_typed_it(world: World) -> None:
    @world.bolt.command("/ticket")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "in blocks"}}]
        await ack(text="in blocks", blocks=blocks) if command["text"] else await ack("in words")

    await world.person("ana").slash("#team", "/ticket")
    await world.person("ana").slash("#team", "/ticket x")
    assert [text_of(message) for message in world.person("ana").messages("#team")] == ["in words", "in blocks"]
    assert world.person("ben").messages("#team") == []


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ({"response_type": "ephemeral", "blocks": [{"type": "header"}]}, "invalid_blocks"),
        ({"text": "x" * 40_001}, "msg_too_long"),
    ],
)
async def test_an_answer_that_slack_would_not_show_is_a_failure(world: World, body: dict[str, Any], shown: str) -> None:
    @world.bolt.middleware
    async def answer() -> BoltResponse:
        return BoltResponse(status=200, body=body)

    outcome = await world.person("ana").slash("#team", "/ticket")
    assert outcome.error == f'/ticket failed with the error "{shown}"'


async def test_a_command_that_the_app_does_not_answer_fails_with_slacks_words(world: World) -> None:
    outcome = await world.person("ana").slash("#team", "/ticket")
    assert outcome.error == '/ticket failed with the error "dispatch_failed"'
    world.playground.request_url = None
    outcome = await world.person("ana").slash("#team", "/ticket")
    assert outcome.error == '/ticket failed with the error "dispatch_failed"'


async def test_a_response_url_works_where_the_bot_is_not(world: World) -> None:
    @world.bolt.command("/ticket")
    async def answer(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond("only you", response_type="ephemeral")
        await respond("everybody", response_type="in_channel")

    await world.person("ana").slash("#quiet", "/ticket")
    assert [text_of(message) for message in world.person("ana").messages("#quiet")] == ["only you", "everybody"]
    assert [text_of(message) for message in world.person("ben").messages("#quiet")] == ["everybody"]


async def test_a_response_url_serves_five_times(world: World, commands: list[dict[str, Any]]) -> None:
    await world.person("ana").slash("#team", "/ticket")
    webhook = AsyncWebhookClient(commands[0]["response_url"])
    for number in range(5):
        assert (await webhook.send(text=str(number))).status_code == 200
    spent = await webhook.send(text="six")
    assert (spent.status_code, "used_url" in spent.body) == (404, True)
    assert len(world.person("ana").messages("#team")) == 5


async def test_a_response_url_serves_for_thirty_minutes(world: World, commands: list[dict[str, Any]]) -> None:
    await world.person("ana").slash("#team", "/ticket")
    webhook = AsyncWebhookClient(commands[0]["response_url"])
    world.clock.move(minutes=30)
    assert (await webhook.send(text="in time")).status_code == 200
    world.clock.move(seconds=1)
    late = await webhook.send(text="late")
    assert (late.status_code, "expired_url" in late.body) == (404, True)
    unknown = await AsyncWebhookClient(f"{world.playground.base_url}/response/none").send(text="?")
    assert unknown.status_code == 404


async def test_what_goes_to_a_response_url_is_validated_and_can_meet_a_fault(
    world: World, commands: list[dict[str, Any]]
) -> None:
    await world.person("ana").slash("#team", "/ticket")
    webhook = AsyncWebhookClient(commands[0]["response_url"], retry_handlers=[])
    refused = await webhook.send(blocks=[{"type": "header"}])
    assert (refused.status_code, "invalid_blocks" in refused.body) == (400, True)
    fault = world.playground.faults.add("response_url", "drop_after_commit")
    with pytest.raises(aiohttp.ClientError):
        await webhook.send(text="said once")
    assert fault.met == 1
    assert text_of(world.person("ana").last("#team")) == "said once"


async def test_a_message_shortcut_brings_the_message(world: World) -> None:
    heard = []

    @world.bolt.shortcut("note")
    async def hear(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        heard.append(body)
        await respond("noted")

    message = await world.person("ben").say("#team", "a fact")
    assert (await world.person("ana").shortcut("note", message)).is_ok
    body = heard[0]
    assert (body["type"], body["message"]["text"], body["message_ts"]) == ("message_action", "a fact", message.ts)
    assert body["user"]["team_id"] == "T0HOME"
    assert text_of(world.person("ana").last("#team")) == "noted"


async def test_a_global_shortcut_has_neither_channel_nor_response_url(world: World) -> None:
    heard = []

    @world.bolt.shortcut("start")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body)

    await world.person("ana").shortcut("start")
    assert heard[0]["type"] == "shortcut"
    assert not {"channel", "response_url"} & set(heard[0])


async def test_shortcuts_are_not_for_foreign_people(world: World) -> None:
    message = await world.person("ana").say("#birch", "a fact")
    outcome = await world.person("dan").shortcut("note", message)
    assert outcome.error == "This shortcut is not available to you."
    assert world.playground.page_state.whole("U0DAN")["shortcuts"] == []
    assert world.playground.page_state.whole("U0DAN")["commands"] == []
