"""Raising attention, and answering it."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class Escalate(Command):
    """Raise the next tier now, or accept the proposal that waits. A reason is required."""

    reason_id: str


@dataclass(frozen=True, kw_only=True)
class AcceptTier(Command):
    """Yes to the tier that is proposed."""

    tier: int


@dataclass(frozen=True, kw_only=True)
class DeclineTier(Command):
    """No to the tier that is proposed; it is proposed again after the same interval."""

    tier: int


@dataclass(frozen=True, kw_only=True)
class TakeEscalation(Command):
    """ "I have it", said by one of those who were told."""


@dataclass(frozen=True, kw_only=True)
class Ask(Command):
    """One of those who were told asks the owner a question, inside."""

    text_id: str


@dataclass(frozen=True, kw_only=True)
class DeEscalate(Command):
    reason_id: str | None = None
