"""The page's side of the JSON API."""

import dataclasses
from typing import Any

import aiohttp

from tests.playground.bolt_app import World


@dataclasses.dataclass
class Page:
    """The page's side of the API."""

    http: aiohttp.ClientSession
    world: World

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.http.get(f"/page/{path}") as response:
            return response.status, await response.json()

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"/page/{path}", json=body, headers={"X-Playground": "1"}) as response:
            return {"status": response.status} | await response.json()

    async def texts(self, channel: str, user: str) -> list[str]:
        _, found = await self.get(f"channel/{channel}?as={user}")
        return [message["text"] for message in found["messages"]]
