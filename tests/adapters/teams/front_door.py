"""POST /api/messages alone: our gate and the SDK's turn, with a key server and a connector of our own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web

from chatdesk.adapters.teams.auth import Auth, Gate, Issuer, LocalAuth
from chatdesk.adapters.teams.bot import TeamsAdapter
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.keys import Keys
from tests.teams_peer.connector import FakeConnector
from tests.teams_peer.keys import ISSUER, KeyServer

APP = "0f0f0f0f-1111-4222-8333-444444444444"
TENANT = "aaaaaaaa-1111-4222-8333-444444444444"
OTHER_TENANT = "bbbbbbbb-1111-4222-8333-444444444444"
TOKEN = "outbound-token"
START = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)

JSON = dict[str, Any]


class Clock:
    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


class GivenToken:
    """Always the same; `scopes` says what it was asked for."""

    def __init__(self) -> None:
        self.scopes: list[str] = []

    async def token(self, scope: str) -> str:
        self.scopes.append(scope)
        return TOKEN


class Recorded:
    """Turns that keep what they are given and do as they are told."""

    def __init__(self) -> None:
        self.messages: list[JSON] = []
        self.invokes: list[JSON] = []
        self.changes: list[JSON] = []
        self.answer: tuple[int, JSON | None] = (200, {"statusCode": 200})
        self.error: Exception | None = None

    @property
    def all(self) -> list[JSON]:
        return self.messages + self.invokes + self.changes

    async def message(self, activity: JSON) -> None:
        self.messages.append(activity)
        if self.error is not None:
            raise self.error

    async def invoke(self, activity: JSON) -> tuple[int, JSON | None]:
        self.invokes.append(activity)
        if self.error is not None:
            raise self.error
        return self.answer

    async def changed(self, activity: JSON) -> None:
        self.changes.append(activity)

    async def reworded(self, activity: JSON) -> None:
        self.changes.append(activity)


class FrontDoor:
    """`is_local` puts the gate there that asks for no tokens."""

    def __init__(self, extra: tuple[Issuer, ...] = (), *, is_local: bool = False) -> None:
        self.clock = Clock()
        self.keys = KeyServer()
        self.connector = FakeConnector(TOKEN)
        self.turns = Recorded()
        self.tokens = GivenToken()
        self._is_local = is_local
        self._extra = extra

    async def start(self) -> FrontDoor:
        await self.keys.start()
        await self.connector.start()
        self.service_url = self.connector.service_url(TENANT)
        self.hosts = Hosts(frozenset({self.connector.origin}))
        issuers = (Issuer(ISSUER, Keys(self.keys.metadata_url, self.clock)), *self._extra)
        asking = Auth(APP, frozenset({TENANT}), self.hosts, issuers, self.clock)
        gate: Gate = LocalAuth(self.hosts) if self._is_local else asking
        self.calls = Calls(self.tokens, self.hosts)
        self.adapter = TeamsAdapter(gate, self.calls, APP)
        application = web.Application()
        application.router.add_post("/api/messages", self._receive)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/messages"
        self.session = aiohttp.ClientSession()
        return self

    async def _receive(self, request: web.Request) -> web.Response:
        return await self.adapter.receive(request, self.turns)

    async def close(self) -> None:
        await self.session.close()
        await self._runner.cleanup()
        await self.adapter.close()
        await self.connector.close()
        await self.keys.close()

    def token(self, **different: Any) -> str:
        named = {"app_id": APP, "service_url": self.service_url, "now": self.clock()}
        return self.keys.token(**{**named, **different})

    def activity(self, **different: Any) -> JSON:
        """A message as a person of the tenant writes it in a channel; a field given as None is left out."""
        whole: JSON = {
            "type": "message",
            "id": "1741288800123",
            "timestamp": "2026-03-06T19:20:00.1234567Z",
            "localTimestamp": "2026-03-06T14:20:00.1234567-05:00",
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "text": "<at>chatdesk</at> help",
            "from": {"id": "29:ann", "name": "Ann", "aadObjectId": "cccccccc-1111-4222-8333-444444444444"},
            "recipient": {"id": f"28:{APP}", "name": "chatdesk"},
            "conversation": {
                "id": "19:abc@thread.tacv2;messageid=1741288800000",
                "conversationType": "channel",
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}, "channel": {"id": "19:abc@thread.tacv2"}},
            **different,
        }
        return {name: value for name, value in whole.items() if value is not None}

    def invoke(self, name: str, **different: Any) -> JSON:
        return self.activity(type="invoke", text=None, **{"name": name, "value": {}, **different})

    async def post(
        self,
        body: JSON | list[Any] | bytes | AsyncIterator[bytes],
        *,
        token: str | None = "",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, str]:
        """HTTP status and body; with a good token unless another is given, or None."""
        content = json.dumps(body).encode() if isinstance(body, dict | list) else body
        sent = {"Content-Type": "application/json"}
        if token is not None:
            sent["Authorization"] = f"Bearer {token or self.token()}"
        async with self.session.post(self.address, data=content, headers={**sent, **(headers or {})}) as response:
            return response.status, await response.text()
