"""What the workspace sends to a real Bolt app: signed events, retries, faults on demand."""

import asyncio
import dataclasses
from typing import Any

import aiohttp
import pytest
from slack_bolt import BoltResponse
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.playground import text_of
from tests.playground.bolt_app import APP, BOT, SEED, TOKEN, World
from tests.playground.bolt_app import world as make_world


async def test_a_message_reaches_bolt_signed_and_escaped(world: World) -> None:
    heard: list[dict[str, Any]] = []

    @world.bolt.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event)

    await world.person("ana").say("#team", "a < b & @ben, see https://example.com/x. @nobody <!channel>")
    assert heard[0]["text"] == "a &lt; b &amp; <@U0BEN>, see <https://example.com/x>. @nobody &lt;!channel&gt;"
    assert (heard[0]["user"], heard[0]["team"], heard[0]["channel_type"]) == ("U0ANA", "T0HOME", "channel")
    assert heard[0]["blocks"][0]["elements"][0]["elements"][1] == {"type": "user", "user_id": "U0BEN"}


async def test_a_wrong_signature_or_an_old_timestamp_is_refused_by_bolt(world: World) -> None:
    await world.person("ana").say("#team", "hi")
    sent = world.playground.journal.deliveries("message")[0]
    outbound = world.playground.outbound
    forged = await outbound.send("message", {}, sent.body, sent.content_type, {"X-Slack-Signature": "v0=00"})
    assert forged.status == 401
    world.wall.ahead = -301
    old = await outbound.repeat(sent)
    assert old.status == 401


async def test_a_mention_comes_twice_and_in_a_direct_message_once(world: World) -> None:
    world.hear_everything()
    message = await world.person("ana").mention("#team", "help")
    kinds = [(d.kind, d.content["event"]["ts"]) for d in world.playground.journal.deliveries()]
    assert sorted(kinds) == [("app_mention", message.ts), ("message", message.ts)]
    world.playground.journal.clear()
    await world.person("ana").mention("@helper", "help")
    assert [delivery.kind for delivery in world.playground.journal.deliveries()] == ["message"]
    assert world.playground.journal.deliveries()[0].content["event"]["channel_type"] == "im"


async def test_a_foreign_person_is_known_by_the_event_and_not_by_the_envelope(world: World) -> None:
    await world.person("dan").mention("#birch", "help")
    (envelope,) = [delivery.content for delivery in world.playground.journal.deliveries("app_mention")]
    event = envelope["event"]
    assert (event["team"], event["user_team"]) == ("T0BIRCH", "T0BIRCH")
    assert (envelope["context_team_id"], envelope["is_ext_shared_channel"]) == ("T0HOME", True)
    assert [a["team_id"] for a in envelope["authorizations"]] == ["T0HOME"]


async def test_a_reaction_names_the_message_and_no_team(world: World) -> None:
    message = await world.person("dan").say("#birch", "hi")
    await world.person("dan").react(message, "ticket")
    await world.person("dan").react(message, "ticket")
    added, removed = (world.playground.journal.deliveries(f"reaction_{how}")[0] for how in ("added", "removed"))
    event = added.content["event"]
    assert (event["item"]["ts"], event["reaction"], event["item_user"]) == (message.ts, "ticket", "U0DAN")
    assert "team" not in str(sorted(event))
    assert removed.content["event"]["user"] == "U0DAN"


async def test_the_bots_posts_edits_and_deletions_come_back_as_events(world: World) -> None:
    ts = (await world.client.chat_postMessage(channel="C0TEAM", text="one"))["ts"]
    await world.client.chat_update(channel="C0TEAM", ts=ts, text="two")
    await world.client.chat_delete(channel="C0TEAM", ts=ts)
    await world.playground.settle()
    events = [delivery.content["event"] for delivery in world.playground.journal.deliveries("message")]
    by_kind = {event.get("subtype"): event for event in events}
    assert by_kind[None]["bot_id"] == APP.bot_id
    assert by_kind["message_changed"]["previous_message"]["text"] == "one"
    assert by_kind["message_changed"]["message"]["text"] == "two"
    assert by_kind["message_deleted"]["deleted_ts"] == ts


async def test_nothing_is_heard_where_the_bot_is_not_and_a_mention_there_says_so(world: World) -> None:
    await world.person("ana").say("#quiet", "hi")
    world.hear_everything()
    assert world.playground.journal.deliveries() == []
    outcome = await world.playground.acts.say("U0ANA", "C0QUIET", f"<@{BOT}> hello")
    assert "not in this channel" in (outcome.notice or "")
    await world.person("ana").slash("#quiet", "/invite @helper")
    await world.playground.settle()
    assert [delivery.kind for delivery in world.playground.journal.deliveries()] == ["member_joined_channel"]


async def test_only_subscribed_events_are_sent() -> None:
    app = dataclasses.replace(APP, events=("app_mention",))
    async with make_world(dataclasses.replace(SEED, app=app)) as world:
        await world.person("ana").mention("#team", "help")
        assert [delivery.kind for delivery in world.playground.journal.deliveries()] == ["app_mention"]


