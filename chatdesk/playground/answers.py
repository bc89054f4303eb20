"""Messages that come back in answer to an act: in a slash command's response or at a response URL."""

from __future__ import annotations

from typing import Any

from .answer import Answer
from .block_ids import attachments_with_ids, with_ids
from .conversations import Conversation, Message
from .validator import message_refusal
from .workspace import Workspace

JSON = dict[str, Any]


def post_answer(workspace: Workspace, place: Conversation, user: str, answer: Answer) -> str | None:
    """Shows the body of an acknowledged slash command; Slack's error code if it cannot be shown."""
    if not answer.body.strip():
        return None
    if "json" not in answer.content_type:
        answer_json: JSON | None = {"text": answer.body}
    else:
        answer_json = answer.json()
    if answer_json is None:
        return "invalid_payload"
    if not any(answer_json.get(key) for key in ("text", "blocks", "attachments")):
        return None
    return put_message(workspace, place, user, answer_json)


def put_message(
    workspace: Workspace,
    place: Conversation,
    user: str,
    content: JSON,
    original: Message | None = None,
    thread_ts: str | None = None,
) -> str | None:
    """Posts, replaces or deletes as the answer says; Slack's error code if its content is refused.
    An answer is for `user` alone unless its response_type is in_channel."""
    if content.get("delete_original") and original:
        workspace.delete(place, original)
        return None
    refusal = message_refusal(content)
    if refusal:
        return refusal.code
    thread_ts = content.get("thread_ts") or thread_ts
    if thread_ts and thread_ts not in place.messages:
        return "thread_not_found"
    text = str(content.get("text") or "")
    blocks = with_ids(content.get("blocks") or [])
    attachments = attachments_with_ids(content.get("attachments") or [])
    if content.get("replace_original") and original:
        workspace.edit(
            place,
            original,
            workspace.bot.id,
            text=text,
            blocks=blocks,
            attachments=attachments,
            metadata=original.metadata,
        )
        return None
    in_channel = content.get("response_type") == "in_channel"
    workspace.post(
        place,
        workspace.bot.id,
        text,
        blocks=blocks,
        attachments=attachments,
        thread_ts=thread_ts,
        is_from_app=True,
        metadata=content.get("metadata") if in_channel else None,
        only_for=None if in_channel else user,
    )
    return None
