"""Slack's front door: one address that takes everything Slack sends, and the sender for the outbox."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
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

from chatdesk.adapters.slack.access import BAD_TOKEN, Access
from chatdesk.adapters.slack.asking import Asking
from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.carried import Carried
from chatdesk.adapters.slack.checkup import why_closed
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.events import Events
from chatdesk.adapters.slack.files import Files
from chatdesk.adapters.slack.grounds import Grounds
from chatdesk.adapters.slack.housekeeping import Housekeeping
from chatdesk.adapters.slack.listeners import Listeners
from chatdesk.adapters.slack.messages import Messages
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.presence import Presence
from chatdesk.adapters.slack.send import SlackSender
from chatdesk.adapters.slack.shadow import OnlyHere
from chatdesk.adapters.slack.socket_mode import SocketMode
from chatdesk.adapters.slack.tell import Tell
from chatdesk.adapters.slack.trouble import Trouble
from chatdesk.adapters.slack.wishes import Wishes
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.carrying import Carrying
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
    """`sender` posts for the outbox. What Slack sends comes over `socket`, or where that is None to `receive`, which
    answers POST /slack/events."""

    def __init__(
        self,
        app: AsyncApp,
        sender: SlackSender,
        client: PooledClient,
        work: Work,
        verifier: SignatureVerifier,
        socket: SocketMode | None = None,
    ) -> None:
        self.app = app
        self.sender = sender
        self.socket = socket
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
        if _tells_of_lost_events(body):
            return _status(HTTPStatus.OK)
        return await to_aiohttp_response(await self.app.async_dispatch(asked))

    def why_mute(self) -> str | None:
        """Why nothing can be sent, and what to do; None while Slack takes our token."""
        refusal = self._client.access.refusal if self._client.access else None
        return (
            f"Slack refuses our token ({refusal}): install the app again and check SLACK_BOT_TOKEN" if refusal else None
        )

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

    async def why_channel_is_closed(self, channel: str) -> str | None:
        """In words why we cannot post in a channel; None if we can, or if Slack does not answer now."""
        return await why_closed(self._client, channel, _TOKEN_CHECK_SECONDS)

    async def settle(self) -> None:
        """Waits until everything that requests have started is done."""
        await self._work.settle()

    async def stop_hearing(self) -> None:
        """Over a socket nothing more is taken, and what is in hand is acknowledged, within a bounded time."""
        if self.socket is not None:
            await self.socket.stop()

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
    signing_secret: str | None,
    api_url: str,
    desk: Desk,
    reads: Reads,
    run: Run,
    now: Callable[[], datetime],
    new_id: Callable[[], str] = lambda: secrets.token_hex(16),
    budget_seconds: float = BUDGET_SECONDS,
    app_token: str | None = None,
    has_peers: bool = False,
    elapsed: Callable[[], float] = time.monotonic,
    admins: frozenset[str] = frozenset(),
    only_here: OnlyHere | None = None,
) -> SlackFront:
    """Composes the adapter. Nothing is called over the network before the first request or message.

    An `app_token` chooses Socket Mode. Without a signing secret nothing that comes over HTTP is let in.
    `only_here` is set in shadow mode.
    `has_peers` says that other processes may share the database; `elapsed` is what the socket is watched by.
    """
    # Bolt wants a secret, and would look for one in the environment; one that nobody knows lets nobody in.
    signing_secret = signing_secret or secrets.token_hex(32)
    client = PooledClient(bot_token, api_url)
    access = client.access = Access(now)
    client.only_here = only_here
    work = Work(budget_seconds)
    talk = Talk(desk, reads, new_id, admins)
    people = People(client, desk, reads, run, now)
    files = Files(client, api_url)
    wishes = Wishes(talk, people, files, Grounds(client), run, now)
    messages = Messages(client)
    presence = Presence(client)
    tell = Tell(client, presence, api_url)
    hearing = Hearing(talk, reads)
    carried = Carried(Carrying(desk, hearing, new_id), people, files, work, run, now)
    events = Events(client, talk, hearing, reads, people, wishes, messages, files, carried, tell, work, run, now)
    asking = Asking(client, talk, people, wishes, messages, tell, work, run, now)
    app = AsyncApp(
        # Without one Bolt reads the source of everybody who called it, to name itself after a file.
        name="chatdesk",
        client=client,
        signing_secret=signing_secret,
        # We commit before we acknowledge; Bolt's own way polls for the acknowledgement every ten milliseconds.
        process_before_response=True,
        # Bolt takes it for our own doing when somebody deletes a message of ours; who wrote what, the listeners see.
        ignoring_self_events_enabled=False,
    )
    Housekeeping(client, desk, people, presence, access, work, run, now).register(app)
    Listeners(people, wishes, asking, events, tell, work, now).register(app)
    app.error(Trouble(people, tell, work).on_error)
    socket = None
    if app_token is not None:
        socket = SocketMode(app, client, app_token, has_peers=has_peers, elapsed=elapsed)
        client.posting = socket.posting
    return SlackFront(app, SlackSender(client), client, work, SignatureVerifier(signing_secret), socket)


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


def _tells_of_lost_events(body: str) -> bool:
    """Slack dropped events because there were more than it sends in an hour. Bolt knows no such request."""
    if '"app_rate_limited"' not in body or not body.startswith("{"):
        return False
    told = json.loads(body)
    if told.get("type") != "app_rate_limited":
        return False
    _log.error("slack.events_lost", minute=told.get("minute_rate_limited"))
    return True


def _status(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=status.phrase)
