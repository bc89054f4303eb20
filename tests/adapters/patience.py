"""What makes an answer late, for tests of the Slack adapter."""

from __future__ import annotations

import asyncio
import threading

from chatdesk.adapters.slack import SlackFront
from tests.world import World


class Busy:
    """A store that is busy until it is let go."""

    def __init__(self, world: World) -> None:
        self._gate = threading.Event()
        self._held = asyncio.ensure_future(world.demo.app.run(self._gate.wait, 20))

    async def over(self, front: SlackFront) -> None:
        self._gate.set()
        await self._held
        await front.settle()
