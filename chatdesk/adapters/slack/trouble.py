"""When something breaks: it is logged under a reference, and the person who asked is told that reference."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from chatdesk.adapters.slack.asking import trouble_errors
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.render import message
from chatdesk.adapters.slack.spots import spot_of
from chatdesk.adapters.slack.tell import Spot, Tell
from chatdesk.adapters.talk.broken import broken_card
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.once import TooLate, Work
from chatdesk.cards.model import Card
from chatdesk.core.view import Reader
from chatdesk.desk import Conflict, DatabaseTrouble

# What may be gone when Slack sends the event again, and how often it does.
_PASSING = (Conflict, CallFailed, DatabaseTrouble)
_LAST_REPETITION = 3


class Trouble:
    def __init__(self, people: People, tell: Tell, work: Work) -> None:
        self._people = people
        self._tell = tell
        self._work = work

    async def on_error(
        self, error: Exception, body: Mapping[str, Any], context: AsyncBoltContext, request: AsyncBoltRequest
    ) -> BoltResponse:
        """What Slack gets instead of the answer: 503 where it shall repeat an event, else 200."""
        is_event = body.get("type") == "event_callback"
        if is_event and isinstance(error, TooLate):
            return BoltResponse(status=503, body="")
        is_repeated = is_event and isinstance(error, _PASSING)
        if is_repeated and _repetition(request) < _LAST_REPETITION:
            return BoltResponse(status=503, body="")
        spot = _spot_of_event(body["event"]) if is_event else spot_of(body)
        reader = self._people.reader_hint(spot.user)
        card = broken_card(error, str(body.get("type") or "command"), reader)
        if body.get("type") == "view_submission":
            return _json(trouble_errors(body, card, reader))
        if "command" in body:
            return _json({"response_type": "ephemeral", **message(card)})
        if spot.user:
            self._work.later(self._say(spot, card, reader))
        return BoltResponse(status=503 if is_repeated else 200, body="")

    async def _say(self, spot: Spot, card: Card, reader: Reader) -> None:
        await self._tell.privately(spot, card, reader)


def _spot_of_event(event: Mapping[str, Any]) -> Spot:
    item = event.get("item") or {}
    channel = event.get("channel") or item.get("channel") or ""
    said = event.get("ts") or item.get("ts")
    thread = event.get("thread_ts")
    is_said = isinstance(event.get("user"), str)
    return Spot(str(event["user"]) if is_said else "", str(channel), str(thread) if thread else None, said)


def _repetition(request: AsyncBoltRequest) -> int:
    """Which repetition of an event this is; 0 for the first delivery."""
    number = (request.headers.get("x-slack-retry-num") or ["0"])[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def _json(content: Mapping[str, Any]) -> BoltResponse:
    headers: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
    return BoltResponse(status=200, body=json.dumps(content), headers=headers)
