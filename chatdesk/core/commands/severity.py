"""Saying how bad it is."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class SetSeverity(Command):
    """An agent sets it; a customer's word counts at once only while none was given, else it is a proposal."""

    severity: int
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeclineSeverity(Command):
    """An agent keeps the severity as it is and answers the customer's proposal."""
