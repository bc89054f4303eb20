"""Buttons and forms, by whichever request they arrive: what was pressed becomes an answer, or a form to fill in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.talk.door import Through
from chatdesk.adapters.talk.plain_text import clamp
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.talk import Answer
from chatdesk.adapters.talk.wish import Wish
from chatdesk.adapters.teams.dialogs import Dialogs, Sheet
from chatdesk.adapters.teams.doors import Name, lets_in
from chatdesk.adapters.teams.pressed import Click, FormState
from chatdesk.adapters.teams.turn import Turn
from chatdesk.adapters.teams.wishes import Wishes
from chatdesk.cards.case import case_card
from chatdesk.cards.model import Card
from chatdesk.core.inbound import CaseRef
from chatdesk.reads import Reads

Pressed = Click | FormState

# Refusals that say nothing of how the case stands.
_NOT_ABOUT_THE_CASE = frozenset({"case.not_found", "not_found", "not_allowed", "customer.unknown", "requester.unknown"})
# What a button takes along of somebody's words.
_MOST_WORDS = 3000


class Clicks:
    def __init__(self, dialogs: Dialogs, wishes: Wishes, reads: Reads, run: Run, now: Callable[[], datetime]) -> None:
        self._dialogs = dialogs
        self._wishes = wishes
        self._reads = reads
        self._run = run
        self._now = now

    async def outcome(self, name: Name, pressed: Pressed, turn: Turn, key: str) -> Sheet | Answer:
        """Does what was pressed; a verb that does not come in by this door is an old button's."""
        if isinstance(pressed, FormState):
            through = Through.REDREW_FORM if pressed.is_redraw else Through.SENT_FORM
            if lets_in(name, through, pressed.verb):
                return await self._dialogs.sent(pressed, turn, key)
        else:
            wish = self._wish(pressed, turn, key)
            if pressed.opens_form and lets_in(name, Through.ASKED_FOR_FORM, pressed.verb):
                return await self._dialogs.ask(wish, turn)
            if not pressed.opens_form and lets_in(name, Through.CLICKED, pressed.verb):
                return await self._wishes.answer(wish, turn)
        return await self._wishes.sentence(
            Wish(key, turn.identity, "help", self._now(), place=turn.place), "talk.old_button"
        )

    async def fresh(self, answer: Answer, pressed: Pressed, turn: Turn) -> Card | None:
        """The case's own card as it is now, where that very card was clicked and the case had moved on."""
        if answer.refused is None or answer.refused.reason in _NOT_ABOUT_THE_CASE or "case" not in pressed.args:
            return None
        return await self._run(self._live_card, pressed.args["case"], turn)

    async def glance(self, pressed: Pressed, turn: Turn) -> Card | None:
        """The case's own card as it is now, for a client that draws it anew by itself: nothing is ever done."""
        if "case" not in pressed.args:
            return None
        found = await self._run(self._reads.find_case, CaseRef(case_id=pressed.args["case"]), turn.identity)
        return await self._run(self._live_card, found, turn) if found else None

    def _wish(self, click: Click, turn: Turn, key: str) -> Wish:
        values = {name: value for name, value in click.args.items() if name not in ("words", "message")}
        place = turn.place
        if place is not None and click.args.get("message") and place.thread is None:
            place = replace(place, thread=click.args["message"])
        return Wish(
            id=key,
            identity=turn.identity,
            verb=click.verb,
            said_at=self._now(),
            case=CaseRef(case_id=click.args["case"]) if "case" in click.args else None,
            words=click.args.get("words", ""),
            values=values,
            place=place,
            via="button",
            called=turn.called,
        )

    def _live_card(self, case_id: str, turn: Turn) -> Card | None:
        view = self._reads.case_view(case_id, self._now())
        for name, anchor in view.anchors.items() if view else ():
            if anchor.message == turn.message and anchor.place.channel == turn.conversation:
                reader = self._reads.reader_of_view(case_id, name)
                return case_card(view, reader) if view and reader else None
        return None


def taking_words_along(card: Card, words: str) -> Card:
    """A button that would read a message later brings its words: Teams lets no bot read messages."""
    buttons = tuple(
        replace(button, args=(*button.args, ("words", clamp(words, _MOST_WORDS))))
        if any(key == "message" for key, _ in button.args)
        else button
        for button in card.buttons
    )
    return replace(card, buttons=buttons)
