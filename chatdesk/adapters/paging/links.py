"""Where in chat a case is worked on, for whoever was woken."""

from __future__ import annotations

from urllib.parse import quote

from chatdesk.cards.model import Alarm


def link_to(alarm: Alarm) -> str | None:
    """An address that opens the engineers' channel, at the message where the platform has such addresses."""
    if alarm.thread is None:
        return None
    place = alarm.thread.place
    if place.platform == "slack":
        return f"https://app.slack.com/client/{quote(place.tenant)}/{quote(place.channel)}"
    if place.platform == "teams":
        message = quote(alarm.thread.message, safe="")
        return (
            f"https://teams.microsoft.com/l/message/{quote(place.channel, safe='')}/{message}?tenantId={place.tenant}"
        )
    return None
