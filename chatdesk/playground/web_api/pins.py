"""pins.*"""

from __future__ import annotations

from typing import Any

from .call import Call, Refused

JSON = dict[str, Any]
_MOST = 100


def add(call: Call) -> JSON:
    place = call.joined_conversation()
    if place.is_archived:
        raise Refused("is_archived")
    message = place.messages.get(call.required("timestamp"))
    if message is None:
        raise Refused("message_not_found")
    if message.ts in place.pinned:
        raise Refused("already_pinned")
    if len(place.pinned) >= _MOST:
        raise Refused("too_many_pins")
    place.pinned.append(message.ts)
    return {}
