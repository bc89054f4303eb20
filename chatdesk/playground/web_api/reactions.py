"""reactions.*"""

from __future__ import annotations

import re
from typing import Any

from ..conversations import Conversation, Message
from .call import Call, Refused

JSON = dict[str, Any]
NAME = re.compile(r"^[\w+\-']+(::skin-tone-[2-6])?$")


def add(call: Call) -> JSON:
    place, message, name = _target(call)
    if not call.workspace.react(place, message, call.workspace.bot.id, name):
        raise Refused("already_reacted")
    return {}


def remove(call: Call) -> JSON:
    place, message, name = _target(call)
    if not call.workspace.unreact(place, message, call.workspace.bot.id, name):
        raise Refused("no_reaction")
    return {}


def _target(call: Call) -> tuple[Conversation, Message, str]:
    name = call.required("name").strip(":")
    if not NAME.match(name):
        raise Refused("invalid_name")
    place = call.joined_conversation()
    if place.is_archived:
        raise Refused("is_archived")
    message = place.messages.get(call.required("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    return place, message, name
