"""Slack's front door: one address that takes everything Slack sends, and the sender for the outbox."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from urllib.parse import parse_qs

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from chatdesk.adapters.slack.asking import Asking
from chatdesk.adapters.slack.calls import BAD_TOKEN, call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.events import Events
from chatdesk.adapters.slack.files import Files
from chatdesk.adapters.slack.listeners import Listeners
from chatdesk.adapters.slack.messages import Messages
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.send import SlackSender
from chatdesk.adapters.slack.tell import Tell
from chatdesk.adapters.slack.trouble import Trouble
from chatdesk.adapters.slack.wishes import Wishes
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.hearing import Hearing
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.talk import Talk
from chatdesk.desk import Desk
from chatdesk.reads import Reads

LARGEST_BODY = 1024 * 1024
# Slack waits three seconds for an answer; what is left is for the network.
BUDGET_SECONDS = 2.0
_DRAIN_SECONDS = 5.0
_TOKEN_CHECK_SECONDS = 10.0

_log = structlog.get_logger(__name__)


class SlackFront:
    """`sender` posts for the outbox; `receive` answers POST /slack/events."""

    def __init__(
        self, app: AsyncApp, sender: SlackSender, client: PooledClient, work: Work, verifier: SignatureVerifier
    ) -> None:
        self.app = app
        self.sender = sender
        self._client = client
        self._work = work
        self._verifier = verifier

    async def receive(self, request: web.Request) -> web.Response:
        """Refuses what Slack did not sign before anything is read out of it, then lets Bolt dispatch."""
        raw = await _read(request)
        if raw is None:
            return _status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body = self._signed_by_slack(raw, request.headers)
        if body is None:
            return _status(HTTPStatus.UNAUTHORIZED)
        if not _is_readable(body, request.content_type):
            return _status(HTTPStatus.BAD_REQUEST)
        asked = AsyncBoltRequest(body=body, query=request.query_string, headers=dict(request.headers))
        return await to_aiohttp_response(await self.app.async_dispatch(asked))

    async def why_token_is_refused(self) -> str | None:
        """Slack's word for what is wrong with our token; None if it is good, or if Slack does not answer now."""
        try:
            async with asyncio.timeout(_TOKEN_CHECK_SECONDS):
                await call(self._client.auth_test(), may_repeat=True)
        except TimeoutError:
            _log.warning("slack.no_answer_at_start")
        except CallFailed as failed:
            if failed.code in BAD_TOKEN:
                return failed.code
            _log.warning("slack.no_answer_at_start", code=failed.code)
        return None

    async def settle(self) -> None:
        """Waits until everything that requests have started is done."""
        await self._work.settle()

    async def close(self) -> None:
        """Lets what is in hand end, within a bounded time."""
        await self._work.close(_DRAIN_SECONDS)
        await self._client.close()

    def _signed_by_slack(self, raw: bytes, headers: Mapping[str, str]) -> str | None:
        """The body if its signature holds. The verifier raises on what Slack never sends: that is sorted out first."""
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        # int() takes "1_0", " 1" and the digits of any script; Slack sends plain ones.
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()):
            return None
        try:
            body = raw.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return body if self._verifier.is_valid(body, timestamp, signature) else None


def build_slack(
    *,
    bot_token: str,
    signing_secret: str,
    api_url: str,
    desk: Desk,
    reads: Reads,
    run: Run,
    now: Callable[[], datetime],
    new_id: Callable[[], str] = lambda: secrets.token_hex(16),
    budget_seconds: float = BUDGET_SECONDS,
) -> SlackFront:
    """Composes the adapter. Nothing is called over the network before the first request or message."""
    client = PooledClient(bot_token, api_url)
    work = Work(budget_seconds)
    talk = Talk(desk, reads, new_id)
    people = People(client, desk, reads, run, now)
    wishes = Wishes(talk, people, run, now)
    messages = Messages(client)
    tell = Tell(client, api_url)
    hearing = Hearing(talk, reads)
    events = Events(
        client, talk, hearing, reads, people, wishes, messages, Files(client, api_url), tell, work, run, now
    )
    asking = Asking(client, talk, people, wishes, messages, tell, work, run, now)
    app = AsyncApp(
        client=client,
        signing_secret=signing_secret,
        # We commit before we acknowledge; Bolt's own way polls for the acknowledgement every ten milliseconds.
        process_before_response=True,
    )
    Listeners(people, wishes, asking, events, tell, work, now).register(app)
    app.error(Trouble(people, tell, work).on_error)
    return SlackFront(app, SlackSender(client), client, work, SignatureVerifier(signing_secret))


async def _read(request: web.Request) -> bytes | None:
    """The whole body; None if it is larger than Slack ever sends."""
    if (request.content_length or 0) > LARGEST_BODY:
        return None
    parts: list[bytes] = []
    room = LARGEST_BODY
    async for part in request.content.iter_any():
        room -= len(part)
        if room < 0:
            return None
        parts.append(part)
    return b"".join(parts)


def _is_readable(body: str, content_type: str) -> bool:
    """Bolt takes it for granted that JSON is an object."""
    try:
        if content_type == "application/json" or body.startswith("{"):
            return isinstance(json.loads(body), dict)
        payload = parse_qs(body).get("payload")
        return payload is None or isinstance(json.loads(payload[0]), dict)
    except ValueError:
        return False


def _status(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=status.phrase)
