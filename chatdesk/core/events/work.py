"""A case is opened and worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import WaitingOn
from chatdesk.core.events.base import Happening
from chatdesk.core.policy import Kind


@dataclass(frozen=True)
class Opened(Happening):
    case_id: str
    number: str
    customer_id: str
    policy_version: str
    requester_id: str
    title_id: str
    description_id: str | None
    via: str
    plan: str | None
    kind: Kind
    reason: str | None
    severity: int | None
    severity_is_confirmed: bool
    answers: tuple[tuple[str, str], ...]
    is_outage: bool
    support_level: int | None
    walks_steps: bool = False
    is_covered: bool = True
    is_authorised: bool = True


@dataclass(frozen=True)
class Acknowledged(Happening):
    by: str


@dataclass(frozen=True)
class OwnerChanged(Happening):
    """`because` is `acknowledged`, `assigned`, `fully_escalated` or `handed_off`."""

    owner_id: str | None
    because: str


@dataclass(frozen=True)
class Replied(Happening):
    """`is_response` says that an agent wrote it, so that it counts as first response and update."""

    text_id: str
    by: str
    is_response: bool
    said_at: datetime
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Noted(Happening):
    text_id: str
    by: str
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnalysisFinished(Happening):
    by: str
    text_id: str | None


@dataclass(frozen=True)
class WaitStarted(Happening):
    whom: WaitingOn
    clocks_pause: bool


@dataclass(frozen=True)
class WaitEnded(Happening):
    pass


@dataclass(frozen=True)
class HandedOff(Happening):
    """`because` is `time`, `severity`, `outage` or `person`. `assign_by_at` is when a missing owner raises an alarm."""

    to_level: int
    by: str | None
    because: str
    note_id: str | None
    assign_by_at: datetime | None


@dataclass(frozen=True)
class NobodyAssigned(Happening):
    level: int | None


@dataclass(frozen=True)
class WorkaroundOffered(Happening):
    text_id: str
    by: str


@dataclass(frozen=True)
class NamedElsewhere(Happening):
    """Another system's own name for the case; None: it is known there no more."""

    external_id: str | None
