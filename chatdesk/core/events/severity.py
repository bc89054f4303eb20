"""What is said about how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class SeverityProposed(Happening):
    severity: int
    by: str
    remind_at: datetime | None
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SeverityProposalReminded(Happening):
    severity: int


@dataclass(frozen=True)
class SeveritySet(Happening):
    severity: int
    was: int | None
    by: str
    is_confirmed: bool
    answers: tuple[tuple[str, str], ...]
    is_outage: bool


@dataclass(frozen=True)
class SeverityDeclined(Happening):
    severity: int
    by: str
