"""The desk on Slack over Socket Mode: the same workspace and program, and no address that Slack could call."""

from __future__ import annotations

import asyncio

from chatdesk.adapters.slack import build_slack
from chatdesk.adapters.slack.socket_mode import SocketMode
from chatdesk.adapters.slack.socket_pulse import PING_SECONDS
from chatdesk.playground import RateLimits
from tests.world import World


class SocketWorld(World):
    """The seconds by which the connection is judged stand still; `watch` lets some pass."""

    over_sockets = True

    def __init__(self, *args, **more) -> None:
        super().__init__(*args, **more)
        self.seconds = 1000.0
        # They are counted on the story's clock, which stands still while connections come and go.
        self.playground.rate_limits.limits = RateLimits.off()

    async def start(self) -> None:
        before = build_slack.__kwdefaults__["elapsed"]
        build_slack.__kwdefaults__["elapsed"] = lambda: self.seconds
        try:
            await super().start()
        finally:
            build_slack.__kwdefaults__["elapsed"] = before

    @property
    def socket(self) -> SocketMode:
        return self.app.slack.socket

    async def watch(self, seconds: float) -> None:
        """Time passes for the watch over the connection, which looks at it every few seconds."""
        until = self.seconds + seconds
        while self.seconds < until:
            self.seconds = min(until, self.seconds + PING_SECONDS / 2)
            await self.socket.look()
            # A pong, if there is one, is here within a few turns of the loop.
            await asyncio.wait_for(self._a_round_trip(), 5)

    def cut_off(self) -> None:
        self.playground.sockets.refuses = True
        self.playground.sockets.drop()

    async def reconnect(self) -> None:
        self.playground.sockets.refuses = False
        await self.watch(60)
        await self.playground.settle()
        await self.playground.outbound.flush_retries()
        await self.settle()

    async def _a_round_trip(self) -> None:
        """Through the same server and loop, so that what was sent before has arrived."""
        assert await self.app.slack.why_token_is_refused() is None
