"""Working a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import WaitingOn
from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class Acknowledge(Command):
    """A named agent says "I have it", and becomes the owner if there is none."""


@dataclass(frozen=True, kw_only=True)
class Assign(Command):
    owner_id: str


@dataclass(frozen=True, kw_only=True)
class Reply(Command):
    """A message the other side reads. An agent's counts as a response and an update.

    `seen_in` names the views (`customer`, `engineers`) in whose thread it was written and
    so stands already.
    """

    text_id: str
    said_at: datetime
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Note(Command):
    """An internal message among engineers; counts for nothing."""

    text_id: str
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FinishAnalysis(Command):
    """The anomaly was reviewed or replicated (metric `analysis`)."""

    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class WaitOn(Command):
    """The case waits; clocks pause only where the policy says so (rule D5)."""

    whom: WaitingOn


@dataclass(frozen=True, kw_only=True)
class Resume(Command):
    pass


@dataclass(frozen=True, kw_only=True)
class HandOff(Command):
    """Move the case to a deeper support level."""

    to_level: int
    note_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfferWorkaround(Command):
    text_id: str


@dataclass(frozen=True, kw_only=True)
class NameElsewhere(Command):
    """What another system calls this case (CIP-7); None where it is known there no more."""

    external_id: str | None
