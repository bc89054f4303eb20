"""The bodies that invokes are answered with. One that is not whole makes Teams say that the app is unreachable."""

from __future__ import annotations

from http import HTTPStatus

from chatdesk import i18n
from chatdesk.adapters.talk.talk import Answer
from chatdesk.adapters.teams.calls import JSON
from chatdesk.adapters.teams.card_buttons import submitted
from chatdesk.adapters.teams.dialogs import Sheet
from chatdesk.adapters.teams.doors import Name
from chatdesk.adapters.teams.render import (
    CONTENT_TYPE,
    Known,
    adaptive,
    card_answer,
    error_answer,
    task_continue,
    task_message,
    text_answer,
)
from chatdesk.adapters.teams.turn import Payload
from chatdesk.cards.model import Card
from chatdesk.core.view import Reader

# A sentence that passes over the screen; what is longer is shown as a message.
_PASSING = 250


def of(name: Name, outcome: Sheet | Answer) -> tuple[JSON, bool]:
    """The body, and whether it shows everything. A card's own place takes what came of its form."""
    if isinstance(outcome, Sheet):
        if name is Name.CARD_ACTION:
            return card_answer(outcome.card(is_dialog=False)), True
        return task_continue(outcome.form.title, outcome.card(is_dialog=True)), True
    if name is Name.CARD_ACTION:
        return in_place(outcome.card), True
    # A dialog that only tells something shows no buttons, and they are the way on.
    return task_message(outcome.card.text), not outcome.card.buttons


def to_click(answer: Answer) -> tuple[JSON, bool]:
    """A short sentence passes over the screen; anything else is told privately, and the body says so."""
    card = answer.card
    if len(card.text) <= _PASSING and "\n" not in card.text and not card.buttons:
        return text_answer(card.text), True
    return text_answer(i18n.plain(i18n.supported(answer.reader.language), "talk.told_privately")), False


def in_place(card: Card) -> JSON:
    return card_answer(adaptive(card, Known()))


def sentence(name: Name, words: str) -> JSON:
    """A few words, as this request may be answered with."""
    return text_answer(words) if name is Name.CARD_ACTION else task_message(words)


def trouble(name: Name, card: Card, again: Payload, reader: Reader) -> JSON:
    """Something broke. A card stays as it is under a banner; a dialog keeps what was entered, to be sent again."""
    if name is Name.CARD_ACTION:
        return error_answer("InternalError", card.text, HTTPStatus.INTERNAL_SERVER_ERROR)
    if not again.get("send"):
        return task_message(card.text)
    label = i18n.plain(i18n.supported(reader.language), "talk.try_again")
    kept = adaptive(card, Known())
    return task_continue("chatdesk", {**kept, "actions": [submitted(label, dict(again), "primary")]})


def as_message(sheet: Sheet) -> JSON:
    """A form as a card in a chat."""
    content = sheet.card(is_dialog=False)
    attachment = {"contentType": CONTENT_TYPE, "content": content}
    return {"type": "message", "summary": sheet.form.title, "attachments": [attachment]}
