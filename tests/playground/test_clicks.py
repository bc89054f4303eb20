"""Buttons and choices in messages and in Home, between a person and a real Bolt app."""

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.playground import NotThere, text_of
from tests.playground.blocks_by_hand import (
    actions,
    button,
    confirm,
    home,
    mrkdwn,
    option,
    plain,
    section,
    select,
)
from tests.playground.bolt_app import World


async def test_a_click_brings_the_button_the_message_and_whoever_clicked(world: World) -> None:
    heard = []

    @world.bolt.action("press")
    async def hear(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        heard.append(body)
        await respond("done", replace_original=True)

    blocks = [actions(button("Do it", value="7", confirm=confirm()), block_id="row")]
    await world.client.chat_postMessage(channel="C0BIRCH", text="choose", blocks=blocks)
    assert (await world.person("dan").click("Do it")).is_ok
    body = heard[0]
    assert (body["user"]["id"], body["user"]["team_id"], body["team"]["id"]) == ("U0DAN", "T0BIRCH", "T0HOME")
    did = body["actions"][0]
    assert (did["action_id"], did["block_id"], did["value"], did["type"]) == ("press", "row", "7", "button")
    assert body["message"]["text"] == "choose"
    assert body["container"] == {
        "type": "message",
        "message_ts": body["message"]["ts"],
        "channel_id": "C0BIRCH",
        "is_ephemeral": False,
    }
    assert text_of(world.person("ana").last("#birch")) == "done"


async def test_an_ephemeral_is_clicked_by_its_reader_and_can_delete_itself(world: World) -> None:
    heard = []

    @world.bolt.action("press")
    async def hear(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond) -> None:
        await ack()
        heard.append(body)
        await respond(delete_original=True)

    blocks = [actions(button("Do it"))]
    await world.client.chat_postEphemeral(channel="C0TEAM", user="U0ANA", text="choose", blocks=blocks)
    with pytest.raises(NotThere, match="sees no 'Do it'"):
        await world.person("ben").click("Do it")
    await world.person("ana").click("Do it")
    assert heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in heard[0]
    assert world.person("ana").messages("#team") == []


async def test_a_choice_in_a_message_is_reported_and_remembered(world: World) -> None:
    heard = []

    @world.bolt.action("select")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body)

    blocks = [actions(select(placeholder=plain("Pick one")), button(), block_id="row")]
    await world.client.chat_postMessage(channel="C0TEAM", text="choose", blocks=blocks)
    await world.person("ana").click("Pick one", choose="Option 1")
    assert heard[0]["actions"][0]["selected_option"] == option(1)
    assert heard[0]["state"]["values"]["row"]["select"]["selected_option"] == option(1)
    with pytest.raises(NotThere, match="no option 'Option 9'"):
        await world.person("ana").click("Pick one", choose="Option 9")


async def test_a_click_that_the_app_does_not_answer_is_an_error(world: World) -> None:
    await world.client.chat_postMessage(channel="C0TEAM", text="choose", blocks=[actions(button("Do it"))])
    assert (await world.person("ana").click("Do it")).error == "The app did not respond."


async def test_a_click_on_what_is_not_there_says_what_is(world: World) -> None:
    await world.client.chat_postMessage(channel="C0TEAM", text="choose", blocks=[actions(button("Do it"))])
    with pytest.raises(NotThere, match=r"sees no 'Do that' to click; there is \['Do it'\]"):
        await world.person("ana").click("Do that")


async def test_home_is_opened_published_and_clicked(world: World) -> None:
    clicked = []

    @world.bolt.event("app_home_opened")
    async def publish(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = home(section(text=mrkdwn("Your cases")), actions(button("Refresh")))
        await client.views_publish(user_id=event["user"], view=view)

    @world.bolt.action("press")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        clicked.append(body["view"]["type"])

    ana = world.person("ana")
    assert "Your cases" in (await ana.home()).text
    await ana.click_home("Refresh")
    assert clicked == ["home"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await world.client.views_publish(user_id="U0ANA", view=home(section()), hash="old")
