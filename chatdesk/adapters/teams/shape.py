"""What an activity must look like before anything in it is believed to be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXTS = ("type", "id", "name", "text", "textFormat", "replyToId", "locale", "serviceUrl", "channelId", "action")
_OBJECTS = ("conversation", "from", "recipient", "channelData")
_LISTS = ("entities", "attachments", "membersAdded", "membersRemoved")
_ACCOUNT_TEXTS = ("id", "name", "aadObjectId", "tenantId", "conversationType")
# Each of these asks something of its value; other invokes may come without one.
_INVOKES_WITH_VALUE = ("adaptiveCard/", "task/", "composeExtension/")


def why_unreadable(activity: Mapping[str, Any]) -> str | None:
    """Names what is not as Bot Framework's schema has it; absent and null are the same. None if all is well."""
    if not activity.get("type"):
        return "type"
    for name in _TEXTS:
        if not _is_text(activity.get(name)):
            return name
    for name in _OBJECTS:
        if not isinstance(activity.get(name), dict | None):
            return name
    for name in _LISTS:
        if not _holds_objects(activity.get(name)):
            return name
    for name in ("conversation", "from", "recipient"):
        account = activity.get(name) or {}
        if not all(_is_text(account.get(text)) for text in _ACCOUNT_TEXTS):
            return name
    if not (activity.get("conversation") or {}).get("id"):
        return "conversation"
    if activity["type"] == "invoke" and not activity.get("name"):
        return "name"
    return None


def lacks_value(activity: Mapping[str, Any]) -> bool:
    """Is it an invoke that asks nothing, though its kind must?"""
    named = activity.get("type") == "invoke" and str(activity.get("name")).startswith(_INVOKES_WITH_VALUE)
    return named and not isinstance(activity.get("value"), dict)


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _holds_objects(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(entry, dict) for entry in value))
