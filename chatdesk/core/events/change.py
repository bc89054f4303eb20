"""A change request goes its way."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.agreement import Term
from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class NeedsWritten(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class CriterionAdded(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class CriterionApproved(Happening):
    by: str


@dataclass(frozen=True)
class CriterionRefused(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class ChangeEvaluated(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class ChangeScheduled(Happening):
    by: str
    term: Term
