"""Where an app listens: one address for everything, or those of its manifest, each for its own kind."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

JSON = dict[str, Any]
EVENTS, INTERACTIVITY = "events", "interactivity"
# What Slack sends to the address of the event subscriptions.
_OF_EVENTS = ("event_callback", "app_rate_limited", "url_verification")


@dataclass
class Addresses:
    """`everything` goes before `of_kind`, whose keys are EVENTS, INTERACTIVITY and the slash commands."""

    everything: str | None = None
    of_kind: dict[str, str] = field(default_factory=dict)

    @property
    def hears_events(self) -> bool:
        return bool(self.everything or self.of_kind.get(EVENTS))

    def of(self, content: JSON) -> str | None:
        """The address for a slash command's fields, an interactive payload or an event's envelope."""
        kind = str(content.get("command") or INTERACTIVITY)
        if content.get("type") in _OF_EVENTS:
            kind = EVENTS
        return self.everything or self.of_kind.get(kind)


def is_on_this_machine(url: str) -> bool:
    """Nothing is ever sent to another machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
