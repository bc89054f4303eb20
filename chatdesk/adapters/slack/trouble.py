"""When something breaks: it is logged under a reference, and the person who asked is told that reference."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from chatdesk.adapters.slack.asking import trouble_errors
from chatdesk.adapters.slack.calls import CallFailed
from chatdesk.adapters.slack.once import TooLate, Work
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.render import message
from chatdesk.adapters.slack.spots import spot_of
from chatdesk.adapters.slack.tell import Spot, Tell
from chatdesk.cards.answers import trouble_card
from chatdesk.cards.model import Card
from chatdesk.core.view import Reader
from chatdesk.desk import Conflict

_log = structlog.get_logger(__name__)


class Trouble:
    def __init__(self, people: People, tell: Tell, work: Work) -> None:
        self._people = people
        self._tell = tell
        self._work = work

    async def on_error(self, error: Exception, body: Mapping[str, Any], context: AsyncBoltContext) -> BoltResponse:
        """What Slack gets instead of the answer: 503 where it shall repeat an event, else 200."""
        is_event = body.get("type") == "event_callback"
        if is_event and isinstance(error, TooLate | Conflict | CallFailed):
            return BoltResponse(status=503, body="")
        reference = secrets.token_hex(4)
        _log.error("slack.failed", reference=reference, kind=body.get("type") or "command", exc_info=error)
        spot = _spot_of_event(body["event"]) if is_event else spot_of(body)
        reader = self._people.reader_hint(spot.user)
        card = trouble_card(reader, reference)
        if body.get("type") == "view_submission":
            return _json(trouble_errors(body, card.text) or {})
        if "command" in body:
            return _json({"response_type": "ephemeral", **message(card)})
        if spot.user:
            self._work.later(self._say(spot, card, reader))
        return BoltResponse(status=200, body="")

    async def _say(self, spot: Spot, card: Card, reader: Reader) -> None:
        await self._tell.privately(spot, card, reader)


def _spot_of_event(event: Mapping[str, Any]) -> Spot:
    item = event.get("item") or {}
    channel = event.get("channel") or item.get("channel") or ""
    said = event.get("ts") or item.get("ts")
    thread = event.get("thread_ts")
    is_said = isinstance(event.get("user"), str)
    return Spot(str(event["user"]) if is_said else "", str(channel), str(thread) if thread else None, said)


def _json(content: Mapping[str, Any]) -> BoltResponse:
    if not content:
        return BoltResponse(status=200, body="")
    headers: dict[str, str | Sequence[str]] = {"content-type": "application/json"}
    return BoltResponse(status=200, body=json.dumps(content), headers=headers)
