"""The Web API client: one shared session, and nothing is ever repeated behind our back."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

# Slack answers within a second or two; whoever waits for us has three.
TIMEOUT_SECONDS = 10


class PooledClient(AsyncWebClient):
    """Opens its session at the first call, on the loop that uses it. `close` ends it."""

    def __init__(self, token: str, base_url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        # The SDK's default handler repeats a post whose connection broke: two messages from one call.
        super().__init__(token=token, base_url=base_url, retry_handlers=[])
        # The SDK's own time-out does not reach a session that is given to it.
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)

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
        await self.shared_session()
        answer: dict[str, Any] = await super()._request(http_verb=http_verb, api_url=api_url, req_args=req_args)
        return answer
