"""The steps of a change request, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.agreement import Term
from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class WriteNeeds(Command):
    """The request was analysed: its needs, as understood, go back to the customer."""

    text_id: str


@dataclass(frozen=True, kw_only=True)
class AddCriterion(Command):
    """By what the customer will see that it is done; theirs to approve."""

    text_id: str


@dataclass(frozen=True, kw_only=True)
class ApproveCriterion(Command):
    """Said by the customer's authorised contact."""


@dataclass(frozen=True, kw_only=True)
class RefuseCriterion(Command):
    text_id: str


@dataclass(frozen=True, kw_only=True)
class EvaluateChange(Command):
    """What it takes, recorded as the effort."""

    text_id: str


@dataclass(frozen=True, kw_only=True)
class ScheduleChange(Command):
    """It is on the roadmap, and the customer is told when it will be delivered."""

    term: Term
