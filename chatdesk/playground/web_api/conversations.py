"""conversations.*: who and what is in them."""

from __future__ import annotations

from typing import Any

from ..conversations import Conversation
from ..wire import conversation_json, message_json
from .call import Call, Refused, page

JSON = dict[str, Any]
SCOPE_WORDS = {"channel": "channels", "private": "groups", "im": "im"}
TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im"}


def info(call: Call) -> JSON:
    place = call.conversation()
    call.need_scope(f"{SCOPE_WORDS[place.kind]}:read")
    shown = conversation_json(call.workspace, place)
    if call.flag("include_num_members"):
        shown["num_members"] = len(place.members)
    if call.flag("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def listing(call: Call) -> JSON:
    """Public channels and what the bot is in; only public channels unless `types` says otherwise."""
    kinds: list[str] = []
    for name in (call.text("types") or "public_channel").split(","):
        if name.strip() == "mpim":
            continue
        if name.strip() not in TYPES:
            raise Refused("invalid_types")
        kinds.append(TYPES[name.strip()])
        call.need_scope(f"{SCOPE_WORDS[kinds[-1]]}:read")
    bot = call.workspace.bot.id
    seen = [
        place
        for place in call.workspace.conversations.values()
        if place.kind in kinds
        and (place.kind == "channel" or bot in place.members)
        and not (place.is_archived and call.flag("exclude_archived"))
    ]
    places, cursor = page(call, seen, 100, 1000)
    return {
        "channels": [conversation_json(call.workspace, place) for place in places],
        "response_metadata": {"next_cursor": cursor},
    }


def members(call: Call) -> JSON:
    place = call.conversation()
    call.need_scope(f"{SCOPE_WORDS[place.kind]}:read")
    found, cursor = page(call, place.members, 100, 1000)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


def history(call: Call) -> JSON:
    """Top-level messages, newest first; `oldest` and `latest` are exclusive unless `inclusive`."""
    place = _readable(call)
    found = [message for message in place.top_level() if _is_within(call, message.ts)]
    return _messages(call, place, list(reversed(found)), 100)


def replies(call: Call) -> JSON:
    """A thread, its parent first, oldest first. The ts of a reply leads to its thread."""
    place = _readable(call)
    asked = place.messages.get(call.required("ts"))
    if asked is None:
        raise Refused("thread_not_found")
    parent = place.messages.get(asked.thread_ts or asked.ts, asked)
    found = [m for m in place.replies(parent.ts) if _is_within(call, m.ts)]
    return _messages(call, place, [parent, *found], 1000)


def open_conversation(call: Call) -> JSON:
    """The direct message with one person. Strangers cannot be written to."""
    if call.text("channel"):
        place = call.joined_conversation()
        return {"channel": conversation_json(call.workspace, place)}
    users = [user for user in (call.text("users") or "").split(",") if user]
    if not users:
        raise Refused("users_list_not_supplied")
    if len(users) > 1:
        raise Refused("missing_scope", needed="mpim:write", provided=",".join(call.installation.scopes))
    workspace = call.workspace
    if users[0] not in workspace.people:
        raise Refused("user_not_found")
    if users[0] == workspace.bot.id or workspace.people[users[0]].is_bot:
        raise Refused("cannot_dm_bot")
    if workspace.people[users[0]].is_deleted:
        raise Refused("user_disabled")
    if workspace.is_foreign(users[0]) and not workspace.shares_a_channel_with_app(users[0]):
        raise Refused("user_not_visible")
    known = {place.id for place in workspace.conversations.values()}
    place = workspace.direct_message(workspace.bot.id, users[0])
    was_open = {"no_op": True, "already_open": True} if place.id in known else {}
    shown = conversation_json(workspace, place) if call.flag("return_im") else {"id": place.id}
    return was_open | {"channel": shown}


def join(call: Call) -> JSON:
    place = call.conversation()
    if place.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if place.is_archived:
        raise Refused("is_archived")
    is_new = call.workspace.join(place, call.workspace.bot.id)
    beside = {} if is_new else {"warning": "already_in_channel"}
    return beside | {"channel": conversation_json(call.workspace, place)}


def _readable(call: Call) -> Conversation:
    place = call.joined_conversation()
    call.need_scope(f"{SCOPE_WORDS[place.kind]}:history")
    return place


def _is_within(call: Call, ts: str) -> bool:
    oldest, latest = call.text("oldest"), call.text("latest")
    try:
        at, low, high = float(ts), float(oldest or 0), float(latest or "inf")
    except ValueError:
        raise Refused("invalid_ts_oldest" if oldest else "invalid_ts_latest") from None
    if call.flag("inclusive"):
        return low <= at <= high
    return low < at < high


def _messages(call: Call, place: Conversation, found: list[Any], default: int) -> JSON:
    messages, cursor = page(call, found, default, 999)
    with_metadata = call.flag("include_all_metadata")
    return {
        "messages": [message_json(call.workspace, place, message, with_metadata=with_metadata) for message in messages],
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }
