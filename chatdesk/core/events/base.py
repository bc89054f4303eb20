"""What every event is: a body, and the moment it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.people import Actor


@dataclass(frozen=True)
class Happening:
    """Base of all event bodies."""


@dataclass(frozen=True)
class Event:
    """One fact of a case. `at` is the moment it belongs to, `recorded_at` when the desk learnt of it (UTC)."""

    seq: int
    at: datetime
    recorded_at: datetime
    actor: Actor
    body: Happening
