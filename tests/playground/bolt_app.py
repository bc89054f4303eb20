"""A real Bolt app behind a real aiohttp server, and the workspace that it is installed in."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.playground import App, Channel, Person, PersonDriver, Playground, Seed, Shortcut, SlashCommand, Team

TOKEN, SECRET = "xoxb-test", "shh"
HOME, BIRCH = "T0HOME", "T0BIRCH"
APP = App(
    name="helper",
    real_name="Helper",
    commands=(SlashCommand("/ticket", usage_hint="[text]"), SlashCommand("/raw", should_escape=False)),
    shortcuts=(Shortcut("note", "Make a note"), Shortcut("start", "Start", "global")),
)
BOT = APP.bot_user_id
SEED = Seed(
    home=Team(HOME, "Home", "home"),
    foreign=(Team(BIRCH, "Birch", "birch"), Team("T0ELM", "Elm", "elm")),
    people=(
        Person("U0ANA", "ana", "Ana Torres", HOME, tz="Europe/Madrid", locale="es-ES", email="ana@home.test"),
        Person("U0BEN", "ben", "Ben Okafor", HOME, email="ben@home.test"),
        Person("U0CLEO", "cleo", "Cleo Marsh", HOME, email="cleo@aspen.test", is_guest=True),
        Person("U0DAN", "dan", "Dan Holm", BIRCH, email="dan@birch.test"),
        Person("U0EVE", "eve", "Eve Stranger", "T0ELM"),
    ),
    channels=(
        Channel("C0TEAM", "team", ("U0ANA", "U0BEN", BOT)),
        Channel("C0BIRCH", "birch", ("U0ANA", "U0DAN", BOT), shared_with=(BIRCH,)),
        Channel("C0QUIET", "quiet", ("U0ANA", "U0BEN")),
        Channel("G0SECRET", "secret", ("U0BEN",), is_private=True),
        Channel("C0OLD", "old", ("U0ANA", BOT), is_archived=True),
        Channel("C0ELM", "elm", ("U0ANA", "U0EVE"), shared_with=("T0ELM",)),
    ),
    app=APP,
    user_groups=(("S0TEAM", ("U0ANA", "U0BEN")),),
)


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.at = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


class Wall:
    """Seconds since the epoch that a test can put forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return datetime.now(UTC).timestamp() + self.ahead


@dataclasses.dataclass
class World:
    """`client` never retries, so that one call is one call."""

    playground: Playground
    bolt: AsyncApp
    client: AsyncWebClient
    clock: Clock
    wall: Wall

    def person(self, name: str) -> PersonDriver:
        return self.playground.as_(name)

    def hear_everything(self) -> list[dict[str, Any]]:
        """Makes the app acknowledge every event, and returns the list that they are put into."""
        heard: list[dict[str, Any]] = []

        @self.bolt.event(re.compile(".*"))
        async def hear(event: dict[str, Any]) -> None:
            heard.append(event)

        return heard


@asynccontextmanager
async def world(seed: Seed = SEED, **settings: Any) -> AsyncIterator[World]:
    """A started workspace with a Bolt app that listens; tests add the listeners."""
    clock, wall = Clock(), Wall()
    playground = Playground(
        seed, bot_token=TOKEN, signing_secret=SECRET, request_url=None, now=clock.now, wall=wall, **settings
    )
    async with playground:
        client = AsyncWebClient(token=TOKEN, base_url=playground.api_url, retry_handlers=[])
        bolt = AsyncApp(signing_secret=SECRET, client=client, process_before_response=True)
        async with listening(bolt) as url:
            playground.request_url = url
            yield World(playground, bolt, client, clock, wall)
            await playground.settle()


@asynccontextmanager
async def listening(bolt: AsyncApp) -> AsyncIterator[str]:
    """Serves a Bolt app on the loopback, in the way of a program that has its own aiohttp application."""

    async def receive(request: web.Request) -> web.Response:
        asked = AsyncBoltRequest(body=await request.text(), query=request.query_string, headers=dict(request.headers))
        answer = await bolt.async_dispatch(asked)
        return web.Response(
            status=answer.status,
            body=answer.body.encode(),
            headers={name: values[0] for name, values in answer.headers.items()},
        )

    application = web.Application()
    application.router.add_post("/slack/events", receive)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()
