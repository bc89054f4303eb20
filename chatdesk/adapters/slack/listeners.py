"""What Slack sends, each kind once: read, handed to the talk under a time budget, answered. No rule lives here."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.asking import Asking
from chatdesk.adapters.slack.doors import NAMES, SHORTCUTS, Name
from chatdesk.adapters.slack.events import Events
from chatdesk.adapters.slack.parse import Payload
from chatdesk.adapters.slack.people import People
from chatdesk.adapters.slack.render import message
from chatdesk.adapters.slack.spots import Installed, place_of, spot_of
from chatdesk.adapters.slack.tell import Spot, Tell
from chatdesk.adapters.slack.wishes import Wishes
from chatdesk.adapters.talk.broken import broken_card
from chatdesk.adapters.talk.grammar import asks_for_form, read
from chatdesk.adapters.talk.once import TooLate, Work
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.talk.talk import Answer
from chatdesk.adapters.talk.verbs import BY_NAME
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.answers import working_card
from chatdesk.core.inbound import CaseRef

COMMAND = Name.COMMAND.value

_ANY = re.compile(".*")


class Listeners:
    def __init__(
        self,
        people: People,
        wishes: Wishes,
        asking: Asking,
        events: Events,
        tell: Tell,
        work: Work,
        now: Callable[[], datetime],
    ) -> None:
        self._people = people
        self._wishes = wishes
        self._asking = asking
        self._events = events
        self._tell = tell
        self._work = work
        self._now = now

    def register(self, app: AsyncApp) -> None:
        """A listener for each door, since Bolt asks them one after the other; those after them take what is left."""
        at_doors: Mapping[Name, Callable[[], object]] = {
            Name.MESSAGE: lambda: app.event(Name.MESSAGE)(self._events.message),
            Name.MENTION: lambda: app.event(Name.MENTION)(self._events.message),
            Name.REACTION: lambda: app.event(Name.REACTION)(self._events.reaction),
            Name.HOME: lambda: app.event(Name.HOME)(self._events.home),
            Name.COMMAND: lambda: app.command(Name.COMMAND)(self.command),
            Name.ACTIONS: lambda: app.action(_ANY)(self.action),
            Name.SUBMISSION: lambda: app.view(_ANY)(self.view),
            Name.FROM_MESSAGE: lambda: app.shortcut(Name.FROM_MESSAGE)(self.shortcut),
            Name.OPEN_GLOBAL: lambda: app.shortcut(Name.OPEN_GLOBAL)(self.shortcut),
        }
        for name in NAMES:
            at_doors[name]()
        # No doors: what is left over is acknowledged. A command may have been renamed in somebody's manifest.
        app.event(_ANY)(self._events.ignore)
        app.command(_ANY)(self.command)
        app.view({"type": "view_closed", "callback_id": _ANY})(self.view_closed)
        app.shortcut(_ANY)(self.shortcut)

    async def command(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """`/case …`: the answer stands in the response itself."""
        installed = Installed.of(context)
        identity, spot = parse.actor_of_command(body), spot_of(body)
        place = place_of(installed, spot)
        text = str(body.get("text") or "")
        spoken = parse.spoken(text, await self._people.mentions(text, installed.bot_user), installed.bot_user)
        phrase = read(spoken.text)
        wish = Wish(
            id=request_id(parse.PLATFORM, installed.team, "command", str(body.get("trigger_id") or ""), text),
            identity=identity,
            verb=phrase.verb.name if phrase.verb else "open",
            said_at=self._now(),
            case=CaseRef(number=phrase.number) if phrase.number else None,
            words=phrase.words,
            leftover=phrase.leftover,
            mentioned=spoken.mentioned,
            others=phrase.others,
            place=place,
            called=COMMAND,
        )
        if phrase.verb is None and phrase.typed:
            await self._people.meet(identity, place, installed.team)
            answering = self._wishes.puzzled(wish, phrase, installed)
        elif phrase.verb is None or asks_for_form(phrase):
            await ack()
            await self._in_time(self._asking.open(str(body.get("trigger_id")), wish, installed, spot), spot)
            return
        else:
            answering = self._wishes.answer(wish, installed)
        try:
            answer = await self._work.within_budget(answering)
        except TooLate as late:
            reader = self._people.reader_hint(identity.user)
            await ack(**_ephemeral(Answer(working_card(reader), reader)))
            self._work.later(self._tell_when_done(late, spot))
            return
        await ack(**_ephemeral(answer))
        self._work.later(self._tell.how_to_invite_us(spot, answer.reader))

    async def action(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """A button, or a field of a form that wants it drawn again."""
        await ack()
        installed = Installed.of(context)
        action = (body.get("actions") or [{}])[0]
        click = parse.click_of(action)
        spot = spot_of(body)
        if click is None:
            if body.get("view") and action.get("type") != "button":
                await self._in_time(self._asking.redraw(body, installed), spot)
            else:
                await self._in_time(self._say(body, spot, installed, "talk.old_button"), spot)
            return
        wish = Wish(
            id=request_id(
                parse.PLATFORM, installed.team, "click", str(body.get("trigger_id") or action.get("action_ts") or "")
            ),
            identity=parse.actor_of_interaction(body),
            verb=click.verb,
            said_at=self._now(),
            case=CaseRef(case_id=click.args["case"]) if "case" in click.args else None,
            values=click.args,
            place=place_of(installed, spot),
            via="button",
            called=f"@{installed.bot_name}",
        )
        if click.opens_form:
            await self._in_time(self._asking.open(str(body.get("trigger_id")), wish, installed, spot), spot)
        else:
            await self._in_time(self._clicked(wish, installed, spot), spot)

    async def view(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """A form was sent."""
        await self._asking.submitted(ack, body, Installed.of(context))

    async def view_closed(self, ack: AsyncAck) -> None:
        await ack()

    async def shortcut(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """ "Open a case", from anywhere or from a message. Only people of our own workspace have it."""
        await ack()
        installed = Installed.of(context)
        spot = spot_of(body)
        if body.get("callback_id") not in SHORTCUTS:
            await self._in_time(self._say(body, spot, installed, "talk.old_button"), spot)
            return
        wish = Wish(
            id=request_id(parse.PLATFORM, installed.team, "shortcut", str(body.get("trigger_id") or "")),
            identity=parse.actor_of_interaction(body),
            verb=BY_NAME["open"].name,
            said_at=self._now(),
            via="shortcut",
        )
        if body.get("message"):
            wish = await self._wishes.from_message(wish, body["message"], spot.channel, installed)
        await self._in_time(self._asking.open(str(body.get("trigger_id")), wish, installed, spot), spot)

    async def _in_time(self, work: Coroutine[Any, Any, None], spot: Spot) -> None:
        """What is acknowledged already may go on beyond the budget: it answers by itself."""
        try:
            await self._work.within_budget(work)
        except TooLate as late:
            self._work.later(self._watch(late, spot))

    async def _clicked(self, wish: Wish, installed: Installed, spot: Spot) -> None:
        answer = await self._wishes.answer(wish, installed)
        if not answer.is_repeat:
            self._work.later(self._tell.privately(spot, answer.card, answer.reader))
        if not spot.channel:
            self._work.later(self._events.publish_home(wish.identity))

    async def _say(self, body: Payload, spot: Spot, installed: Installed, key: str) -> None:
        wish = Wish("", parse.actor_of_interaction(body), "help", self._now(), place=place_of(installed, spot))
        answer = await self._wishes.sentence(wish, key)
        await self._tell.privately(spot, answer.card, answer.reader)

    async def _tell_when_done(self, late: TooLate, spot: Spot) -> None:
        answer: Answer | None = await self._watch(late, spot)
        if answer is not None:
            await self._tell.privately(spot, answer.card, answer.reader)

    async def _watch(self, late: TooLate, spot: Spot) -> Any:
        """What the work gives. If it breaks, nobody else is left to tell so the one who asked; then None."""
        try:
            return await late.work
        except Exception as error:  # noqa: BLE001 -- reported under a reference
            reader = self._people.reader_hint(spot.user)
            await self._tell.privately(spot, broken_card(error, "late", reader), reader)
            return None


def _ephemeral(answer: Answer) -> dict[str, Any]:
    return {"response_type": "ephemeral", **message(answer.card)}
