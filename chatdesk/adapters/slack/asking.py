"""Forms: a skeleton stands before the database is touched, then the form; what is sent becomes a wish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from chatdesk import i18n
from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.inlines import JSON
from chatdesk.adapters.slack.messages import UNREADABLE, Messages
from chatdesk.adapters.slack.parse import FormState, Payload
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.pictures import Pictures
from chatdesk.adapters.slack.render import message_modal, modal
from chatdesk.adapters.slack.spots import Installed
from chatdesk.adapters.slack.tell import Spot, Tell
from chatdesk.adapters.slack.wishes import Wishes
from chatdesk.adapters.talk.asking import field_of
from chatdesk.adapters.talk.broken import broken_card
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.once import TooLate, Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.talk import Answer, Talk
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.answers import working_card
from chatdesk.cards.forms import loading_form
from chatdesk.cards.model import Card, Form
from chatdesk.core.inbound import CaseRef
from chatdesk.core.places import Place
from chatdesk.core.view import Reader

_log = structlog.get_logger(__name__)


class Asking:
    def __init__(
        self,
        client: PooledClient,
        talk: Talk,
        people: People,
        wishes: Wishes,
        messages: Messages,
        tell: Tell,
        work: Work,
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._talk = talk
        self._people = people
        self._wishes = wishes
        self._messages = messages
        self._tell = tell
        self._work = work
        self._run = run
        self._now = now
        self._pictures = Pictures()

    async def open(self, trigger_id: str, wish: Wish, installed: Installed, spot: Spot) -> None:
        """Opens the form for a wish. A trigger lives three seconds, so nothing is looked up before."""
        reader = self._people.reader_hint(wish.identity.user)
        skeleton = modal(loading_form(reader), {})
        try:
            opened = await call(self._client.views_open(trigger_id=trigger_id, view=skeleton), may_repeat=False)
        except CallFailed as failed:
            _log.warning("slack.views_open_failed", code=failed.code)
            late = await self._wishes.sentence(wish, "talk.form_too_late")
            await self._tell.privately(spot, late.card, late.reader)
            return
        try:
            asked = await self._about_message(wish, spot, installed)
            drawn: Form | Answer
            if asked is None:
                drawn = await self._wishes.sentence(wish, UNREADABLE)
            else:
                wish = asked
                await self._wishes.introduce(wish, installed)
                wish = await self._wishes.grounded(wish, installed)
                drawn = await self._run(self._talk.form, wish, self._now())
        except Exception as error:  # noqa: BLE001 -- reported under a reference, in the dialog that waits for the form
            await self._show(str(opened["view"]["id"]), _told(broken_card(error, "form", reader), reader))
            return
        await self._draw(str(opened["view"]["id"]), drawn, wish, _origin(spot, wish))
        if isinstance(drawn, Answer) and drawn.card.buttons and spot.channel:
            # A dialog that only tells something shows no buttons, and they are the way on.
            self._work.later(self._tell.privately(spot, drawn.card, drawn.reader))

    async def redraw(self, body: Payload, installed: Installed) -> None:
        """Draws a form again from what is filled in so far.

        Two quick choices are drawn on the same picture and so carry the same hash; the one
        made last holds all that is filled in, and its picture must stand.
        """
        view = body["view"]
        made_at = str(body["actions"][0].get("action_ts") or "")
        picture = self._pictures.of(str(view["id"]))
        picture.newest = max(made_at, picture.newest)
        async with picture.turn:
            if made_at < picture.newest:
                return
            state = parse.form_of(view)
            wish = self._wish(state, body, installed, wish_id="")
            drawn = await self._run(self._talk.form, wish, self._now(), state.untouched)
            await self._draw(str(view["id"]), drawn, wish, state.origin)

    async def submitted(self, ack: AsyncAck, body: Payload, installed: Installed) -> None:
        """Carries out what a form asks for; the form stays open with a remark where something is missing."""
        view = body["view"]
        state = parse.form_of(view)
        wish = self._wish(state, body, installed, parse.submission_id(installed.team, view))
        try:
            answer = await self._work.within_budget(self._carry_out(wish, state, installed))
        except TooLate as late:
            reader = self._people.reader_hint(wish.identity.user)
            await ack(response_action="update", view=_told(working_card(reader), reader))
            self._work.later(self._finish(late, str(view["id"]), _spot(state, wish)))
            return
        field = field_of(answer.missing) if answer.missing else None
        if field is not None and field in state.blocks:
            await ack(response_action="errors", errors={state.blocks[field]: answer.card.text[:2000]})
        elif not state.origin.get("channel") or (answer.done is None and not answer.card.buttons):
            await ack(response_action="update", view=_told(answer.card, answer.reader))
        else:
            await ack()
            if not answer.is_repeat:
                self._work.later(self._tell.privately(_spot(state, wish), answer.card, answer.reader))

    async def _carry_out(self, wish: Wish, state: FormState, installed: Installed) -> Answer:
        chosen: dict[str, str] = {}
        for field, user in state.people.items():
            person_id = await self._wishes.person_id(user, wish.place, installed)
            if person_id is None:
                answer = await self._wishes.sentence(wish, "talk.person_unknown")
                return replace(answer, missing=field)
            chosen[field] = person_id
        files = await self._wishes.files_in({"files": state.files})
        return await self._wishes.answer(replace(wish, values={**wish.values, **chosen}, files=files), installed)

    async def _finish(self, late: TooLate, view_id: str, spot: Spot) -> None:
        try:
            answer: Answer = await late.work
            card, reader = answer.card, answer.reader
        except Exception as error:  # noqa: BLE001 -- reported under a reference, to the one who was promised an answer
            reader = self._people.reader_hint(spot.user)
            card = broken_card(error, "form", reader)
        # Whoever closed the dialog is still owed the answer.
        if await self._update(view_id, _told(card, reader)) is not None:
            await self._tell.privately(spot, card, reader)

    async def _draw(self, view_id: str, drawn: Form | Answer, wish: Wish, origin: Mapping[str, str]) -> None:
        shown = modal(drawn, origin) if isinstance(drawn, Form) else _told(drawn.card, drawn.reader)
        if not await self._show(view_id, shown):
            failed = await self._wishes.sentence(wish, "talk.form_failed")
            await self._show(view_id, _told(failed.card, failed.reader))

    async def _show(self, view_id: str, shown: JSON) -> bool:
        """Puts a picture into an open dialog. False if Slack refused it; one closed meanwhile needs none."""
        code = await self._update(view_id, shown)
        if code in (None, "not_found"):
            return True
        _log.error("slack.view_refused", code=code, callback_id=shown["callback_id"])
        return False

    async def _update(self, view_id: str, shown: JSON) -> str | None:
        """None, or why the dialog does not show the picture."""
        try:
            await call(self._client.views_update(view_id=view_id, view=shown), may_repeat=True)
        except CallFailed as failed:
            return failed.code
        return None

    async def _about_message(self, wish: Wish, spot: Spot, installed: Installed) -> Wish | None:
        """The wish with what the message says, where it names one; None if that is not there."""
        if "message" not in wish.values:
            return wish
        found = await self._messages.fetch(spot.channel, wish.values["message"])
        kept = {key: value for key, value in wish.values.items() if key != "message"}
        wish = replace(wish, values=kept)
        return await self._wishes.from_message(wish, found, spot.channel, installed) if found else None

    def _wish(self, state: FormState, body: Payload, installed: Installed, wish_id: str) -> Wish:
        origin = state.origin
        place = None
        if origin.get("channel"):
            place = Place(parse.PLATFORM, installed.team, origin["channel"], origin.get("thread"))
        case_id = state.args.get("case")
        return Wish(
            id=wish_id,
            identity=parse.actor_of_interaction(body),
            verb=state.verb,
            said_at=self._now(),
            case=CaseRef(case_id=case_id) if case_id else None,
            values={**state.args, **state.values},
            place=place,
            via="modal",
            called=f"@{installed.bot_name}",
        )


def _origin(spot: Spot, wish: Wish) -> dict[str, str]:
    """Where the form was asked for, and so where the answer goes and the case is opened."""
    found = {"channel": spot.channel, "thread": wish.place.thread if wish.place else None, "said": spot.said}
    return {key: value for key, value in found.items() if value}


def _spot(state: FormState, wish: Wish) -> Spot:
    origin = state.origin
    return Spot(wish.identity.user, origin.get("channel", ""), origin.get("thread"), origin.get("said"))


def _told(card: Card, reader: Reader) -> JSON:
    language = i18n.supported(reader.language)
    return message_modal(card, i18n.plain(language, "talk.told"), i18n.plain(language, "talk.close"))


def trouble_errors(body: Payload, card: Card, reader: Reader) -> dict[str, Any]:
    """An answer to a form that failed on our side: it stays open with all that was typed."""
    blocks = list(parse.form_of(body["view"]).blocks.values())
    if not blocks:
        return {"response_action": "update", "view": _told(card, reader)}
    return {"response_action": "errors", "errors": {blocks[0]: card.text}}
