"""What a person typed, as Slack sends it on: escaped text with mentions resolved, and rich text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .workspace import Workspace

JSON = dict[str, Any]
TOKEN = re.compile(
    r"<@(?P<user_id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<#(?P<channel_id>[CG][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|(?P<link>https?://[^\s<>|]*[^\s<>|.,;:!?)\]}'\"])"
    r"|(?<![\w@<])@(?P<user_name>[\w][\w.\-]*)"
    r"|(?<![\w#<&])#(?P<channel_name>[\w][\w\-]*)"
)
BROADCASTS = {"here": "here", "channel": "channel", "everyone": "everyone"}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def message_text(workspace: Workspace, typed: str) -> str:
    """Message text: `@name` and `<@ID>` become `<@ID>`, links `<…>`, everything else is escaped."""
    return "".join(_in_message(element) for element in elements(workspace, typed))


def command_text(workspace: Workspace, typed: str, should_escape: bool) -> str:
    """A slash command's text; with `should_escape` people and channels come as `<@ID|name>`, `<#ID|name>`."""
    if not should_escape:
        return escape(typed)
    return "".join(_in_command(workspace, element) for element in elements(workspace, typed))


def rich_text(workspace: Workspace, typed: str) -> list[JSON]:
    """The blocks that Slack's own client sends along with a typed message."""
    found = list(elements(workspace, typed))
    return [{"type": "rich_text", "block_id": "typed", "elements": [{"type": "rich_text_section", "elements": found}]}]


def elements(workspace: Workspace, typed: str) -> Iterator[JSON]:
    """The typed text cut into rich text elements: text, user, channel, link, broadcast."""
    done = 0
    for match in TOKEN.finditer(typed):
        element, end = _element(workspace, match)
        if element is None:
            continue
        if match.start() > done:
            yield {"type": "text", "text": typed[done : match.start()]}
        yield element
        done = end
    if done < len(typed):
        yield {"type": "text", "text": typed[done:]}


def _element(workspace: Workspace, match: re.Match[str]) -> tuple[JSON | None, int]:
    if match["link"]:
        return {"type": "link", "url": match["link"]}, match.end()
    if match["user_id"] in workspace.people:
        return {"type": "user", "user_id": match["user_id"]}, match.end()
    if match["channel_id"] in workspace.conversations:
        return {"type": "channel", "channel_id": match["channel_id"]}, match.end()
    if match["channel_name"]:
        channel = workspace.channel_named(match["channel_name"])
        return ({"type": "channel", "channel_id": channel.id} if channel else None), match.end()
    if match["user_name"]:
        name = match["user_name"]
        end = match.end()
        while name:
            if name in BROADCASTS:
                return {"type": "broadcast", "range": name}, end
            person = workspace.person_named(name)
            if person:
                return {"type": "user", "user_id": person.id}, end
            if name[-1] not in ".-_":
                break
            name, end = name[:-1], end - 1
    return None, match.end()


def _in_message(element: JSON) -> str:
    match element["type"]:
        case "user":
            return f"<@{element['user_id']}>"
        case "channel":
            return f"<#{element['channel_id']}>"
        case "broadcast":
            return f"<!{element['range']}>"
        case "link":
            return f"<{escape(element['url'])}>"
    return escape(element["text"])


def _in_command(workspace: Workspace, element: JSON) -> str:
    match element["type"]:
        case "user":
            return f"<@{element['user_id']}|{workspace.people[element['user_id']].name}>"
        case "channel":
            return f"<#{element['channel_id']}|{workspace.conversations[element['channel_id']].name}>"
    return _in_message(element)
