"""One Socket Mode connection: opened once, never reconnected. What comes over it is acknowledged over it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.socket_pulse import Pulse
from chatdesk.adapters.talk.calls import CallFailed, Meaning

_OPENING_SECONDS = 10.0
_PONG_SECONDS = 5.0
_GOODBYE_SECONDS = 2.0
# Slack lets a connection live for about five hours, and says so in its greeting.
_LIFE_SECONDS = 18_060.0
_LARGEST_ENVELOPE = 4 * 1024 * 1024
_ENDED = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)

_log = structlog.get_logger(__name__)

# Told of every envelope: its door, what came of it as an HTTP status, the seconds it took.
Heard = Callable[[str, str, float], None]


class Line(AsyncBaseSocketModeClient):
    """`changed` is called when the line ends or is asked to leave, `heard` for each envelope. Nothing is dispatched
    before `listen`."""

    def __init__(
        self,
        app: AsyncApp,
        web_client: AsyncWebClient,
        app_token: str,
        elapsed: Callable[[], float],
        changed: Callable[[], None],
        heard: Heard,
    ) -> None:
        self.logger = logging.getLogger(__name__)
        self.web_client = web_client
        self.trace_enabled = False
        self.closed = False
        self.app_connections = 0
        self.pulse = Pulse(elapsed(), _LIFE_SECONDS)
        self.parting: str | None = None
        self.has_echoed = False
        self.ended = asyncio.Event()
        self._app = app
        self._app_token = app_token
        self._elapsed = elapsed
        self._changed = changed
        self._heard = heard
        self._http: aiohttp.ClientSession | None = None
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._receiving: asyncio.Task[None] | None = None
        self._in_hand: set[asyncio.Task[None]] = set()
        self._takes_more = True

    async def connect(self) -> None:
        """Opens the connection and waits for Slack's greeting. Raises CallFailed; its code says why, in a word."""
        try:
            async with asyncio.timeout(_OPENING_SECONDS):
                await self._open()
        except CallFailed:
            await self.close()
            raise
        # The address holds a ticket, and the errors name the address: only their kind is told.
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            await self.close()
            raise CallFailed(Meaning.RETRY, type(error).__name__) from None

    def listen(self) -> None:
        """From now on what comes is dispatched to the app."""
        self._receiving = asyncio.create_task(self._receive())

    def trouble(self, now: float) -> str | None:
        """Why a new line is needed; None while this one is good."""
        if self.parting:
            return self.parting
        return "closed" if self.is_closed else self.pulse.trouble(now)

    @property
    def is_closed(self) -> bool:
        receiver_died = self._receiving is not None and self._receiving.done()
        return self.closed or self._ws is None or self._ws.closed or receiver_died

    async def ping(self) -> None:
        """The answer shows in the pulse; none shows there too."""
        if self._ws is None or self._ws.closed:
            return
        try:
            async with asyncio.timeout(_PONG_SECONDS):
                await self._ws.ping()
        except (TimeoutError, ConnectionError, RuntimeError) as error:
            _log.info("slack.socket.no_ping", error=type(error).__name__)

    async def drain(self, within_seconds: float) -> None:
        """Takes nothing new, and lets what is in hand be acknowledged. What comes now Slack sends again."""
        self._takes_more = False
        if self._in_hand:
            _, left = await asyncio.wait(set(self._in_hand), timeout=within_seconds)
            if left:
                _log.warning("slack.socket.cut_off", running=len(left))

    async def close(self) -> None:
        self.closed = True
        if self._receiving:
            self._receiving.cancel()
        try:
            if self._ws is not None:
                await self._ws.close()
        finally:
            if self._http is not None:
                await self._http.close()

    async def send_message(self, message: str) -> None:
        """An acknowledgement. Where it does not arrive Slack sends the same again, and receipts see to the rest."""
        try:
            if self._ws is not None:
                await self._ws.send_str(message)
        except (ConnectionError, RuntimeError) as error:
            _log.info("slack.socket.not_acknowledged", error=type(error).__name__)

    async def _open(self) -> None:
        answer = await call(self.web_client.apps_connections_open(app_token=self._app_token), may_repeat=True)
        self._http = aiohttp.ClientSession(trust_env=True)
        self._ws = await self._http.ws_connect(
            str(answer["url"]),
            autoping=False,
            max_msg_size=_LARGEST_ENVELOPE,
            timeout=aiohttp.ClientWSTimeout(ws_close=_GOODBYE_SECONDS),
        )
        greeting = json.loads(await self._ws.receive_str())
        if greeting.get("type") != "hello":
            raise CallFailed(Meaning.RETRY, str(greeting.get("reason") or "no_greeting"))
        life = (greeting.get("debug_info") or {}).get("approximate_connection_time") or _LIFE_SECONDS
        self.pulse = Pulse(self._elapsed(), float(life))
        self.app_connections = int(greeting.get("num_connections") or 1)

    async def _receive(self) -> None:
        assert self._ws is not None
        try:
            while True:
                frame = await self._ws.receive()
                self.pulse.hear(self._elapsed())
                if frame.type in _ENDED:
                    return
                if frame.type is aiohttp.WSMsgType.PING:
                    await self._ws.pong(frame.data)
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self._read(frame.data)
        except ConnectionError as error:
            _log.info("slack.socket.broken", error=type(error).__name__)
        finally:
            self.ended.set()
            self._changed()

    def _read(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            _log.warning("slack.socket.unreadable", length=len(text))
            return
        if not isinstance(message, dict):
            return
        if message.get("type") == "disconnect":
            self.parting = str(message.get("reason") or "disconnect")
            self._changed()
            return
        if not isinstance(message.get("payload"), dict) or not message.get("envelope_id") or not self._takes_more:
            return
        self.pulse.be_given(self._elapsed())
        self.has_echoed = self.has_echoed or _is_of_a_bot(message["payload"])
        asked = SocketModeRequest.from_dict(message)
        if asked is not None:
            task = asyncio.create_task(self._answer(asked))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

    async def _answer(self, asked: SocketModeRequest) -> None:
        """Effect first, acknowledgement after it; without one Slack sends the same again."""
        door, began, status = f"socket/{asked.type}", self._elapsed(), "fault"
        structlog.contextvars.bind_contextvars(door=door, request_id=asked.envelope_id)
        try:
            done = await run_async_bolt_app(self._app, asked)
            status = str(done.status)
            if done.status == HTTPStatus.OK:
                await self.send_socket_mode_response(SocketModeResponse(asked.envelope_id, _payload_of(done)))
        except Exception:  # noqa: BLE001 -- Slack repeats what is not acknowledged; one envelope stops no other
            _log.exception("slack.socket.envelope_failed", envelope=asked.envelope_id, kind=asked.type)
        finally:
            self._heard(door, status, self._elapsed() - began)


def _payload_of(done: BoltResponse) -> dict[str, Any] | None:
    """What stands in an HTTP answer goes with the acknowledgement."""
    if not done.body:
        return None
    is_json = done.first_headers().get("content-type", "").startswith("application/json")
    payload: dict[str, Any] = json.loads(done.body) if is_json else {"text": done.body}
    return payload


def _is_of_a_bot(payload: dict[str, Any]) -> bool:
    event = payload.get("event")
    return isinstance(event, dict) and event.get("type") == "message" and bool(event.get("bot_id"))
