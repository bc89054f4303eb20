"""Slack's escaping, applied once to every string in its markup."""

from __future__ import annotations

from chatdesk.adapters.talk.plain_text import clamp, units


def esc(text: str) -> str:
    """Escapes Slack's three control characters. Applied exactly once to every string in mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clamp_escaped(text: str, limit: int) -> str:
    """`esc(text)` in at most `limit` units: the raw text is cut, so that no entity is cut in two."""
    room = limit
    escaped = esc(clamp(text, room))
    while units(escaped) > limit:
        room -= max(1, (units(escaped) - limit) // 5)
        escaped = esc(clamp(text, room))
    return escaped
