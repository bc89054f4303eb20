"""The JSON API behind the page: what each person sees, what an act answers."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.playground.blocks_by_hand import actions, button, entry, modal, select, typed
from tests.playground.bolt_app import BOT
from tests.playground.bolt_app import world as make_world
from tests.playground.page_client import Page


async def test_each_person_sees_their_own_channels(page: Page) -> None:
    _, state = await page.get("state?as=U0DAN")
    assert [channel["name"] for channel in state["channels"]] == ["birch"]
    assert state["channels"][0]["shared_with"] == ["Birch"]
    assert (state["commands"], state["shortcuts"]) == ([], [])
    _, state = await page.get("state?as=U0CLEO")
    assert state["channels"] == []
    assert [command["command"] for command in state["commands"]] == ["/ticket", "/raw"]
    people = {person["id"]: person for person in state["people"]}
    assert people["U0DAN"]["is_foreign"] and people["U0CLEO"]["is_guest"] and people[BOT]["is_bot"]
    assert people["U0ANA"]["initials"] == "AT"


async def test_what_a_person_may_not_see_is_not_there(page: Page) -> None:
    message = await page.world.person("ben").say("#secret", "hush")
    for path in (
        "channel/G0SECRET?as=U0ANA",
        f"thread/G0SECRET/{message.ts}?as=U0ANA",
        "channel/C0TEAM?as=U0NONE",
        "channel/C0TEAM",
        "state?as=U0NONE",
    ):
        status, answer = await page.get(path)
        assert (status, answer["ok"]) == (404, False)
    refused = await page.post("say", **{"as": "U0ANA", "channel": "G0SECRET", "text": "let me in"})
    assert refused["status"] == 404
    refused = await page.post("edit", **{"as": "U0ANA", "channel": "G0SECRET", "ts": message.ts, "text": "x"})
    assert refused["status"] == 404


async def test_ephemerals_and_modals_are_seen_by_their_person_only(page: Page) -> None:
    world = page.world
    await world.client.chat_postEphemeral(channel="C0TEAM", user="U0ANA", text="psst")
    trigger_id = world.playground.triggers.issue("U0ANA")
    await world.client.views_open(trigger_id=trigger_id, view=modal(entry(typed())))
    assert await page.texts("C0TEAM", "U0ANA") == ["psst"]
    assert await page.texts("C0TEAM", "U0BEN") == []
    _, anas = await page.get("state?as=U0ANA")
    _, bens = await page.get("state?as=U0BEN")
    assert len(anas["views"]) == 1
    assert bens["views"] == []
    stolen = await page.post("view", **{"as": "U0BEN", "view_id": anas["views"][0]["id"], "act": "close"})
    assert stolen["status"] == 404
    assert world.person("ana").has_modal()


async def test_saying_answering_reading_and_reacting(page: Page) -> None:
    page.world.hear_everything()
    said = await page.post("say", **{"as": "U0ANA", "channel": "C0TEAM", "text": "hello @ben"})
    assert said["ok"]
    ts = said["ts"]
    await page.post("say", **{"as": "U0BEN", "channel": "C0TEAM", "text": "hi", "thread_ts": ts})
    await page.post("react", **{"as": "U0BEN", "channel": "C0TEAM", "ts": ts, "name": "eyes"})
    _, thread = await page.get(f"thread/C0TEAM/{ts}?as=U0BEN")
    assert [message["text"] for message in thread["messages"]] == ["hello <@U0BEN>", "hi"]
    _, channel = await page.get("channel/C0TEAM?as=U0BEN")
    (top,) = channel["messages"]
    assert (top["reply_count"], top["reply_users"]) == (1, ["U0BEN"])
    assert top["reactions"] == [{"name": "eyes", "users": ["U0BEN"]}]
    assert channel["channel"]["unread"] == 1
    await page.post("read", **{"as": "U0BEN", "channel": "C0TEAM", "ts": ts})
    _, channel = await page.get("channel/C0TEAM?as=U0BEN")
    assert channel["channel"]["unread"] == 0


async def test_ones_own_message_is_edited_and_deleted_and_a_parent_leaves_a_stone(page: Page) -> None:
    page.world.hear_everything()
    ts = (await page.post("say", **{"as": "U0ANA", "channel": "C0TEAM", "text": "one"}))["ts"]
    await page.post("edit", **{"as": "U0ANA", "channel": "C0TEAM", "ts": ts, "text": "two"})
    _, channel = await page.get("channel/C0TEAM?as=U0BEN")
    assert (channel["messages"][0]["text"], bool(channel["messages"][0]["edited"])) == ("two", True)
    other = await page.post("delete", **{"as": "U0BEN", "channel": "C0TEAM", "ts": ts})
    assert other["status"] == 404
    await page.post("say", **{"as": "U0BEN", "channel": "C0TEAM", "text": "reply", "thread_ts": ts})
    await page.post("delete", **{"as": "U0ANA", "channel": "C0TEAM", "ts": ts})
    _, channel = await page.get("channel/C0TEAM?as=U0BEN")
    assert channel["messages"][0]["is_deleted"] is True
    assert await page.texts("C0TEAM", "U0ANA") == ["This message was deleted."]


async def test_a_modal_is_filled_in_through_the_page(page: Page) -> None:
    taken = []

    @page.world.bolt.view("form")
    async def take(ack: AsyncAck, view: dict[str, Any]) -> None:
        await ack()
        taken.append(view["state"]["values"])

    view = modal(entry(typed(), block_id="b"), entry(select(), block_id="s"), callback_id="form")
    opened = await page.world.client.views_open(trigger_id=page.world.playground.triggers.issue("U0ANA"), view=view)
    act = {"as": "U0ANA", "view_id": opened["view"]["id"], "act": "submit"}
    empty = await page.post("view", **act, values={"b": {"element": "text"}})
    assert empty["errors"] == {"s": "Please complete this required field."}
    done = await page.post("view", **act, values={"b": {"element": "text"}, "s": {"select": "value-1"}})
    assert done["ok"]
    assert taken[0]["b"]["element"]["value"] == "text"
    assert taken[0]["s"]["select"]["selected_option"]["value"] == "value-1"


async def test_a_click_through_the_page_answers_for_the_app(page: Page) -> None:
    @page.world.bolt.action("press")
    async def hear(ack: AsyncAck) -> None:
        await ack()

    blocks = [actions(button(), button("Other", action_id="other"), block_id="row")]
    ts = (await page.world.client.chat_postMessage(channel="C0TEAM", text="choose", blocks=blocks))["ts"]
    click = {"as": "U0ANA", "channel": "C0TEAM", "ts": ts, "block_id": "row"}
    assert (await page.post("click", **click, action_id="press"))["ok"]
    assert (await page.post("click", **click, action_id="other"))["error"] == "The app did not respond."
    assert (await page.post("click", **click, action_id="none"))["status"] == 404


async def test_a_refused_command_is_answered_to_whoever_typed_it(page: Page) -> None:
    answer = await page.post("say", **{"as": "U0DAN", "channel": "C0BIRCH", "text": "/ticket"})
    assert answer["ok"] is False
    assert answer["error"].startswith("/ticket is not a valid command.")
    assert await page.texts("C0BIRCH", "U0DAN") == []


async def test_home_and_direct_messages_are_opened(page: Page) -> None:
    page.world.hear_everything()
    opened = await page.post("home", **{"as": "U0ANA"})
    assert (opened["ok"], opened["view"]) == (True, None)
    assert page.world.playground.journal.deliveries("app_home_opened")
    channel = (await page.post("dm", **{"as": "U0ANA", "user": "U0BEN"}))["channel"]
    await page.post("say", **{"as": "U0ANA", "channel": channel, "text": "between us"})
    _, state = await page.get("state?as=U0BEN")
    (direct,) = [one for one in state["channels"] if one["kind"] == "im"]
    assert (direct["name"], direct["unread"]) == ("Ana Torres", 1)


async def test_changes_are_streamed(page: Page) -> None:
    async with page.http.get("/page/changes") as stream:
        assert stream.content_type == "text/event-stream"
        first = json.loads((await stream.content.readline()).removeprefix(b"data: "))
        await stream.content.readline()
        await page.world.client.chat_postMessage(channel="C0TEAM", text="hi")
        async with asyncio.timeout(5):
            second = json.loads((await stream.content.readline()).removeprefix(b"data: "))
    assert second["revision"] > first["revision"]


class Stepping:
    """A clock with one step, and a choice, as a demo plugs them in."""

    value = "one"

    def __init__(self) -> None:
        self.stepped: list[str] = []

    def now(self) -> datetime:
        return datetime(2026, 10, 14, 9, len(self.stepped), tzinfo=UTC)

    def steps(self) -> list[tuple[str, str]]:
        return [("1m", "+1 min")]

    async def step(self, key: str) -> str:
        if key != "1m":
            raise ValueError(f"No step is called {key}.")
        self.stepped.append(key)
        return "A minute passed."

    def next_moment(self) -> tuple[datetime, str] | None:
        return datetime(2026, 10, 14, 10, 0, tzinfo=UTC), "a warning"

    def options(self) -> list[dict[str, Any]]:
        return [{"key": "p", "label": "Policy", "value": self.value, "choices": [["one", "One"], ["two", "Two"]]}]

    async def choose(self, key: str, value: str) -> str:
        if value not in ("one", "two"):
            raise ValueError("There is no such policy.")
        self.value = value
        return f"{value.title()} it is."


async def test_the_clock_and_the_choices_are_moved_from_the_page() -> None:
    plugged = Stepping()
    async with (
        make_world(time_control=plugged, settings=plugged) as world,
        aiohttp.ClientSession(world.playground.base_url) as http,
    ):
        page = Page(http, world)
        assert (await page.post("time", step="1m"))["notice"] == "A minute passed."
        assert (await page.post("time", step="1y"))["error"] == "No step is called 1y."
        assert (await page.post("control", key="p", value="two"))["notice"] == "Two it is."
        assert (await page.post("control", key="p", value="six"))["error"] == "There is no such policy."
        _, state = await page.get("state?as=U0ANA")
    assert state["time"] == {
        "now": "2026-10-14T09:01:00+00:00",
        "steps": [{"key": "1m", "label": "+1 min"}],
        "next": {"at": "2026-10-14T10:00:00+00:00", "label": "a warning"},
    }
    assert state["controls"][0]["value"] == "two"


async def test_a_waiting_retry_goes_out_when_the_page_moves_the_clock(page: Page) -> None:
    world = page.world
    await world.person("ana").say("#team", "nobody listens")
    await world.playground.settle()
    assert len(world.playground.journal.deliveries()) == 2
    world.clock.move(minutes=1)
    await page.post("read", **{"as": "U0ANA", "channel": "C0TEAM", "ts": "1"})
    assert len(world.playground.journal.deliveries()) == 3