async def test_a_failed_event_is_retried_at_once_then_as_the_clock_moves(world: World) -> None:
    tries: list[dict[str, str]] = []

    @world.bolt.middleware
    async def fail(req: AsyncBoltRequest) -> BoltResponse:
        tries.append({name: values[0] for name, values in req.headers.items() if "retry" in name})
        return BoltResponse(status=500)

    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    again = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_error"}
    assert tries == [{}, again]
    await world.playground.outbound.send_due_retries()
    assert len(tries) == 2
    world.clock.move(minutes=1)
    await world.playground.outbound.send_due_retries()
    world.clock.move(minutes=5)
    await world.playground.outbound.send_due_retries()
    assert [headers.get("x-slack-retry-num") for headers in tries] == [None, "1", "2", "3"]
    assert world.playground.outbound.retries == []
    ids = {delivery.content["event_id"] for delivery in world.playground.journal.deliveries()}
    assert len(ids) == 1


async def test_waiting_retries_can_be_flushed(world: World) -> None:
    world.playground.request_url = "http://127.0.0.1:9/none"
    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    assert [retry.reason for retry in world.playground.outbound.retries] == ["connection_failed"]
    await world.playground.outbound.flush_retries()
    assert [d.retry_num for d in world.playground.journal.deliveries()] == [0, 1, 2, 3]


async def test_a_slow_answer_is_a_timeout_and_is_retried(world: World) -> None:
    world.playground.outbound.ack_seconds = 0.05
    never = asyncio.Event()

    @world.bolt.event("message")
    async def hang() -> None:
        async with asyncio.timeout(0.3):
            await never.wait()

    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    second = world.playground.journal.deliveries()[1]
    assert (second.retry_num, second.status) == (1, None)
    assert world.playground.outbound.retries[0].reason == "http_timeout"


async def test_the_app_may_decline_retries(world: World) -> None:
    @world.bolt.middleware
    async def fail() -> BoltResponse:
        return BoltResponse(status=500, headers={"X-Slack-No-Retry": "1"})

    await world.person("ana").say("#team", "hi")
    await world.playground.settle()
    assert len(world.playground.journal.deliveries()) == 1


async def test_an_event_can_be_delivered_three_times_with_one_id(world: World) -> None:
    heard = []

    @world.bolt.event("app_mention")
    async def hear(body: dict[str, Any]) -> None:
        heard.append(body["event_id"])

    await world.person("ana").mention("#team", "help")
    (delivery,) = world.playground.journal.deliveries("app_mention")
    for number in (1, 2):
        await world.playground.outbound.repeat(delivery, retry_num=number)
    assert len(heard) == 3
    assert len(set(heard)) == 1


async def test_a_connection_dropped_after_the_commit_makes_the_default_client_post_twice(world: World) -> None:
    hasty = AsyncWebClient(
        token=TOKEN,
        base_url=world.playground.api_url,
        retry_handlers=[AsyncConnectionErrorRetryHandler(interval_calculator=FixedValueRetryIntervalCalculator(0.01))],
    )
    world.playground.faults.add("chat.postMessage", "drop_after_commit")
    await hasty.chat_postMessage(channel="C0TEAM", text="once?")
    assert [text_of(message) for message in world.person("ana").messages("#team")] == ["once?", "once?"]


async def test_a_connection_dropped_before_the_call_leaves_nothing_behind(world: World) -> None:
    fault = world.playground.faults.add("chat.postMessage", "drop_before")
    with pytest.raises(aiohttp.ClientError):
        await world.client.chat_postMessage(channel="C0TEAM", text="lost")
    assert fault.met == 1
    assert world.person("ana").messages("#team") == []
    (call,) = world.playground.journal.calls("chat.postMessage")
    assert (call.status, call.args["text"]) == (None, "lost")


@pytest.mark.parametrize("kind", ["http_500", "http_503", "garbage"])
async def test_a_broken_answer_may_come_before_or_after_the_effect(world: World, kind: str) -> None:
    for is_committed in (False, True):
        world.playground.faults.add("chat.postMessage", kind, is_committed=is_committed)
        with pytest.raises(SlackApiError):
            await world.client.chat_postMessage(channel="C0TEAM", text=str(is_committed))
    assert [text_of(message) for message in world.person("ana").messages("#team")] == ["True"]


async def test_faults_strike_as_often_and_where_they_are_planned(world: World) -> None:
    faults = world.playground.faults
    faults.add("chat.postMessage", "ratelimited", times=2, channel="C0TEAM", retry_after=7)
    faults.add("users.info", "error:user_not_visible")
    assert (await world.client.chat_postMessage(channel="C0BIRCH", text="hi"))["ok"]
    for _ in range(2):
        with pytest.raises(SlackApiError) as limited:
            await world.client.chat_postMessage(channel="C0TEAM", text="hi")
        assert limited.value.response.headers["Retry-After"] == "7"
    assert (await world.client.chat_postMessage(channel="C0TEAM", text="hi"))["ok"]
    with pytest.raises(SlackApiError, match="user_not_visible"):
        await world.client.users_info(user="U0ANA")
    with pytest.raises(ValueError, match="no fault is called"):
        faults.add("chat.postMessage", "explode")


async def test_a_slow_call_waits_until_it_is_released(world: World) -> None:
    fault = world.playground.faults.add("chat.postMessage", "slow", seconds=30)
    call = asyncio.create_task(world.client.chat_postMessage(channel="C0TEAM", text="hi"))
    while not fault.met:
        await asyncio.wait([call], timeout=0.005)
    assert world.person("ana").messages("#team") == []
    fault.release()
    assert (await call)["ok"]
