"""The way in and out of Teams: the SDK's turn around our own HTTP, which its packaged adapter gets wrong."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

import structlog
from aiohttp import web
from botbuilder.core import ActivityHandler, CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference

from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.once import TooLate
from chatdesk.adapters.teams.auth import CHANNEL, Gate, Refused
from chatdesk.adapters.teams.calls import JSON, Calls
from chatdesk.adapters.teams.connector import NewConversation, Seams, Whole
from chatdesk.adapters.teams.keys import KeysUnreachable
from chatdesk.adapters.teams.shape import lacks_value, why_unreadable
from chatdesk.adapters.teams.tokens import TokenRefused, TokenUnreachable
from chatdesk.desk import Conflict, DatabaseTrouble

LARGEST_BODY = 256 * 1024

_TOKEN_CHECK_SECONDS = 15.0
# What may be gone when Teams delivers the activity again, which it does after a 5xx.
_PASSING = (TooLate, Conflict, CallFailed, DatabaseTrouble)

_log = structlog.get_logger(__name__)


class Turns(Protocol):
    """What is done with an activity: raw, authenticated, and of the schema's shape."""

    async def message(self, activity: JSON) -> None: ...

    async def reworded(self, activity: JSON) -> None:
        """messageUpdate and messageDelete."""
        ...

    async def invoke(self, activity: JSON) -> tuple[int, JSON | None]:
        """HTTP status and body."""
        ...

    async def changed(self, activity: JSON) -> None:
        """installationUpdate and conversationUpdate."""
        ...


class Bot(ActivityHandler):  # type: ignore[misc]  # the SDK has no types
    """One turn. The SDK sorts its own reading of the activity; what is passed on is the JSON as it came."""

    def __init__(self, turns: Turns, activity: JSON) -> None:
        super().__init__()
        self._turns = turns
        self._activity = activity

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await self._turns.message(self._activity)

    async def on_message_update_activity(self, turn_context: TurnContext) -> None:
        await self._turns.reworded(self._activity)

    async def on_message_delete_activity(self, turn_context: TurnContext) -> None:
        await self._turns.reworded(self._activity)

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        status, body = await self._turns.invoke(self._activity)
        return InvokeResponse(status=status, body=body)

    async def on_conversation_update_activity(self, turn_context: TurnContext) -> None:
        await self._turns.changed(self._activity)

    async def on_installation_update(self, turn_context: TurnContext) -> None:
        await self._turns.changed(self._activity)


class TeamsAdapter(CloudAdapterBase):  # type: ignore[misc]
    """`receive` is POST /api/messages. What is sent raises CallFailed and nothing else that comes from the network."""

    def __init__(self, gate: Gate, calls: Calls, app_id: str) -> None:
        self._seams = Seams(calls)
        super().__init__(self._seams)
        self._gate = gate
        self._calls = calls
        self._app_id = app_id

    async def receive(self, request: web.Request, turns: Turns) -> web.Response:
        """Nothing is read out of a body before its sender is known, and nothing is done for who may not ask."""
        if request.content_type != "application/json":
            return web.Response(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            caller = await self._gate.caller(request)
            body = await _read(request)
            if body is None:
                return web.Response(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            activity = _activity_in(body)
            known = _known_to_sdk(activity) if activity is not None else None
            if activity is None or known is None:
                return web.Response(status=HTTPStatus.BAD_REQUEST)
            self._gate.admit(caller, activity)
        except Refused as refused:
            _log.warning("teams.refused", why=str(refused), remote=request.remote)
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        except KeysUnreachable:
            # Nobody can say whether it is Microsoft: Teams delivers again.
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        if lacks_value(activity):
            return _malformed_invoke()
        try:
            logic = Bot(turns, activity).on_turn
            return _answer(await self.process_activity(self._seams.let_in(caller), known, logic))
        except _PASSING as passing:
            _log.warning("teams.not_now", type=activity["type"], error=repr(passing))
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        except Exception:  # noqa: BLE001 whatever broke, Teams must get an answer; it is reported
            _log.exception("teams.turn_failed", type=activity["type"], name=activity.get("name"))
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    async def post(self, service_url: str, conversation_id: str, activity: Mapping[str, Any]) -> str:
        """Says something where a person may not have spoken; the new activity's id."""
        sent: list[str] = []

        async def say(turn: TurnContext) -> None:
            sent.append((await turn.send_activity(Whole(activity))).id)

        await self.continue_conversation(self._reference(service_url, conversation_id), say, self._app_id)
        return sent[0]

    async def post_new(self, service_url: str, parameters: Mapping[str, Any]) -> tuple[str, str | None]:
        """Opens a personal chat or begins a thread; the conversation's id, and the first activity's if one was sent."""
        asked = NewConversation({"bot": {"id": f"28:{self._app_id}"}, **parameters})

        async def nothing_more(turn: TurnContext) -> None:
            """What is said first is in the parameters."""

        await self.create_conversation(self._app_id, nothing_more, asked, CHANNEL, service_url)
        assert asked.made is not None, "the SDK made no conversation and raised nothing"
        return asked.made

    async def edit(self, service_url: str, conversation_id: str, activity_id: str, activity: Mapping[str, Any]) -> None:
        """Replaces what was sent to that very conversation id."""

        async def say_anew(turn: TurnContext) -> None:
            await turn.update_activity(Whole(activity, id=activity_id))

        await self.continue_conversation(self._reference(service_url, conversation_id), say_anew, self._app_id)

    async def why_token_is_refused(self) -> str | None:
        """The authority's words for what is wrong with our credential; None if it is good, or if nobody answers now."""
        try:
            async with asyncio.timeout(_TOKEN_CHECK_SECONDS):
                await self._calls.check_token()
        except TokenRefused as refused:
            return str(refused)
        except (TokenUnreachable, TimeoutError) as unreachable:
            why = str(unreachable) or f"no answer within {_TOKEN_CHECK_SECONDS:.0f} seconds"
            _log.warning("teams.no_answer_at_start", why=why)
        return None

    async def close(self) -> None:
        await self._calls.close()

    def _reference(self, service_url: str, conversation_id: str) -> ConversationReference:
        return ConversationReference(
            bot=ChannelAccount(id=f"28:{self._app_id}"),
            conversation=ConversationAccount(id=conversation_id),
            channel_id=CHANNEL,
            service_url=service_url,
        )


async def _read(request: web.Request) -> bytes | None:
    """The whole body; None if it is larger than Teams ever sends."""
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


def _activity_in(body: bytes) -> JSON | None:
    try:
        activity = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    return activity if isinstance(activity, dict) and why_unreadable(activity) is None else None


def _known_to_sdk(activity: JSON) -> Activity | None:
    """The SDK's reading; None where it cannot read a date or a list."""
    try:
        known = Activity.deserialize(copy.deepcopy(activity))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    # An invoke must be answered in its response, whatever delivery it names.
    known.delivery_mode = None
    return known


def _answer(invoked: InvokeResponse | None) -> web.Response:
    if invoked is None:
        return web.Response(status=HTTPStatus.OK)
    if invoked.body is None:
        return web.Response(status=invoked.status)
    return web.json_response(invoked.body, status=invoked.status)


def _malformed_invoke() -> web.Response:
    value = {"code": "BadRequest", "message": "The request carries no readable value."}
    body = {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": value}
    return web.json_response(body, status=HTTPStatus.BAD_REQUEST)
