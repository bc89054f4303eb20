"""The Web API client: one shared session, and nothing is ever repeated behind our back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.adapters.slack.access import Access
from chatdesk.adapters.slack.shadow import OnlyHere

# Slack answers within a second or two; whoever waits for us has three.
TIMEOUT_SECONDS = 10


class PooledClient(AsyncWebClient):
    """Opens its session at the first call, on the loop that uses it. `close` ends it."""

    def __init__(self, token: str, base_url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        # The SDK's default handler repeats a post whose connection broke: two messages from one call.
        super().__init__(token=token, base_url=base_url, retry_handlers=[])
        # The SDK's own time-out does not reach a session that is given to it.
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        # Asked before every call, and told what came of it.
        self.access: Access | None = None
        # Set in shadow mode: what others would see is refused.
        self.only_here: OnlyHere | None = None
        # Called before a message is posted; what it gives, once it stands in a channel.
        self.posting: Callable[[], Callable[[], None]] | None = None

    async def shared_session(self) -> aiohttp.ClientSession:
        """The session that all calls, also those to response URLs, go through."""
        if self.session is None or self.session.closed:
            connector = aiohttp.TCPConnector(limit=64, limit_per_host=32)
            self.session = aiohttp.ClientSession(timeout=self._timeout, connector=connector, trust_env=True)
        return self.session

    async def close(self) -> None:
        if self.session is not None:
            await self.session.close()

    async def _request(self, *, http_verb: str, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        # Over a socket there is a second token; what Slack says of that one is nothing against ours.
        access = None if api_url.endswith("/apps.connections.open") else self.access
        if access is not None:
            access.check()
        if self.only_here is not None:
            self.only_here.check(api_url, req_args)
        await self.shared_session()
        posted = self.posting() if self.posting and api_url.endswith("/chat.postMessage") else None
        answer: dict[str, Any] = await super()._request(http_verb=http_verb, api_url=api_url, req_args=req_args)
        data = answer.get("data")
        if access is not None and isinstance(data, dict) and "ok" in data:
            access.learn(data.get("error"))
        if posted and _stands_in_a_channel(data):
            posted()
        return answer


def _stands_in_a_channel(data: object) -> bool:
    return isinstance(data, dict) and data.get("ok") is True and str(data.get("channel")).startswith(("C", "G"))
