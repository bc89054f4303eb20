"""Every way into chatdesk from Teams. What is dispatched is looked up here, so nothing gets in beside it."""

from __future__ import annotations

from enum import StrEnum

from chatdesk.adapters.talk.asking import has_form
from chatdesk.adapters.talk.door import Door, Through
from chatdesk.adapters.talk.verbs import VERBS
from chatdesk.adapters.teams.ids import PLATFORM


class Name(StrEnum):
    """What arrives: a message by who can read it, a card's message, an invoke by Teams' own name."""

    MESSAGE = "message"
    TARGETED_MESSAGE = "targeted message"
    VALUE_MESSAGE = "message with a value"
    MESSAGE_UPDATE = "messageUpdate"
    MESSAGE_DELETE = "messageDelete"
    CARD_ACTION = "adaptiveCard/action"
    TASK_FETCH = "task/fetch"
    TASK_SUBMIT = "task/submit"
    EXTENSION_FETCH = "composeExtension/fetchTask"
    EXTENSION_SUBMIT = "composeExtension/submitAction"


# The message actions of the app's manifest.
MESSAGE_ACTIONS = frozenset({"case_from_message", "case_open"})

_TYPED = frozenset(verb.name for verb in VERBS if verb.is_typed)
_ALL = frozenset(verb.name for verb in VERBS)
_WITH_FORM = frozenset(verb.name for verb in VERBS if has_form(verb.name))
_OPEN = frozenset({"open"})


def _door(name: Name, through: Through, verbs: frozenset[str]) -> Door:
    return Door(PLATFORM, name.value, through, verbs)


DOORS: tuple[Door, ...] = (
    _door(Name.MESSAGE, Through.SAID, _TYPED),
    _door(Name.TARGETED_MESSAGE, Through.TYPED, _TYPED),
    # What was said to us is edited or deleted; its copies follow.
    _door(Name.MESSAGE_UPDATE, Through.REWORDED, frozenset()),
    _door(Name.MESSAGE_DELETE, Through.REWORDED, frozenset()),
    # Clients that know no Action.Execute send its fallback, and dialogs that cannot open become cards.
    _door(Name.VALUE_MESSAGE, Through.CLICKED, _ALL),
    _door(Name.VALUE_MESSAGE, Through.ASKED_FOR_FORM, _WITH_FORM),
    _door(Name.VALUE_MESSAGE, Through.SENT_FORM, _WITH_FORM),
    _door(Name.VALUE_MESSAGE, Through.REDREW_FORM, _WITH_FORM),
    _door(Name.CARD_ACTION, Through.CLICKED, _ALL),
    _door(Name.CARD_ACTION, Through.SENT_FORM, _WITH_FORM),
    _door(Name.CARD_ACTION, Through.REDREW_FORM, _WITH_FORM),
    _door(Name.TASK_FETCH, Through.ASKED_FOR_FORM, _WITH_FORM),
    _door(Name.TASK_SUBMIT, Through.SENT_FORM, _WITH_FORM),
    _door(Name.TASK_SUBMIT, Through.REDREW_FORM, _WITH_FORM),
    _door(Name.EXTENSION_FETCH, Through.SHORTCUT, _OPEN),
    _door(Name.EXTENSION_SUBMIT, Through.SENT_FORM, _OPEN),
    _door(Name.EXTENSION_SUBMIT, Through.REDREW_FORM, _OPEN),
)


def lets_in(name: Name, through: Through, verb: str) -> bool:
    """Does a request of this kind come through a door that is there?"""
    return any(door.name == name and door.through is through and verb in door.verbs for door in DOORS)
