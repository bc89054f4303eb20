"""What the Agents Playground does, with a bot that only repeats: the ground that the tests beside this stand on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from chatdesk.app import StartRefused, read_files
from chatdesk.demo.agents_playground import AgentsPlayground
from chatdesk.demo.play import DIRECTORY
from chatdesk.demo.teams_cast import THEIRS, Window, windows_of
from tests.agents_playground.peer import PersonAtAWindow
from tests.node_packages import node, node_package

JSON = dict[str, Any]
BUTTON = {"type": "Action.Execute", "title": "Twice", "verb": "twice", "data": {"do": "twice"}}


class Parrot:
    """Says everything again, with a card whose button is answered with words."""

    def __init__(self) -> None:
        self.heard: list[JSON] = []

    async def receive(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.heard.append(activity)
        if activity["type"] == "invoke":
            answer = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "done"}
            return web.json_response(answer)
        if activity["type"] == "message":
            await self.post(activity["serviceUrl"], activity["conversation"]["id"], f"You said {activity['text']}")
        return web.Response()

    async def post(self, service_url: str, conversation: str, text: str) -> JSON:
        body = [{"type": "TextBlock", "text": text}]
        card = {"type": "AdaptiveCard", "version": "1.5", "body": body, "actions": [BUTTON]}
        cards = [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}]
        path = URL(service_url) / "v3" / "conversations" / conversation / "activities"
        async with (
            aiohttp.ClientSession(raise_for_status=True) as session,
            session.post(path, json={"type": "message", "attachments": cards}) as response,
        ):
            return await response.json()


@pytest.fixture
def window() -> Window:
    return windows_of(read_files(None, DIRECTORY).directory)[0]


@pytest.fixture
def program() -> Path:
    node()
    return node_package("@microsoft/m365agentsplayground")


@pytest.fixture
async def parrot() -> AsyncIterator[tuple[Parrot, str]]:
    bot = Parrot()
    app = web.Application()
    app.router.add_post("/api/messages", bot.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield bot, f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
    await runner.cleanup()


async def test_what_is_said_reaches_the_bot_and_what_it_says_reaches_the_window(
    parrot: tuple[Parrot, str], window: Window, program: Path, tmp_path: Path
) -> None:
    bot, endpoint = parrot
    playground = AgentsPlayground(program, tmp_path, window.config)
    await playground.start(endpoint)
    try:
        async with PersonAtAWindow(playground, window) as ruth:
            await playground.install(ruth.chat)
            await ruth.say(ruth.chat, "hello")
            answer = await ruth.sees("You said hello", ruth.chat)
            said = await ruth.mention(ruth.channel, "hello all")
            in_thread = await ruth.sees("You said chatdesk hello all", ruth.channel)
            assert in_thread.conversation == said.thread
            assert await ruth.press("Twice", answer) == {
                "type": "application/vnd.microsoft.activity.message",
                "value": "done",
            }
    finally:
        await playground.stop()

    by_type = {activity["type"]: activity for activity in bot.heard}
    assert by_type["installationUpdate"]["action"] == "add"
    assert by_type["message"]["channelData"]["tenant"]["id"] == THEIRS
    assert by_type["message"]["serviceUrl"] == f"{playground.origin}/_connector"
    assert by_type["invoke"]["value"]["action"]["data"] == {"do": "twice"}
    assert by_type["invoke"]["from"]["aadObjectId"] == window.config["currentUser"]["aadObjectId"]


async def test_a_window_that_cannot_start_is_told_and_leaves_nothing_running(
    window: Window, program: Path, tmp_path: Path
) -> None:
    crowded = {**window.config, "users": window.config["users"][:2]}
    playground = AgentsPlayground(program, tmp_path, crowded)
    with pytest.raises(StartRefused, match="devTools may say why"):
        await playground.start("http://127.0.0.1:9/api/messages")
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(playground.origin)
