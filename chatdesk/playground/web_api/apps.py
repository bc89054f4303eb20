"""apps.*: what an app-level token is for."""

from __future__ import annotations

from typing import Any

from .call import Call


def connections_open(call: Call) -> dict[str, Any]:
    """A WebSocket address for one use."""
    return {"url": call.acts.outbound.sockets.url(call.base_url)}
