"""chat.*: post, update, delete, ephemerals, permalinks."""

from __future__ import annotations

from typing import Any

from ..block_ids import attachments_with_ids, with_ids
from ..conversations import Conversation, Message
from ..validator import message_refusal
from ..wire import message_json
from .call import Call, Refused

JSON = dict[str, Any]
MAX_UPDATE_TEXT = 4_000


def post_message(call: Call) -> JSON:
    """A user id as `channel` means the direct message with them."""
    content = _content(call)
    place = _destination(call)
    thread_ts = _thread(call, place)
    message = call.workspace.post(
        place,
        call.workspace.bot.id,
        content["text"],
        blocks=content["blocks"],
        attachments=content["attachments"],
        thread_ts=thread_ts,
        is_broadcast=thread_ts is not None and call.flag("reply_broadcast"),
        is_from_app=True,
        metadata=content["metadata"],
    )
    shown = message_json(call.workspace, place, message, with_metadata=True)
    return {"channel": place.id, "ts": message.ts, "message": shown}


def post_ephemeral(call: Call) -> JSON:
    content = _content(call)
    user = call.required("user")
    place = call.joined_conversation()
    if place.is_archived:
        raise Refused("is_archived")
    if user not in place.members or call.workspace.people[user].is_deleted:
        raise Refused("user_not_in_channel")
    if call.workspace.is_foreign(user) and not call.foreign_ephemerals:
        raise Refused("user_not_in_channel")
    message = call.workspace.post(
        place,
        call.workspace.bot.id,
        content["text"],
        blocks=content["blocks"],
        attachments=content["attachments"],
        thread_ts=_thread(call, place),
        is_from_app=True,
        only_for=user,
    )
    return {"message_ts": message.ts}


def update(call: Call) -> JSON:
    """Blocks and attachments that are not given stay unless the text is; metadata stays unless given."""
    message, place = _message(call)
    if not message.is_from_app or message.subtype == "tombstone":
        raise Refused("cant_update_message")
    content = _content(call, max_text=MAX_UPDATE_TEXT)
    has_text = call.text("text") is not None
    keeps = not has_text and "blocks" not in call.args
    call.workspace.edit(
        place,
        message,
        call.workspace.bot.id,
        text=content["text"] if has_text else message.text,
        blocks=message.blocks if keeps else content["blocks"],
        attachments=content["attachments"] if "attachments" in call.args else message.attachments,
        metadata=content["metadata"] if "metadata" in call.args else message.metadata,
    )
    shown = message_json(call.workspace, place, message, with_metadata=True)
    return {"channel": place.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> JSON:
    message, place = _message(call)
    if not message.is_from_app or message.subtype == "tombstone":
        raise Refused("cant_delete_message")
    call.workspace.delete(place, message)
    return {"channel": place.id, "ts": message.ts}


def get_permalink(call: Call) -> JSON:
    """The link leads to the playground's own page."""
    place = call.conversation()
    message = place.messages.get(call.required("message_ts"))
    if message is None:
        raise Refused("message_not_found")
    link = f"{call.base_url}/archives/{place.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={place.id}"
    return {"channel": place.id, "permalink": link}


def _content(call: Call, max_text: int | None = None) -> JSON:
    content = {name: call.structure(name) for name in ("blocks", "attachments", "metadata")}
    content["text"] = call.args.get("text")
    refusal = message_refusal(content, max_text) if max_text else message_refusal(content)
    if refusal:
        raise Refused.because(refusal)
    return {
        "text": content["text"] or "",
        "blocks": with_ids(content["blocks"] or []),
        "attachments": attachments_with_ids(content["attachments"] or []),
        "metadata": content["metadata"],
    }


def _destination(call: Call) -> Conversation:
    wanted = call.required("channel")
    if wanted in call.workspace.people:
        if not _may_message(call, wanted):
            raise Refused("channel_not_found")
        _refuse_deactivated(call, [wanted])
        return call.workspace.direct_message(call.workspace.bot.id, wanted)
    place = call.conversation()
    if place.is_archived:
        raise Refused("is_archived")
    if call.workspace.bot.id not in place.members and "chat:write.public" not in call.installation.scopes:
        raise Refused("not_in_channel")
    if place.kind == "im":
        _refuse_deactivated(call, place.members)
    return place


def _refuse_deactivated(call: Call, users: list[str]) -> None:
    """Nobody reads what is written to an account that is gone. Which word Slack has for it here is not documented."""
    if any(call.workspace.people[user].is_deleted for user in users):
        raise Refused("user_disabled")


def _may_message(call: Call, user: str) -> bool:
    workspace = call.workspace
    return user != workspace.bot.id and (not workspace.is_foreign(user) or workspace.shares_a_channel_with_app(user))


def _thread(call: Call, place: Conversation) -> str | None:
    """A thread's parent; a reply cannot be replied to."""
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        return None
    parent = place.messages.get(thread_ts)
    if parent is None:
        raise Refused("thread_not_found")
    if parent.thread_ts:
        raise Refused("cannot_reply_to_message")
    return thread_ts


def _message(call: Call) -> tuple[Message, Conversation]:
    place = call.conversation()
    message = place.messages.get(call.required("ts"))
    if message is None:
        raise Refused("message_not_found")
    if place.is_archived:
        raise Refused("is_archived")
    return message, place
