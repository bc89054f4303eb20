"""The Web API as a real client meets it: tokens, scopes, conversations, messages."""

import dataclasses
import json

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.bolt_app import APP, BOT, SEED, World
from tests.playground.bolt_app import world as make_world
from tests.playground.refused import refused


async def test_a_call_needs_a_known_token(world: World) -> None:
    url = world.playground.api_url
    assert (await refused(AsyncWebClient(token="", base_url=url).auth_test()))["error"] == "not_authed"
    assert (await refused(AsyncWebClient(token="xoxb-no", base_url=url).auth_test()))["error"] == "invalid_auth"
    assert (await world.client.auth_test())["user_id"] == BOT


async def test_a_missing_scope_is_named_beside_those_there_are() -> None:
    app = dataclasses.replace(APP, scopes=("commands", "channels:read"))
    async with make_world(dataclasses.replace(SEED, app=app)) as world:
        answer = await refused(world.client.chat_postMessage(channel="C0TEAM", text="hi"))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
        assert answer["provided"] == "channels:read,commands"
        answer = await refused(world.client.conversations_history(channel="C0TEAM"))
        assert answer["needed"] == "channels:history"


async def test_an_unknown_method_is_said_to_be_one(world: World) -> None:
    answer = await refused(world.client.api_call("chat.shout"))
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.shout")


async def test_arguments_may_come_as_query_form_or_json(world: World) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}]
    headers = {"Authorization": "Bearer xoxb-test"}
    url = f"{world.playground.api_url}chat.postMessage"
    form = {"channel": "C0TEAM", "text": "hi", "blocks": json.dumps(blocks)}
    async with aiohttp.ClientSession(headers=headers) as session:
        for sent in ({"params": form}, {"data": form}, {"json": form | {"blocks": blocks}}):
            async with session.post(url, **sent) as response:
                assert (await response.json())["message"]["blocks"][0]["text"]["text"] == "hi"
        async with session.get(f"{world.playground.api_url}users.info?user=U0ANA") as response:
            assert (await response.json())["user"]["name"] == "ana"


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NONE", "channel_not_found"),
        ("G0SECRET", "channel_not_found"),
        ("C0QUIET", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("U0EVE", "channel_not_found"),
    ],
)
async def test_a_message_goes_only_where_the_bot_may_write(world: World, channel: str, error: str) -> None:
    assert (await refused(world.client.chat_postMessage(channel=channel, text="hi")))["error"] == error


async def test_what_the_bot_is_not_in_it_can_neither_read_nor_mark(world: World) -> None:
    message = await world.person("ana").say("#quiet", "hi")
    for call in (
        world.client.conversations_history(channel="C0QUIET"),
        world.client.conversations_replies(channel="C0QUIET", ts=message.ts),
        world.client.chat_postEphemeral(channel="C0QUIET", user="U0ANA", text="psst"),
        world.client.reactions_add(channel="C0QUIET", timestamp=message.ts, name="eyes"),
    ):
        assert (await refused(call))["error"] == "not_in_channel"


async def test_after_joining_a_public_channel_the_bot_may_write_there(world: World) -> None:
    await world.client.conversations_join(channel="C0QUIET")
    assert (await world.client.chat_postMessage(channel="C0QUIET", text="hi"))["ok"]


async def test_ts_are_unique_and_grow_while_the_clock_stands_still(world: World) -> None:
    found = [(await world.client.chat_postMessage(channel="C0TEAM", text=str(n)))["ts"] for n in range(5)]
    assert found == sorted(set(found))
    world.clock.move(hours=1)
    assert (await world.client.chat_postMessage(channel="C0TEAM", text="x"))["ts"].startswith(
        str(int(world.clock.now().timestamp()))
    )


async def test_a_thread_shows_its_parent_first_and_history_only_the_top(world: World) -> None:
    parent = (await world.client.chat_postMessage(channel="C0TEAM", text="parent"))["ts"]
    for text in ("one", "two"):
        await world.client.chat_postMessage(channel="C0TEAM", thread_ts=parent, text=text)
    replies = (await world.client.conversations_replies(channel="C0TEAM", ts=parent))["messages"]
    assert [message["text"] for message in replies] == ["parent", "one", "two"]
    assert replies[0]["reply_count"] == 2
    assert replies[1]["thread_ts"] == parent
    history = (await world.client.conversations_history(channel="C0TEAM"))["messages"]
    assert [message["text"] for message in history] == ["parent"]


@pytest.mark.parametrize("thread_ts", ["1.000001", "reply"])
async def test_a_reply_goes_under_a_parent_that_is_there(world: World, thread_ts: str) -> None:
    parent = (await world.client.chat_postMessage(channel="C0TEAM", text="parent"))["ts"]
    reply = (await world.client.chat_postMessage(channel="C0TEAM", text="reply", thread_ts=parent))["ts"]
    ts = reply if thread_ts == "reply" else thread_ts
    answer = await refused(world.client.chat_postMessage(channel="C0TEAM", text="more", thread_ts=ts))
    assert answer["error"] == ("cannot_reply_to_message" if thread_ts == "reply" else "thread_not_found")


async def test_history_is_read_in_pages_and_between_instants(world: World) -> None:
    sent = []
    for number in range(5):
        world.clock.move(minutes=1)
        sent.append((await world.client.chat_postMessage(channel="C0TEAM", text=str(number)))["ts"])
    first = await world.client.conversations_history(channel="C0TEAM", limit=3)
    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await world.client.conversations_history(channel="C0TEAM", limit=3, cursor=cursor)
    assert [message["text"] for message in rest["messages"]] == ["1", "0"]
    assert not rest["has_more"]
    between = await world.client.conversations_history(channel="C0TEAM", oldest=sent[1], latest=sent[4])
    assert [message["text"] for message in between["messages"]] == ["3", "2"]


async def test_metadata_is_kept_and_shown_to_who_asks_for_it(world: World) -> None:
    metadata = {"event_type": "sent", "event_payload": {"k": "opaque"}}
    ts = (await world.client.chat_postMessage(channel="C0TEAM", text="hi", metadata=metadata))["ts"]
    await world.client.chat_update(channel="C0TEAM", ts=ts, text="edited")
    asked = await world.client.conversations_history(channel="C0TEAM", include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == metadata
    unasked = await world.client.conversations_history(channel="C0TEAM")
    assert "metadata" not in unasked["messages"][0]


async def test_an_edit_with_text_alone_removes_the_blocks(world: World) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}]
    ts = (await world.client.chat_postMessage(channel="C0TEAM", text="hi", blocks=blocks))["ts"]
    kept = await world.client.chat_update(
        channel="C0TEAM", ts=ts, text="", attachments=[{"text": "a", "fallback": "a"}]
    )
    assert kept["message"]["blocks"]
    removed = await world.client.chat_update(channel="C0TEAM", ts=ts, text="bye")
    assert "blocks" not in removed["message"]


async def test_only_the_bots_own_messages_are_edited_and_deleted(world: World) -> None:
    message = await world.person("ana").say("#team", "mine")
    where = {"channel": "C0TEAM", "ts": message.ts}
    assert (await refused(world.client.chat_update(**where, text="no")))["error"] == "cant_update_message"
    assert (await refused(world.client.chat_delete(**where)))["error"] == "cant_delete_message"
    gone = {"channel": "C0TEAM", "ts": "1.000001"}
    assert (await refused(world.client.chat_update(**gone, text="no")))["error"] == "message_not_found"
    assert (await refused(world.client.chat_delete(**gone)))["error"] == "message_not_found"


async def test_an_edit_may_have_four_thousand_characters_of_text(world: World) -> None:
    ts = (await world.client.chat_postMessage(channel="C0TEAM", text="x" * 4001))["ts"]
    answer = await refused(world.client.chat_update(channel="C0TEAM", ts=ts, text="x" * 4001))
    assert answer["error"] == "msg_too_long"
    assert (await world.client.chat_update(channel="C0TEAM", ts=ts, text="x" * 4000))["ok"]


async def test_an_ephemeral_is_seen_by_one_person_of_the_channel(world: World) -> None:
    await world.client.chat_postEphemeral(channel="C0TEAM", user="U0ANA", text="psst")
    assert world.person("ana").last("#team").text == "psst"
    assert world.person("ben").messages("#team") == []
    assert (await world.client.conversations_history(channel="C0TEAM"))["messages"] == []
    answer = await refused(world.client.chat_postEphemeral(channel="C0TEAM", user="U0DAN", text="psst"))
    assert answer["error"] == "user_not_in_channel"


async def test_an_ephemeral_to_a_foreign_person_works_unless_it_is_said_not_to(world: World) -> None:
    assert (await world.client.chat_postEphemeral(channel="C0BIRCH", user="U0DAN", text="psst"))["ok"]
    world.playground.web_api.foreign_ephemerals = False
    answer = await refused(world.client.chat_postEphemeral(channel="C0BIRCH", user="U0DAN", text="psst"))
    assert answer["error"] == "user_not_in_channel"


async def test_a_reaction_is_given_once_and_taken_back_once(world: World) -> None:
    message = await world.person("ana").say("#team", "hi")
    target = {"channel": "C0TEAM", "timestamp": message.ts, "name": "eyes"}
    await world.client.reactions_add(**target)
    assert message.reactions == {"eyes": [BOT]}
    assert (await refused(world.client.reactions_add(**target)))["error"] == "already_reacted"
    await world.client.reactions_remove(**target)
    assert (await refused(world.client.reactions_remove(**target)))["error"] == "no_reaction"


async def test_a_permalink_leads_to_the_page(world: World) -> None:
    message = await world.person("ana").say("#team", "hi")
    link = (await world.client.chat_getPermalink(channel="C0TEAM", message_ts=message.ts))["permalink"]
    async with aiohttp.ClientSession() as session, session.get(link, allow_redirects=False) as response:
        assert response.headers["Location"] == f"/?channel=C0TEAM&ts={message.ts}"
