"""Socket Mode: the WebSockets of the one app, what goes over them, and what may go wrong with them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import secrets
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from .answer import Answer
from .changes import Changes

JSON = dict[str, Any]
MOST_CONNECTIONS = 10
TICKET_SECONDS = 30.0
PING_SECONDS = 10.0
LIFE_SECONDS = 18_060
WITH_ANSWER = ("slash_commands", "interactive")
HOST = "applink-loopback"


@dataclass(eq=False)
class Connection:
    """`is_silent` sends nothing and answers no ping, as a link that died; `is_deaf` answers pings, yet is
    given nothing."""

    ws: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[JSON]] = field(default_factory=dict)
    is_silent: bool = False
    is_deaf: bool = False


class Sockets:
    """An envelope goes to one connection by chance and is acknowledged over that same one. Tickets are for one
    use within half a minute. `choose` picks among connections; `wall` is in seconds since the epoch."""

    def __init__(
        self,
        app_id: Callable[[], str],
        changes: Changes,
        wall: Callable[[], float] = time.time,
        choose: Callable[[Sequence[Connection]], Connection] = random.choice,
    ) -> None:
        self.is_enabled = False
        self.refuses = False
        self.ping_seconds = PING_SECONDS
        self.connections: list[Connection] = []
        self.opened = 0
        self._app_id = app_id
        self._changes = changes
        self._wall = wall
        self._choose = choose
        self._tickets: dict[str, float] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/link/", self._serve)]

    def url(self, base_url: str) -> str:
        """A new WebSocket address, as apps.connections.open gives it."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = self._wall() + TICKET_SECONDS
        return f"{base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._app_id()}"

    async def deliver(self, payload: JSON, seconds: float, retry_num: int = 0, retry_reason: str = "") -> Answer:
        """Sends one envelope and waits for its acknowledgement, `seconds` of the wall at most."""
        if not self.connections:
            return Answer(None, "", "", "connection_failed")
        line = self._choose(self.connections)
        kind = _kind_of(payload)
        envelope: JSON = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind in WITH_ANSWER,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry_num, "retry_reason": retry_reason.removeprefix("http_")}
        acknowledged: asyncio.Future[JSON] = asyncio.get_running_loop().create_future()
        line.waiting[envelope["envelope_id"]] = acknowledged
        try:
            async with asyncio.timeout(seconds):
                if not (line.is_silent or line.is_deaf):
                    await line.ws.send_str(json.dumps(envelope))
                answer = await acknowledged
        except TimeoutError:
            return Answer(None, "", "", "http_timeout")
        except ConnectionError:
            return Answer(None, "", "", "connection_failed")
        finally:
            line.waiting.pop(envelope["envelope_id"], None)
        shown = answer.get("payload") if kind in WITH_ANSWER else None
        return Answer(200, json.dumps(shown) if shown else "", "application/json", None)

    def go_silent(self, *, answers_pings: bool = False) -> None:
        """From now on the connections that are open are given nothing; by default no ping is answered either."""
        for line in self.connections:
            line.is_silent, line.is_deaf = not answers_pings, answers_pings

    def drop(self) -> None:
        """Cuts every connection without a word."""
        for line in list(self.connections):
            _cut(line)

    async def part(self, reason: str, closes_after: float = 10.0) -> None:
        """Tells every connection that it will be closed: "warning", "refresh_requested" or "link_disabled"."""
        for line in list(self.connections):
            await _say_goodbye(line.ws, reason)
            self._later(self._close(line, closes_after))

    async def turn(self, *, on: bool) -> None:
        """Switches Socket Mode. Connections that are open when it goes off are closed."""
        self.is_enabled = on
        if not on:
            await self.part("link_disabled", closes_after=0)

    async def stop(self) -> None:
        for task in self._closing:
            task.cancel()
        for line in list(self.connections):
            await self._close(line, 0)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        good_until = self._tickets.pop(request.query.get("ticket", ""), 0.0)
        if self.refuses:
            raise web.HTTPServiceUnavailable(text="no new connections now")
        if good_until < self._wall():
            raise web.HTTPForbidden(text="the ticket is unknown, used or too old")
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        refusal = None if self.is_enabled else "link_disabled"
        if len(self.connections) >= MOST_CONNECTIONS:
            refusal = "too_many_websockets"
        if refusal:
            await _say_goodbye(ws, refusal)
            await ws.close()
            return ws
        line = Connection(ws, request)
        self.connections.append(line)
        self.opened += 1
        self._changes.bump()
        pinging = asyncio.create_task(self._ping(line))
        try:
            await ws.send_str(json.dumps(self._hello()))
            await self._listen(line)
        finally:
            pinging.cancel()
            if line in self.connections:
                self.connections.remove(line)
            self._changes.bump()
            for waiting in line.waiting.values():
                if not waiting.done():
                    waiting.set_exception(ConnectionResetError("the connection went away"))
        return ws

    async def _listen(self, line: Connection) -> None:
        async for message in line.ws:
            if message.type is WSMsgType.PING and not line.is_silent:
                await line.ws.pong(message.data)
            if message.type is WSMsgType.TEXT and not line.is_silent:
                self._acknowledge(line, message.data)

    def _acknowledge(self, line: Connection, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        waiting = line.waiting.get(answer.get("envelope_id", "")) if isinstance(answer, dict) else None
        if waiting and not waiting.done():
            waiting.set_result(answer)

    def _hello(self) -> JSON:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": LIFE_SECONDS},
            "connection_info": {"app_id": self._app_id()},
        }

    async def _ping(self, line: Connection) -> None:
        while not line.ws.closed:
            await asyncio.sleep(self.ping_seconds)
            if not line.is_silent:
                with contextlib.suppress(ConnectionError):
                    await line.ws.ping(f"Ping from {HOST}".encode())

    async def _close(self, line: Connection, after: float) -> None:
        if after:
            await asyncio.sleep(after)
        if line in self.connections:
            self.connections.remove(line)
        if line.is_silent:
            _cut(line)
            return
        with contextlib.suppress(ConnectionError):
            await line.ws.close()

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


def _kind_of(payload: JSON) -> str:
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") in ("event_callback", "app_rate_limited") else "interactive"


def _cut(line: Connection) -> None:
    if line.request.transport:
        line.request.transport.abort()


async def _say_goodbye(ws: web.WebSocketResponse, reason: str) -> None:
    with contextlib.suppress(ConnectionError):
        await ws.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}))
