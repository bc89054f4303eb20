"""Socket Mode: always one good connection, watched for silent death. The new one is open before the old one goes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.adapters.slack.access import BAD_TOKEN
from chatdesk.adapters.slack.socket_line import Heard, Line
from chatdesk.adapters.slack.socket_pulse import PING_SECONDS
from chatdesk.adapters.talk.calls import CallFailed

BEAT_SECONDS = 2.0
# An old line is listened to for a while: Slack may have sent something over it that is still on its way.
_FAREWELL_SECONDS = 5.0
_DRAIN_SECONDS = 5.0
_LONGEST_WAIT_SECONDS = 30.0
# Connections of a process that has just died may still be counted.
_GHOST_SECONDS = (2.0, 3.0)
_REFUSED = BAD_TOKEN | {"not_allowed_token_type", "missing_scope", "link_disabled", "no_permission"}

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SocketState:
    """`seconds` is for how long it has been so. `opened` counts connections, `others` those of the same app that
    are not ours, as Slack counted at the last greeting. `trouble` is Slack's word, or ours, for what is wrong."""

    is_connected: bool
    seconds: float
    opened: int
    others: int
    trouble: str | None


class SocketMode:
    """`elapsed` is in seconds and never goes back; `has_peers` says that other processes may share our database."""

    def __init__(
        self,
        app: AsyncApp,
        web_client: AsyncWebClient,
        app_token: str,
        *,
        has_peers: bool,
        elapsed: Callable[[], float] = time.monotonic,
        ghost_seconds: tuple[float, ...] = _GHOST_SECONDS,
    ) -> None:
        self._app = app
        self._web_client = web_client
        self._app_token = app_token
        self._has_peers = has_peers
        self._elapsed = elapsed
        self._ghost_seconds = ghost_seconds
        self.heard: Heard = lambda door, status, seconds: None
        self._line: Line | None = None
        self._old: dict[Line, asyncio.Task[None]] = {}
        self._down_since: float | None = elapsed()
        self._trouble: str | None = "starting"
        self._opened = self._failures = self._others = 0
        self._next_try_at = self._pinged_at = self._up_since = elapsed()
        self._hears_itself = False
        self._must_look = asyncio.Event()
        self._turn = asyncio.Lock()
        self._beating: asyncio.Task[None] | None = None

    @property
    def state(self) -> SocketState:
        now = self._elapsed()
        since = self._up_since if self._down_since is None else self._down_since
        return SocketState(self._down_since is None, now - since, self._opened, self._others, self._trouble)

    async def why_refused(self) -> str | None:
        """Opens the first connection; in words what an operator must mend first. A Slack that is silent is let pass."""
        for wait in (0.0, *self._ghost_seconds):
            await asyncio.sleep(wait)
            try:
                line = await self._open()
            except CallFailed as failed:
                if failed.code in _REFUSED:
                    return f"Slack does not accept it ({failed.code}); {_mend(failed.code)}"
                _log.warning("slack.no_answer_at_start", code=failed.code)
                return None
            others = line.app_connections - 1
            if not others or self._has_peers:
                self._use(line)
                return None
            await line.close()
            _log.warning("slack.socket.not_alone", others=others)
        return (
            f"this Slack app is connected {others} more time(s), and not by this database: Slack would deal out what "
            "people do between them by chance; stop the other program, or make an app for each environment "
            "(if the other one was killed just now, wait a minute)"
        )

    async def start(self) -> None:
        """Listens from now on, and watches."""
        if self._line is not None:
            self._line.listen()
        await self.look()
        self._beating = asyncio.create_task(self._beat())

    def posting(self) -> Callable[[], None]:
        """To be called before a message is posted into a channel; what it gives, after Slack took the message.
        Slack tells us of our own messages too, if it still tells us anything."""
        began_at = self._elapsed()
        return lambda: self._line.pulse.post(began_at) if self._line else None

    async def look(self) -> None:
        """One round of the watch: pings, judges the connection, and replaces it where that is needed and due."""
        async with self._turn:
            now = self._elapsed()
            if self._line is not None and now - self._pinged_at >= PING_SECONDS:
                self._pinged_at = now
                await self._line.ping()
            self._expect_echo()
            trouble = self._line.trouble(now) if self._line else self._trouble
            if trouble is None:
                return
            # Why no new one can be opened tells more than why the old one went.
            self._note_trouble(self._trouble if self._failures and self._trouble else trouble, now)
            if now >= self._next_try_at:
                await self._replace(trouble)

    async def stop(self) -> None:
        """No new envelopes; those in hand are acknowledged, within a bounded time."""
        if self._beating:
            self._beating.cancel()
            await asyncio.wait({self._beating})
        for task in self._old.values():
            task.cancel()
        lines = [*self._old, *([self._line] if self._line else [])]
        await asyncio.gather(*(line.drain(_DRAIN_SECONDS) for line in lines))
        await asyncio.gather(*(line.close() for line in lines))

    async def _beat(self) -> None:
        while True:
            try:
                async with asyncio.timeout(BEAT_SECONDS):
                    await self._must_look.wait()
            except TimeoutError:
                pass
            self._must_look.clear()
            try:
                await self.look()
            except Exception:  # noqa: BLE001 the watch outlives whatever is wrong; it is logged and goes on
                _log.exception("slack.socket.watch_failed")

    async def _replace(self, why: str) -> None:
        try:
            line = await self._open()
        except CallFailed as failed:
            self._failures += 1
            longest = min(2.0 ** (self._failures - 1), _LONGEST_WAIT_SECONDS)
            # Several processes whose connections broke together must not come back together.
            wait = max(failed.retry_after or 0.0, longest * random.uniform(0.5, 1.0))
            self._next_try_at = self._elapsed() + wait
            self._note_trouble(failed.code, self._elapsed())
            _log.warning("slack.socket.not_connected", code=failed.code, again_in_seconds=round(wait, 1))
            return
        old = self._line
        self._use(line)
        line.listen()
        _log.info("slack.socket.connected_anew", why=why, opened=self._opened, others=self._others)
        if old is not None:
            self._old[old] = asyncio.create_task(self._see_off(old))

    async def _open(self) -> Line:
        line = Line(self._app, self._web_client, self._app_token, self._elapsed, self._must_look.set, self._tell)
        await line.connect()
        return line

    def _tell(self, door: str, status: str, seconds: float) -> None:
        self.heard(door, status, seconds)

    def _use(self, line: Line) -> None:
        own = [one for one in (self._line, *self._old) if one is not None and not one.is_closed]
        self._others = max(0, line.app_connections - 1 - len(own))
        self._line, self._failures, self._opened = line, 0, self._opened + 1
        self._down_since, self._trouble = None, None
        self._up_since = self._pinged_at = self._elapsed()

    def _expect_echo(self) -> None:
        """Where others get a share of the events, or none of our own ever came, silence after a post says nothing."""
        if self._line is not None:
            self._hears_itself = self._hears_itself or self._line.has_echoed
            self._line.pulse.expects_echo = self._hears_itself and not self._others

    def _note_trouble(self, trouble: str, now: float) -> None:
        if trouble in ("warning", "refresh_requested", "old") and self._line and not self._line.is_closed:
            return  # it still works; a new one is on its way
        if self._down_since is None:
            self._down_since = self._line.pulse.heard_at if self._line else now
            _log.warning("slack.socket.down", why=trouble)
        self._trouble = trouble

    async def _see_off(self, line: Line) -> None:
        try:
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await line.ended.wait()
        except TimeoutError:
            pass
        await line.drain(_DRAIN_SECONDS)
        await line.close()
        self._old.pop(line, None)


def _mend(code: str) -> str:
    if code == "link_disabled":
        return "switch Socket Mode on for the app, or leave SLACK_APP_TOKEN out to be reached over HTTP"
    return "make an app-level token (xapp-…) with the scope connections:write on the app's page Basic Information"
