"""The words that a person reads in messages and views, for tests that read like a scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .compose import unescape
from .conversations import Message

JSON = dict[str, Any]
DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
LINK = re.compile(r"<(?:https?:|mailto:)[^|>]*\|([^>]*)>")
WORD_KEYS = ("text", "title", "subtitle", "body", "subtext", "label", "hint", "description", "alt_text", "placeholder")
PART_KEYS = (
    "elements",
    "accessory",
    "element",
    "fields",
    "options",
    "rows",
    "actions",
    "blocks",
    "child_blocks",
    "tasks",
)


def text_of(message: Message | JSON) -> str:
    """All words of a message: its blocks in order, then its text unless the blocks said the same. People's
    own messages carry the same words twice, so for them it is the text."""
    if isinstance(message, Message):
        text, parts, is_typed = message.text, [*message.blocks, *message.attachments], not message.is_from_app
    else:
        text, is_typed = message.get("text") or "", "client_msg_id" in message
        parts = [*(message.get("blocks") or []), *(message.get("attachments") or [])]
    text = plain(text)
    if is_typed:
        return text
    shown = "\n".join(words_of(parts))
    return shown if text in shown else f"{shown}\n{text}".strip()


def words_of(part: Any) -> Iterator[str]:
    """Every piece of text in blocks or in a part of them, top to bottom."""
    if isinstance(part, list):
        for item in part:
            yield from words_of(item)
        return
    if not isinstance(part, dict):
        return
    if part.get("type") in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
        yield "".join(_inline(item) for item in part["elements"])
        return
    for key, value in part.items():
        if key in WORD_KEYS and isinstance(value, str):
            yield plain(value)
        elif key in WORD_KEYS or key in PART_KEYS:
            yield from words_of(value)


def plain(text: str) -> str:
    """mrkdwn as it is read: dates and links by their words, entities undone."""
    return unescape(LINK.sub(r"\1", DATE.sub(r"\1", text)))


def _inline(element: JSON) -> str:
    match element["type"]:
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "broadcast":
            return f"<!{element['range']}>"
        case "emoji":
            return f":{element['name']}:"
        case "link":
            return str(element.get("text") or element["url"])
        case "date":
            return str(element.get("fallback", ""))
    return str(element.get("text", ""))
