"""Teams as a whole for one test: its keys, its connector, its people, and requests that carry real tokens."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp

from chatdesk.adapters.teams.auth import BOT_FRAMEWORK_ISSUER, Auth, Issuer
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.keys import Keys
from tests.teams_peer import activities
from tests.teams_peer.cast import APP_ID, BLUEPEAK, HOME
from tests.teams_peer.keys import KeyServer
from tests.teams_peer.person import JSON, TeamsDriver
from tests.teams_peer.service import TenantConnector
from tests.teams_peer.tenant import Conversation, Person, Tenant

# Teams gives up waiting for a bot after this; what it does then is the person's "Unable to reach app".
_PATIENCE_SECONDS = 15.0
_DELIVERIES = 3


class BotTokens:
    """The bot's own token for the connector, always the same."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def token(self, scope: str) -> str:
        return self._token


class TeamsPeer:
    """`endpoint` is where the bot listens; while it is None Teams keeps what it has to deliver."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.tenant = Tenant(APP_ID, "chatdesk", now)
        self.endpoint: str | None = None
        self.tokens = BotTokens("the-bot-s-own")
        self.connector = TenantConnector(self.tenant, "the-bot-s-own")
        self.keys = KeyServer()
        self._now = now
        self._waiting: list[JSON] = []
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        await self.connector.start()
        await self.keys.start()
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE_SECONDS))

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
        await self.connector.close()
        await self.keys.close()

    @property
    def service_url(self) -> str:
        return self.connector.service_url(HOME)

    @property
    def hosts(self) -> Hosts:
        return Hosts(frozenset({self.connector.origin}))

    def auth(self) -> Auth:
        issuer = Issuer(BOT_FRAMEWORK_ISSUER, Keys(self.keys.metadata_url, self._now))
        return Auth(APP_ID, frozenset({HOME, BLUEPEAK}), self.hosts, (issuer,), self._now)

    def as_(self, login: str) -> TeamsDriver:
        return TeamsDriver(self.tenant, self.tenant.people[login], self.service_url, self.deliver)

    async def install(self, where: Conversation, by: Person) -> None:
        await self._installed(where, by, "add")

    async def remove(self, where: Conversation, by: Person) -> None:
        await self._installed(where, by, "remove")

    async def take_out(self, where: Conversation, gone: Person, by: Person) -> None:
        """Takes somebody out of the channel's team."""
        where.members.remove(gone)
        await self._tell(activities.taken_out(self.tenant, by, where, gone, self.service_url))

    async def tell_of_team(self, where: Conversation, event: str, by: Person) -> None:
        """With "teamArchived", "channelDeleted" and the like; that nothing can be said there any more is `has_app`."""
        await self._tell(activities.of_team(self.tenant, by, where, event, self.service_url))

    async def deliver(self, activity: JSON) -> tuple[int, Any]:
        """The bot's status and body. A message that met a 5xx is delivered again, as Teams does."""
        if self.endpoint is None:
            self._waiting.append(activity)
            return 202, None
        deliveries = _DELIVERIES if activity["type"] == "message" else 1
        for _ in range(deliveries):
            status, body = await self.post(activity)
            if status < 500:
                break
        return status, body

    async def deliver_what_waits(self) -> None:
        """Everything in its order; what Teams could not deliver while the bot was away."""
        waiting, self._waiting = self._waiting, []
        for activity in waiting:
            status, _ = await self.deliver(activity)
            if status not in (200, 201, 202):
                self.tenant.failures.append(f"{activity['type']} was answered {status}")

    async def post(self, activity: JSON, authorization: str | None = "") -> tuple[int, Any]:
        """One delivery. `authorization` in place of the service's own; None sends none."""
        if authorization == "":
            authorization = f"Bearer {self.keys.token(APP_ID, activity['serviceUrl'], self._now())}"
        headers = {"Authorization": authorization} if authorization else {}
        try:
            async with self._session.post(self.endpoint, json=activity, headers=headers) as answer:
                content = await answer.read()
                return answer.status, json.loads(content) if content else None
        except (TimeoutError, aiohttp.ClientError, ValueError) as lost:
            self.tenant.failures.append(f"{activity['type']} {activity.get('name', '')}: {lost!r}")
            return 504, None

    async def _installed(self, where: Conversation, by: Person, action: str) -> None:
        where.has_app = action == "add"
        await self._tell(activities.installation(self.tenant, by, where, action, self.service_url))

    async def _tell(self, activity: JSON) -> None:
        status, _ = await self.deliver(activity)
        assert status in (200, 201, 202), f"{activity['type']} was answered {status}"
