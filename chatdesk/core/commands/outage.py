"""When the service was down or degraded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.commands.base import Command
from chatdesk.core.uptime import OutageKind


@dataclass(frozen=True, kw_only=True)
class MarkOutage(Command):
    """Down or degraded since `started_at` (UTC; None for now)."""

    kind: OutageKind
    started_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class EndOutage(Command):
    ended_at: datetime | None = None
